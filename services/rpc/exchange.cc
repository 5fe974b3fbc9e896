#include "services/rpc/exchange.h"

#include <utility>

#include "absl/strings/match.h"
#include "services/rpc/reflection.h"

namespace krans::rpc {
namespace {

constexpr absl::string_view kBearer = "Bearer ";

absl::string_view ValueOf(const grpc::ServerContextBase& context, const char* header) {
  auto found = context.client_metadata().find(header);
  if (found == context.client_metadata().end()) return "";
  return absl::string_view(found->second.data(), found->second.size());
}

}  // namespace

Server::Core::Core(Door* served, ServerOptions given)
    : door(served),
      options(std::move(given)),
      health(options.services, options.able),
      open_methods(health.Methods()),
      calls{options.most_calls},
      streams{options.most_streams},
      of_services{options.most_streams} {
  if (options.reflection) open_methods.merge(ReflectionMethods(options.services));
  if (options.metrics != nullptr) unknown_method = options.metrics->Of(options.service, "unknown");
}

Metrics::Method* Server::Core::FiguresOf(const std::string& method) {
  if (options.metrics == nullptr) return nullptr;
  std::lock_guard<std::mutex> lock(mutex_);
  auto [place, fresh] = figures_.try_emplace(method, nullptr);
  if (fresh) place->second = options.metrics->Of(options.service, method);
  return place->second;
}

bool Server::Core::Add(const std::shared_ptr<Source>& source) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (stopping_) return false;
  sources_.insert(source);
  return true;
}

void Server::Core::Remove(const std::shared_ptr<Source>& source) {
  std::lock_guard<std::mutex> lock(mutex_);
  sources_.erase(source);
}

bool Server::Core::stopping() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return stopping_;
}

void Server::Core::Stop() {
  std::set<std::shared_ptr<Source>> sources;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
    sources.swap(sources_);
  }
  health.Stop();
  for (const std::shared_ptr<Source>& source : sources) source->Cancel();
}

Server::Exchange::Exchange(std::shared_ptr<Core> core, grpc::CallbackServerContext* context, std::string method,
                           Core::Places* places, Metrics::Method* figures)
    : core_(std::move(core)), context_(context), method_(std::move(method)), places_(places), figures_(figures) {
  if (figures_ != nullptr) core_->options.metrics->Began(figures_);
}

Server::Exchange::~Exchange() {
  --places_->taken;
  if (figures_ == nullptr) return;
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began_;
  core_->options.metrics->Ended(figures_, code_, took.count());
}

bool Server::Exchange::Admitted() { return ++places_->taken <= places_->most; }

Call Server::Exchange::TakeCall(std::string request) {
  Call call;
  call.method = method_;
  absl::string_view authorization = ValueOf(*context_, "authorization");
  if (absl::StartsWithIgnoreCase(authorization, kBearer)) authorization.remove_prefix(kBearer.size());
  call.token = std::string(authorization);
  call.position = std::string(ValueOf(*context_, "krans-position"));
  call.request = std::move(request);
  call.received = core_->options.clock();
  call.cancelled = [this] {
    return cancelled_ || context_->IsCancelled() || std::chrono::system_clock::now() > context_->deadline();
  };
  return call;
}

void Server::Exchange::Trail(const Reply& reply) {
  if (!reply.position.empty()) context_->AddTrailingMetadata("krans-position", reply.position);
  if (!reply.warning.empty()) context_->AddTrailingMetadata("krans-warning-bin", reply.warning);
}

grpc::Status Server::Exchange::End(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  const google::rpc::Status rpc = ToRpcStatus(status, "");
  code_ = rpc.code();
  return grpc::Status(static_cast<grpc::StatusCode>(rpc.code()), rpc.message(), rpc.SerializeAsString());
}

}  // namespace krans::rpc
