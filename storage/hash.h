#ifndef KRANS_STORAGE_HASH_H_
#define KRANS_STORAGE_HASH_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace krans::storage {

inline constexpr size_t kHashSize = 32;
inline constexpr size_t kSaltSize = 16;

// SHA-256 of the parts, one after the other. Thread-safe.
std::string Sha256(absl::Span<const absl::string_view> parts);

// Fills `salt` with kSaltSize bytes of the operating system's randomness. Thread-safe.
void FillSalt(std::string* salt);

}  // namespace krans::storage

#endif  // KRANS_STORAGE_HASH_H_
