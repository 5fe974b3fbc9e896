#include "storage/verify.h"

#include <algorithm>
#include <cstdint>
#include <future>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "storage/faults.h"
#include "storage/head.h"
#include "storage/journal_walk.h"
#include "storage/keys.h"
#include "storage/record_walk.h"

namespace krans::storage {
namespace {

// Compares the history with the entries that call for it, and the records with the last entry of each. Histories come
// in the order of their records, so that both are passed once.
class HistoryWalk {
 public:
  HistoryWalk(const View& view, absl::Span<Called> called, absl::Span<const Kept> kept)
      : view_(view), called_(called), kept_(kept) {}

  absl::Status Run() {
    absl::Status scanned =
        view_.Scan(kHistorySpace, "", 0, Direction::kForward, [&](absl::string_view key, absl::string_view version) {
          WalkRow(key, version);
          return !faults_.full();
        });
    EndRecord();
    while (next_ < kept_.size() && !faults_.full()) AddUncalled();
    for (const Called& called : called_) {
      if (called.history == 0) continue;
      faults_.Add(absl::StrCat("history: the row of journal entry ", called.position, " is missing"));
    }
    return scanned;
  }

  const Faults& faults() const { return faults_; }

 private:
  void WalkRow(absl::string_view key, absl::string_view version) {
    absl::string_view type, name;
    int64_t position = 0;
    if (!SplitHistoryKey(key, &type, &name, &position)) return faults_.Add("history: a row has no such key");
    const absl::string_view record = key.substr(0, key.size() - 8);
    if (record != record_) {
      EndRecord();
      record_ = std::string(record);
    }
    Called* called = Find(position);
    if (called == nullptr || called->history != HistoryHash(type, name, version)) {
      return faults_.Add(absl::StrCat("history: journal entry ", position, " does not call for its row of ", name));
    }
    called->history = 0;
    last_ = called;
  }

  // In a whole journal the entry at a position is that much from the first.
  Called* Find(int64_t position) {
    const auto at = static_cast<size_t>(position - 1);
    if (at < called_.size() && called_[at].position == position) return &called_[at];
    auto found = std::lower_bound(called_.begin(), called_.end(), position,
                                  [](const Called& called, int64_t wanted) { return called.position < wanted; });
    return found != called_.end() && found->position == position ? &*found : nullptr;
  }

  // The record whose history was passed must be what its last entry put.
  void EndRecord() {
    const Called* last = last_;
    last_ = nullptr;
    if (last == nullptr || last->payload == 0) return;
    absl::string_view type, name;
    SplitRecordKey(absl::string_view(record_).substr(kHistorySpace.size()), &type, &name);
    name.remove_suffix(1);
    const uint64_t key = KeyHash(type, name);
    size_t found = next_;
    while (found < kept_.size() && kept_[found].key != key) ++found;
    if (found == kept_.size()) {
      return faults_.Add(absl::StrCat("records: ", name, ", put by journal entry ", last->position, ", is missing"));
    }
    while (next_ < found && !faults_.full()) AddUncalled();
    if (kept_[found].payload != last->payload) {
      faults_.Add(absl::StrCat("records: ", name, " is not what journal entry ", last->position, " put"));
    }
    next_ = found + 1;
  }

  // The next record is one that no entry calls for.
  void AddUncalled() {
    const uint64_t key = kept_[next_++].key;
    absl::Status scanned = view_.Scan("", "A", 0, Direction::kForward, [&](absl::string_view row, absl::string_view) {
      absl::string_view type, name;
      if (!SplitRecordKey(row, &type, &name) || KeyHash(type, name) != key) return true;
      faults_.Add(absl::StrCat("records: ", name, " is not in the journal"));
      return false;
    });
    if (!scanned.ok()) faults_.Add(absl::StrCat("records: ", scanned.message()));
  }

  const View& view_;
  const absl::Span<Called> called_;
  const absl::Span<const Kept> kept_;
  Faults faults_;
  std::string record_;            // whose history is passed: the keys without their position
  const Called* last_ = nullptr;  // its last entry so far
  size_t next_ = 0;               // of `kept_`
};

}  // namespace

absl::StatusOr<Findings> VerifyView(const View& view, const RecordTypes& types) {
  std::string bytes;
  absl::StatusOr<bool> found = view.Get(kHeadKey, &bytes);
  if (!found.ok()) return found.status();
  absl::StatusOr<StoreHead> head = DecodeHead(bytes);
  if (!head.ok()) return head.status();

  JournalWalk journal(view);
  RecordWalk records(view, types);
  std::future<absl::Status> walked = std::async(std::launch::async, [&] { return journal.Run(*head); });
  absl::Status status = records.Run();
  absl::StatusOr<std::string> sum = SumRows(view, types.package());
  if (absl::Status chains = walked.get(); !chains.ok()) return chains;
  if (!status.ok()) return status;
  if (!sum.ok()) return sum.status();
  HistoryWalk history(view, absl::MakeSpan(journal.called()), records.kept());
  status = history.Run();
  if (!status.ok()) return status;

  Findings findings{.journal = head->journal,
                    .access = head->access,
                    .records = records.records(),
                    .payloads = journal.payloads(),
                    .purged = journal.purged()};
  for (const Faults* faults : {&journal.faults(), &history.faults(), &records.faults()}) {
    findings.faults.insert(findings.faults.end(), faults->all().begin(), faults->all().end());
  }
  if (*sum != head->sum)
    findings.faults.push_back("rows outside the journal (copies, answers, blobs) were lost or changed");
  return findings;
}

}  // namespace krans::storage
