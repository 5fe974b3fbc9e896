#include "services/rpc/ec_key.h"

#include <cstring>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "openssl/bn.h"
#include "openssl/core_names.h"
#include "openssl/ec.h"
#include "openssl/err.h"
#include "openssl/evp.h"
#include "openssl/pem.h"
#include "openssl/x509.h"
#include "services/rpc/freer.h"

namespace krans::rpc {
namespace {

// The order of P-256 (FIPS 186-4, D.1.2.3).
constexpr unsigned char kOrder[] = {0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xFF,
                                    0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xBC, 0xE6, 0xFA, 0xAD, 0xA7, 0x17,
                                    0x9E, 0x84, 0xF3, 0xB9, 0xCA, 0xC2, 0xFC, 0x63, 0x25, 0x51};
constexpr int kHalf = sizeof(kOrder);

using Bio = std::unique_ptr<BIO, Freer<BIO_free_all>>;
using Digest = std::unique_ptr<EVP_MD_CTX, Freer<EVP_MD_CTX_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Freer<EVP_PKEY_CTX_free>>;
using Signature = std::unique_ptr<ECDSA_SIG, Freer<ECDSA_SIG_free>>;

// Never ask a terminal for a pass phrase.
int NoPassPhrase(char*, int, int, void*) { return -1; }

bool InRange(const unsigned char* half) {
  constexpr unsigned char kZero[kHalf] = {};
  return std::memcmp(half, kZero, kHalf) != 0 && std::memcmp(half, kOrder, kHalf) < 0;
}

bool IsP256(EVP_PKEY* key) {
  char group[32];
  size_t length = 0;
  return EVP_PKEY_is_a(key, "EC") == 1 &&
         EVP_PKEY_get_utf8_string_param(key, OSSL_PKEY_PARAM_GROUP_NAME, group, sizeof(group), &length) == 1 &&
         absl::string_view(group, length) == SN_X9_62_prime256v1;
}

std::shared_ptr<EVP_PKEY> Own(EVP_PKEY* key) { return std::shared_ptr<EVP_PKEY>(key, EVP_PKEY_free); }

std::string Contents(const Bio& bio) {
  char* data = nullptr;
  const long length = BIO_get_mem_data(bio.get(), &data);
  return std::string(data, length);
}

}  // namespace

absl::StatusOr<PublicKey> PublicKey::FromPem(absl::string_view pem) {
  const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  auto key = Own(PEM_read_bio_PUBKEY(bio.get(), nullptr, NoPassPhrase, nullptr));
  const KeyContext context(key ? EVP_PKEY_CTX_new(key.get(), nullptr) : nullptr);
  const bool valid = key && IsP256(key.get()) && EVP_PKEY_public_check(context.get()) == 1;
  ERR_clear_error();
  if (!valid) return absl::InvalidArgumentError("not a P-256 public key in PEM");
  return PublicKey(std::move(key));
}

bool PublicKey::Verifies(absl::string_view message, absl::string_view signature) const {
  if (signature.size() != 2 * kHalf) return false;
  const auto* bytes = reinterpret_cast<const unsigned char*>(signature.data());
  if (!InRange(bytes) || !InRange(bytes + kHalf)) return false;
  const Signature pair(ECDSA_SIG_new());
  if (ECDSA_SIG_set0(pair.get(), BN_bin2bn(bytes, kHalf, nullptr), BN_bin2bn(bytes + kHalf, kHalf, nullptr)) != 1) {
    return false;
  }
  unsigned char der[2 * kHalf + 16];
  unsigned char* end = der;
  const int length = i2d_ECDSA_SIG(pair.get(), &end);
  const Digest digest(EVP_MD_CTX_new());
  const bool verifies = length > 0 &&
                        EVP_DigestVerifyInit(digest.get(), nullptr, EVP_sha256(), nullptr, key_.get()) == 1 &&
                        EVP_DigestVerify(digest.get(), der, length,
                                         reinterpret_cast<const unsigned char*>(message.data()), message.size()) == 1;
  ERR_clear_error();
  return verifies;
}

std::string PublicKey::Pem() const {
  const Bio bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_PUBKEY(bio.get(), key_.get());
  return Contents(bio);
}

std::string PublicKey::Fingerprint() const {
  const Bio bio(BIO_new(BIO_s_mem()));
  i2d_PUBKEY_bio(bio.get(), key_.get());
  const std::string der = Contents(bio);
  unsigned char hash[EVP_MAX_MD_SIZE];
  EVP_Digest(der.data(), der.size(), hash, nullptr, EVP_sha256(), nullptr);
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<char*>(hash), 16));
}

absl::StatusOr<PrivateKey> PrivateKey::Generate() {
  auto key = Own(EVP_EC_gen(SN_X9_62_prime256v1));
  if (!key) return absl::InternalError("no key could be generated");
  return PrivateKey(std::move(key));
}

absl::StatusOr<PrivateKey> PrivateKey::FromPem(absl::string_view pem) {
  const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  auto key = Own(PEM_read_bio_PrivateKey(bio.get(), nullptr, NoPassPhrase, nullptr));
  const KeyContext context(key ? EVP_PKEY_CTX_new(key.get(), nullptr) : nullptr);
  const bool valid = key && IsP256(key.get()) && EVP_PKEY_check(context.get()) == 1;
  ERR_clear_error();
  if (!valid) return absl::InvalidArgumentError("not an unencrypted P-256 private key in PEM");
  return PrivateKey(std::move(key));
}

absl::StatusOr<std::string> PrivateKey::Sign(absl::string_view message) const {
  unsigned char der[2 * kHalf + 16];
  size_t length = sizeof(der);
  const Digest digest(EVP_MD_CTX_new());
  const bool is_signed = EVP_DigestSignInit(digest.get(), nullptr, EVP_sha256(), nullptr, key_.get()) == 1 &&
                         EVP_DigestSign(digest.get(), der, &length,
                                        reinterpret_cast<const unsigned char*>(message.data()), message.size()) == 1;
  const unsigned char* begin = der;
  const Signature pair(is_signed ? d2i_ECDSA_SIG(nullptr, &begin, static_cast<long>(length)) : nullptr);
  std::string signature(2 * kHalf, '\0');
  auto* out = reinterpret_cast<unsigned char*>(signature.data());
  if (!pair || BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), out, kHalf) != kHalf ||
      BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), out + kHalf, kHalf) != kHalf) {
    ERR_clear_error();
    return absl::InternalError("signing failed");
  }
  return signature;
}

std::string PrivateKey::Pem() const {
  const Bio bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_PKCS8PrivateKey(bio.get(), key_.get(), nullptr, nullptr, 0, NoPassPhrase, nullptr);
  return Contents(bio);
}

}  // namespace krans::rpc
