#ifndef KRANS_STORAGE_RECORD_TYPE_H_
#define KRANS_STORAGE_RECORD_TYPE_H_

#include <cstdint>
#include <memory>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace krans::storage {

// What a type's record option says, resolved to fields.
struct RecordType {
  using Path = std::vector<const google::protobuf::FieldDescriptor*>;
  struct Index {
    std::string fields;  // as spelt in the option
    std::vector<Path> paths;
  };

  const google::protobuf::Descriptor* descriptor = nullptr;
  const google::protobuf::FieldDescriptor* name = nullptr;
  const google::protobuf::FieldDescriptor* etag = nullptr;
  const google::protobuf::Message* prototype = nullptr;
  bool own = false;  // of the store's package
  int digest_after_days = 0;
  std::vector<Index> indexes;
  std::vector<Path> blobs;

  std::string NameOf(const google::protobuf::Message& record) const;
  std::string EtagOf(const google::protobuf::Message& record) const;

  // The index of that spelling; null where there is none.
  const Index* FindIndex(absl::string_view fields) const;

  // DATA_LOSS where `bytes` are no such record.
  absl::StatusOr<std::unique_ptr<google::protobuf::Message>> Parse(absl::string_view bytes) const;

  // The digests of the blobs that the record names.
  std::vector<std::string> BlobsOf(const google::protobuf::Message& record) const;

  // The keys of the rows that follow from the record, in order: index rows, and one for each blob that it names.
  std::vector<std::string> RowsOf(absl::string_view name, const google::protobuf::Message& record) const;
};

// The record types of one store. INVALID_ARGUMENT says why a type is none: no record option, no name or etag, a map
// or a floating point field, an index over no field. Each type is examined once. Thread-safe.
class RecordTypes {
 public:
  explicit RecordTypes(std::string package) : package_(std::move(package)) {}

  absl::StatusOr<const RecordType*> Find(const google::protobuf::Descriptor& descriptor) const;

  // By full name, among those linked into this program. NOT_FOUND where there is none.
  absl::StatusOr<const RecordType*> Find(absl::string_view full_name) const;

  const std::string& package() const { return package_; }

 private:
  const std::string package_;
  mutable std::shared_mutex mutex_;
  mutable std::unordered_map<const google::protobuf::Descriptor*, absl::StatusOr<std::unique_ptr<RecordType>>> types_;
};

}  // namespace krans::storage

#endif  // KRANS_STORAGE_RECORD_TYPE_H_
