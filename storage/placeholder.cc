namespace krans { int unused_placeholder; }
