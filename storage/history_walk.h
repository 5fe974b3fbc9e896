#ifndef KRANS_STORAGE_HISTORY_WALK_H_
#define KRANS_STORAGE_HISTORY_WALK_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "storage/engine.h"
#include "storage/faults.h"
#include "storage/journal_walk.h"
#include "storage/record_walk.h"

namespace krans::storage {

// The history's rows, compared with the entries that call for them, and the records with the last entry of each.
class HistoryWalk {
 public:
  explicit HistoryWalk(const View& view) : view_(view) {}

  // Once, beside the other walks. An error is the medium's.
  absl::Status Run();

  // Once, after Run, with what the other walks gathered. The entries whose rows are there are marked in `called`.
  void Compare(absl::Span<Called> called, absl::Span<const Kept> kept);

  const Faults& faults() const { return faults_; }

 private:
  // A row in hashes of this process. Rows come in the order of their records, and those of one by position.
  struct Row {
    uint64_t record = 0;  // KeyHash
    int64_t position = 0;
    uint64_t hash = 0;  // HistoryHash
  };

  void CompareRecord(size_t row, const Called& last, absl::Span<const Kept> kept);
  void AddUncalled(const Kept& record);
  std::string NameOf(size_t row) const;

  const View& view_;
  Faults faults_;
  std::vector<Row> rows_;
  size_t next_ = 0;  // of the records, which are passed once
};

}  // namespace krans::storage

#endif  // KRANS_STORAGE_HISTORY_WALK_H_
