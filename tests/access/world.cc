#include "tests/access/world.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <future>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "services/journal/serve.h"
#include "services/kransd/modules.h"
#include "services/rpc/access.h"
#include "services/rpc/keys.h"

namespace krans::proof {
namespace {

using google::protobuf::DescriptorPool;

void Must(const absl::Status& status) {
  if (status.ok()) return;
  fprintf(stderr, "%s\n", status.ToString().c_str());
  abort();
}

rpc::DoorOptions OptionsFor(const rpc::House& house, storage::Store* store) {
  rpc::DoorOptions options = house.options();
  options.store = store;
  options.log = nullptr;
  return options;
}

const std::string& Keys() {
  static const rpc::TemporaryFolder folder;
  static const std::string keys = [] {
    std::string made = folder.path() + "/keys";
    Must(rpc::CreateKeys(made));
    return made;
  }();
  return keys;
}

}  // namespace

Site::Site(const rpc::ServiceModule& module, const std::vector<Record>& year)
    : service_(module.name),
      package_(module.package),
      edges_(module.edges),
      house_(module.name, module.package),
      store_(&house_.store()),
      door_(OptionsFor(house_, &store_)) {
  if (module.LoadKeys) Must(module.LoadKeys(Keys()));
  module.Register(&door_, &store_);
  feed_ = journal::ServeJournal({.service = service_, .door = &door_, .store = &store_, .services = module.services});
  std::vector<std::string> services = module.services;
  services.emplace_back(journal::kJournal);
  Must(door_.Check(services));
  for (const std::string& name : services) {
    const auto* service = DescriptorPool::generated_pool()->FindServiceByName(name);
    for (int i = 0; i < service->method_count(); ++i) {
      methods_.push_back(absl::StrCat(name, "/", service->method(i)->name()));
    }
  }
  for (const Persona& persona : Personas()) tokens_[persona.name] = house_.Token(persona.as);
  for (const Record& record : year) {
    if (record->GetDescriptor() == submissions::v1::Calendar::descriptor()) calendar_.CopyFrom(*record);
  }
  Know(year);
}

bool Site::Knows(const std::string& type) const {
  if (DescriptorPool::generated_pool()->FindMessageTypeByName(type)->file()->package() == package_) return true;
  return std::any_of(edges_.begin(), edges_.end(), [&](const rpc::Edge& edge) {
    return std::find(edge.types.begin(), edge.types.end(), type) != edge.types.end();
  });
}

void Site::Know(const std::vector<Record>& records) {
  std::vector<Record> own;
  for (const Record& record : records) {
    if (record->GetDescriptor()->file()->package() == package_) own.push_back(record);
  }
  Put(own);
  for (const rpc::Edge& edge : edges_) {
    std::vector<Record> copies;
    for (const Record& record : records) {
      if (std::find(edge.types.begin(), edge.types.end(), TypeOf(*record)) != edge.types.end())
        copies.push_back(record);
    }
    Copy(edge.source, copies);
  }
}

void Site::Put(const std::vector<Record>& own) {
  if (own.empty()) return;
  std::promise<absl::Status> done;
  house_.store().Write(
      {"olle", "test", house_.now(), ""},
      [&own](storage::WriteTransaction& state) {
        for (const Record& record : own) {
          Record copy(record->New());
          copy->CopyFrom(*record);
          if (absl::Status put = state.PutMessage(copy.get()); !put.ok()) return put;
        }
        return absl::OkStatus();
      },
      [&done](absl::Status status, int64_t) { done.set_value(std::move(status)); });
  Must(done.get_future().get());
}

void Site::Copy(const std::string& source, const std::vector<Record>& copies) {
  if (copies.empty()) return;
  absl::StatusOr<storage::Position> from = house_.store().Mirrored(source);
  Must(from.status());
  storage::Position to = *from;
  ++to.position;
  std::vector<storage::Copy> rows;
  for (const Record& record : copies) {
    rows.push_back({record->GetDescriptor(), NameOf(*record), record->SerializeAsString()});
  }
  std::promise<absl::Status> done;
  house_.store().Mirror(source, *from, to, std::move(rows),
                        [&done](absl::Status status) { done.set_value(std::move(status)); });
  Must(done.get_future().get());
}

void Site::OpenPhase(access::v1::Phase phase) {
  auto calendar = std::make_shared<submissions::v1::Calendar>(calendar_);
  if (phase != access::v1::PHASE_UNSPECIFIED) {
    auto* window = calendar->add_phases();
    window->set_phase(phase);
    window->set_override(submissions::v1::PhaseWindow::OPEN);
  }
  Know({calendar});
}

rpc::Reply Site::Ask(const std::string& method, const google::protobuf::Message& request, const Persona& persona) {
  rpc::Call call;
  call.method = method;
  call.token = tokens_.at(persona.name);
  call.request = request.SerializeAsString();
  call.received = house_.now();
  if (!door_.IsStream(method)) {
    std::promise<rpc::Reply> reply;
    door_.Answer(std::move(call), [&reply](rpc::Reply answer) { reply.set_value(std::move(answer)); });
    return reply.get_future().get();
  }
  std::promise<absl::Status> opened;
  door_.Open(std::move(call), [&opened](absl::StatusOr<std::shared_ptr<rpc::Source>> source) {
    if (source.ok()) (*source)->Cancel();
    opened.set_value(std::move(source).status());
  });
  return {opened.get_future().get(), "", ""};
}

bool Site::Related(const std::string& method, const std::string& resource, const Persona& persona) {
  rpc::Caller caller;
  caller.person = persona.as.person;
  caller.service = persona.as.service;
  caller.now = house_.now();
  bool related = false;
  std::promise<absl::Status> done;
  store_.Read(
      true,
      [&](const storage::ReadTransaction& state) {
        absl::StatusOr<bool> holds = door_.access().Related(*rpc::FindRule(method), caller, resource, state);
        related = holds.ok() && *holds;
        return holds.status();
      },
      [&done](absl::Status status) { done.set_value(std::move(status)); });
  Must(done.get_future().get());
  return related;
}

std::vector<std::unique_ptr<Site>> MakeWorld(const std::vector<Record>& year) {
  std::vector<std::unique_ptr<Site>> world;
  for (const rpc::ServiceModule& module : kransd::Modules()) world.push_back(std::make_unique<Site>(module, year));
  return world;
}

}  // namespace krans::proof
