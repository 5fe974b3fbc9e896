#include "services/rpc/reactor.h"

#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "grpcpp/support/slice.h"

namespace krans::rpc {
namespace {

constexpr absl::string_view kBearer = "Bearer ";

std::string MethodOf(const std::string& path) { return path.empty() || path[0] != '/' ? path : path.substr(1); }

const OpenMethod* FindOpen(const OpenMethods& methods, const std::string& method) {
  auto found = methods.find(method);
  return found == methods.end() ? nullptr : &found->second;
}

absl::string_view ValueOf(const grpc::ServerContextBase& context, const char* header) {
  auto found = context.client_metadata().find(header);
  if (found == context.client_metadata().end()) return "";
  return absl::string_view(found->second.data(), found->second.size());
}

std::string Flatten(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  std::string bytes;
  if (!buffer.Dump(&slices).ok()) return bytes;
  bytes.reserve(buffer.Length());
  for (const grpc::Slice& slice : slices) bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  return bytes;
}

grpc::Status ToGrpc(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  const google::rpc::Status rpc = ToRpcStatus(status, "");
  return grpc::Status(static_cast<grpc::StatusCode>(rpc.code()), rpc.message(), rpc.SerializeAsString());
}

}  // namespace

Server::Reactor* Server::Reactor::Begin(std::shared_ptr<Core> core, grpc::GenericCallbackServerContext* context) {
  auto* reactor = new Reactor(std::move(core), context);
  if (reactor->Admitted()) {
    reactor->StartRead(&reactor->in_);
  } else {
    reactor->End(Refuse(access::v1::OVERLOADED));
  }
  return reactor;
}

Server::Reactor::Reactor(std::shared_ptr<Core> core, grpc::GenericCallbackServerContext* context)
    : core_(std::move(core)),
      context_(context),
      method_(MethodOf(context->method())),
      open_(FindOpen(core_->open_methods, method_)),
      stream_(open_ != nullptr || core_->door->IsStream(method_)) {
  if (core_->options.metrics == nullptr) return;
  figures_ = open_ != nullptr || core_->door->IsServed(method_) ? core_->FiguresOf(method_) : core_->unknown_method;
  core_->options.metrics->Began(figures_);
}

bool Server::Reactor::Admitted() {
  if (stream_) return ++core_->streams <= core_->options.most_streams;
  return ++core_->calls <= core_->options.most_calls;
}

void Server::Reactor::OnReadDone(bool ok) {
  if (!ok) return End(open_ != nullptr && open_->answer ? absl::OkStatus() : absl::CancelledError());
  std::string request = Flatten(in_);
  in_.Clear();
  if (open_ != nullptr) return AnswerOpen(request);
  if (stream_) {
    return core_->door->Open(TakeCall(std::move(request)),
                             [this](absl::StatusOr<std::shared_ptr<Source>> source) { Stream(std::move(source)); });
  }
  core_->door->Answer(TakeCall(std::move(request)), [this](Reply reply) {
    if (!reply.status.ok()) return End(reply.status);
    if (!reply.position.empty()) context_->AddTrailingMetadata("krans-position", reply.position);
    if (!reply.warning.empty()) context_->AddTrailingMetadata("krans-warning-bin", reply.warning);
    grpc::Slice slice(reply.response);
    out_ = grpc::ByteBuffer(&slice, 1);
    StartWriteAndFinish(&out_, grpc::WriteOptions(), grpc::Status::OK);
  });
}

Call Server::Reactor::TakeCall(std::string request) {
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

void Server::Reactor::AnswerOpen(const std::string& request) {
  if (open_->watch) return Stream(open_->watch(request));
  absl::StatusOr<std::string> response = open_->answer(request);
  if (!response.ok()) return End(response.status());
  Respond(*response);
}

void Server::Reactor::Respond(const std::string& message) {
  grpc::Slice slice(message);
  out_ = grpc::ByteBuffer(&slice, 1);
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
  if (!core_->Add(source_) || cancelled_) source_->Cancel();
  Pull();
}

void Server::Reactor::Pull() {
  source_->Next([this](absl::StatusOr<std::optional<std::string>> message) {
    if (cancelled_) return End(absl::CancelledError());
    if (core_->stopping()) return End(Refuse(access::v1::STOPPING));
    if (!message.ok()) return End(message.status());
    if (!message->has_value()) return End(absl::OkStatus());
    Respond(**message);
  });
}

void Server::Reactor::End(const absl::Status& status) {
  const grpc::Status grpc_status = ToGrpc(status);
  code_ = grpc_status.error_code();
  Finish(grpc_status);
}

void Server::Reactor::OnCancel() {
  std::shared_ptr<Source> source;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    cancelled_ = true;
    source = source_;
  }
  if (source != nullptr) source->Cancel();
}

void Server::Reactor::OnDone() {
  if (source_ != nullptr) core_->Remove(source_);
  --(stream_ ? core_->streams : core_->calls);
  if (figures_ != nullptr) {
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began_;
    core_->options.metrics->Ended(figures_, code_, took.count());
  }
  delete this;
}

}  // namespace krans::rpc
