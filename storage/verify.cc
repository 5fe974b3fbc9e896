#include "storage/verify.h"

#include <future>
#include <string>

#include "absl/types/span.h"
#include "storage/faults.h"
#include "storage/head.h"
#include "storage/history_walk.h"
#include "storage/journal_walk.h"
#include "storage/keys.h"
#include "storage/record_walk.h"

namespace krans::storage {

absl::StatusOr<Findings> VerifyView(const View& view, const RecordTypes& types) {
  std::string bytes;
  absl::StatusOr<bool> found = view.Get(kHeadKey, &bytes);
  if (!found.ok()) return found.status();
  absl::StatusOr<StoreHead> head = DecodeHead(bytes);
  if (!head.ok()) return head.status();

  JournalWalk journal(view);
  RecordWalk records(view, types);
  HistoryWalk history(view);
  std::future<absl::Status> walked = std::async(std::launch::async, [&] { return journal.Run(*head); });
  absl::Status status = records.Run();
  if (status.ok()) status = history.Run();
  absl::StatusOr<std::string> sum = SumRows(view, types.package());
  if (absl::Status chains = walked.get(); !chains.ok()) return chains;
  if (!status.ok()) return status;
  if (!sum.ok()) return sum.status();
  history.Compare(absl::MakeSpan(journal.called()), records.kept());

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
