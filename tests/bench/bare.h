#ifndef KRANS_TESTS_BENCH_BARE_H_
#define KRANS_TESTS_BENCH_BARE_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "grpcpp/grpcpp.h"

namespace krans::bench {

inline constexpr char kEcho[] = "/bench.Bare/Echo";
inline constexpr char kStream[] = "/bench.Bare/Stream";

// What gRPC itself can do here: a callback service that parses a scoring SaveItemRequest and answers with its item, and
// one that streams messages it already has, one by one.
class BareServer {
 public:
  // `messages` is asked once, when the first stream begins.
  explicit BareServer(std::function<std::vector<std::string>()> messages);
  ~BareServer();
  int port() const { return port_; }

 private:
  class Service;
  std::unique_ptr<Service> service_;
  std::unique_ptr<grpc::Server> server_;
  int port_ = 0;
};

}  // namespace krans::bench

#endif  // KRANS_TESTS_BENCH_BARE_H_
