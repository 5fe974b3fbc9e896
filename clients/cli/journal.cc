#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/entry.h"
#include "clients/cli/operators.h"
#include "clients/cli/record.h"
#include "clients/cli/refusal.h"
#include "krans/journal/v1/journal.pb.h"

namespace krans::cli {
namespace {

constexpr char kRead[] = "krans.journal.v1.Journal/Read";
constexpr int kAtOnce = 1000;

absl::StatusOr<journal::v1::ReadRequest> RequestOf(const Line& line) {
  journal::v1::ReadRequest request;
  request.set_chain(journal::v1::JOURNAL);
  request.set_limit(kAtOnce);
  if (const std::string* chain = line.Find("--chain"); chain != nullptr && *chain != "journal") {
    if (*chain != "access_log") return absl::InvalidArgumentError("--chain: journal, access_log");
    request.set_chain(journal::v1::ACCESS_LOG);
  }
  int64_t after = 0;
  const std::string* given = line.Find("--after");
  if (given != nullptr && (!absl::SimpleAtoi(*given, &after) || after < 0)) {
    const bool swedish = line.globals.language == Language::kSwedish;
    return absl::InvalidArgumentError(absl::StrCat(
        "--after: ", swedish ? "ett heltal från 0, inte \"" : "a whole number from 0, not \"", *given, "\""));
  }
  request.set_after(after);
  return request;
}

}  // namespace

int RunJournal(const Line& line, Session& session) {
  auto request = RequestOf(line);
  if (!request.ok()) return session.Fail(request.status());
  Table table({"position", "time", "actor", "method", "kind", "type", "resource", "version", "reason"});
  std::vector<std::string> whole;
  for (bool more = true; more;) {
    const absl::StatusOr<clients::Answer> answer = session.CallAt(*line.Find("SERVICE"), kRead, *request);
    if (!answer.ok()) return session.Fail(answer.status());
    if (!answer->ok()) return PrintRefusal(answer->status, line.globals, session.err());
    journal::v1::ReadResponse response;
    if (!response.ParseFromString(answer->response)) {
      return session.Fail(absl::DataLossError("an answer does not parse"));
    }
    more = response.more();
    for (const journal::v1::Delivered& delivered : response.entries()) {
      request->set_after(delivered.position());
      journal::v1::Entry entry;
      entry.ParseFromString(delivered.entry());
      entry.set_position(delivered.position());
      whole.push_back(EntryToJson(entry, delivered.has_payload(), delivered.payload()));
      table.Add({absl::StrCat(entry.position()), ValueAt(entry, "time", session.view()), entry.actor(), entry.method(),
                 ValueAt(entry, "kind", session.view()), entry.type(), entry.resource(),
                 entry.version() > 0 ? absl::StrCat(entry.version()) : "", entry.reason()});
    }
  }
  if (line.globals.json) {
    session.out() << "[" << absl::StrJoin(whole, ", ") << "]\n";
  } else {
    session.Show(table);
  }
  return kDone;
}

}  // namespace krans::cli
