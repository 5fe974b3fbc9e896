#ifndef KRANS_SERVICES_RPC_UNARY_H_
#define KRANS_SERVICES_RPC_UNARY_H_

#include <memory>
#include <string>
#include <vector>

#include "grpcpp/impl/codegen/service_type.h"
#include "services/rpc/exchange.h"

namespace krans::rpc {

// The door's methods of one request and one response, each by its path, as gRPC's generated services have theirs: gRPC
// reads the request before it hands over the call, which saves a thread's turn beside the generic service.
class Server::Unary : public grpc::Service {
 public:
  explicit Unary(std::shared_ptr<Core> core);

 private:
  class Reactor;

  std::vector<std::unique_ptr<std::string>> paths_;  // gRPC keeps their addresses
};

}  // namespace krans::rpc

#endif  // KRANS_SERVICES_RPC_UNARY_H_
