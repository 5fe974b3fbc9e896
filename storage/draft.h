#ifndef KRANS_STORAGE_DRAFT_H_
#define KRANS_STORAGE_DRAFT_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "krans/journal/v1/entry.pb.h"
#include "storage/engine.h"
#include "storage/head.h"
#include "storage/overlay.h"
#include "storage/record_type.h"
#include "storage/transaction.h"

namespace krans::storage {

// An entry with the head that `change` gives it.
journal::v1::Entry NewEntry(const Change& change, journal::v1::EntryKind kind);

// What the next commit will make durable: rows, and both chains grown by their entries. Used by the writer alone.
class Draft {
 public:
  using Step = std::function<absl::Status(Draft&)>;

  // All references must outlive this. `head` is that of `engine`.
  Draft(const Engine& engine, const RecordTypes& types, const std::function<void(std::string*)>& salt, StoreHead head)
      : types_(types),
        salt_(salt),
        overlay_(engine),
        committed_(head.generation == 0 ? "" : EncodeHead(head)),
        head_(std::move(head)) {}

  // Takes one step, or leaves no trace of it.
  absl::Status Take(const Step& step);

  bool empty() const { return overlay_.changes().empty(); }
  const StoreHead& head() const { return head_; }
  const RecordTypes& types() const { return types_; }
  const View& view() const { return overlay_; }

  // Seals the draft: the head row that ends it, over all its rows. Nothing is added after.
  absl::Status Seal();
  const Changes& changes() const { return overlay_.changes(); }
  const std::string& committed_head() const { return committed_; }

  // After the sealed draft was committed, or where it is empty: an empty one on top of what is committed.
  void Begin();

  void PutRow(std::string key, std::string value) { overlay_.Put(std::move(key), std::move(value)); }
  void RemoveRow(std::string key) { overlay_.Remove(std::move(key)); }

  // Removes a row of which nothing may be left on the medium, and notes that until nothing is.
  void Forget(std::string key);
  std::set<std::string> forgotten() const;

  // Gives `entry` its place at the end of the journal. Of an entry with a resource, the history gets a row.
  void Append(journal::v1::Entry* entry);

  // The same with a payload, whose digest the entry gets.
  void Append(journal::v1::Entry* entry, absl::string_view payload);

  // Accepts the present state as it is: a new epoch, and the sum that its rows have.
  void Adopt(int64_t epoch, std::string sum);

  // Gives `entry` its place at the end of the access log.
  void Enter(journal::v1::Entry* entry);

  // Stores a record's bytes with the rows that follow from it; `before`, where not null, is the record replaced. Null
  // `after` removes it.
  void Replace(const RecordType& type, absl::string_view name, const google::protobuf::Message* before,
               const google::protobuf::Message* after, absl::string_view bytes);

  // The record of `prototype`'s type stored under that name, parsed again only where it was changed; null where there
  // is none.
  absl::StatusOr<std::shared_ptr<const google::protobuf::Message>> Look(const google::protobuf::Message& prototype,
                                                                        absl::string_view name);

 private:
  const RecordTypes& types_;
  const std::function<void(std::string*)>& salt_;
  Overlay overlay_;
  std::string committed_;
  StoreHead head_;
};

}  // namespace krans::storage

#endif  // KRANS_STORAGE_DRAFT_H_
