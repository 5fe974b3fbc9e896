krans_test(assertion_test assertion_test.cc DEPS krans_identity)
krans_test(hostile_assertion_test hostile_assertion_test.cc DEPS krans_identity)
krans_test(keys_test ec_key_test.cc keys_test.cc DEPS krans_identity)
krans_test(seal_test base64url_test.cc json_object_test.cc positions_test.cc seal_test.cc DEPS krans_identity)
