#include "services/gateway/provider.h"

#include <sys/stat.h>

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/json_util.h"
#include "openssl/rand.h"
#include "openssl/sha.h"
#include "services/gateway/connect.h"
#include "services/gateway/fetch.h"
#include "services/gateway/id_token.h"
#include "services/rpc/assertion.h"
#include "services/rpc/base64url.h"
#include "services/rpc/error.h"
#include "services/rpc/file.h"

namespace krans::gateway {
namespace {

using google::protobuf::Struct;

constexpr absl::Duration kLongestFlow = absl::Minutes(10);
constexpr size_t kMostFlows = 10'000;

absl::Status Refused(absl::string_view why) { return absl::UnauthenticatedError(why); }

std::string Random() {
  std::string bytes(32, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(bytes.size())) != 1) std::abort();
  return rpc::Base64Url(bytes);
}

std::string Challenge(const std::string& verifier) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(verifier.data()), verifier.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return rpc::Base64Url(digest);
}

absl::StatusOr<Struct> ReadJson(const absl::StatusOr<std::string>& text) {
  if (!text.ok()) return text.status();
  Struct object;
  if (google::protobuf::util::JsonStringToMessage(*text, &object).ok()) return object;
  return absl::UnavailableError("what the identity provider says is no JSON");
}

std::string Member(const Struct& object, const std::string& name) {
  const auto found = object.fields().find(name);
  return found == object.fields().end() ? "" : found->second.string_value();
}

std::string Claim(const rpc::JsonObject& claims, absl::string_view name) {
  const auto found = claims.find(name);
  const auto* text = found == claims.end() ? nullptr : std::get_if<std::string>(&found->second);
  return text == nullptr ? "" : *text;
}

void Default(const char* value, std::string* field) {
  if (field->empty()) *field = value;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Provider>> Provider::Load(const std::string& path, std::function<absl::Time()> wall) {
  KRANS_ASSIGN(const std::string text, rpc::ReadFile(path));
  v1::IdentityProvider settings;
  if (!google::protobuf::TextFormat::ParseFromString(text, &settings) || settings.issuer().empty() ||
      settings.client_id().empty() || settings.strong_acr().empty()) {
    return absl::FailedPreconditionError(
        absl::StrCat(path, " is no krans.gateway.v1.IdentityProvider with issuer, client_id and strong_acr"));
  }
  struct stat about;
  if (stat(settings.client_secret_file().c_str(), &about) != 0 || (about.st_mode & 077) != 0) {
    return absl::FailedPreconditionError(
        absl::StrCat("client_secret_file ", settings.client_secret_file(), ": not there, or others may read it"));
  }
  KRANS_ASSIGN(std::string secret, rpc::ReadFile(settings.client_secret_file()));
  absl::StripAsciiWhitespace(&secret);
  Default("openid profile", settings.mutable_scope());
  Default("sub", settings.mutable_person_claim());
  Default("name", settings.mutable_display_name_claim());
  return std::unique_ptr<Provider>(new Provider(std::move(settings), std::move(secret), std::move(wall)));
}

absl::StatusOr<Provider::Endpoints> Provider::Discover() const {
  const std::string base(absl::StripSuffix(settings_.issuer(), "/"));
  KRANS_ASSIGN(const Struct found, ReadJson(Fetch(base + "/.well-known/openid-configuration")));
  if (Member(found, "issuer") != settings_.issuer()) return Refused("the provider calls itself otherwise");
  return Endpoints{Member(found, "authorization_endpoint"), Member(found, "token_endpoint"), Member(found, "jwks_uri")};
}

absl::StatusOr<Provider::Begun> Provider::Begin(const std::string& redirect, const std::string& return_path,
                                                bool step_up) {
  KRANS_ASSIGN(const Endpoints endpoints, Discover());
  const std::string state = Random();
  Flow flow = {Random(), Random(), Random(), return_path, step_up, wall_()};
  std::string url =
      absl::StrCat(endpoints.authorization, absl::StrContains(endpoints.authorization, '?') ? "&" : "?",
                   "response_type=code&client_id=", Escape(settings_.client_id()), "&redirect_uri=", Escape(redirect),
                   "&scope=", Escape(settings_.scope()), "&state=", state, "&nonce=", flow.nonce,
                   "&code_challenge_method=S256&code_challenge=", Challenge(flow.verifier));
  if (step_up) absl::StrAppend(&url, "&max_age=0&prompt=login&acr_values=", Escape(settings_.strong_acr(0)));
  Begun begun = {std::move(url), flow.cookie};
  std::lock_guard lock(mutex_);
  std::erase_if(flows_, [&](const auto& entry) { return entry.second.begun + kLongestFlow < wall_(); });
  if (flows_.size() >= kMostFlows) return rpc::Refuse(access::v1::OVERLOADED);
  flows_[state] = std::move(flow);
  return begun;
}

absl::StatusOr<Provider::Ended> Provider::End(absl::string_view query, absl::string_view cookie,
                                              const std::string& redirect) {
  Flow flow;
  {
    std::lock_guard lock(mutex_);
    auto node = flows_.extract(QueryValue(query, "state").value_or(""));
    if (node.empty()) return Refused("no sign-in with this state");
    flow = std::move(node.mapped());
  }
  if (cookie.empty() || cookie != flow.cookie) return Refused("the sign-in began in another browser");
  if (flow.begun + kLongestFlow < wall_()) return Refused("the sign-in took too long");
  if (QueryValue(query, "iss").value_or(settings_.issuer()) != settings_.issuer()) return Refused("iss of the answer");
  const std::string code = QueryValue(query, "code").value_or("");
  if (code.empty()) return Refused("the provider did not sign the person in");

  KRANS_ASSIGN(const Endpoints endpoints, Discover());
  const std::string basic = absl::Base64Escape(absl::StrCat(Escape(settings_.client_id()), ":", Escape(secret_)));
  KRANS_ASSIGN(const Struct tokens,
               ReadJson(Fetch(endpoints.token, {absl::StrCat("Authorization: Basic ", basic)},
                              absl::StrCat("grant_type=authorization_code&code=", Escape(code),
                                           "&redirect_uri=", Escape(redirect), "&code_verifier=", flow.verifier))));
  KRANS_ASSIGN(const std::string jwks, Fetch(endpoints.jwks));
  KRANS_ASSIGN(const rpc::JsonObject claims,
               VerifyIdToken(Member(tokens, "id_token"), jwks,
                             {settings_.issuer(), settings_.client_id(), flow.nonce, wall_()}));

  Ended ended = {{}, flow.return_path, flow.step_up};
  ended.sign_in.person = Claim(claims, settings_.person_claim());
  if (!rpc::MayAssert(rpc::kPeople, ended.sign_in.person)) return Refused("the person's id is none of ours");
  ended.sign_in.display_name = Claim(claims, settings_.display_name_claim());
  const auto& strong = settings_.strong_acr();
  const bool is_strong = std::find(strong.begin(), strong.end(), Claim(claims, "acr")) != strong.end();
  ended.sign_in.acr = is_strong ? "loa3" : "loa2";
  const auto time = claims.find("auth_time");
  const auto* seconds = time == claims.end() ? nullptr : std::get_if<int64_t>(&time->second);
  ended.sign_in.authenticated = seconds == nullptr ? absl::InfinitePast() : absl::FromUnixSeconds(*seconds);
  // With max_age the standard has the provider say when; a sign-in from before is no step-up.
  if (flow.step_up && (!is_strong || ended.sign_in.authenticated + absl::Minutes(1) < flow.begun)) {
    return Refused("the sign-in is not fresh and strong");
  }
  return ended;
}

}  // namespace krans::gateway
