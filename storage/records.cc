#include "storage/records.h"

#include <memory>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "storage/blobs.h"
#include "storage/keys.h"

namespace krans::storage {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::Message;
using journal::v1::Entry;

absl::Status CheckName(absl::string_view name) {
  if (name.empty()) return absl::InvalidArgumentError("a record must have a name");
  if (name.find('\0') != absl::string_view::npos) return absl::InvalidArgumentError("a name must not hold a zero byte");
  return absl::OkStatus();
}

absl::StatusOr<const RecordType*> FindOwn(const RecordTypes& types, const Descriptor& descriptor) {
  absl::StatusOr<const RecordType*> type = types.Find(descriptor);
  if (type.ok() && !(*type)->own) {
    return absl::InvalidArgumentError(
        absl::StrCat(descriptor.full_name(), " does not belong to the store of ", types.package()));
  }
  return type;
}

absl::Status NoRecord(const Descriptor& type, absl::string_view name) {
  return absl::NotFoundError(absl::StrCat("there is no ", type.full_name(), " ", name));
}

}  // namespace

absl::StatusOr<std::string> RecordReader::GetBlob(absl::string_view digest) const { return LoadBlob(view_, digest); }

absl::Status RecordReader::GetMessage(absl::string_view name, Message* record) const {
  const Descriptor& type = *record->GetDescriptor();
  std::string bytes;
  absl::StatusOr<bool> found = view_.Get(RecordKey(type.full_name(), name), &bytes);
  if (!found.ok()) return found.status();
  if (!*found) return NoRecord(type, name);
  if (!record->ParseFromString(bytes)) {
    return absl::DataLossError(absl::StrCat("the stored ", type.full_name(), " ", name, " does not parse"));
  }
  return absl::OkStatus();
}

absl::Status RecordReader::ScanMessages(
    const Descriptor& type, absl::string_view prefix, absl::string_view from,
    const std::function<absl::StatusOr<bool>(absl::string_view, absl::string_view)>& visit) const {
  const std::string start = RecordKey(type.full_name(), prefix);
  const size_t name_begins = TypePrefix(type.full_name()).size();
  absl::Status visited;
  absl::Status scanned = view_.Scan(start, from.empty() ? "" : RecordKey(type.full_name(), from), 0,
                                    Direction::kForward, [&](absl::string_view key, absl::string_view bytes) {
                                      absl::StatusOr<bool> more = visit(key.substr(name_begins), bytes);
                                      if (!more.ok()) visited = more.status();
                                      return more.ok() && *more;
                                    });
  return scanned.ok() ? visited : scanned;
}

absl::StatusOr<std::vector<std::string>> RecordReader::IndexNames(const Descriptor& descriptor,
                                                                  absl::string_view fields,
                                                                  absl::Span<const std::string> values) const {
  absl::StatusOr<const RecordType*> type = types_.Find(descriptor);
  if (!type.ok()) return type.status();
  const RecordType::Index* index = (*type)->FindIndex(fields);
  if (index == nullptr || index->paths.size() != values.size()) {
    return absl::InvalidArgumentError(
        absl::StrCat(descriptor.full_name(), " has no index over ", fields, " of ", values.size(), " values"));
  }
  const std::string prefix = IndexPrefix(descriptor.full_name(), fields, values);
  std::vector<std::string> names;
  absl::Status scanned = view_.Scan(prefix, "", 0, Direction::kForward, [&](absl::string_view key, absl::string_view) {
    names.emplace_back(key.substr(prefix.size()));
    return true;
  });
  if (!scanned.ok()) return scanned;
  return names;
}

absl::StatusOr<RecordWriter::Last> RecordWriter::LastEntry(const RecordType& type, absl::string_view name) const {
  Last last;
  absl::Status scanned =
      draft_.view().Scan(HistoryPrefix(type.descriptor->full_name(), name), "", 1, Direction::kBackward,
                         [&](absl::string_view key, absl::string_view version) {
                           absl::string_view unused_type, unused_name;
                           if (!SplitHistoryKey(key, &unused_type, &unused_name, &last.position) ||
                               !absl::SimpleAtoi(version, &last.version)) {
                             last.version = -1;
                           }
                           return false;
                         });
  if (!scanned.ok()) return scanned;
  if (last.version < 0) return absl::DataLossError(absl::StrCat("the history of ", name, " is damaged"));
  return last;
}

void RecordWriter::Supersede(const RecordType& type, int64_t position) {
  if (type.digest_after_days == 0) return;
  const absl::Time due = change_.time + absl::Hours(24) * type.digest_after_days;
  draft_.PutRow(DueKey(absl::ToUnixSeconds(due), position), "");
}

std::string RecordWriter::PutBlob(absl::string_view content) { return StoreBlob(draft_, content, change_.time); }

absl::Status RecordWriter::PutMessage(Message* record) {
  absl::StatusOr<const RecordType*> type = FindOwn(draft_.types(), *record->GetDescriptor());
  if (!type.ok()) return type.status();
  const std::string name = (*type)->NameOf(*record);
  if (absl::Status named = CheckName(name); !named.ok()) return named;
  for (const std::string& digest : (*type)->BlobsOf(*record)) {
    std::string blob;
    absl::StatusOr<bool> found = draft_.view().Get(absl::StrCat(kBlobSpace, digest), &blob);
    if (!found.ok()) return found.status();
    if (!*found)
      return absl::FailedPreconditionError(absl::StrCat(name, " names the blob ", digest, " that is not stored"));
  }
  absl::StatusOr<std::shared_ptr<const Message>> before = draft_.Look(*(*type)->prototype, name);
  if (!before.ok()) return before.status();

  Last last;
  if (*before != nullptr && (*type)->digest_after_days == 0) {
    if (!absl::SimpleAtoi((*type)->EtagOf(**before), &last.version)) {
      return absl::DataLossError(absl::StrCat("the stored ", name, " has no version"));
    }
  } else {
    absl::StatusOr<Last> found = LastEntry(**type, name);
    if (!found.ok()) return found.status();
    last = *found;
    if (*before != nullptr) Supersede(**type, last.position);
  }

  Entry entry = NewEntry(change_, journal::v1::PUT);
  entry.set_type((*type)->descriptor->full_name());
  entry.set_resource(name);
  entry.set_version(last.version + 1);
  record->GetReflection()->SetString(record, (*type)->etag, absl::StrCat(entry.version()));
  const std::string bytes = record->SerializeAsString();
  draft_.Append(&entry, bytes);
  draft_.Replace(**type, name, before->get(), record, bytes);
  return absl::OkStatus();
}

absl::Status RecordWriter::DeleteMessage(const Descriptor& descriptor, absl::string_view name) {
  absl::StatusOr<const RecordType*> type = FindOwn(draft_.types(), descriptor);
  if (!type.ok()) return type.status();
  absl::StatusOr<std::shared_ptr<const Message>> before = draft_.Look(*(*type)->prototype, name);
  if (!before.ok()) return before.status();
  if (*before == nullptr) return NoRecord(descriptor, name);
  absl::StatusOr<Last> last = LastEntry(**type, name);
  if (!last.ok()) return last.status();
  Supersede(**type, last->position);

  Entry entry = NewEntry(change_, journal::v1::DELETE);
  entry.set_type(descriptor.full_name());
  entry.set_resource(std::string(name));
  entry.set_version(last->version);
  draft_.Append(&entry);
  draft_.Replace(**type, name, before->get(), nullptr, "");
  return absl::OkStatus();
}

absl::Status RecordWriter::PurgeMessage(const Descriptor& descriptor, absl::string_view name,
                                        absl::string_view reason) {
  absl::StatusOr<const RecordType*> type = FindOwn(draft_.types(), descriptor);
  if (!type.ok()) return type.status();
  if (reason.empty()) reason = change_.reason;
  if (reason.empty()) return absl::InvalidArgumentError("a purge must name the decision behind it");
  absl::StatusOr<Last> last = LastEntry(**type, name);
  if (!last.ok()) return last.status();
  if (last->position == 0) return NoRecord(descriptor, name);
  absl::StatusOr<std::shared_ptr<const Message>> before = draft_.Look(*(*type)->prototype, name);
  if (!before.ok()) return before.status();

  std::vector<int64_t> positions;
  absl::Status scanned = draft_.view().Scan(HistoryPrefix(descriptor.full_name(), name), "", 0, Direction::kForward,
                                            [&](absl::string_view key, absl::string_view) {
                                              positions.push_back(ReadNumber(key.substr(key.size() - 8)));
                                              return true;
                                            });
  if (!scanned.ok()) return scanned;
  Entry entry = NewEntry(change_, journal::v1::PURGED);
  entry.set_type(descriptor.full_name());
  entry.set_resource(std::string(name));
  entry.set_version(last->version);
  entry.set_reason(std::string(reason));
  for (int64_t position : positions) {
    std::string key = NumberedKey(kPayloadSpace, position);
    std::string payload;
    absl::StatusOr<bool> found = draft_.view().Get(key, &payload);
    if (!found.ok()) return found.status();
    if (!*found) continue;
    draft_.Forget(std::move(key));
    entry.add_purged(position);
  }
  draft_.Append(&entry);
  if (*before != nullptr) draft_.Replace(**type, name, before->get(), nullptr, "");
  draft_.Forget(RecordKey(descriptor.full_name(), name));
  return absl::OkStatus();
}

absl::StatusOr<std::string> RecordWriter::GetRow(absl::string_view key) const {
  std::string value;
  absl::StatusOr<bool> found = draft_.view().Get(absl::StrCat(kRowSpace, key), &value);
  if (!found.ok()) return found.status();
  if (!*found) return absl::NotFoundError("there is no such row");
  return value;
}

absl::Status RecordWriter::PutRow(absl::string_view key, absl::string_view value) {
  draft_.PutRow(absl::StrCat(kRowSpace, key), std::string(value));
  return absl::OkStatus();
}

absl::StatusOr<size_t> RecordWriter::DropRows(absl::string_view prefix, absl::string_view before, size_t at_most) {
  const std::string end = absl::StrCat(kRowSpace, before);
  std::vector<std::string> keys;
  absl::Status scanned = draft_.view().Scan(absl::StrCat(kRowSpace, prefix), "", at_most, Direction::kForward,
                                            [&](absl::string_view key, absl::string_view) {
                                              if (key >= end) return false;
                                              keys.emplace_back(key);
                                              return true;
                                            });
  if (!scanned.ok()) return scanned;
  for (std::string& key : keys) draft_.RemoveRow(std::move(key));
  return keys.size();
}

absl::Status RetainDue(Draft& draft, const Change& change) {
  constexpr int kPerEntry = 1000;
  std::vector<std::string> due;
  const std::string end = NumberedKey(kDueSpace, absl::ToUnixSeconds(change.time) + 1);
  absl::Status scanned =
      draft.view().Scan(kDueSpace, "", 0, Direction::kForward, [&](absl::string_view key, absl::string_view) {
        if (key >= end) return false;
        due.emplace_back(key);
        return true;
      });
  if (!scanned.ok()) return scanned;
  Entry entry = NewEntry(change, journal::v1::PURGED);
  entry.set_reason(change.reason);
  for (std::string& key : due) {
    const int64_t position = ReadNumber(absl::string_view(key).substr(key.size() - 8));
    std::string payload_key = NumberedKey(kPayloadSpace, position);
    std::string payload;
    absl::StatusOr<bool> found = draft.view().Get(payload_key, &payload);
    if (!found.ok()) return found.status();
    draft.RemoveRow(std::move(key));
    if (!*found) continue;
    draft.Forget(std::move(payload_key));
    entry.add_purged(position);
    if (entry.purged_size() == kPerEntry) {
      draft.Append(&entry);
      entry.clear_purged();
    }
  }
  if (entry.purged_size() > 0) draft.Append(&entry);
  return absl::OkStatus();
}

absl::Status ApplyCopies(Draft& draft, absl::string_view source, const Position& from, const Position& to,
                         absl::Span<const Copy> copies) {
  std::string key = absl::StrCat(kMirrorSpace, source);
  std::string bytes;
  absl::StatusOr<bool> found = draft.view().Get(key, &bytes);
  if (!found.ok()) return found.status();
  Position reached;
  if (*found) {
    absl::StatusOr<Position> decoded = DecodePosition(bytes);
    if (!decoded.ok()) return decoded.status();
    reached = *std::move(decoded);
  }
  if (reached != from) {
    return absl::AbortedError(absl::StrCat(source, " is mirrored up to ", reached.position, " of epoch ", reached.epoch,
                                           ", not up to ", from.position, " of epoch ", from.epoch));
  }
  for (const Copy& copy : copies) {
    absl::StatusOr<const RecordType*> type = draft.types().Find(*copy.type);
    if (!type.ok()) return type.status();
    if ((*type)->own) {
      return absl::InvalidArgumentError(absl::StrCat(copy.type->full_name(), " is this store's own and not mirrored"));
    }
    if (absl::Status named = CheckName(copy.name); !named.ok()) return named;
    absl::StatusOr<std::shared_ptr<const Message>> before = draft.Look(*(*type)->prototype, copy.name);
    if (!before.ok()) return before.status();
    if (copy.bytes.empty()) {
      if (*before != nullptr) draft.Replace(**type, copy.name, before->get(), nullptr, "");
      draft.Forget(RecordKey(copy.type->full_name(), copy.name));
      continue;
    }
    absl::StatusOr<std::unique_ptr<Message>> after = (*type)->Parse(copy.bytes);
    if (!after.ok()) return absl::InvalidArgumentError(absl::StrCat("the copy ", copy.name, " does not parse"));
    if ((*type)->NameOf(**after) != copy.name) {
      return absl::InvalidArgumentError(absl::StrCat("the copy ", copy.name, " has another name"));
    }
    draft.Replace(**type, copy.name, before->get(), after->get(), copy.bytes);
  }
  draft.PutRow(std::move(key), EncodePosition(to));
  return absl::OkStatus();
}

absl::Status ForgetCopies(Draft& draft, const Change& change, absl::string_view source, absl::string_view package) {
  if (change.reason.empty()) return absl::InvalidArgumentError("there must be a reason");
  if (package == draft.types().package()) {
    return absl::InvalidArgumentError(absl::StrCat(package, " is this store's own and not mirrored"));
  }
  std::string mirror = absl::StrCat(kMirrorSpace, source);
  std::string position;
  absl::StatusOr<bool> found = draft.view().Get(mirror, &position);
  if (!found.ok()) return found.status();
  if (!*found) return absl::FailedPreconditionError(absl::StrCat("nothing of ", source, " is mirrored here"));
  // By their keys, so that a damaged copy goes too.
  const std::string types = absl::StrCat(package, ".");
  std::vector<std::string> gone = {std::move(mirror)};
  for (const std::string& prefix : {types, absl::StrCat(kIndexSpace, types), std::string(kNamingSpace)}) {
    absl::Status scanned =
        draft.view().Scan(prefix, "", 0, Direction::kForward, [&](absl::string_view key, absl::string_view) {
          if (prefix != kNamingSpace || absl::StartsWith(NamerIn(key), types)) gone.emplace_back(key);
          return true;
        });
    if (!scanned.ok()) return scanned;
  }
  for (std::string& key : gone) draft.RemoveRow(std::move(key));
  journal::v1::Entry entry = NewEntry(change, journal::v1::DROPPED);
  entry.set_reason(change.reason);
  draft.Append(&entry);
  return absl::OkStatus();
}

}  // namespace krans::storage
