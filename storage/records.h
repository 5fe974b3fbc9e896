#ifndef KRANS_STORAGE_RECORDS_H_
#define KRANS_STORAGE_RECORDS_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "google/protobuf/message.h"
#include "storage/draft.h"
#include "storage/engine.h"
#include "storage/record_type.h"
#include "storage/transaction.h"

namespace krans::storage {

// Reads records from one view. Both must outlive it.
class RecordReader final : public ReadTransaction {
 public:
  RecordReader(const View& view, const RecordTypes& types) : view_(view), types_(types) {}

  absl::StatusOr<std::string> GetBlob(absl::string_view digest) const override;
  absl::Status GetMessage(absl::string_view name, google::protobuf::Message* record) const override;
  absl::Status ScanMessages(
      const google::protobuf::Descriptor& type, absl::string_view prefix, absl::string_view from,
      const std::function<absl::StatusOr<bool>(absl::string_view name, absl::string_view bytes)>& visit) const override;
  absl::StatusOr<std::vector<std::string>> IndexNames(const google::protobuf::Descriptor& type,
                                                      absl::string_view fields,
                                                      absl::Span<const std::string> values) const override;

 private:
  const View& view_;
  const RecordTypes& types_;
};

// Changes records in a draft. Both must outlive it.
class RecordWriter final : public WriteTransaction {
 public:
  RecordWriter(Draft& draft, const Change& change)
      : draft_(draft), change_(change), reader_(draft.view(), draft.types()) {}

  absl::Time now() const override { return change_.time; }
  const Change& change() const override { return change_; }

  absl::StatusOr<std::string> GetBlob(absl::string_view digest) const override { return reader_.GetBlob(digest); }
  absl::Status GetMessage(absl::string_view name, google::protobuf::Message* record) const override {
    return reader_.GetMessage(name, record);
  }
  absl::StatusOr<std::shared_ptr<const google::protobuf::Message>> LookMessage(
      const google::protobuf::Message& prototype, absl::string_view name) const override {
    return draft_.Look(prototype, name);
  }
  absl::Status ScanMessages(const google::protobuf::Descriptor& type, absl::string_view prefix, absl::string_view from,
                            const std::function<absl::StatusOr<bool>(absl::string_view name, absl::string_view bytes)>&
                                visit) const override {
    return reader_.ScanMessages(type, prefix, from, visit);
  }
  absl::StatusOr<std::vector<std::string>> IndexNames(const google::protobuf::Descriptor& type,
                                                      absl::string_view fields,
                                                      absl::Span<const std::string> values) const override {
    return reader_.IndexNames(type, fields, values);
  }

  std::string PutBlob(absl::string_view content) override;
  absl::Status PutMessage(google::protobuf::Message* record) override;
  absl::Status DeleteMessage(const google::protobuf::Descriptor& type, absl::string_view name) override;
  absl::Status PurgeMessage(const google::protobuf::Descriptor& type, absl::string_view name,
                            absl::string_view reason) override;
  absl::StatusOr<std::string> GetRow(absl::string_view key) const override;
  absl::Status PutRow(absl::string_view key, absl::string_view value) override;
  absl::StatusOr<size_t> DropRows(absl::string_view prefix, absl::string_view before, size_t at_most) override;

 private:
  // A record's last journal entry; position 0 where it has none.
  struct Last {
    int64_t position = 0;
    int64_t version = 0;
  };
  absl::StatusOr<Last> LastEntry(const RecordType& type, absl::string_view name) const;

  // Notes that the payload at `position` is superseded, where its type lets such payloads go.
  void Supersede(const RecordType& type, int64_t position);

  Draft& draft_;
  const Change& change_;
  const RecordReader reader_;
};

// Takes out of the journal what is due at the change's time.
absl::Status RetainDue(Draft& draft, const Change& change);

// Applies a followed journal's copies: see Store::Mirror.
absl::Status ApplyCopies(Draft& draft, absl::string_view source, const Position& from, const Position& to,
                         absl::Span<const Copy> copies);

// Drops them: see Store::Forget.
absl::Status ForgetCopies(Draft& draft, const Change& change, absl::string_view source, absl::string_view package);

}  // namespace krans::storage

#endif  // KRANS_STORAGE_RECORDS_H_
