#include "storage/keys.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace krans::storage {
namespace {

constexpr absl::string_view kZero{"\0", 1};
constexpr size_t kNumberSize = 8;

// So written, no value contains the zero byte that ends it, and the order of values is kept.
void AppendValue(absl::string_view value, std::string* key) {
  for (char c : value) {
    if (c == '\0') {
      key->append("\x01\x01");
    } else if (c == '\x01') {
      key->append("\x01\x02");
    } else {
      key->push_back(c);
    }
  }
  key->push_back('\0');
}

}  // namespace

void AppendNumber(int64_t number, std::string* key) {
  for (int shift = 56; shift >= 0; shift -= 8) key->push_back(static_cast<char>(number >> shift));
}

int64_t ReadNumber(absl::string_view bytes) {
  uint64_t number = 0;
  for (size_t i = 0; i < kNumberSize; ++i) number = number << 8 | static_cast<unsigned char>(bytes[i]);
  return static_cast<int64_t>(number);
}

std::string NumberedKey(absl::string_view space, int64_t number) {
  std::string key(space);
  AppendNumber(number, &key);
  return key;
}

std::string TypePrefix(absl::string_view type) { return absl::StrCat(type, kZero); }

std::string RecordKey(absl::string_view type, absl::string_view name) { return absl::StrCat(type, kZero, name); }

bool SplitRecordKey(absl::string_view key, absl::string_view* type, absl::string_view* name) {
  const size_t zero = key.find('\0');
  if (zero == absl::string_view::npos || zero == 0 || key[0] == '@') return false;
  *type = key.substr(0, zero);
  *name = key.substr(zero + 1);
  return true;
}

std::string HistoryPrefix(absl::string_view type, absl::string_view name) {
  return absl::StrCat(kHistorySpace, type, kZero, name, kZero);
}

std::string HistoryKey(absl::string_view type, absl::string_view name, int64_t position) {
  std::string key = HistoryPrefix(type, name);
  AppendNumber(position, &key);
  return key;
}

bool SplitHistoryKey(absl::string_view key, absl::string_view* type, absl::string_view* name, int64_t* position) {
  if (!absl::StartsWith(key, kHistorySpace)) return false;
  key.remove_prefix(kHistorySpace.size());
  if (key.size() < kNumberSize + 1) return false;
  *position = ReadNumber(key.substr(key.size() - kNumberSize));
  key.remove_suffix(kNumberSize + 1);
  return SplitRecordKey(key, type, name);
}

std::string IndexPrefix(absl::string_view type, absl::string_view fields, absl::Span<const std::string> values) {
  std::string key = absl::StrCat(kIndexSpace, type, kZero, fields, kZero);
  for (const std::string& value : values) AppendValue(value, &key);
  return key;
}

absl::string_view NamerIn(absl::string_view key) {
  key.remove_prefix(kNamingSpace.size());
  return key.substr(key.find('\0') + 1);
}

std::string NamingPrefix(absl::string_view digest) { return absl::StrCat(kNamingSpace, digest, kZero); }

std::string DueKey(int64_t due, int64_t position) {
  std::string key = NumberedKey(kDueSpace, due);
  AppendNumber(position, &key);
  return key;
}

std::string ChunkKey(absl::string_view digest, int64_t number) {
  return NumberedKey(absl::StrCat(kChunkSpace, digest, kZero), number);
}

}  // namespace krans::storage
