#include "storage/draft.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/timestamp.pb.h"
#include "storage/keys.h"

namespace krans::storage {

using google::protobuf::Message;
using journal::v1::Entry;

Entry NewEntry(const Change& change, journal::v1::EntryKind kind) {
  Entry entry;
  const absl::Time whole = absl::FromUnixSeconds(absl::ToUnixSeconds(change.time));
  entry.mutable_time()->set_seconds(absl::ToUnixSeconds(change.time));
  entry.mutable_time()->set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(change.time - whole)));
  entry.set_actor(change.actor);
  entry.set_method(change.method);
  entry.set_kind(kind);
  return entry;
}

absl::Status Draft::Take(const Step& step) {
  overlay_.Mark();
  StoreHead before = head_;
  absl::Status status = step(*this);
  if (!status.ok()) {
    overlay_.TakeBack();
    head_ = std::move(before);
  }
  return status;
}

absl::Status Draft::Seal() {
  RowSum sum(head_.sum);
  for (const auto& [key, value] : overlay_.changes()) {
    if (!IsSummed(key, types_.package())) continue;
    std::string old;
    absl::StatusOr<bool> found = overlay_.GetBase(key, &old);
    if (!found.ok()) return found.status();
    if (*found) sum.Subtract(key, old);
    if (value) sum.Add(key, *value);
  }
  head_.sum = sum.sum();
  ++head_.generation;
  overlay_.Put(std::string(kHeadKey), EncodeHead(head_));
  return absl::OkStatus();
}

void Draft::Begin() {
  committed_ = EncodeHead(head_);
  overlay_.Settle();
}

void Draft::Forget(std::string key) {
  PutRow(absl::StrCat(kForgetSpace, key), "");
  RemoveRow(std::move(key));
}

std::set<std::string> Draft::forgotten() const {
  std::set<std::string> keys;
  const Changes& changes = overlay_.changes();
  for (auto at = changes.lower_bound(kForgetSpace); at != changes.end(); ++at) {
    if (!absl::StartsWith(at->first, kForgetSpace)) break;
    if (at->second.has_value()) keys.insert(at->first.substr(kForgetSpace.size()));
  }
  return keys;
}

void Draft::Append(Entry* entry) {
  entry->set_position(head_.journal.position + 1);
  entry->set_epoch(head_.journal.epoch);
  entry->set_previous(head_.journal.hash);
  std::string bytes = entry->SerializeAsString();
  head_.journal.position = entry->position();
  head_.journal.hash = HashEntry(bytes);
  PutRow(NumberedKey(kJournalSpace, entry->position()), std::move(bytes));
  if (!entry->resource().empty()) {
    PutRow(HistoryKey(entry->type(), entry->resource(), entry->position()), absl::StrCat(entry->version()));
  }
}

void Draft::Append(Entry* entry, absl::string_view payload) {
  std::string row;
  salt_(&row);
  entry->set_digest(Digest(row, payload));
  row.append(payload.data(), payload.size());
  Append(entry);
  PutRow(NumberedKey(kPayloadSpace, entry->position()), std::move(row));
}

void Draft::Adopt(int64_t epoch, std::string sum) {
  head_.journal.epoch = epoch;
  head_.access.epoch = epoch;
  head_.sum = std::move(sum);
}

void Draft::Enter(Entry* entry) {
  entry->set_position(head_.access.position + 1);
  entry->set_epoch(head_.access.epoch);
  entry->set_previous(head_.access.hash);
  std::string bytes = entry->SerializeAsString();
  head_.access.position = entry->position();
  head_.access.hash = HashEntry(bytes);
  PutRow(NumberedKey(kAccessSpace, entry->position()), std::move(bytes));
}

void Draft::Replace(const RecordType& type, absl::string_view name, const Message* before, const Message* after,
                    absl::string_view bytes) {
  std::vector<std::string> old_rows;
  std::vector<std::string> new_rows;
  if (before != nullptr) old_rows = type.RowsOf(name, *before);
  if (after != nullptr) new_rows = type.RowsOf(name, *after);
  std::vector<std::string> gone;
  std::vector<std::string> added;
  std::set_difference(old_rows.begin(), old_rows.end(), new_rows.begin(), new_rows.end(), std::back_inserter(gone));
  std::set_difference(new_rows.begin(), new_rows.end(), old_rows.begin(), old_rows.end(), std::back_inserter(added));
  for (std::string& row : gone) RemoveRow(std::move(row));
  for (std::string& row : added) PutRow(std::move(row), "");
  std::string key = RecordKey(type.descriptor->full_name(), name);
  if (after != nullptr) {
    PutRow(std::move(key), std::string(bytes));
  } else {
    RemoveRow(std::move(key));
  }
}

absl::StatusOr<std::shared_ptr<const Message>> Draft::Look(const Message& prototype, absl::string_view name) {
  absl::StatusOr<Overlay::Row> row = overlay_.Find(RecordKey(prototype.GetDescriptor()->full_name(), name));
  if (!row.ok()) return row.status();
  if (row->value == nullptr) return nullptr;
  if (*row->record == nullptr) {
    std::shared_ptr<Message> record(prototype.New());
    if (!record->ParseFromString(*row->value)) {
      return absl::DataLossError(absl::StrCat("the stored ", prototype.GetTypeName(), " ", name, " does not parse"));
    }
    *row->record = std::move(record);
  }
  return *row->record;
}

}  // namespace krans::storage
