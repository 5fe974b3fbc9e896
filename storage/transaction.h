#ifndef KRANS_STORAGE_TRANSACTION_H_
#define KRANS_STORAGE_TRANSACTION_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "google/protobuf/message.h"

namespace krans::storage {

// One page of records and where the next begins; `next` is empty after the last.
template <typename T>
struct Page {
  std::vector<T> records;
  std::string next;
};

// Who changes what, by which method and when: the head of every journal entry of one write.
struct Change {
  std::string actor;
  std::string method;
  absl::Time time;
  std::string reason;  // of a purge or an adoption
};

// Reads records on one consistent state. A record is a message with the option (krans.journal.v1.record), of this
// store's own or a copy that it follows. Not thread-safe, and only valid inside the body it was given to.
class ReadTransaction {
 public:
  virtual ~ReadTransaction() = default;

  // The record of type T and that name. NOT_FOUND where there is none.
  template <typename T>
  absl::StatusOr<T> Get(absl::string_view name) const {
    T record;
    absl::Status status = GetMessage(name, &record);
    if (!status.ok()) return status;
    return record;
  }

  // The same; nothing where there is none.
  template <typename T>
  absl::StatusOr<std::optional<T>> Find(absl::string_view name) const {
    std::optional<T> record(std::in_place);
    absl::Status status = GetMessage(name, &*record);
    if (absl::IsNotFound(status)) return std::optional<T>();
    if (!status.ok()) return status;
    return record;
  }

  // The same, not a copy but the one that others look at too; null where there is none. For records that many calls
  // read and few change.
  template <typename T>
  absl::StatusOr<std::shared_ptr<const T>> Look(absl::string_view name) const {
    absl::StatusOr<std::shared_ptr<const google::protobuf::Message>> record = LookMessage(T::default_instance(), name);
    if (!record.ok()) return record.status();
    return std::static_pointer_cast<const T>(*std::move(record));
  }

  template <typename T>
  absl::StatusOr<bool> Has(absl::string_view name) const {
    T record;
    absl::Status status = GetMessage(name, &record);
    if (absl::IsNotFound(status)) return false;
    if (!status.ok()) return status;
    return true;
  }

  // The records of type T whose names begin with `prefix`, in the order of their names. Give the prefix a closing
  // slash to mean children.
  template <typename T>
  absl::StatusOr<std::vector<T>> Children(absl::string_view prefix) const {
    auto page = ChildrenPage<T>(prefix, "", 0);
    if (!page.ok()) return page.status();
    return std::move(page->records);
  }

  // The same, at most `size` (0: all) from the name `from` on, inclusive.
  template <typename T>
  absl::StatusOr<Page<T>> ChildrenPage(absl::string_view prefix, absl::string_view from, size_t size) const {
    Page<T> page;
    absl::Status status = ScanMessages(
        *T::descriptor(), prefix, from, [&](absl::string_view name, absl::string_view bytes) -> absl::StatusOr<bool> {
          if (size != 0 && page.records.size() == size) {
            page.next = std::string(name);
            return false;
          }
          if (!page.records.emplace_back().ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
            return absl::DataLossError("record does not parse");
          }
          return true;
        });
    if (!status.ok()) return status;
    return page;
  }

  // The records of type T with these values in the index over `fields` (spelt as in the record option), in the order
  // of their names. INVALID_ARGUMENT where T has no such index. Values are given as text: numbers in decimal, enums
  // by number.
  template <typename T>
  absl::StatusOr<std::vector<T>> ByIndex(absl::string_view fields, absl::Span<const std::string> values) const {
    absl::StatusOr<std::vector<std::string>> names = IndexNames(*T::descriptor(), fields, values);
    if (!names.ok()) return names.status();
    std::vector<T> records;
    records.reserve(names->size());
    for (const std::string& name : *names) {
      absl::Status status = GetMessage(name, &records.emplace_back());
      if (!status.ok()) return status;
    }
    return records;
  }

  // The content of the blob stored under that SHA-256 (hexadecimal). NOT_FOUND where there is none.
  virtual absl::StatusOr<std::string> GetBlob(absl::string_view digest) const = 0;

  // The untyped forms beneath. `record` decides the type.
  virtual absl::Status GetMessage(absl::string_view name, google::protobuf::Message* record) const = 0;
  virtual absl::StatusOr<std::shared_ptr<const google::protobuf::Message>> LookMessage(
      const google::protobuf::Message& prototype, absl::string_view name) const {
    std::shared_ptr<google::protobuf::Message> record(prototype.New());
    absl::Status status = GetMessage(name, record.get());
    if (absl::IsNotFound(status)) return nullptr;
    if (!status.ok()) return status;
    return record;
  }
  virtual absl::Status ScanMessages(
      const google::protobuf::Descriptor& type, absl::string_view prefix, absl::string_view from,
      const std::function<absl::StatusOr<bool>(absl::string_view name, absl::string_view bytes)>& visit) const = 0;
  virtual absl::StatusOr<std::vector<std::string>> IndexNames(const google::protobuf::Descriptor& type,
                                                              absl::string_view fields,
                                                              absl::Span<const std::string> values) const = 0;
};

// Reads the latest state, its own changes included, and changes it. Nothing of it remains where the body returns an
// error.
class WriteTransaction : public ReadTransaction {
 public:
  // The time of this change, the same as in its journal entries.
  virtual absl::Time now() const = 0;
  virtual const Change& change() const = 0;

  // Creates or replaces the record of that name, with its index rows and its journal entry, and returns it with its
  // new etag. The etag given is not compared: see CheckEtag. Refused where the type is not of this store's package,
  // has no record option, or the name is empty.
  template <typename T>
  absl::StatusOr<T> Put(T record) {
    absl::Status status = PutMessage(&record);
    if (!status.ok()) return status;
    return record;
  }

  // Removes the record and its index rows, with a journal entry. NOT_FOUND where there is none.
  template <typename T>
  absl::Status Delete(absl::string_view name) {
    return DeleteMessage(*T::descriptor(), name);
  }

  // Removes the record and takes every payload it ever had out of the journal; the digests stay and the chain still
  // verifies. Soon after, nothing of it is left in the engine's files, also where the process dies before. `reason`
  // names the decision (I-34); where it is empty, the change's does.
  template <typename T>
  absl::Status Purge(absl::string_view name, absl::string_view reason = "") {
    return PurgeMessage(*T::descriptor(), name, reason);
  }

  // Stores content beside the records, under its SHA-256 (hexadecimal), which is returned. It is written before the
  // record that names it, in an earlier write or in this one, and stays while a record does: one that is named by none
  // goes after a day. Other writes wait for it, so give at most some megabytes.
  virtual std::string PutBlob(absl::string_view content) = 0;

  virtual absl::Status PutMessage(google::protobuf::Message* record) = 0;
  virtual absl::Status DeleteMessage(const google::protobuf::Descriptor& type, absl::string_view name) = 0;
  virtual absl::Status PurgeMessage(const google::protobuf::Descriptor& type, absl::string_view name,
                                    absl::string_view reason) = 0;

  // Rows that are not records and not journalled (answers to repeated requests). The key space is the caller's own.
  virtual absl::StatusOr<std::string> GetRow(absl::string_view key) const = 0;  // NOT_FOUND where there is none
  virtual absl::Status PutRow(absl::string_view key, absl::string_view value) = 0;

  // Removes the first rows, `at_most` of them, whose keys begin with `prefix` and come before `before`; says how many.
  virtual absl::StatusOr<size_t> DropRows(absl::string_view prefix, absl::string_view before, size_t at_most) = 0;
};

}  // namespace krans::storage

#endif  // KRANS_STORAGE_TRANSACTION_H_
