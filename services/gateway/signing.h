#ifndef KRANS_SERVICES_GATEWAY_SIGNING_H_
#define KRANS_SERVICES_GATEWAY_SIGNING_H_

#include <functional>
#include <memory>
#include <optional>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "krans/gateway/v1/session.pb.h"
#include "services/gateway/exchange.h"
#include "services/gateway/origin.h"
#include "services/gateway/provider.h"
#include "services/gateway/sessions.h"

namespace krans::gateway {

// Signing in and out, at /session. Thread-safe; what it is given outlives it.
class Signing {
 public:
  struct Parts {
    const Origin* origin;
    Sessions* sessions;
    std::function<absl::Time()> clock;                      // the award's
    std::optional<v1::ExamplePeople> people;                // whom anyone may act as; nothing: nobody
    Provider* provider = nullptr;                           // where people sign in; null: nowhere
    std::function<void(std::function<void()> work)> apart;  // runs what waits for the provider
    std::function<void(absl::string_view line)> log;
  };

  explicit Signing(Parts parts) : parts_(std::move(parts)) {}

  // `path` is what follows /session: "" or "/act-as". The request is known to be no other site's.
  void Handle(const std::shared_ptr<Exchange>& exchange, absl::string_view path) const;

 private:
  Response Shown(std::optional<v1::Session> session) const;
  Response Signed(const std::string& cookie) const;
  Response ActAs(const Request& request) const;
  Response StepUp(const Request& request) const;
  Response SignOut(const Request& request) const;
  void Leave(const std::shared_ptr<Exchange>& exchange) const;
  absl::StatusOr<std::string> Open(const Request& request, SignIn sign_in, bool step_up) const;
  void Return(const std::shared_ptr<Exchange>& exchange) const;

  const Parts parts_;
};

}  // namespace krans::gateway

#endif  // KRANS_SERVICES_GATEWAY_SIGNING_H_
