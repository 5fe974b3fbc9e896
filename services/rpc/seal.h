#ifndef KRANS_SERVICES_RPC_SEAL_H_
#define KRANS_SERVICES_RPC_SEAL_H_

#include <array>
#include <mutex>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace krans::rpc {

// What a sealed token is for. Each purpose has one size, so a token's length tells nothing.
enum class Purpose : unsigned char {
  kPosition = 1,  // the krans-position header
  kPage = 2,      // where a list goes on
  kWatch = 3,     // where a watch goes on
};

// Seals what leaves a service and must come back unread and unchanged: AES-256-GCM, in URL-safe base64 without
// padding. All services of an installation share one key. Two tokens for the same content differ in all their bytes
// but by chance. Thread-safe.
//
// Nonces are 96 random bits, so a key is good for 2^32 tokens (NIST SP 800-38D, 8.3): replace it before that.
class Seal {
 public:
  using Key = std::array<unsigned char, 32>;

  explicit Seal(const Key& key) : key_(key) {}

  // Seals with `key` from here on. What the key before it sealed still opens, until the next one comes; nothing changes
  // where it is the same.
  void Replace(const Key& key);

  // The longest content for the purpose, and the length of every token for it.
  static size_t Capacity(Purpose purpose);
  static size_t Length(Purpose purpose);

  // `context` is what the token is bound to (for a page: method, person and filter); it is not in the token.
  // INVALID_ARGUMENT where `content` is longer than the purpose's capacity.
  absl::StatusOr<std::string> Close(Purpose purpose, absl::string_view content, absl::string_view context) const;

  // The content of a token that Close made for the same purpose and context. INVALID_ARGUMENT, always with the same
  // message, for everything else.
  absl::StatusOr<std::string> Open(Purpose purpose, absl::string_view token, absl::string_view context) const;

 private:
  mutable std::mutex mutex_;  // guards the two below
  Key key_;
  std::optional<Key> previous_;
};

}  // namespace krans::rpc

#endif  // KRANS_SERVICES_RPC_SEAL_H_
