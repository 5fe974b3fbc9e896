#ifndef KRANS_SERVICES_GATEWAY_ACCOUNT_H_
#define KRANS_SERVICES_GATEWAY_ACCOUNT_H_

#include <chrono>
#include <functional>
#include <string>

#include "absl/strings/string_view.h"
#include "services/rpc/metrics.h"

namespace krans::gateway {

// What the figures and the log tell of one request: that it began, when this was made, and how it ended.
class Account {
 public:
  // `what` is the method, or stands for all requests of a kind; nobody's name or resource. `metrics` outlives it.
  Account(rpc::Metrics* metrics, std::function<void(absl::string_view line)> log, std::string what);

  // Once, with a code of google.rpc.
  void End(int code) const;

 private:
  rpc::Metrics* metrics_;
  std::function<void(absl::string_view line)> log_;
  std::string what_;
  rpc::Metrics::Method* figures_;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

}  // namespace krans::gateway

#endif  // KRANS_SERVICES_GATEWAY_ACCOUNT_H_
