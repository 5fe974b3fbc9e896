#include "storage/chain.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "storage/hash.h"
#include "storage/keys.h"

namespace krans::storage {

absl::StatusOr<std::vector<StoredEntry>> ReadEntries(const View& view, absl::string_view space, int64_t position,
                                                     int64_t head, size_t limit) {
  if (position < 0 || position > head) {
    return absl::OutOfRangeError(absl::StrCat("position ", position, " is not within 0 and the head, ", head));
  }
  std::vector<StoredEntry> entries;
  const int64_t last = std::min<int64_t>(head, position + static_cast<int64_t>(limit));
  if (last == position) return entries;
  int64_t expected = position + 1;
  absl::Status scanned = view.Scan(space, NumberedKey(space, expected), 0, Direction::kForward,
                                   [&](absl::string_view key, absl::string_view bytes) {
                                     if (ReadNumber(key.substr(space.size())) != expected) return false;
                                     entries.emplace_back().entry = std::string(bytes);
                                     return expected++ < last;
                                   });
  if (!scanned.ok()) return scanned;
  if (expected <= last) return absl::DataLossError(absl::StrCat("entry ", expected, " is missing"));
  return entries;
}

absl::Status AddPayloads(const View& view, int64_t position, std::vector<StoredEntry>* entries) {
  const int64_t last = position + static_cast<int64_t>(entries->size());
  bool whole = true;
  absl::Status scanned = view.Scan(kPayloadSpace, NumberedKey(kPayloadSpace, position + 1), 0, Direction::kForward,
                                   [&](absl::string_view key, absl::string_view row) {
                                     const int64_t at = ReadNumber(key.substr(kPayloadSpace.size()));
                                     if (at > last) return false;
                                     whole = whole && row.size() >= kSaltSize;
                                     if (!whole) return false;
                                     StoredEntry& entry = (*entries)[static_cast<size_t>(at - position - 1)];
                                     entry.has_payload = true;
                                     entry.salt = std::string(row.substr(0, kSaltSize));
                                     entry.payload = std::string(row.substr(kSaltSize));
                                     return at < last;
                                   });
  if (!scanned.ok()) return scanned;
  return whole ? absl::OkStatus() : absl::DataLossError("a payload row is too short");
}

}  // namespace krans::storage
