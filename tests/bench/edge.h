#ifndef KRANS_TESTS_BENCH_EDGE_H_
#define KRANS_TESTS_BENCH_EDGE_H_

#include <memory>
#include <string>

#include "absl/time/time.h"
#include "services/gateway/gateway.h"
#include "services/rpc/log_writer.h"
#include "services/rpc/metrics.h"
#include "tests/bench/load.h"
#include "tests/rpc/house.h"

namespace krans::bench {

// The gateway in front of the keeper of a data directory, with Anna signed in by a browser that keeps its connections.
class Edge {
 public:
  explicit Edge(const std::string& dir);

  // As RunLoad, by the Connect protocol in its binary form: each slot a connection with one call at a time.
  Result RunLoad(const std::string& method, int in_flight, absl::Duration duration, const std::string& request) const;

  // What the gateway shows the service of her; good for a minute.
  std::string Token() const;

 private:
  rpc::TemporaryFolder folder_;
  rpc::Signer signer_;
  rpc::Metrics metrics_;
  rpc::LogWriter log_;
  std::unique_ptr<gateway::Gateway> gateway_;
  std::string cookie_;
};

}  // namespace krans::bench

#endif  // KRANS_TESTS_BENCH_EDGE_H_
