#ifndef KRANS_SERVICES_RPC_SERVER_H_
#define KRANS_SERVICES_RPC_SERVER_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/rpc/door.h"
#include "services/rpc/health.h"
#include "services/rpc/metrics.h"
#include "services/rpc/open_method.h"

namespace grpc {
class Server;
}  // namespace grpc

namespace krans::rpc {

struct ServerOptions {
  std::string service;                // for metrics: "scoring"
  std::vector<std::string> services;  // full names: for health and reflection
  int port = 0;                       // 0: any that is free
  int most_calls = 1024;              // unary calls at once; more are OVERLOADED
  int most_streams = 256;             // of people; as many again of services, with health and reflection
  bool reflection = false;
  std::function<bool()> able;  // whether health says SERVING while the server runs; empty: always. Must not block
  Metrics* metrics = nullptr;  // outlives the server; null: none
  std::function<absl::Time()> clock;
};

// A door on the network: gRPC on the loopback interface. Refuses compressed messages, messages past 1 MiB and a little,
// and a port that another process has. Health (grpc.health.v1) is always served, reflection (grpc.reflection.v1) where
// asked for; both need no rule. Nothing blocks in gRPC's threads: handlers run where the store runs them. Thread-safe.
class Server {
 public:
  // UNAVAILABLE where the port cannot be had. The door outlives the server.
  static absl::StatusOr<std::unique_ptr<Server>> Start(Door* door, ServerOptions options);

  // Ends at once where Shutdown has not been called.
  ~Server();

  int port() const { return port_; }

  // Takes no more calls, ends the streams, and waits for calls under way until `grace` is over. Once.
  void Shutdown(absl::Duration grace);

  // To be called when what `able` says may have changed: tells those who watch health.
  void LookAtHealth();

  // Streams that are open now.
  int streams() const;

 private:
  class Core;
  class Exchange;
  class Reactor;
  class Service;
  class Unary;
  Server();

  std::shared_ptr<Core> core_;
  std::unique_ptr<Unary> unary_;
  std::unique_ptr<Service> service_;
  std::unique_ptr<grpc::Server> server_;
  int port_ = 0;
};

}  // namespace krans::rpc

#endif  // KRANS_SERVICES_RPC_SERVER_H_
