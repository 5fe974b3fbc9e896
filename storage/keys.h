#ifndef KRANS_STORAGE_KEYS_H_
#define KRANS_STORAGE_KEYS_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace krans::storage {

// Every row of a store, by its key. FORMAT.md has the page for people; nothing else in the tree builds or takes apart
// a key. A record's key begins with its type's full name, all others with '@'; zero bytes stand between parts, and
// numbers are eight bytes, the highest first, so that byte order is number order.
inline constexpr absl::string_view kFormatKey = "@format";
inline constexpr absl::string_view kPackageKey = "@package";
inline constexpr absl::string_view kAccessSpace{"@access\0", 8};
inline constexpr absl::string_view kBlobSpace{"@blob\0", 6};
inline constexpr absl::string_view kChunkSpace{"@chunk\0", 7};
inline constexpr absl::string_view kDueSpace{"@due\0", 5};
inline constexpr absl::string_view kForgetSpace{"@forget\0", 8};
inline constexpr absl::string_view kHistorySpace{"@history\0", 9};
inline constexpr absl::string_view kIndexSpace{"@index\0", 7};
inline constexpr absl::string_view kJournalSpace{"@journal\0", 9};
inline constexpr absl::string_view kMirrorSpace{"@mirror\0", 8};
inline constexpr absl::string_view kNamingSpace{"@naming\0", 8};
inline constexpr absl::string_view kPayloadSpace{"@payload\0", 9};
inline constexpr absl::string_view kRowSpace{"@row\0", 5};

void AppendNumber(int64_t number, std::string* key);
int64_t ReadNumber(absl::string_view bytes);  // of at least eight

// The key of entry `number` and the like: `space` and one number.
std::string NumberedKey(absl::string_view space, int64_t number);

// All records of a type begin with this; the name follows.
std::string TypePrefix(absl::string_view type);
std::string RecordKey(absl::string_view type, absl::string_view name);

// Takes a record's key apart. False for keys that begin with '@' and for what is no key at all.
bool SplitRecordKey(absl::string_view key, absl::string_view* type, absl::string_view* name);

// One row for each entry of a record: its position at the end.
std::string HistoryPrefix(absl::string_view type, absl::string_view name);
std::string HistoryKey(absl::string_view type, absl::string_view name, int64_t position);
bool SplitHistoryKey(absl::string_view key, absl::string_view* type, absl::string_view* name, int64_t* position);

// The names of the records with these values follow.
std::string IndexPrefix(absl::string_view type, absl::string_view fields, absl::Span<const std::string> values);

// The records (their keys) that name the blob follow.
std::string NamingPrefix(absl::string_view digest);

// The record's key in a row with that prefix.
absl::string_view NamerIn(absl::string_view key);

// The payload at `position` may leave the journal at `due`, in seconds since 1970.
std::string DueKey(int64_t due, int64_t position);

std::string ChunkKey(absl::string_view digest, int64_t number);

}  // namespace krans::storage

#endif  // KRANS_STORAGE_KEYS_H_
