#include "storage/record_walk.h"

#include <map>
#include <set>
#include <utility>

#include "absl/hash/hash.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "storage/blobs.h"
#include "storage/journal_walk.h"
#include "storage/keys.h"

namespace krans::storage {
namespace {

// What a derived row follows from, for faults: its type, or that it tells of blobs.
absl::string_view GroupOf(absl::string_view key) {
  if (!absl::StartsWith(key, kIndexSpace)) return "blobs named";
  key.remove_prefix(kIndexSpace.size());
  return key.substr(0, key.find('\0'));
}

}  // namespace

uint64_t KeyHash(absl::string_view type, absl::string_view name) { return absl::HashOf(type, name); }

absl::Status RecordWalk::Run() {
  absl::Status status =
      view_.Scan("", "A", 0, Direction::kForward, [&](absl::string_view key, absl::string_view bytes) {
        WalkRecord(key, bytes);
        return true;
      });
  if (status.ok()) status = WalkDerivedRows();
  return status.ok() ? WalkBlobs() : status;
}

void RecordWalk::WalkRecord(absl::string_view key, absl::string_view bytes) {
  absl::string_view type_name, name;
  if (!SplitRecordKey(key, &type_name, &name)) return faults_.Add(absl::StrCat("records: no record has the key ", key));
  if (type_ == nullptr || type_->descriptor->full_name() != type_name) {
    absl::StatusOr<const RecordType*> type = types_.Find(type_name);
    if (!type.ok()) return faults_.Add(absl::StrCat("records: ", type.status().message()));
    type_ = *type;
    record_.reset(type_->prototype->New());
  }
  ++records_;
  if (type_->own) kept_.push_back(Kept{KeyHash(type_name, name), RecordHash(bytes)});
  if (!record_->ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return faults_.Add(absl::StrCat("records: ", name, " does not parse as a ", type_name));
  }
  if (type_->NameOf(*record_) != name) faults_.Add(absl::StrCat("records: ", name, " has another name within"));
  for (const std::string& row : type_->RowsOf(name, *record_)) AddRow(row, "", &derived_);
}

void RecordWalk::AddRow(absl::string_view key, absl::string_view value, RowSets* rows) {
  RowSet& group = (*rows)[GroupOf(key)];
  ++group.rows;
  group.hash += absl::HashOf(key, value);
}

absl::Status RecordWalk::WalkDerivedRows() {
  RowSets found;
  for (absl::string_view space : {kIndexSpace, kNamingSpace}) {
    absl::Status scanned =
        view_.Scan(space, "", 0, Direction::kForward, [&](absl::string_view key, absl::string_view value) {
          AddRow(key, value, &found);
          return true;
        });
    if (!scanned.ok()) return scanned;
  }
  std::map<std::string, std::pair<RowSet, RowSet>> both;
  for (const auto& [group, rows] : derived_) both[group].first = rows;
  for (const auto& [group, rows] : found) both[group].second = rows;
  for (const auto& [group, rows] : both) {
    if (rows.first == rows.second) continue;
    faults_.Add(absl::StrCat("index rows of ", group, " do not follow from what they are made of: ", rows.first.rows,
                             " expected, ", rows.second.rows, " found"));
  }
  return absl::OkStatus();
}

// The blobs that this store's own records name.
absl::Status RecordWalk::WalkBlobs() {
  std::set<std::string> digests;
  const std::string own = absl::StrCat(types_.package(), ".");
  absl::Status scanned =
      view_.Scan(kNamingSpace, "", 0, Direction::kForward, [&](absl::string_view key, absl::string_view) {
        if (!absl::StartsWith(NamerIn(key), own)) return true;
        key.remove_prefix(kNamingSpace.size());
        digests.emplace(key.substr(0, key.find('\0')));
        return true;
      });
  for (const std::string& digest : digests) {
    absl::StatusOr<std::string> content = LoadBlob(view_, digest);
    if (!content.ok()) faults_.Add(absl::StrCat("blobs: ", content.status().message()));
  }
  return scanned;
}

}  // namespace krans::storage
