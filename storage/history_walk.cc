#include "storage/history_walk.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "storage/keys.h"

namespace krans::storage {
namespace {

// The entry that calls for a row at the position. In a whole journal it is that much from the first.
Called* Find(absl::Span<Called> called, int64_t position) {
  const auto at = static_cast<size_t>(position - 1);
  if (at < called.size() && called[at].position == position) return &called[at];
  auto found = std::lower_bound(called.begin(), called.end(), position,
                                [](const Called& one, int64_t wanted) { return one.position < wanted; });
  return found != called.end() && found->position == position ? &*found : nullptr;
}

}  // namespace

absl::Status HistoryWalk::Run() {
  return view_.Scan(kHistorySpace, "", 0, Direction::kForward,
                    [this](absl::string_view key, absl::string_view version) {
                      absl::string_view type, name;
                      Row row;
                      if (SplitHistoryKey(key, &type, &name, &row.position)) {
                        row.record = KeyHash(type, name);
                        row.hash = HistoryHash(type, name, version);
                        rows_.push_back(row);
                      } else {
                        faults_.Add("history: a row has no such key");
                      }
                      return !faults_.full();
                    });
}

void HistoryWalk::Compare(absl::Span<Called> called, absl::Span<const Kept> kept) {
  const Called* last = nullptr;  // of the record whose rows are passed
  for (size_t i = 0; i < rows_.size() && !faults_.full(); ++i) {
    const Row& row = rows_[i];
    Called* one = Find(called, row.position);
    if (one == nullptr || one->history != row.hash) {
      faults_.Add(absl::StrCat("history: journal entry ", row.position, " does not call for its row of ", NameOf(i)));
    } else {
      one->history = 0;
      last = one;
    }
    if (i + 1 < rows_.size() && rows_[i + 1].record == row.record) continue;
    if (last != nullptr && last->payload != 0) CompareRecord(i, *last, kept);
    last = nullptr;
  }
  while (next_ < kept.size() && !faults_.full()) AddUncalled(kept[next_++]);
  for (const Called& one : called) {
    if (one.history == 0) continue;
    faults_.Add(absl::StrCat("history: the row of journal entry ", one.position, " is missing"));
  }
}

// The record whose rows end with that one must be what its last entry put.
void HistoryWalk::CompareRecord(size_t row, const Called& last, absl::Span<const Kept> kept) {
  size_t found = next_;
  while (found < kept.size() && kept[found].key != rows_[row].record) ++found;
  if (found == kept.size()) {
    return faults_.Add(
        absl::StrCat("records: ", NameOf(row), ", put by journal entry ", last.position, ", is missing"));
  }
  while (next_ < found && !faults_.full()) AddUncalled(kept[next_++]);
  if (kept[found].payload != last.payload) {
    faults_.Add(absl::StrCat("records: ", NameOf(row), " is not what journal entry ", last.position, " put"));
  }
  next_ = found + 1;
}

// A record that no entry calls for.
void HistoryWalk::AddUncalled(const Kept& record) {
  absl::Status scanned = view_.Scan("", "A", 0, Direction::kForward, [&](absl::string_view row, absl::string_view) {
    absl::string_view type, name;
    if (!SplitRecordKey(row, &type, &name) || KeyHash(type, name) != record.key) return true;
    faults_.Add(absl::StrCat("records: ", name, " is not in the journal"));
    return false;
  });
  if (!scanned.ok()) faults_.Add(absl::StrCat("records: ", scanned.message()));
}

// The name of the record that a row is of. Looked for in the store, since it is asked for where there is a fault only.
std::string HistoryWalk::NameOf(size_t row) const {
  std::string found;
  absl::Status scanned =
      view_.Scan(kHistorySpace, "", 0, Direction::kForward, [&](absl::string_view key, absl::string_view) {
        absl::string_view type, name;
        int64_t position = 0;
        if (!SplitHistoryKey(key, &type, &name, &position) || position != rows_[row].position) return true;
        if (KeyHash(type, name) != rows_[row].record) return true;
        found = std::string(name);
        return false;
      });
  return scanned.ok() ? found : std::string(scanned.message());
}

}  // namespace krans::storage
