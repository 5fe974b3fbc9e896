#include "storage/hash.h"

#include <openssl/evp.h>
#include <sys/random.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <memory>

#include "storage/journal.h"

namespace krans::storage {
namespace {

// Without working hashes and randomness there is nothing a store could truthfully do.
void Require(bool holds) {
  if (!holds) std::abort();
}

const EVP_MD* Algorithm() {
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  Require(algorithm != nullptr);
  return algorithm;
}

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

// Randomness is asked for in blocks: a call for each salt would cost more than the hash.
struct SaltBlock {
  std::array<char, 4096> bytes;
  size_t used = bytes.size();
};

}  // namespace

std::string Sha256(absl::Span<const absl::string_view> parts) {
  thread_local const std::unique_ptr<EVP_MD_CTX, FreeContext> context(EVP_MD_CTX_new());
  Require(context != nullptr && EVP_DigestInit_ex2(context.get(), Algorithm(), nullptr) == 1);
  for (absl::string_view part : parts) Require(EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1);
  std::string hash(kHashSize, '\0');
  Require(EVP_DigestFinal_ex(context.get(), reinterpret_cast<unsigned char*>(hash.data()), nullptr) == 1);
  return hash;
}

void FillSalt(std::string* salt) {
  thread_local SaltBlock block;
  if (block.used + kSaltSize > block.bytes.size()) {
    for (size_t filled = 0; filled < block.bytes.size();) {
      const ssize_t got = getrandom(block.bytes.data() + filled, block.bytes.size() - filled, 0);
      Require(got > 0 || errno == EINTR);
      if (got > 0) filled += static_cast<size_t>(got);
    }
    block.used = 0;
  }
  salt->assign(block.bytes.data() + block.used, kSaltSize);
  block.used += kSaltSize;
}

std::string HashEntry(absl::string_view entry) { return Sha256({entry}); }

std::string Digest(absl::string_view salt, absl::string_view payload) { return Sha256({salt, payload}); }

}  // namespace krans::storage
