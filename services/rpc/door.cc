#include "services/rpc/door.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/rpc/method.h"
#include "services/rpc/passage.h"

namespace krans::rpc {

Door::Door(DoorOptions options) : options_(std::move(options)), epoch_(options_.store->Head().epoch) {
  if (options_.following == nullptr) return;
  access_.SetFreshness([following = options_.following](absl::string_view source) { return following->Fresh(source); });
}

Door::~Door() = default;

Door::Method* Door::Add(absl::string_view method, const google::protobuf::Descriptor& request,
                        const google::protobuf::Descriptor& response) {
  auto& place = methods_[std::string(method)];
  place = std::make_unique<Method>(method, request, response);
  return place.get();
}

void Door::AddReader(absl::string_view method, const google::protobuf::Descriptor& request,
                     const google::protobuf::Descriptor& response, RawReader handler) {
  Add(method, request, response)->reader = std::move(handler);
}

void Door::AddWriter(absl::string_view method, const google::protobuf::Descriptor& request,
                     const google::protobuf::Descriptor& response, RawWriter handler) {
  Add(method, request, response)->writer = std::move(handler);
}

void Door::AddStreamer(absl::string_view method, const google::protobuf::Descriptor& request,
                       const google::protobuf::Descriptor& response, RawStreamer handler) {
  Add(method, request, response)->streamer = std::move(handler);
}

absl::Status Door::Check(const std::vector<std::string>& services) {
  std::vector<std::string> faults;
  std::set<std::string> declared;
  for (const std::string& name : services) {
    const auto* service = google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(name);
    if (service == nullptr) {
      faults.push_back(absl::StrCat(name, ": no such service in the schema"));
      continue;
    }
    for (int i = 0; i < service->method_count(); ++i) {
      const std::string method = absl::StrCat(name, "/", service->method(i)->name());
      declared.insert(method);
      if (methods_.find(method) == methods_.end()) faults.push_back(absl::StrCat(method, ": no handler"));
    }
  }
  for (const auto& [name, method] : methods_) {
    if (declared.count(name) == 0) faults.push_back(absl::StrCat(name, ": a handler, and the service is not served"));
    for (std::string& fault : method->Faults(access_)) faults.push_back(std::move(fault));
  }
  if (faults.empty()) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrJoin(faults, "\n"));
}

bool Door::IsStream(absl::string_view method) const {
  auto found = methods_.find(method);
  return found != methods_.end() && found->second->streamer != nullptr;
}

bool Door::IsOfServices(absl::string_view method) const {
  auto found = methods_.find(method);
  if (found == methods_.end()) return false;
  const auto& relations = found->second->rule->relations();
  return std::all_of(relations.begin(), relations.end(), [](int relation) { return relation == access::v1::SERVICE; });
}

std::vector<std::string> Door::UnaryMethods() const {
  std::vector<std::string> names;
  for (const auto& [name, method] : methods_) {
    if (!method->streamer) names.push_back(name);
  }
  return names;
}

void Door::Answer(Call call, std::function<void(Reply)> done) {
  auto passage = std::make_shared<Passage>(*this, std::move(call));
  passage->Enter([this, passage, done = std::move(done)](absl::Status entered) {
    if (!entered.ok()) return done(passage->Leave(std::move(entered), 0));
    const Method& method = passage->method();
    if (method.streamer) return done(passage->Leave(Refuse(access::v1::UNKNOWN_METHOD), 0));
    if (method.writer) {
      return options_.store->Write(
          passage->change(), [passage](storage::WriteTransaction& state) { return passage->Write(state); },
          [passage, done](absl::Status status, int64_t position) {
            done(passage->Leave(std::move(status), position));
          });
    }
    options_.store->Read(
        method.rule->point(), [passage](const storage::ReadTransaction& state) { return passage->Read(state); },
        [this, passage, done](absl::Status status) {
          auto leave = [this, passage, done](absl::Status status) {
            done(passage->Leave(std::move(status), options_.store->Head().position));
          };
          if (!status.ok()) return leave(std::move(status));
          passage->Audit(std::move(leave));
        });
  });
}

void Door::Open(Call call, std::function<void(absl::StatusOr<std::shared_ptr<Source>>)> done) {
  auto passage = std::make_shared<Passage>(*this, std::move(call));
  auto refuse = [passage, done](absl::Status status) { done(passage->Leave(std::move(status), 0).status); };
  passage->Enter([this, passage, done, refuse](absl::Status entered) {
    if (!entered.ok()) return refuse(std::move(entered));
    if (!passage->method().streamer) return refuse(Refuse(access::v1::UNKNOWN_METHOD));
    options_.store->Read(
        passage->method().rule->point(),
        [passage](const storage::ReadTransaction& state) { return passage->Begin(state); },
        [passage, done, refuse](absl::Status status) {
          if (!status.ok()) return refuse(std::move(status));
          passage->Audit([passage, done, refuse](absl::Status status) {
            if (!status.ok()) return refuse(std::move(status));
            absl::StatusOr<std::shared_ptr<Source>> source = passage->Stream();
            if (!source.ok()) return refuse(source.status());
            passage->Leave(absl::OkStatus(), 0);
            done(std::move(source));
          });
        });
  });
}

}  // namespace krans::rpc
