#include "services/rpc/ec_key.h"

#include <memory>
#include <string>

#include "gtest/gtest.h"
#include "openssl/evp.h"
#include "openssl/pem.h"

namespace krans::rpc {
namespace {

std::string Contents(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  std::string text(data, size);
  BIO_free(bio);
  return text;
}

struct Pems {
  std::string public_key;
  std::string private_key;
  std::string encrypted;
};

Pems PemsOf(EVP_PKEY* key) {
  BIO* const open = BIO_new(BIO_s_mem());
  BIO* const closed = BIO_new(BIO_s_mem());
  BIO* const encrypted = BIO_new(BIO_s_mem());
  PEM_write_bio_PUBKEY(open, key);
  PEM_write_bio_PKCS8PrivateKey(closed, key, nullptr, nullptr, 0, nullptr, nullptr);
  PEM_write_bio_PKCS8PrivateKey(encrypted, key, EVP_aes_256_cbc(), "pass", 4, nullptr, nullptr);
  EVP_PKEY_free(key);
  return {Contents(open), Contents(closed), Contents(encrypted)};
}

TEST(EcKeyTest, VerifiesWhatItSigned) {
  const PrivateKey key = PrivateKey::Generate().value();
  const std::string signature = key.Sign("message").value();
  EXPECT_EQ(signature.size(), 64);
  EXPECT_TRUE(key.Public().Verifies("message", signature));
  EXPECT_FALSE(key.Public().Verifies("Message", signature));
  EXPECT_FALSE(key.Public().Verifies("message", signature.substr(0, 63)));
  EXPECT_FALSE(PrivateKey::Generate().value().Public().Verifies("message", signature));
}

TEST(EcKeyTest, PadsShortHalves) {
  const PrivateKey key = PrivateKey::Generate().value();
  bool short_half = false;
  for (int i = 0; i < 20'000 && !short_half; ++i) {
    const std::string message = std::to_string(i);
    const std::string signature = key.Sign(message).value();
    short_half = signature[0] == 0 || signature[32] == 0;
    if (short_half) {
      EXPECT_TRUE(key.Public().Verifies(message, signature));
    }
  }
  EXPECT_TRUE(short_half);
}

TEST(EcKeyTest, ComesBackFromPem) {
  const PrivateKey key = PrivateKey::Generate().value();
  const PublicKey read = PublicKey::FromPem(key.Public().Pem()).value();
  EXPECT_TRUE(read.Verifies("m", PrivateKey::FromPem(key.Pem()).value().Sign("m").value()));
  EXPECT_EQ(read.Fingerprint(), key.Public().Fingerprint());
  EXPECT_EQ(read.Fingerprint().size(), 32);
  EXPECT_NE(read.Fingerprint(), PrivateKey::Generate().value().Public().Fingerprint());
}

TEST(EcKeyTest, RefusesOtherKindsAndCurves) {
  EVP_PKEY* const others[] = {EVP_EC_gen("P-384"), EVP_EC_gen("secp256k1"), EVP_EC_gen("brainpoolP256r1"),
                              EVP_RSA_gen(2048), EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")};
  for (EVP_PKEY* other : others) {
    ASSERT_NE(other, nullptr);
    const Pems pems = PemsOf(other);
    EXPECT_FALSE(PublicKey::FromPem(pems.public_key).ok()) << pems.public_key;
    EXPECT_FALSE(PrivateKey::FromPem(pems.private_key).ok());
  }
}

TEST(EcKeyTest, RefusesEncryptedKeysWithoutAsking) {
  const Pems pems = PemsOf(EVP_EC_gen("P-256"));
  EXPECT_TRUE(PrivateKey::FromPem(pems.private_key).ok());
  EXPECT_FALSE(PrivateKey::FromPem(pems.encrypted).ok());
}

TEST(EcKeyTest, RefusesWhatIsNoKey) {
  const Pems pems = PemsOf(EVP_EC_gen("P-256"));
  for (const std::string& pem :
       {std::string(), std::string("key"), pems.private_key, pems.public_key.substr(0, pems.public_key.size() / 2)}) {
    EXPECT_FALSE(PublicKey::FromPem(pem).ok());
  }
  EXPECT_FALSE(PrivateKey::FromPem(pems.public_key).ok());
}

}  // namespace
}  // namespace krans::rpc
