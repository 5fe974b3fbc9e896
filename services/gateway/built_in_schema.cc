#include "services/gateway/schema.h"

// The linker takes the file in as it is.
__asm__(
    ".section .rodata\n"
    ".balign 16\n"
    "krans_descriptor_set: .incbin \"" KRANS_DESCRIPTOR_SET
    "\"\n"
    "krans_descriptor_set_end: .byte 0\n"
    ".previous\n");
extern "C" const char krans_descriptor_set[];
extern "C" const char krans_descriptor_set_end[];

namespace krans::gateway {

absl::string_view Schema::BuiltIn() {
  return absl::string_view(krans_descriptor_set, static_cast<size_t>(krans_descriptor_set_end - krans_descriptor_set));
}

}  // namespace krans::gateway
