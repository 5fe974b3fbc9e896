#include "services/rpc/seal.h"

#include <memory>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "openssl/evp.h"
#include "openssl/rand.h"
#include "services/rpc/base64url.h"
#include "services/rpc/freer.h"

namespace krans::rpc {
namespace {

// A token is the nonce, then the ciphertext of the content's length (two bytes), the content and zeros, then the tag.
constexpr size_t kNonce = 12;
constexpr size_t kTag = 16;
constexpr size_t kLengthBytes = 2;

// One for each thread: making it costs more than sealing.
EVP_CIPHER_CTX* Cipher() {
  thread_local const std::unique_ptr<EVP_CIPHER_CTX, Freer<EVP_CIPHER_CTX_free>> context(EVP_CIPHER_CTX_new());
  return context.get();
}

const unsigned char* Bytes(absl::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* Bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

// Fetched once: OpenSSL would look it up by name for every token.
const EVP_CIPHER* Gcm() {
  static const EVP_CIPHER* const gcm = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
  return gcm;
}

size_t PlainSize(Purpose purpose) { return kLengthBytes + Seal::Capacity(purpose); }
size_t SealedSize(Purpose purpose) { return kNonce + PlainSize(purpose) + kTag; }

// What the tag covers beside the ciphertext: the purpose in one byte, then the context.
std::string Covered(Purpose purpose, absl::string_view context) {
  return absl::StrCat(std::string(1, static_cast<char>(purpose)), context);
}

// Whether `sealed` is of that key; then `plain`, which has the size that it must have, is set.
bool Decrypt(const Seal::Key& key, std::string sealed, absl::string_view covered, std::string* plain) {
  unsigned char* const nonce = Bytes(sealed);
  unsigned char* const body = nonce + kNonce;
  unsigned char* const tag = body + plain->size();
  EVP_CIPHER_CTX* const cipher = Cipher();
  int written = 0;
  return EVP_DecryptInit_ex(cipher, Gcm(), nullptr, key.data(), nonce) == 1 &&
         EVP_DecryptUpdate(cipher, nullptr, &written, Bytes(covered), static_cast<int>(covered.size())) == 1 &&
         EVP_DecryptUpdate(cipher, Bytes(*plain), &written, body, static_cast<int>(plain->size())) == 1 &&
         EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_SET_TAG, kTag, tag) == 1 &&
         EVP_DecryptFinal_ex(cipher, body, &written) == 1;
}

absl::Status NotOurs() { return absl::InvalidArgumentError("not a token of this service"); }

}  // namespace

size_t Seal::Capacity(Purpose purpose) {
  switch (purpose) {
    case Purpose::kPosition:
      return 232;
    case Purpose::kPage:
      return 512;
    case Purpose::kWatch:
      return 128;
  }
  return 0;
}

size_t Seal::Length(Purpose purpose) { return (SealedSize(purpose) * 4 + 2) / 3; }

void Seal::Replace(const Key& key) {
  std::lock_guard lock(mutex_);
  if (key == key_) return;
  previous_ = key_;
  key_ = key;
}

absl::StatusOr<std::string> Seal::Close(Purpose purpose, absl::string_view content, absl::string_view context) const {
  if (content.size() > Capacity(purpose)) return absl::InvalidArgumentError("too long to be sealed");
  std::string plain = {static_cast<char>(content.size() >> 8), static_cast<char>(content.size() & 0xFF)};
  absl::StrAppend(&plain, content);
  plain.resize(PlainSize(purpose));
  const std::string covered = Covered(purpose, context);
  Key key;
  {
    std::lock_guard lock(mutex_);
    key = key_;
  }
  std::string sealed(SealedSize(purpose), '\0');
  unsigned char* const nonce = Bytes(sealed);
  unsigned char* const body = nonce + kNonce;
  unsigned char* const tag = body + plain.size();
  EVP_CIPHER_CTX* const cipher = Cipher();
  int written = 0;
  if (RAND_bytes(nonce, kNonce) != 1 || EVP_EncryptInit_ex(cipher, Gcm(), nullptr, key.data(), nonce) != 1 ||
      EVP_EncryptUpdate(cipher, nullptr, &written, Bytes(absl::string_view(covered)),
                        static_cast<int>(covered.size())) != 1 ||
      EVP_EncryptUpdate(cipher, body, &written, Bytes(plain), static_cast<int>(plain.size())) != 1 ||
      EVP_EncryptFinal_ex(cipher, tag, &written) != 1 ||
      EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_GET_TAG, kTag, tag) != 1) {
    return absl::InternalError("sealing failed");
  }
  return Base64Url(sealed);
}

absl::StatusOr<std::string> Seal::Open(Purpose purpose, absl::string_view token, absl::string_view context) const {
  std::string sealed;
  if (token.size() != Length(purpose) || !FromBase64Url(token, &sealed) || sealed.size() != SealedSize(purpose)) {
    return NotOurs();
  }
  Key key;
  std::optional<Key> previous;
  {
    std::lock_guard lock(mutex_);
    key = key_;
    previous = previous_;
  }
  const std::string covered = Covered(purpose, context);
  std::string plain(PlainSize(purpose), '\0');
  if (!Decrypt(key, sealed, covered, &plain) && !(previous && Decrypt(*previous, sealed, covered, &plain))) {
    return NotOurs();
  }
  const size_t length = static_cast<unsigned char>(plain[0]) << 8 | static_cast<unsigned char>(plain[1]);
  if (length > Capacity(purpose)) return NotOurs();
  return plain.substr(kLengthBytes, length);
}

}  // namespace krans::rpc
