#ifndef KRANS_STORAGE_ANCHOR_H_
#define KRANS_STORAGE_ANCHOR_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/head.h"
#include "storage/journal.h"

namespace krans::storage {

enum class Chain { kJournal, kAccess };

// What an anchor says: the store had made `generation` commits and its chain ended in the entry at `position`.
struct Mark {
  int64_t generation = 0;
  Position position;
};

// A small file outside the database that remembers how far a chain was acknowledged. Two slots are written in turn,
// so that a torn write leaves the one before. FORMAT.md has the bytes. Not thread-safe.
class AnchorFile {
 public:
  // NOT_FOUND where there is no such file, DATA_LOSS where neither slot holds. On a read-only medium, Write fails.
  static absl::StatusOr<std::unique_ptr<AnchorFile>> Open(const std::string& path, Chain chain);

  // Makes the file, or replaces it, durably.
  static absl::StatusOr<std::unique_ptr<AnchorFile>> Create(const std::string& path, Chain chain, const Mark& mark);

  ~AnchorFile();
  AnchorFile(const AnchorFile&) = delete;
  AnchorFile& operator=(const AnchorFile&) = delete;

  const Mark& mark() const { return mark_; }

  // Durable on return.
  absl::Status Write(const Mark& mark);

 private:
  AnchorFile(std::string path, Chain chain, int file) : path_(std::move(path)), chain_(chain), file_(file) {}

  const std::string path_;
  const Chain chain_;
  const int file_;
  int next_slot_ = 0;
  Mark mark_;
};

// The anchors of a store's two chains, in one folder.
struct Anchors {
  std::unique_ptr<AnchorFile> journal;
  std::unique_ptr<AnchorFile> access;

  // Either is null where its file does not exist.
  static absl::StatusOr<Anchors> Open(const std::string& dir);
  static absl::StatusOr<Anchors> Create(const std::string& dir, const StoreHead& head);

  // Whether nothing was ever acknowledged to anybody: there are no files, or they date from before the first commit.
  bool Unused() const;

  // DATA_LOSS, with the reason, where the state shown is not one that comes at or after what the anchors say. `dir` is
  // for the message.
  absl::Status Check(const View& view, const std::string& dir) const;

  // After a commit: durable on return.
  absl::Status Write(const StoreHead& head);
};

// Makes what was made, renamed or removed in the folder durable.
absl::Status SyncFolder(const std::string& dir);

// One slot as bytes: what FORMAT.md describes.
std::string EncodeSlot(Chain chain, const Mark& mark);

}  // namespace krans::storage

#endif  // KRANS_STORAGE_ANCHOR_H_
