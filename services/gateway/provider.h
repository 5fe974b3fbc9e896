#ifndef KRANS_SERVICES_GATEWAY_PROVIDER_H_
#define KRANS_SERVICES_GATEWAY_PROVIDER_H_

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "krans/gateway/v1/identity_provider.pb.h"
#include "services/gateway/sessions.h"

namespace krans::gateway {

// Signing in at an identity provider: OpenID Connect's authorization code with PKCE, state and nonce. Nothing the
// provider issues leaves this process. What it says of itself and its keys are read at each sign-in. Waits for the
// network: not for a thread that others wait for. Thread-safe.
class Provider {
 public:
  // Where to send the browser, and what it must bring back in a cookie.
  struct Begun {
    std::string url;
    std::string cookie;
  };
  struct Ended {
    SignIn sign_in;
    std::string return_path;
    bool step_up = false;
  };

  // What `path` holds. FAILED_PRECONDITION where something is missing, or others may read the secret.
  static absl::StatusOr<std::unique_ptr<Provider>> Load(const std::string& path, std::function<absl::Time()> wall);

  // `redirect` is our own address to come back to; `return_path` a path of ours to go on to.
  absl::StatusOr<Begun> Begin(const std::string& redirect, const std::string& return_path, bool step_up);

  // What came back: the query, and the cookie. UNAUTHENTICATED, with what is wrong for this machine's log, where it is
  // not the end of one sign-in that began here, for this browser, at most ten minutes ago, or nobody we know.
  absl::StatusOr<Ended> End(absl::string_view query, absl::string_view cookie, const std::string& redirect);

 private:
  struct Flow {
    std::string cookie;
    std::string nonce;
    std::string verifier;
    std::string return_path;
    bool step_up = false;
    absl::Time begun;
  };
  struct Endpoints {
    std::string authorization;
    std::string token;
    std::string jwks;
  };

  Provider(v1::IdentityProvider settings, std::string secret, std::function<absl::Time()> wall)
      : settings_(std::move(settings)), secret_(std::move(secret)), wall_(std::move(wall)) {}
  absl::StatusOr<Endpoints> Discover() const;

  const v1::IdentityProvider settings_;
  const std::string secret_;
  const std::function<absl::Time()> wall_;
  std::mutex mutex_;                   // guards the rest
  std::map<std::string, Flow> flows_;  // by state
};

}  // namespace krans::gateway

#endif  // KRANS_SERVICES_GATEWAY_PROVIDER_H_
