#include "services/journal/serve.h"

#include <map>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "krans/journal/v1/journal.pb.h"
#include "services/rpc/access.h"
#include "services/rpc/error.h"

namespace krans::journal {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using rpc::Caller;
using storage::ReadTransaction;
using storage::StoredEntry;

constexpr int32_t kDefaultLimit = 100;

std::string Method(const char* name) { return absl::StrCat(kJournal, "/", name); }

bool Holds(const Descriptor& response, const Descriptor& record) {
  if (&response == &record) return true;
  for (int i = 0; i < response.field_count(); ++i) {
    if (!response.field(i)->is_repeated() && response.field(i)->message_type() == &record) return true;
  }
  return false;
}

// To whom the payloads of a record type may be shown: by the rule of the method that gets one such record.
class Showing {
 public:
  Showing(const rpc::Door* door, const std::vector<std::string>& services) : door_(door) {
    for (const std::string& name : services) {
      const auto* service = DescriptorPool::generated_pool()->FindServiceByName(name);
      for (int i = 0; service != nullptr && i < service->method_count(); ++i) {
        const auto* method = service->method(i);
        if (absl::StartsWith(method->name(), "Get")) {
          getters_.emplace_back(method->output_type(), absl::StrCat(name, "/", method->name()));
        }
      }
    }
  }

  // Whether the caller may read the record by the rule of its type's Get method.
  absl::StatusOr<bool> MayRead(const std::string& type_name, const std::string& name, const Caller& caller,
                               const ReadTransaction& state) const {
    const Descriptor* type = DescriptorPool::generated_pool()->FindMessageTypeByName(type_name);
    if (type == nullptr) return false;
    for (const auto& [response, method] : getters_) {
      if (Holds(*response, *type)) return door_->access().MayRead(method, caller, name, state);
    }
    return false;
  }

  absl::StatusOr<bool> IsAuditor(const Caller& caller, const std::string& name, const ReadTransaction& state) const {
    static const access::v1::Rule rule = [] {
      access::v1::Rule auditors;
      auditors.add_relations(access::v1::AUDITOR);
      return auditors;
    }();
    return door_->access().Related(rule, caller, name, state);
  }

  // Adds an entry as `caller` may have it.
  template <typename Response>
  absl::Status Add(const StoredEntry& stored, const Caller& caller, const ReadTransaction& state,
                   Response* response) const {
    v1::Entry entry;
    if (!entry.ParseFromString(stored.entry)) return absl::DataLossError("a journal entry does not parse");
    v1::Delivered* out = response->add_entries();
    out->set_position(entry.position());
    out->set_entry(stored.entry);
    if (!stored.has_payload) return absl::OkStatus();
    KRANS_ASSIGN(bool may, MayRead(entry.type(), entry.resource(), caller, state));
    if (!may) return absl::OkStatus();
    out->set_has_payload(true);
    out->set_salt(stored.salt);
    out->set_payload(stored.payload);
    return absl::OkStatus();
  }

 private:
  const rpc::Door* const door_;
  std::vector<std::pair<const Descriptor*, std::string>> getters_;
};

absl::StatusOr<v1::ReadResponse> Read(const storage::Store& store, const Showing& showing, const Caller& caller,
                                      const ReadTransaction& state, const v1::ReadRequest& request) {
  const size_t limit = static_cast<size_t>(request.limit() > 0 ? request.limit() : kDefaultLimit);
  absl::StatusOr<std::vector<StoredEntry>> entries = request.chain() == v1::ACCESS_LOG
                                                         ? store.ReadAccessLog(request.after(), limit)
                                                         : store.ReadFrom(request.after(), limit);
  v1::ReadResponse response;
  if (absl::IsOutOfRange(entries.status())) return response;
  if (!entries.ok()) return entries.status();
  for (const StoredEntry& stored : *entries) KRANS_RETURN(showing.Add(stored, caller, state, &response));
  return response;
}

absl::StatusOr<v1::HistoryResponse> History(const storage::Store& store, const Showing& showing, const Caller& caller,
                                            const ReadTransaction& state, const v1::HistoryRequest& request) {
  const Descriptor* type = DescriptorPool::generated_pool()->FindMessageTypeByName(request.type());
  if (type == nullptr) {
    rpc::Violations violations;
    violations.Add("type", access::v1::FIELD_REFERENCE, "a record type of this service");
    return violations.status();
  }
  KRANS_ASSIGN(bool may, showing.IsAuditor(caller, request.name(), state));
  if (!may) {
    KRANS_ASSIGN(may, showing.MayRead(request.type(), request.name(), caller, state));
  }
  if (!may) return rpc::Refuse(access::v1::NOT_FOUND);
  KRANS_ASSIGN(std::vector<int64_t> positions, store.History(*type, request.name()));
  v1::HistoryResponse response;
  for (int64_t position : positions) {
    KRANS_ASSIGN(std::vector<StoredEntry> entries, store.ReadFrom(position - 1, 1));
    for (const StoredEntry& stored : entries) KRANS_RETURN(showing.Add(stored, caller, state, &response));
  }
  return response;
}

absl::StatusOr<v1::VerifyResponse> Verify(const storage::Store& store) {
  KRANS_ASSIGN(storage::Findings findings, store.Verify());
  v1::VerifyResponse response;
  *response.mutable_journal() = ToMessage(findings.journal);
  response.set_access_log(findings.access.position);
  response.set_records(findings.records);
  response.set_payloads(findings.payloads);
  response.set_purged(findings.purged);
  for (std::string& fault : findings.faults) response.add_faults(std::move(fault));
  return response;
}

}  // namespace

std::unique_ptr<Feed> ServeJournal(rpc::Door* door, storage::Store* store, const std::vector<std::string>& services) {
  auto feed = std::make_unique<Feed>(store);
  auto showing = std::make_shared<const Showing>(door, services);
  door->Read<v1::HeadRequest, v1::HeadResponse>(
      Method("Head"),
      [store](const Caller&, const ReadTransaction&, const v1::HeadRequest&) -> absl::StatusOr<v1::HeadResponse> {
        v1::HeadResponse response;
        *response.mutable_head() = ToMessage(store->Head());
        return response;
      });
  door->Stream<v1::WatchRequest, v1::WatchResponse>(
      Method("Watch"), [feed = feed.get()](const Caller&, const v1::WatchRequest& request) {
        return feed->Watch(FromMessage(request.after()));
      });
  door->Read<v1::ReadRequest, v1::ReadResponse>(
      Method("Read"),
      [store, showing](const Caller& caller, const ReadTransaction& state, const v1::ReadRequest& request) {
        return Read(*store, *showing, caller, state, request);
      });
  door->Read<v1::HistoryRequest, v1::HistoryResponse>(
      Method("History"),
      [store, showing](const Caller& caller, const ReadTransaction& state, const v1::HistoryRequest& request) {
        return History(*store, *showing, caller, state, request);
      });
  door->Read<v1::VerifyRequest, v1::VerifyResponse>(
      Method("Verify"),
      [store](const Caller&, const ReadTransaction&, const v1::VerifyRequest&) { return Verify(*store); });
  return feed;
}

}  // namespace krans::journal
