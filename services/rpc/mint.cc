#include "services/rpc/mint.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "openssl/rand.h"
#include "services/rpc/base64url.h"

namespace krans::rpc {

absl::StatusOr<std::string> Mint(const Signer& signer, const Claims& claims, absl::Time now) {
  const bool for_all = claims.audience == kEveryService && signer.speaks_for == kPeople;
  if (!MayAssert(signer.speaks_for, claims.subject)) {
    return absl::InvalidArgumentError("the key does not speak for this subject");
  }
  if (!for_all && (!IsServiceName(claims.audience) || claims.audience == kEveryService)) {
    return absl::InvalidArgumentError("the audience is not one service");
  }
  const int64_t life = absl::ToInt64Seconds(claims.life);
  if (life < 1 || claims.life > kLongestLife) return absl::InvalidArgumentError("the life is not 1 to 60 s");
  if (claims.authenticated > now + kSkew) return absl::InvalidArgumentError("the sign-in is in the future");
  if ((!claims.session.empty() && !IsClaimText(claims.session)) || (!claims.acr.empty() && !IsClaimText(claims.acr))) {
    return absl::InvalidArgumentError("session or acr is not plain text");
  }
  std::string id(16, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(id.data()), static_cast<int>(id.size())) != 1) {
    return absl::InternalError("no randomness");
  }

  const int64_t issued = absl::ToUnixSeconds(now);
  std::string payload =
      absl::StrCat(R"({"iss":")", signer.issuer, R"(","aud":")", claims.audience, R"(","sub":")", claims.subject,
                   R"(","jti":")", Base64Url(id), R"(","iat":)", issued, R"(,"exp":)", issued + life);
  if (!claims.session.empty()) absl::StrAppend(&payload, R"(,"sid":")", claims.session, R"(")");
  if (!claims.acr.empty()) absl::StrAppend(&payload, R"(,"acr":")", claims.acr, R"(")");
  if (claims.authenticated != absl::InfinitePast()) {
    absl::StrAppend(&payload, R"(,"auth_time":)", absl::ToUnixSeconds(claims.authenticated));
  }
  absl::StrAppend(&payload, "}");

  const std::string header =
      absl::StrCat(R"({"alg":"ES256","typ":")", kAssertionType, R"(","kid":")", signer.kid, R"("})");
  std::string token = absl::StrCat(Base64Url(header), ".", Base64Url(payload));
  absl::StatusOr<std::string> signature = signer.key.Sign(token);
  if (!signature.ok()) return signature;
  absl::StrAppend(&token, ".", Base64Url(*signature));
  return token;
}

}  // namespace krans::rpc
