#include <pwd.h>
#include <unistd.h>

#include <filesystem>
#include <memory>

#include "absl/strings/str_cat.h"
#include "clients/cli/entry.h"
#include "clients/cli/operators.h"
#include "clients/cli/record.h"
#include "clients/cli/schema.h"
#include "services/rpc/error.h"
#include "storage/journal.h"
#include "storage/open.h"

namespace krans::cli {
namespace {

constexpr size_t kAtOnce = 256;

storage::Options OptionsFor(const Line& line) {
  const std::string* named = line.Find("--service");
  const std::filesystem::path dir = *line.Find("DIR");
  const std::string service =
      named != nullptr ? *named : (dir.has_filename() ? dir : dir.parent_path()).filename().string();
  storage::Options options;
  options.package = absl::StrCat("krans.", service, ".v1");
  return options;
}

absl::StatusOr<std::unique_ptr<storage::Store>> Inspect(const Line& line) {
  Services();  // links in every type that a store may hold
  return storage::InspectStore(*line.Find("DIR"), OptionsFor(line));
}

// What is wrong with a store that does not open is a fault.
int FailStore(const Session& session, const absl::Status& status) {
  const int exit = session.Fail(status);
  return absl::IsDataLoss(status) ? kFault : exit;
}

// Who does this: whoever --as names, else whoever is logged in here.
absl::StatusOr<storage::Change> ChangeBy(const Line& line, const Session& session, const std::string& method) {
  KRANS_ASSIGN(const absl::Time now, session.Now());
  std::string name = session.Person();
  if (const passwd* user = getpwuid(getuid()); name.empty() && user != nullptr) name = user->pw_name;
  return storage::Change{absl::StrCat("operator:", name), method, now, *line.Find("--reason")};
}

// What the store's journal says of itself by now, after the operator's own entry.
int ShowHead(const Line& line, const Session& session) {
  const auto store = Inspect(line);
  if (!store.ok()) return FailStore(session, store.status());
  const storage::Position head = (*store)->Head();
  Table table({"epoch", "journal"});
  table.Add({absl::StrCat(head.epoch), absl::StrCat(head.position)});
  session.Show(table);
  return kDone;
}

absl::Status Dump(const storage::Store& store, const Session& session) {
  Table table({"position", "time", "actor", "method", "kind", "type", "resource", "version"});
  const int64_t head = store.Head().position;
  for (int64_t position = 0; position < head;) {
    KRANS_ASSIGN(const auto entries, store.ReadFrom(position, kAtOnce));
    for (const storage::StoredEntry& stored : entries) {
      journal::v1::Entry entry;
      if (!entry.ParseFromString(stored.entry)) return absl::DataLossError("a journal entry does not parse");
      position = entry.position();
      if (session.globals().json) {
        session.out() << EntryToJson(entry, stored.has_payload, stored.payload) << "\n";
        continue;
      }
      table.Add({absl::StrCat(entry.position()), ValueAt(entry, "time", session.view()), entry.actor(), entry.method(),
                 ValueAt(entry, "kind", session.view()), entry.type(), entry.resource(),
                 absl::StrCat(entry.version())});
    }
  }
  if (!session.globals().json) session.Show(table);
  return absl::OkStatus();
}

}  // namespace

int RunStoreVerify(const Line& line, Session& session) {
  const auto store = Inspect(line);
  if (!store.ok()) return FailStore(session, store.status());
  const absl::StatusOr<storage::Findings> found = (*store)->Verify();
  if (!found.ok()) return FailStore(session, found.status());
  Table table({"epoch", "journal", "access log", "records", "payloads", "purged", "faults"});
  table.Add({absl::StrCat(found->journal.epoch), absl::StrCat(found->journal.position),
             absl::StrCat(found->access.position), absl::StrCat(found->records), absl::StrCat(found->payloads),
             absl::StrCat(found->purged), absl::StrCat(found->faults.size())});
  session.Show(table);
  for (const std::string& fault : found->faults) session.err() << fault << "\n";
  return found->faults.empty() ? kDone : kFault;
}

int RunStoreDump(const Line& line, Session& session) {
  const auto store = Inspect(line);
  if (!store.ok()) return FailStore(session, store.status());
  const absl::Status status = Dump(**store, session);
  return status.ok() ? kDone : FailStore(session, status);
}

int RunStoreAdopt(const Line& line, Session& session) {
  const auto change = ChangeBy(line, session, "krans store adopt");
  if (!change.ok()) return session.Fail(change.status());
  const absl::Status adopted = storage::AdoptStore(*line.Find("DIR"), OptionsFor(line), *change);
  return adopted.ok() ? ShowHead(line, session) : FailStore(session, adopted);
}

int RunStoreFollowAgain(const Line& line, Session& session) {
  const std::string& source = *line.Find("SOURCE");
  const auto change = ChangeBy(line, session, absl::StrCat("krans store follow-again ", source));
  if (!change.ok()) return session.Fail(change.status());
  const absl::Status forgotten = storage::ForgetSource(*line.Find("DIR"), OptionsFor(line), source,
                                                       absl::StrCat("krans.", source, ".v1"), *change);
  return forgotten.ok() ? ShowHead(line, session) : FailStore(session, forgotten);
}

}  // namespace krans::cli
