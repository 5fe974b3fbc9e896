#ifndef KRANS_SERVICES_RPC_METRICS_H_
#define KRANS_SERVICES_RPC_METRICS_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace krans::rpc {

// The figures of one process, in Prometheus' text form at /metrics:
//   krans_calls_total{service,method,code}, krans_call_seconds{service,method}, krans_calls_in_flight{service}
// and what Ask adds. No figure names a person or a resource. Thread-safe.
class Metrics {
 public:
  // Those of one method, or of all methods that are unknown. Owned by the metrics.
  class Method;

  Metrics();
  ~Metrics();

  Method* Of(absl::string_view service, absl::string_view method);
  void Began(Method* method);
  void Ended(Method* method, int code, double seconds);

  // A gauge whose value is asked for at every scrape, until Forget. `source` may be empty.
  void Ask(const std::string& name, const std::string& help, absl::string_view service, const std::string& source,
           std::function<double()> figure);

  // Asks no more for the service's figures; none is being asked for once it returns.
  void Forget(absl::string_view service);

  // Answers scrapes on the loopback interface from now on, and returns the port (0: any). UNAVAILABLE where it cannot
  // be had. At most once.
  absl::StatusOr<int> Expose(int port);

 private:
  class Figures;
  std::unique_ptr<Figures> figures_;
};

}  // namespace krans::rpc

#endif  // KRANS_SERVICES_RPC_METRICS_H_
