#ifndef KRANS_SERVICES_RPC_EC_KEY_H_
#define KRANS_SERVICES_RPC_EC_KEY_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "openssl/types.h"

namespace krans::rpc {

// A public key on P-256, and nothing else: a key of another kind or curve cannot be had. Cheap to copy, thread-safe.
class PublicKey {
 public:
  // INVALID_ARGUMENT where `pem` holds no valid P-256 public key.
  static absl::StatusOr<PublicKey> FromPem(absl::string_view pem);

  // Whether `signature` is an ES256 signature of `message`: exactly 64 bytes, r then s, each from 1 to the order of the
  // curve less one.
  bool Verifies(absl::string_view message, absl::string_view signature) const;

  std::string Pem() const;

  // The same for the same key, and for no other: 32 hexadecimal digits.
  std::string Fingerprint() const;

 private:
  friend class PrivateKey;
  explicit PublicKey(std::shared_ptr<EVP_PKEY> key) : key_(std::move(key)) {}

  std::shared_ptr<EVP_PKEY> key_;
};

// A private key on P-256. Cheap to copy, thread-safe.
class PrivateKey {
 public:
  static absl::StatusOr<PrivateKey> Generate();

  // INVALID_ARGUMENT where `pem` holds no valid, unencrypted P-256 private key.
  static absl::StatusOr<PrivateKey> FromPem(absl::string_view pem);

  // The ES256 signature of `message`: 64 bytes, r then s.
  absl::StatusOr<std::string> Sign(absl::string_view message) const;

  PublicKey Public() const { return PublicKey(key_); }

  // The secret itself.
  std::string Pem() const;

 private:
  explicit PrivateKey(std::shared_ptr<EVP_PKEY> key) : key_(std::move(key)) {}

  std::shared_ptr<EVP_PKEY> key_;
};

}  // namespace krans::rpc

#endif  // KRANS_SERVICES_RPC_EC_KEY_H_
