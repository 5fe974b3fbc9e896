#include "services/submissions/sealed_box.h"

#include <memory>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "openssl/evp.h"
#include "openssl/rand.h"
#include "storage/hash.h"

namespace krans::submissions {
namespace {

constexpr int kNonce = 12;
constexpr int kTag = 16;

struct FreeContext {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

const unsigned char* Bytes(const std::string& text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* Bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

std::string Serialise(const v1::OpenedSubmission& content) {
  v1::OpenedSubmission bare = content;
  bare.clear_etag();
  bare.clear_content_hash();
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  bare.SerializeToCodedStream(&coded);
  coded.Trim();
  return bytes;
}

absl::Status NotWhatWasSealed(absl::string_view name) {
  return absl::DataLossError(absl::StrCat(name, ": not what was sealed, or not with this key"));
}

}  // namespace

std::string ContentHash(const v1::OpenedSubmission& content) {
  return absl::BytesToHexString(storage::Sha256({Serialise(content)}));
}

absl::StatusOr<v1::SealedBox> BoxMaker::Close(absl::string_view name, const v1::OpenedSubmission& content) const {
  const std::string bound(name);
  const std::string plain = Serialise(content);
  std::string nonce(kNonce, '\0');
  std::string closed(plain.size() + kTag, '\0');
  const Context cipher(EVP_CIPHER_CTX_new());
  int written = 0;
  if (RAND_bytes(Bytes(nonce), kNonce) != 1 ||
      EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key_.data(), Bytes(nonce)) != 1 ||
      EVP_EncryptUpdate(cipher.get(), nullptr, &written, Bytes(bound), static_cast<int>(bound.size())) != 1 ||
      EVP_EncryptUpdate(cipher.get(), Bytes(closed), &written, Bytes(plain), static_cast<int>(plain.size())) != 1 ||
      EVP_EncryptFinal_ex(cipher.get(), Bytes(closed) + plain.size(), &written) != 1 ||
      EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_GET_TAG, kTag, Bytes(closed) + plain.size()) != 1) {
    return absl::InternalError("sealing failed");
  }
  v1::SealedBox box;
  box.set_name(bound);
  box.set_nonce(std::move(nonce));
  box.set_ciphertext(std::move(closed));
  return box;
}

absl::StatusOr<v1::OpenedSubmission> BoxMaker::Open(const v1::SealedBox& box, absl::string_view content_hash) const {
  std::string nonce = box.nonce();
  std::string closed = box.ciphertext();
  if (nonce.size() != kNonce || closed.size() < kTag) return NotWhatWasSealed(box.name());
  const int size = static_cast<int>(closed.size()) - kTag;
  std::string plain(size, '\0');
  const Context cipher(EVP_CIPHER_CTX_new());
  int written = 0;
  if (EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key_.data(), Bytes(nonce)) != 1 ||
      EVP_DecryptUpdate(cipher.get(), nullptr, &written, Bytes(box.name()), static_cast<int>(box.name().size())) != 1 ||
      EVP_DecryptUpdate(cipher.get(), Bytes(plain), &written, Bytes(closed), size) != 1 ||
      EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_SET_TAG, kTag, Bytes(closed) + size) != 1 ||
      EVP_DecryptFinal_ex(cipher.get(), Bytes(plain) + size, &written) != 1) {
    return NotWhatWasSealed(box.name());
  }
  v1::OpenedSubmission content;
  if (!content.ParseFromString(plain) || ContentHash(content) != content_hash) return NotWhatWasSealed(box.name());
  content.set_content_hash(std::string(content_hash));
  return content;
}

}  // namespace krans::submissions
