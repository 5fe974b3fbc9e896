#include "storage/record_type.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "krans/journal/v1/record.pb.h"
#include "storage/keys.h"

namespace krans::storage {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

const FieldDescriptor* TextField(const Descriptor& type, int number, const char* name) {
  const FieldDescriptor* field = type.FindFieldByNumber(number);
  if (field == nullptr || field->name() != name || field->is_repeated()) return nullptr;
  return field->type() == FieldDescriptor::TYPE_STRING ? field : nullptr;
}

// Refuses what records must not hold and gathers the fields that name blobs. `path` leads to `type`.
absl::Status Examine(const Descriptor& type, RecordType::Path* path, std::vector<RecordType::Path>* blobs) {
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor* field = type.field(i);
    if (field->is_map()) return absl::InvalidArgumentError(absl::StrCat(field->full_name(), " is a map"));
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE || field->cpp_type() == FieldDescriptor::CPPTYPE_FLOAT) {
      return absl::InvalidArgumentError(absl::StrCat(field->full_name(), " is floating point"));
    }
    path->push_back(field);
    if (field->options().GetExtension(journal::v1::blob)) {
      if (field->type() != FieldDescriptor::TYPE_STRING) {
        return absl::InvalidArgumentError(absl::StrCat(field->full_name(), " names blobs and is no string"));
      }
      blobs->push_back(*path);
    }
    const bool within = field->message_type() != nullptr && absl::c_none_of(*path, [&](const FieldDescriptor* above) {
                          return above->containing_type() == field->message_type();
                        });
    if (within) {
      if (absl::Status status = Examine(*field->message_type(), path, blobs); !status.ok()) return status;
    }
    path->pop_back();
  }
  return absl::OkStatus();
}

absl::StatusOr<RecordType::Path> ResolvePath(const Descriptor& type, absl::string_view spelling) {
  RecordType::Path path;
  const Descriptor* within = &type;
  for (absl::string_view part : absl::StrSplit(spelling, '.')) {
    const FieldDescriptor* field = within == nullptr ? nullptr : within->FindFieldByName(std::string(part));
    if (field == nullptr) {
      return absl::InvalidArgumentError(absl::StrCat(type.full_name(), " has no field ", spelling, " to index"));
    }
    path.push_back(field);
    within = field->message_type();
  }
  if (within != nullptr) {
    return absl::InvalidArgumentError(absl::StrCat(type.full_name(), ": ", spelling, " is a message, not a value"));
  }
  return path;
}

std::string SingularText(const Message& message, const FieldDescriptor* field) {
  const Reflection& reflection = *message.GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return reflection.GetString(message, field);
    case FieldDescriptor::CPPTYPE_INT32:
      return absl::StrCat(reflection.GetInt32(message, field));
    case FieldDescriptor::CPPTYPE_INT64:
      return absl::StrCat(reflection.GetInt64(message, field));
    case FieldDescriptor::CPPTYPE_UINT32:
      return absl::StrCat(reflection.GetUInt32(message, field));
    case FieldDescriptor::CPPTYPE_UINT64:
      return absl::StrCat(reflection.GetUInt64(message, field));
    case FieldDescriptor::CPPTYPE_BOOL:
      return absl::StrCat(reflection.GetBool(message, field) ? 1 : 0);
    default:
      return absl::StrCat(reflection.GetEnumValue(message, field));
  }
}

std::string RepeatedText(const Message& message, const FieldDescriptor* field, int at) {
  const Reflection& reflection = *message.GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return reflection.GetRepeatedString(message, field, at);
    case FieldDescriptor::CPPTYPE_INT32:
      return absl::StrCat(reflection.GetRepeatedInt32(message, field, at));
    case FieldDescriptor::CPPTYPE_INT64:
      return absl::StrCat(reflection.GetRepeatedInt64(message, field, at));
    case FieldDescriptor::CPPTYPE_UINT32:
      return absl::StrCat(reflection.GetRepeatedUInt32(message, field, at));
    case FieldDescriptor::CPPTYPE_UINT64:
      return absl::StrCat(reflection.GetRepeatedUInt64(message, field, at));
    case FieldDescriptor::CPPTYPE_BOOL:
      return absl::StrCat(reflection.GetRepeatedBool(message, field, at) ? 1 : 0);
    default:
      return absl::StrCat(reflection.GetRepeatedEnumValue(message, field, at));
  }
}

// The set values at the end of `path`, from its step `step` on.
void CollectValues(const Message& message, const RecordType::Path& path, size_t step,
                   std::vector<std::string>* values) {
  const Reflection& reflection = *message.GetReflection();
  const FieldDescriptor* field = path[step];
  const bool last = step + 1 == path.size();
  if (field->is_repeated()) {
    for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
      if (last) {
        values->push_back(RepeatedText(message, field, i));
      } else {
        CollectValues(reflection.GetRepeatedMessage(message, field, i), path, step + 1, values);
      }
    }
  } else if (reflection.HasField(message, field)) {
    if (last) {
      values->push_back(SingularText(message, field));
    } else {
      CollectValues(reflection.GetMessage(message, field), path, step + 1, values);
    }
  }
}

absl::StatusOr<std::unique_ptr<RecordType>> Resolve(const Descriptor& descriptor, absl::string_view package) {
  if (!descriptor.options().HasExtension(journal::v1::record)) {
    return absl::InvalidArgumentError(absl::StrCat(descriptor.full_name(), " has no record option"));
  }
  const journal::v1::Record& option = descriptor.options().GetExtension(journal::v1::record);
  auto type = std::make_unique<RecordType>();
  type->descriptor = &descriptor;
  type->name = TextField(descriptor, 1, "name");
  type->etag = TextField(descriptor, 2, "etag");
  type->prototype = google::protobuf::MessageFactory::generated_factory()->GetPrototype(&descriptor);
  type->own = absl::StartsWith(descriptor.full_name(), absl::StrCat(package, "."));
  type->digest_after_days = option.digest_after_days();
  if (type->name == nullptr || type->etag == nullptr) {
    return absl::InvalidArgumentError(
        absl::StrCat(descriptor.full_name(), " must begin with string name = 1 and string etag = 2"));
  }
  if (option.delivery() == journal::v1::DELIVERY_UNSPECIFIED) {
    return absl::InvalidArgumentError(absl::StrCat(descriptor.full_name(), " does not say to whom it is delivered"));
  }
  if (type->prototype == nullptr) {
    return absl::InvalidArgumentError(absl::StrCat(descriptor.full_name(), " is not linked into this program"));
  }
  RecordType::Path path;
  if (absl::Status status = Examine(descriptor, &path, &type->blobs); !status.ok()) return status;
  for (const std::string& fields : option.index()) {
    RecordType::Index& index = type->indexes.emplace_back();
    index.fields = fields;
    for (absl::string_view spelling : absl::StrSplit(fields, ',')) {
      absl::StatusOr<RecordType::Path> resolved = ResolvePath(descriptor, spelling);
      if (!resolved.ok()) return resolved.status();
      index.paths.push_back(*std::move(resolved));
    }
  }
  return type;
}

// Adds a key for every combination of one value of each path.
void AddIndexRows(const RecordType& type, const RecordType::Index& index, absl::string_view name, const Message& record,
                  std::vector<std::string>* chosen, std::vector<std::string>* rows) {
  if (chosen->size() == index.paths.size()) {
    rows->push_back(absl::StrCat(IndexPrefix(type.descriptor->full_name(), index.fields, *chosen), name));
    return;
  }
  std::vector<std::string> values;
  CollectValues(record, index.paths[chosen->size()], 0, &values);
  for (std::string& value : values) {
    chosen->push_back(std::move(value));
    AddIndexRows(type, index, name, record, chosen, rows);
    chosen->pop_back();
  }
}

}  // namespace

std::string RecordType::NameOf(const Message& record) const { return record.GetReflection()->GetString(record, name); }

std::string RecordType::EtagOf(const Message& record) const { return record.GetReflection()->GetString(record, etag); }

const RecordType::Index* RecordType::FindIndex(absl::string_view fields) const {
  auto found = absl::c_find_if(indexes, [&](const Index& index) { return index.fields == fields; });
  return found == indexes.end() ? nullptr : &*found;
}

absl::StatusOr<std::unique_ptr<Message>> RecordType::Parse(absl::string_view bytes) const {
  std::unique_ptr<Message> record(prototype->New());
  if (!record->ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return absl::DataLossError(absl::StrCat("a stored ", descriptor->full_name(), " does not parse"));
  }
  return record;
}

std::vector<std::string> RecordType::BlobsOf(const Message& record) const {
  std::vector<std::string> digests;
  for (const Path& path : blobs) CollectValues(record, path, 0, &digests);
  return digests;
}

std::vector<std::string> RecordType::RowsOf(absl::string_view record_name, const Message& record) const {
  std::vector<std::string> rows;
  std::vector<std::string> values;
  for (const Index& index : indexes) AddIndexRows(*this, index, record_name, record, &values, &rows);
  for (const std::string& digest : BlobsOf(record)) {
    rows.push_back(absl::StrCat(NamingPrefix(digest), RecordKey(descriptor->full_name(), record_name)));
  }
  absl::c_sort(rows);
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  return rows;
}

absl::StatusOr<const RecordType*> RecordTypes::Find(const Descriptor& descriptor) const {
  {
    std::shared_lock lock(mutex_);
    auto found = types_.find(&descriptor);
    if (found != types_.end()) {
      if (!found->second.ok()) return found->second.status();
      return found->second->get();
    }
  }
  absl::StatusOr<std::unique_ptr<RecordType>> resolved = Resolve(descriptor, package_);
  std::unique_lock lock(mutex_);
  const auto& kept = types_.emplace(&descriptor, std::move(resolved)).first->second;
  if (!kept.ok()) return kept.status();
  return kept->get();
}

absl::StatusOr<const RecordType*> RecordTypes::Find(absl::string_view full_name) const {
  const Descriptor* descriptor =
      google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(std::string(full_name));
  if (descriptor == nullptr) return absl::NotFoundError(absl::StrCat("no record type ", full_name, " is known here"));
  return Find(*descriptor);
}

}  // namespace krans::storage
