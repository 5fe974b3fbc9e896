#include <filesystem>
#include <memory>

#include "absl/strings/str_cat.h"
#include "clients/cli/operators.h"
#include "clients/cli/record.h"
#include "clients/cli/schema.h"
#include "krans/journal/v1/entry.pb.h"
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

absl::StatusOr<std::unique_ptr<storage::Store>> Open(const Line& line) {
  Services();  // links in every type that a store may hold
  return storage::OpenStore(*line.Find("DIR"), OptionsFor(line), false);
}

// An error of the store itself is what verifying it found.
int FailStore(const Session& session, const absl::Status& status) {
  session.Fail(status);
  return kFault;
}

// The record that an entry put, as JSON; empty where its payload has left the journal.
std::string RecordOf(const journal::v1::Entry& entry, const storage::StoredEntry& stored) {
  const auto* type = google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(entry.type());
  if (!stored.has_payload || type == nullptr) return "";
  const auto record = NewMessage(*type);
  return record->ParseFromString(stored.payload) ? ToJson(*record) : "";
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
        const std::string record = RecordOf(entry, stored);
        session.out() << "{\"entry\": " << ToJson(entry) << (record.empty() ? "" : ", \"record\": ") << record << "}\n";
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
  const auto store = Open(line);
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
  const auto store = Open(line);
  if (!store.ok()) return session.Fail(store.status());
  const absl::Status status = Dump(**store, session);
  return status.ok() ? kDone : session.Fail(status);
}

int RunStoreAdopt(const Line& line, Session& session) {
  const absl::StatusOr<absl::Time> now = session.Now();
  if (!now.ok()) return session.Fail(now.status());
  const storage::Change change = {"operator", "krans store adopt", *now, *line.Find("--reason")};
  const absl::Status status = storage::AdoptStore(*line.Find("DIR"), OptionsFor(line), change);
  return status.ok() ? kDone : session.Fail(status);
}

}  // namespace krans::cli
