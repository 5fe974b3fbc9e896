#include "services/journal/serve.h"

#include <algorithm>
#include <chrono>
#include <initializer_list>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "krans/journal/v1/journal.pb.h"
#include "services/rpc/access.h"
#include "services/rpc/error.h"

namespace krans::journal {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using rpc::Caller;
using storage::ReadTransaction;
using storage::StoredEntry;

constexpr int32_t kDefaultLimit = 100;
constexpr size_t kMostReadBytes = 2 << 20;  // and the entry that reaches it
constexpr size_t kMostChanges = 256;
constexpr size_t kMostUntold = 4096;  // more end the stream: whoever opens it again reads everything again

std::string Method(const char* name) { return absl::StrCat(kJournal, "/", name); }

bool Holds(const Descriptor& response, const Descriptor& record) {
  if (&response == &record) return true;
  for (int i = 0; i < response.field_count(); ++i) {
    if (!response.field(i)->is_repeated() && response.field(i)->message_type() == &record) return true;
  }
  return false;
}

// Adds every text of the message that may be a resource name.
void AddNames(const Message& message, std::set<std::string>* names) {
  const auto& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const int size = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < size; ++i) {
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        AddNames(field->is_repeated() ? reflection.GetRepeatedMessage(message, field, i)
                                      : reflection.GetMessage(message, field),
                 names);
      } else if (field->type() == FieldDescriptor::TYPE_STRING) {
        const std::string text = field->is_repeated() ? reflection.GetRepeatedString(message, field, i)
                                                      : reflection.GetString(message, field);
        if (absl::StrContains(text, '/')) names->insert(text);
      }
    }
  }
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
    return door_->access().Related(RuleOf({access::v1::AUDITOR}), caller, name, state);
  }

  // Adds an entry as `caller` may have it: its hash alone where its resource does not exist for them, and no payload
  // that names such a one.
  template <typename Response>
  absl::Status Add(const StoredEntry& stored, const Caller& caller, const ReadTransaction& state,
                   Response* response) const {
    v1::Entry entry;
    if (!entry.ParseFromString(stored.entry)) return absl::DataLossError("a journal entry does not parse");
    v1::Delivered* out = response->add_entries();
    out->set_position(entry.position());
    KRANS_ASSIGN(const bool known, IsKnown(caller, entry.resource(), state));
    if (!known) {
      out->set_hash(storage::HashEntry(stored.entry));
      return absl::OkStatus();
    }
    out->set_entry(stored.entry);
    if (!stored.has_payload) return absl::OkStatus();
    KRANS_ASSIGN(bool may, MayRead(entry.type(), entry.resource(), caller, state));
    if (may) {
      KRANS_ASSIGN(may, NamesOnlyKnown(entry.type(), stored.payload, caller, state));
    }
    if (!may) return absl::OkStatus();
    out->set_has_payload(true);
    out->set_salt(stored.salt);
    out->set_payload(stored.payload);
    return absl::OkStatus();
  }

 private:
  static access::v1::Rule RuleOf(std::initializer_list<access::v1::Relation> relations) {
    access::v1::Rule rule;
    for (const access::v1::Relation relation : relations) rule.add_relations(relation);
    return rule;
  }

  // Whether the resource exists for the caller, who is of the office or an auditor.
  absl::StatusOr<bool> IsKnown(const Caller& caller, const std::string& name, const ReadTransaction& state) const {
    return door_->access().Related(RuleOf({access::v1::OFFICE, access::v1::AUDITOR}), caller, name, state);
  }

  absl::StatusOr<bool> NamesOnlyKnown(const std::string& type_name, const std::string& payload, const Caller& caller,
                                      const ReadTransaction& state) const {
    const Descriptor* type = DescriptorPool::generated_pool()->FindMessageTypeByName(type_name);
    std::unique_ptr<Message> record(google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
    if (!record->ParseFromString(payload)) return absl::DataLossError("a journal payload does not parse");
    std::set<std::string> names;
    AddNames(*record, &names);
    for (const std::string& name : names) {
      KRANS_ASSIGN(const bool known, IsKnown(caller, name, state));
      if (!known) return false;
    }
    return true;
  }

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
  size_t bytes = 0;
  for (const StoredEntry& stored : *entries) {
    KRANS_RETURN(showing.Add(stored, caller, state, &response));
    bytes += stored.entry.size() + stored.payload.size();
    if (bytes >= kMostReadBytes) break;
  }
  const auto given = static_cast<size_t>(response.entries_size());
  response.set_more(given == limit || given < entries->size());
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
  size_t bytes = 0;
  auto at = std::upper_bound(positions.begin(), positions.end(), request.after());
  for (; at != positions.end() && bytes < kMostReadBytes; ++at) {
    KRANS_ASSIGN(std::vector<StoredEntry> entries, store.ReadFrom(*at - 1, 1));
    for (const StoredEntry& stored : entries) {
      KRANS_RETURN(showing.Add(stored, caller, state, &response));
      bytes += stored.entry.size() + stored.payload.size();
    }
  }
  response.set_more(at != positions.end());
  return response;
}

// Records by type and name.
using Records = std::set<std::pair<std::string, std::string>>;

// What the entries after a position name that the caller may read, each record once. `untold` is what nobody can say
// yet whether the caller may read it, from one call to the next.
absl::StatusOr<std::optional<std::string>> Changes(storage::Store* store, const Showing& showing, const Caller& caller,
                                                   Records* untold, int64_t* position, bool due) {
  KRANS_ASSIGN(std::vector<StoredEntry> entries, store->ReadFrom(*position, kMostChanges));
  Records changed = std::exchange(*untold, {});
  for (const StoredEntry& stored : entries) {
    v1::Entry entry;
    if (!entry.ParseFromString(stored.entry)) return absl::DataLossError("a journal entry does not parse");
    if (!entry.resource().empty()) changed.emplace(entry.type(), entry.resource());
    ++*position;
  }
  v1::ChangesResponse response;
  absl::Status status;
  auto add = [&](const ReadTransaction& state) -> absl::Status {
    for (const auto& [type, name] : changed) {
      const absl::StatusOr<bool> may = showing.MayRead(type, name, caller, state);
      if (rpc::ReasonOf(may.status()) == access::v1::SOURCE_SILENT && untold->size() < kMostUntold) {
        untold->emplace(type, name);
        continue;
      }
      if (!may.ok()) return may.status();
      if (!*may) continue;
      response.add_changed()->set_type(type);
      response.mutable_changed()->rbegin()->set_name(name);
    }
    return absl::OkStatus();
  };
  store->Read(true, add, [&](absl::Status done) { status = std::move(done); });
  if (!status.ok()) return status;
  if (response.changed().empty() && !due) return std::nullopt;
  return response.SerializeAsString();
}

absl::StatusOr<v1::HeadResponse> Head(const JournalOptions& options) {
  v1::HeadResponse response;
  *response.mutable_head() = ToMessage(options.store->Head());
  for (const std::string& source : options.sources) {
    v1::Followed* followed = response.add_following();
    followed->set_source(source);
    KRANS_ASSIGN(const storage::Position mirrored, options.store->Mirrored(source));
    *followed->mutable_mirrored() = ToMessage(mirrored);
    followed->set_lost(options.progress->IsLost(source));
  }
  return response;
}

absl::StatusOr<v1::VerifyResponse> Verify(const JournalOptions& options) {
  KRANS_ASSIGN(storage::Findings findings, options.store->Verify());
  v1::VerifyResponse response;
  *response.mutable_journal() = ToMessage(findings.journal);
  response.set_access_log(findings.access.position);
  response.set_records(findings.records);
  response.set_payloads(findings.payloads);
  response.set_purged(findings.purged);
  for (std::string& fault : findings.faults) response.add_faults(std::move(fault));
  for (const std::string& source : options.sources) {
    if (!options.progress->IsLost(source)) continue;
    KRANS_ASSIGN(const storage::Position mirrored, options.store->Mirrored(source));
    response.add_faults(absl::StrCat("copies: the journal of ", source, " is not the one that was followed to entry ",
                                     mirrored.position, " of epoch ", mirrored.epoch));
  }
  return response;
}

absl::StatusOr<v1::CheckpointResponse> Checkpoint(const JournalOptions& options, const v1::CheckpointRequest& request) {
  v1::CheckpointResponse response;
  response.set_dir(absl::StrCat(options.checkpoints, "/", request.name(), "/", options.service));
  const absl::Status made = options.store->Checkpoint(response.dir());
  if (absl::IsAlreadyExists(made)) return rpc::Refuse(access::v1::ALREADY_EXISTS, {{"resource", response.dir()}});
  KRANS_RETURN(made);
  return response;
}

}  // namespace

std::unique_ptr<Feed> ServeJournal(const JournalOptions& options) {
  storage::Store* const store = options.store;
  rpc::Door* const door = options.door;
  auto feed = std::make_unique<Feed>(store);
  auto showing = std::make_shared<const Showing>(door, options.services);
  door->Read<v1::HeadRequest, v1::HeadResponse>(
      Method("Head"),
      [options](const Caller&, const ReadTransaction&, const v1::HeadRequest&) { return Head(options); });
  door->Stream<v1::WatchRequest, v1::WatchResponse>(
      Method("Watch"), [feed = feed.get()](const Caller&, const v1::WatchRequest& request) {
        return feed->Watch(FromMessage(request.after()));
      });
  door->Stream<v1::ChangesRequest, v1::ChangesResponse>(
      Method("Changes"), [feed = feed.get(), store, showing](const Caller& caller, const v1::ChangesRequest&) {
        const auto began = std::chrono::steady_clock::now();
        return feed->Follow([=, untold = Records()](int64_t* position, bool due) mutable {
          Caller present = caller;
          present.now += absl::FromChrono(std::chrono::steady_clock::now() - began);
          return Changes(store, *showing, present, &untold, position, due);
        });
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
      [options](const Caller&, const ReadTransaction&, const v1::VerifyRequest&) { return Verify(options); });
  door->Read<v1::CheckpointRequest, v1::CheckpointResponse>(
      Method("Checkpoint"), [options](const Caller&, const ReadTransaction&, const v1::CheckpointRequest& request) {
        return Checkpoint(options, request);
      });
  return feed;
}

}  // namespace krans::journal
