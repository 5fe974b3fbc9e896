#ifndef KRANS_SERVICES_GATEWAY_ID_TOKEN_H_
#define KRANS_SERVICES_GATEWAY_ID_TOKEN_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/rpc/json_object.h"

namespace krans::gateway {

// What an ID token must be for.
struct Expected {
  std::string issuer;
  std::string client_id;
  std::string nonce;
  absl::Time now;
};

// The claims of an ID token (OpenID Connect Core 3.1.3.7) signed ES256, PS256 or RS256 with one of the keys of `jwks`,
// a JSON Web Key Set: at most 8 KiB and a day's life, for us alone, not expired, with our nonce. Narrower than the
// standard where that is possible. UNAUTHENTICATED with what is wrong, for the log of this machine.
absl::StatusOr<rpc::JsonObject> VerifyIdToken(absl::string_view token, const std::string& jwks,
                                              const Expected& expected);

}  // namespace krans::gateway

#endif  // KRANS_SERVICES_GATEWAY_ID_TOKEN_H_
