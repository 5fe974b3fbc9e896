# Who is calling: assertions, keys and sealed tokens. No gRPC.
krans_library(krans_identity
  assertion.cc base64url.cc ec_key.cc file.cc json_object.cc keys.cc mint.cc positions.cc seal.cc text.cc
  DEPS krans_proto absl::flat_hash_map absl::status absl::statusor absl::strings absl::time OpenSSL::Crypto)
