#include "services/rpc/server.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "services/rpc/exchange.h"
#include "services/rpc/reactor.h"
#include "services/rpc/unary.h"

namespace krans::rpc {
namespace {

constexpr int kMostMessageBytes = (1 << 20) + (16 << 10);
constexpr int kMostMetadataBytes = 16 << 10;

}  // namespace

// Where gRPC hands over the calls that are not of one request and one response of the door's.
class Server::Service : public grpc::CallbackGenericService {
 public:
  explicit Service(std::shared_ptr<Core> core) : core_(std::move(core)) {}

  grpc::ServerGenericBidiReactor* CreateReactor(grpc::GenericCallbackServerContext* context) override {
    return Reactor::Begin(core_, context);
  }

 private:
  const std::shared_ptr<Core> core_;
};

Server::Server() = default;

Server::~Server() {
  if (server_ != nullptr) Shutdown(absl::ZeroDuration());
}

absl::StatusOr<std::unique_ptr<Server>> Server::Start(Door* door, ServerOptions options) {
  std::unique_ptr<Server> server(new Server());
  server->core_ = std::make_shared<Core>(door, std::move(options));
  server->unary_ = std::make_unique<Unary>(server->core_);
  server->service_ = std::make_unique<Service>(server->core_);
  grpc::ServerBuilder builder;
  builder.AddListeningPort(absl::StrCat("127.0.0.1:", server->core_->options.port), grpc::InsecureServerCredentials(),
                           &server->port_);
  builder.RegisterService(server->unary_.get());
  builder.RegisterCallbackGenericService(server->service_.get());
  builder.SetMaxReceiveMessageSize(kMostMessageBytes);
  builder.AddChannelArgument(GRPC_ARG_ENABLE_PER_MESSAGE_DECOMPRESSION, 0);
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, kMostMetadataBytes);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, server->core_->options.most_calls);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, 30000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 10000);
  server->server_ = builder.BuildAndStart();
  if (server->server_ == nullptr || server->port_ == 0) {
    return absl::UnavailableError(absl::StrCat("port ", server->core_->options.port, " cannot be had"));
  }
  return server;
}

void Server::Shutdown(absl::Duration grace) {
  core_->Stop();
  server_->Shutdown(absl::ToChronoTime(absl::Now() + grace));
  server_->Wait();
  server_.reset();
}

void Server::LookAtHealth() { core_->health.Look(); }

int Server::streams() const { return core_->streams.taken + core_->of_services.taken; }

}  // namespace krans::rpc
