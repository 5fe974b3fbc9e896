#ifndef KRANS_STORAGE_JOURNAL_H_
#define KRANS_STORAGE_JOURNAL_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "krans/journal/v1/entry.pb.h"

namespace krans::storage {

// A place in a journal: the hash is that of the entry at `position` (32 zero bytes at position 0).
struct Position {
  int64_t epoch = 1;
  int64_t position = 0;
  std::string hash = std::string(32, '\0');

  friend bool operator==(const Position&, const Position&) = default;
};

// One entry as stored: `entry` is what is hashed. `payload` is empty and `has_payload` false where it was purged, or
// where the entry has none.
struct StoredEntry {
  std::string entry;
  bool has_payload = false;
  std::string salt;
  std::string payload;
};

// A copy that a follower keeps. `bytes` empty: the record was removed at its source.
struct Copy {
  const google::protobuf::Descriptor* type = nullptr;
  std::string name;
  std::string bytes;
};

// What a verification found. `faults` is empty where everything holds; each says what, where and in which chain.
struct Findings {
  Position journal;
  Position access;
  int64_t records = 0;
  int64_t payloads = 0;
  int64_t purged = 0;
  std::vector<std::string> faults;
};

// SHA-256 of the stored bytes of an entry.
std::string HashEntry(absl::string_view entry);

// SHA-256(salt || payload).
std::string Digest(absl::string_view salt, absl::string_view payload);

}  // namespace krans::storage

#endif  // KRANS_STORAGE_JOURNAL_H_
