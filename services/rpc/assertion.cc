#include "services/rpc/assertion.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "openssl/evp.h"
#include "services/rpc/base64url.h"
#include "services/rpc/json_object.h"

namespace krans::rpc {
namespace {

constexpr size_t kLongestToken = 8 * 1024;
constexpr int64_t kLastSecond = 253402300799;  // the end of the year 9999
constexpr absl::Duration kFresh = absl::Minutes(5);

absl::Status Refused(const char* why) { return absl::UnauthenticatedError(why); }

// Sets `*text` to the claim; leaves it empty where there is no such claim.
absl::Status Read(const JsonObject& object, absl::string_view name, std::string* text) {
  const auto claim = object.find(name);
  if (claim == object.end()) return absl::OkStatus();
  const auto* value = std::get_if<std::string>(&claim->second);
  if (value == nullptr || !IsClaimText(*value)) return Refused("a claim is not one plain text");
  *text = *value;
  return absl::OkStatus();
}

// The same for a time in whole seconds (NumericDate without fraction).
absl::Status Read(const JsonObject& object, absl::string_view name, std::optional<absl::Time>* time) {
  const auto claim = object.find(name);
  if (claim == object.end()) return absl::OkStatus();
  const auto* seconds = std::get_if<int64_t>(&claim->second);
  if (seconds == nullptr || *seconds < 0 || *seconds > kLastSecond) return Refused("a time is not in whole seconds");
  *time = absl::FromUnixSeconds(*seconds);
  return absl::OkStatus();
}

// Rules 3 to 6 and 12. Sets `*kid`.
absl::Status CheckHeader(absl::string_view json, std::string* kid) {
  const absl::StatusOr<JsonObject> header = ReadJsonObject(json);
  if (!header.ok()) return Refused("the header is not strict JSON");
  std::string algorithm, type;
  for (const auto& [name, value] : *header) {
    std::string* text = name == "alg" ? &algorithm : name == "typ" ? &type : name == "kid" ? kid : nullptr;
    if (text == nullptr) return Refused("the header holds more than alg, typ and kid");
    if (absl::Status read = Read(*header, name, text); !read.ok()) return read;
  }
  if (algorithm != "ES256") return Refused("alg is not ES256");
  if (type != kAssertionType) return Refused("typ is another");
  if (kid->empty()) return Refused("kid is missing");
  return absl::OkStatus();
}

// Nothing where it cannot be taken: tokens must never share a hash.
std::optional<std::string> HashOf(absl::string_view token) {
  static const EVP_MD* const sha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);  // else looked up for every token
  std::string hash(32, '\0');
  auto* const bytes = reinterpret_cast<unsigned char*>(hash.data());
  if (EVP_Digest(token.data(), token.size(), bytes, nullptr, sha256, nullptr) != 1) return std::nullopt;
  return hash;
}

}  // namespace

bool IsServiceName(absl::string_view name) {
  return !name.empty() && name.size() <= 16 && std::all_of(name.begin(), name.end(), absl::ascii_islower);
}

bool MayAssert(absl::string_view speaks_for, absl::string_view subject) {
  absl::string_view service = subject;
  if (absl::ConsumePrefix(&service, "service:")) return IsServiceName(service) && speaks_for == subject;
  return speaks_for == kPeople && !subject.empty() && subject.size() <= 64 &&
         std::all_of(subject.begin(), subject.end(),
                     [](char c) { return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-'; });
}

bool IsClaimText(absl::string_view text) {
  return !text.empty() && text.size() <= 255 &&
         std::all_of(text.begin(), text.end(), [](char c) { return absl::ascii_isgraph(c) && c != '"' && c != '\\'; });
}

bool SignedIn(const Caller& caller, access::v1::SignIn needed) {
  const bool strong = caller.acr == "loa3" || caller.acr == "loa4";
  switch (needed) {
    case access::v1::SIGN_IN_UNSPECIFIED:
      return true;
    case access::v1::STRONG:
      return strong;
    case access::v1::FRESH:
      return strong && caller.now - caller.authenticated <= kFresh;
    default:
      return false;
  }
}

Verifier::Verifier(std::vector<TrustedKey> keys, std::string audience)
    : audience_(std::move(audience)), keys_(std::make_shared<const std::vector<TrustedKey>>(std::move(keys))) {}

void Verifier::Trust(std::vector<TrustedKey> keys) {
  std::lock_guard<std::mutex> lock(mutex_);
  const bool same =
      std::equal(keys.begin(), keys.end(), keys_->begin(), keys_->end(), [](const TrustedKey& a, const TrustedKey& b) {
        return a.issuer == b.issuer && a.kid == b.kid && a.speaks_for == b.speaks_for &&
               a.key.Fingerprint() == b.key.Fingerprint();
      });
  if (same) return;
  keys_ = std::make_shared<const std::vector<TrustedKey>>(std::move(keys));
  remembered_.clear();
  oldest_first_.clear();
}

absl::StatusOr<Assertion> Verifier::Verify(absl::string_view token, absl::Time now, std::string* why) const {
  absl::StatusOr<Verified> verified = token.size() <= kLongestToken ? Recall(token, now) : Refused("longer than 8 KiB");
  if (verified.ok()) return std::move(verified->assertion);
  if (why != nullptr) *why = std::string(verified.status().message());
  return absl::UnauthenticatedError("no valid assertion");
}

absl::StatusOr<Verifier::Verified> Verifier::Recall(absl::string_view token, absl::Time now) const {
  const std::optional<std::string> hash = HashOf(token);
  if (!hash.has_value()) return Refused("its hash cannot be taken");
  std::optional<Verified> known;
  std::shared_ptr<const std::vector<TrustedKey>> keys;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    keys = keys_;
    const auto found = remembered_.find(*hash);
    if (found != remembered_.end()) known = found->second;
  }
  const bool is_new = !known.has_value();
  if (is_new) {
    absl::StatusOr<Verified> verified = Check(token, *keys);
    if (!verified.ok()) return verified;
    known = *std::move(verified);
  }
  if (now >= known->assertion.expires) return Refused("expired");
  if (now + kSkew < known->not_before) return Refused("not valid yet");
  if (is_new) {
    std::lock_guard<std::mutex> lock(mutex_);
    if (keys == keys_ && remembered_.emplace(*hash, *known).second) oldest_first_.push_back(*hash);
    if (oldest_first_.size() > kRemembered) {
      remembered_.erase(oldest_first_.front());
      oldest_first_.pop_front();
    }
  }
  return *std::move(known);
}

absl::StatusOr<Verifier::Verified> Verifier::Check(absl::string_view token, const std::vector<TrustedKey>& keys) const {
  const std::vector<absl::string_view> parts = absl::StrSplit(token, '.');
  if (parts.size() != 3) return Refused("not three segments");
  std::string header, payload, signature, kid;
  if (!FromBase64Url(parts[0], &header) || !FromBase64Url(parts[1], &payload) || !FromBase64Url(parts[2], &signature)) {
    return Refused("a segment is not strict base64url");
  }
  if (absl::Status checked = CheckHeader(header, &kid); !checked.ok()) return checked;
  const auto key =
      std::find_if(keys.begin(), keys.end(), [&](const TrustedKey& trusted) { return trusted.kid == kid; });
  if (key == keys.end()) return Refused("no trusted key has this kid");
  ++signatures_checked_;
  const absl::string_view is_signed = token.substr(0, parts[0].size() + 1 + parts[1].size());
  if (!key->key.Verifies(is_signed, signature)) return Refused("the signature does not hold");

  const absl::StatusOr<JsonObject> claims = ReadJsonObject(payload);
  if (!claims.ok()) return Refused("the claims are not strict JSON");
  Verified verified;
  Assertion& assertion = verified.assertion;
  std::string issuer, audience, id;
  const std::pair<absl::string_view, std::string*> texts[] = {
      {"iss", &issuer}, {"aud", &audience},          {"sub", &assertion.subject},
      {"jti", &id},     {"sid", &assertion.session}, {"acr", &assertion.acr}};
  for (const auto& [name, text] : texts) {
    if (absl::Status read = Read(*claims, name, text); !read.ok()) return read;
  }
  std::optional<absl::Time> issued, expires, not_before, authenticated;
  const std::pair<absl::string_view, std::optional<absl::Time>*> times[] = {
      {"iat", &issued}, {"exp", &expires}, {"nbf", &not_before}, {"auth_time", &authenticated}};
  for (const auto& [name, time] : times) {
    if (absl::Status read = Read(*claims, name, time); !read.ok()) return read;
  }

  if (issuer != key->issuer) return Refused("iss is not the key's issuer");
  const bool for_all = audience == kEveryService && key->speaks_for == kPeople;
  if (audience != audience_ && !for_all) return Refused("aud is not this service");
  if (claims->contains("azp") || claims->contains("client_id")) return Refused("names a client");
  if (!MayAssert(key->speaks_for, assertion.subject)) return Refused("the key may not assert this sub");
  if (id.empty()) return Refused("jti is missing");
  if (!issued || !expires) return Refused("iat or exp is missing");
  if (*expires <= *issued || *expires - *issued > kLongestLife) return Refused("lives longer than 60 s, or not at all");
  if (authenticated && *authenticated > *issued + kSkew) return Refused("auth_time is after iat");
  assertion.issued = *issued;
  assertion.expires = *expires;
  assertion.authenticated = authenticated.value_or(absl::InfinitePast());
  verified.not_before = std::max(*issued, not_before.value_or(*issued));
  return verified;
}

}  // namespace krans::rpc
