#ifndef KRANS_STORAGE_OVERLAY_H_
#define KRANS_STORAGE_OVERLAY_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "storage/engine.h"

namespace krans::storage {

// The latest state: what is committed, and above it the changes that are not yet. What Find read of the base is kept,
// so that the base must not change but by Settle. Not thread-safe.
class Overlay : public View {
 public:
  // `base` must outlive this.
  explicit Overlay(const View& base) : base_(base) {}

  // A row as it is now, null where there is none, and a place for what a reader makes of it, which is empty again when
  // the row changes. Both are valid until the next call of Find, Put, Remove, Settle or TakeBack.
  struct Row {
    const std::string* value;
    std::shared_ptr<const google::protobuf::Message>* record;
  };
  absl::StatusOr<Row> Find(absl::string_view key) const;

  absl::StatusOr<bool> Get(absl::string_view key, std::string* value) const override;
  absl::Status Scan(absl::string_view prefix, absl::string_view from, size_t limit, Direction direction,
                    const std::function<bool(absl::string_view, absl::string_view)>& visit) const override;

  // What the base says, whatever was changed.
  absl::StatusOr<bool> GetBase(absl::string_view key, std::string* value) const;

  void Put(std::string key, std::string value);
  void Remove(std::string key);

  // All changes since the last Settle.
  const Changes& changes() const { return changes_; }

  // The base holds all changes now.
  void Settle();

  // Mark begins a piece; TakeBack undoes what was changed since the last Mark.
  void Mark() { undo_.clear(); }
  void TakeBack();

 private:
  using Record = std::shared_ptr<const google::protobuf::Message>;

  struct Before {
    Changes::iterator row;
    bool present;  // among the changes
    std::optional<std::string> value;
  };
  struct Changed {
    Changes::iterator row;
    Record record;
  };
  struct Read {
    std::optional<std::string> value;
    Record record;
  };

  void Set(std::string key, std::optional<std::string> value);
  absl::StatusOr<Read*> FindBase(absl::string_view key) const;
  Read* Keep(absl::string_view key, Read read) const;

  const View& base_;
  Changes changes_;
  mutable absl::flat_hash_map<absl::string_view, Changed> changed_;  // by the keys in `changes_`
  std::vector<Before> undo_;
  mutable absl::flat_hash_map<std::string, Read> read_;  // of the base
  mutable size_t read_bytes_ = 0;                        // at most what `read_` holds
};

}  // namespace krans::storage

#endif  // KRANS_STORAGE_OVERLAY_H_
