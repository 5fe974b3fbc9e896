#ifndef KRANS_STORAGE_JOURNAL_WALK_H_
#define KRANS_STORAGE_JOURNAL_WALK_H_

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "krans/journal/v1/entry.pb.h"
#include "storage/engine.h"
#include "storage/faults.h"
#include "storage/head.h"

namespace krans::storage {

// What an entry of the journal calls for in other rows, in hashes of this process.
struct Called {
  int64_t position = 0;
  uint64_t history = 0;  // HistoryHash of its history row; 0: it has none
  uint64_t payload = 0;  // RecordHash of the record after it; 0: there is no record then
};

// Never 0.
uint64_t HistoryHash(absl::string_view type, absl::string_view name, absl::string_view version);
uint64_t RecordHash(absl::string_view bytes);

// Both chains and the payloads from their first row to the last: what holds is gathered, what does not is a fault.
class JournalWalk {
 public:
  explicit JournalWalk(const View& view) : view_(view) {}

  // Once. `head` is where the chains must end. An error is the medium's.
  absl::Status Run(const StoreHead& head);

  // By position, a row for each entry.
  std::vector<Called>& called() { return called_; }
  const Faults& faults() const { return faults_; }
  int64_t payloads() const { return payloads_; }
  int64_t purged() const { return purged_count_; }

 private:
  absl::Status WalkChain(absl::string_view space, absl::string_view name, const Position& end);
  void WalkEntry(absl::string_view name, int64_t position, absl::string_view bytes, bool journal, Position* at);
  void CallFor(int64_t position);
  absl::Status MatchPayloads(size_t first, int64_t last);
  void Match(size_t at, absl::string_view row);
  void ComparePurged();

  const View& view_;
  Faults faults_;
  journal::v1::Entry entry_;  // the one walked last
  std::vector<Called> called_;
  std::vector<std::string> digests_;  // of the batch that is walked; empty: the entry has no payload
  std::vector<int64_t> without_payload_;
  std::set<int64_t> purged_;
  int64_t payloads_seen_ = 0;  // up to this position
  int64_t payloads_ = 0;
  int64_t purged_count_ = 0;
};

}  // namespace krans::storage

#endif  // KRANS_STORAGE_JOURNAL_WALK_H_
