#include "services/rpc/reactor.h"

#include <utility>

#include "services/rpc/byte_buffer.h"

namespace krans::rpc {
namespace {

std::string MethodOf(const std::string& path) { return path.empty() || path[0] != '/' ? path : path.substr(1); }

const OpenMethod* FindOpen(const OpenMethods& methods, const std::string& method) {
  auto found = methods.find(method);
  return found == methods.end() ? nullptr : &found->second;
}

}  // namespace

Server::Reactor* Server::Reactor::Begin(std::shared_ptr<Core> core, grpc::GenericCallbackServerContext* context) {
  const std::string method = MethodOf(context->method());
  const OpenMethod* open = FindOpen(core->open_methods, method);
  auto* reactor = new Reactor(std::move(core), context, method, open);
  if (reactor->exchange_.Admitted()) {
    reactor->StartRead(&reactor->in_);
  } else {
    reactor->End(Refuse(access::v1::OVERLOADED));
  }
  return reactor;
}

Server::Reactor::Reactor(std::shared_ptr<Core> core, grpc::GenericCallbackServerContext* context,
                         const std::string& method, const OpenMethod* open)
    : core_(std::move(core)),
      open_(open),
      stream_(core_->door->IsStream(method)),
      exchange_(core_, context, method, PlacesOf(method),
                open_ != nullptr || stream_ ? core_->FiguresOf(method) : core_->unknown_method) {}

Server::Core::Places* Server::Reactor::PlacesOf(const std::string& method) const {
  if (open_ != nullptr || (stream_ && core_->door->IsOfServices(method))) return &core_->of_services;
  return stream_ ? &core_->streams : &core_->calls;
}

void Server::Reactor::OnReadDone(bool ok) {
  if (!ok) return End(open_ != nullptr && open_->answer ? absl::OkStatus() : absl::CancelledError());
  std::string request = BytesOf(in_);
  in_.Clear();
  if (open_ != nullptr) return AnswerOpen(request);
  Call call = exchange_.TakeCall(std::move(request));
  if (stream_) {
    return core_->door->Open(std::move(call),
                             [this](absl::StatusOr<std::shared_ptr<Source>> source) { Stream(std::move(source)); });
  }
  core_->door->Answer(std::move(call), [this](Reply reply) { End(reply.status); });
}

void Server::Reactor::AnswerOpen(const std::string& request) {
  if (open_->watch) return Stream(open_->watch(request));
  absl::StatusOr<std::string> response = open_->answer(request);
  if (!response.ok()) return End(response.status());
  Respond(*response);
}

void Server::Reactor::Respond(const std::string& message) {
  out_ = BufferOf(message);
  StartWrite(&out_);
}

void Server::Reactor::OnWriteDone(bool ok) {
  if (!ok) {
    if (source_ != nullptr) source_->Cancel();
    return End(absl::CancelledError());
  }
  if (source_ != nullptr) return Pull();
  StartRead(&in_);
}

void Server::Reactor::Stream(absl::StatusOr<std::shared_ptr<Source>> source) {
  if (!source.ok()) return End(source.status());
  {
    std::lock_guard<std::mutex> lock(mutex_);
    source_ = *std::move(source);
  }
  if (!core_->Add(source_) || exchange_.cancelled()) source_->Cancel();
  Pull();
}

void Server::Reactor::Pull() {
  source_->Next([this](absl::StatusOr<std::optional<std::string>> message) {
    if (exchange_.cancelled()) return End(absl::CancelledError());
    if (core_->stopping()) return End(Refuse(access::v1::STOPPING));
    if (!message.ok()) return End(message.status());
    if (!message->has_value()) return End(absl::OkStatus());
    Respond(**message);
  });
}

void Server::Reactor::End(const absl::Status& status) { Finish(exchange_.End(status)); }

void Server::Reactor::OnCancel() {
  std::shared_ptr<Source> source;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    exchange_.Cancel();
    source = source_;
  }
  if (source != nullptr) source->Cancel();
}

void Server::Reactor::OnDone() {
  if (source_ != nullptr) core_->Remove(source_);
  delete this;
}

}  // namespace krans::rpc
