#ifndef KRANS_SERVICES_GATEWAY_API_H_
#define KRANS_SERVICES_GATEWAY_API_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "services/gateway/backend.h"
#include "services/gateway/connect.h"
#include "services/gateway/exchange.h"
#include "services/gateway/schema.h"
#include "services/gateway/sessions.h"
#include "services/rpc/metrics.h"

namespace krans::gateway {

// The session cookie: to this host alone, over a secure channel or on loopback.
inline constexpr char kSessionCookie[] = "__Host-krans";

// An answer that is a refusal of a unary call, or of what is no call of a method.
Response Refusal(const google::rpc::Status& status);
Response Refusal(const absl::Status& status);

// To a request with an HTTP method that is none of those `allowed` (as in the Allow header).
Response WrongMethod(absl::string_view allowed);

// The methods of the services by the Connect protocol: takes requests apart, has the services answer them, and puts the
// answers together. Decides nothing of its own but what is no such call. Thread-safe; what it is given outlives it and
// every exchange.
class Api {
 public:
  // What it works with, as Files does.
  struct Parts {
    const Schema* schema;
    Backend* backend;
    Sessions* sessions;
    rpc::Metrics* metrics;
    std::function<void(absl::string_view line)> log;
  };

  explicit Api(Parts parts) : parts_(std::move(parts)) {}

  // `path` is what follows /api/. The request is known to be no other site's.
  void Handle(const std::shared_ptr<Exchange>& exchange, absl::string_view path) const;

 private:
  struct Call;

  void Ask(std::shared_ptr<Call> call, Outgoing outgoing) const;
  void Stream(std::shared_ptr<Call> call, const Outgoing& outgoing) const;
  void Pump(const std::shared_ptr<Call>& call) const;

  const Parts parts_;
};

}  // namespace krans::gateway

#endif  // KRANS_SERVICES_GATEWAY_API_H_
