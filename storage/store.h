#ifndef KRANS_STORAGE_STORE_H_
#define KRANS_STORAGE_STORE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "storage/engine.h"
#include "storage/journal.h"
#include "storage/transaction.h"

namespace krans::storage {

// What a store is opened with.
struct Options {
  // The proto package whose records this store owns ("krans.scoring.v1"); all other types may only be mirrored.
  std::string package;

  // The anchor files' folder: outside the engine's own, on another medium where there is one.
  std::string anchor_dir;

  // Threads for reads that are not point reads.
  int readers = 2;

  // Fills a salt. Replaced in tests that need the same bytes twice; the default is the operating system's.
  std::function<void(std::string* salt)> salt;
};

// One service's records, their journal and their access log, durable in one engine. A write is a function that runs
// alone against the latest state; what it puts becomes durable together with its journal entries, or not at all.
// Thread-safe. Callbacks run on the store's threads and must not block.
class Store {
 public:
  using ReadBody = std::function<absl::Status(const ReadTransaction&)>;
  using WriteBody = std::function<absl::Status(WriteTransaction&)>;
  using Done = std::function<void(absl::Status)>;
  using DoneAt = std::function<void(absl::Status, int64_t position)>;

  // Opens the store on `engine`; OpenStore in open.h does the whole of it for a directory. A new engine becomes a new
  // store where `create` is set. DATA_LOSS, with the file and the reason, where the engine is behind its anchor,
  // differs from it, belongs to another package, or one of engine and anchor is missing beside the other.
  static absl::StatusOr<std::unique_ptr<Store>> Open(std::unique_ptr<Engine> engine, Options options, bool create);

  // The same for reading alone: neither the engine nor its anchors are written, and every write is refused.
  static absl::StatusOr<std::unique_ptr<Store>> Inspect(std::unique_ptr<Engine> engine, Options options);

  // Ends after the writes that were accepted.
  virtual ~Store() = default;

  // Runs `body` on a snapshot: here and now where `point` is set, otherwise on a reader. `done` gets its status.
  virtual void Read(bool point, ReadBody body, Done done) = 0;

  // Runs `body` alone on the latest state. `done` follows when what it put is durable, or gets the body's error.
  // Writes are applied in the order of the calls. UNAVAILABLE once an earlier commit failed, until reopened.
  // `position` is the journal's head right after the write.
  virtual void Write(Change change, WriteBody body, DoneAt done) = 0;

  // Enters in the access log that `change.actor` read `resource`. `done` follows when the entry is durable.
  virtual void Enter(Change change, std::string resource, Done done) = 0;

  // Applies a followed journal's records and remembers the position reached, in one commit and with no entries.
  // ABORTED where `source`'s remembered position is not `from`: an entry is never applied twice or skipped.
  virtual void Mirror(std::string source, Position from, Position to, std::vector<Copy> copies, Done done) = 0;

  // How far `source` is mirrored; position 0 where it is not yet.
  virtual absl::StatusOr<Position> Mirrored(absl::string_view source) const = 0;

  // Drops the copies of `source`, the records of `package` and all rows that follow from them, and the position
  // reached: it will be followed again from the start. The reason is journalled. FAILED_PRECONDITION where nothing of
  // it was ever mirrored, INVALID_ARGUMENT without a reason or where the package is this store's own.
  virtual void Forget(Change change, std::string source, std::string package, Done done) = 0;

  // The last durable entry.
  virtual Position Head() const = 0;

  // OK, or the failed commit since which no write is accepted.
  virtual absl::Status Writable() const = 0;

  // Up to `limit` durable entries after `position`, in order, without gaps. OUT_OF_RANGE past the head.
  virtual absl::StatusOr<std::vector<StoredEntry>> ReadFrom(int64_t position, size_t limit) const = 0;
  virtual absl::StatusOr<std::vector<StoredEntry>> ReadAccessLog(int64_t position, size_t limit) const = 0;

  // The hash of the entry at `position`: how an upstream knows its follower. OUT_OF_RANGE where there is none.
  virtual absl::StatusOr<Position> At(int64_t position) const = 0;

  // The positions of one record's entries, oldest first.
  virtual absl::StatusOr<std::vector<int64_t>> History(const google::protobuf::Descriptor& type,
                                                       absl::string_view name) const = 0;

  // Calls `hint` with the head's position after every commit, also after the one that failed. A hint may stand for
  // several commits; it runs on the writer, must be short and must not remove a hint. Remove it with the number
  // returned; no call begins after RemoveHint returns.
  virtual int64_t OnCommit(std::function<void(int64_t position)> hint) = 0;
  virtual void RemoveHint(int64_t number) = 0;

  // Recomputes both chains from stored bytes, every payload's digest, that each record is its last entry's payload,
  // that index rows and history match the records, and the engine's own checksums.
  virtual absl::StatusOr<Findings> Verify() const = 0;

  // Takes payloads that are due (digest_after_days) out of the journal, and forgets what a purge had to leave for now.
  virtual void Retain(Change change, Done done) = 0;

  // A copy of the present state with its anchors under `dir`, which must not exist. Opens as a store, and is durable.
  virtual absl::Status Checkpoint(const std::string& dir) const = 0;

  // Removes the blobs that no record names and nobody wrote within the last day; returns how many. Waits for the
  // store's writer: never to be called from one of its callbacks.
  virtual absl::StatusOr<int64_t> CollectBlobs(absl::Time now) = 0;
};

// Accepts the engine's present head as the truth, with a reason, and begins a new epoch: the only way past a refusal
// to open. The reason is journalled. FAILED_PRECONDITION where there is nothing to get past: the anchors agree and no
// row is lost.
absl::Status Adopt(Engine* engine, const Options& options, const Change& change);

}  // namespace krans::storage

#endif  // KRANS_STORAGE_STORE_H_
