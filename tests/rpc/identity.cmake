# Tests of krans_identity.
