#ifndef KRANS_TESTS_RPC_FORGERY_H_
#define KRANS_TESTS_RPC_FORGERY_H_

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "services/rpc/assertion.h"
#include "services/rpc/base64url.h"
#include "services/rpc/ec_key.h"

namespace krans::rpc {

// The time at which every forgery is valid, as it comes.
inline constexpr int64_t kNowSeconds = 1'700'000'000;
inline absl::Time Now() { return absl::FromUnixSeconds(kNowSeconds); }

inline std::string Quoted(absl::string_view text) { return absl::StrCat("\"", text, "\""); }

// A token whose every part a test may choose: valid as it comes, for "scoring" and from a key for people with the kid
// "people-1" of the issuer "krans". Names go with JSON values.
class Forgery {
 public:
  using Members = std::vector<std::pair<std::string, std::string>>;
  using Change = std::function<std::string(std::string)>;

  void Header(absl::string_view name, absl::string_view json) { Set(&header_, name, json); }
  void Claim(absl::string_view name, absl::string_view json) { Set(&claims_, name, json); }
  void DropHeader(absl::string_view name) { Drop(&header_, name); }
  void DropClaim(absl::string_view name) { Drop(&claims_, name); }

  // Applied to the JSON before it is signed, to the signature, and to the whole token.
  Change header_text = Same;
  Change claims_text = Same;
  Change signature = Same;
  Change token = Same;

  std::string Sign(const PrivateKey& key) const {
    const std::string is_signed =
        absl::StrCat(Base64Url(header_text(Json(header_))), ".", Base64Url(claims_text(Json(claims_))));
    return token(absl::StrCat(is_signed, ".", Base64Url(signature(key.Sign(is_signed).value()))));
  }

 private:
  static std::string Same(std::string text) { return text; }

  static void Drop(Members* members, absl::string_view name) {
    std::erase_if(*members, [name](const auto& member) { return member.first == name; });
  }

  static void Set(Members* members, absl::string_view name, absl::string_view json) {
    Drop(members, name);
    members->emplace_back(name, json);
  }

  static std::string Json(const Members& members) {
    std::string json = "{";
    for (const auto& [name, value] : members) {
      absl::StrAppend(&json, json.size() > 1 ? "," : "", Quoted(name), ":", value);
    }
    return json + "}";
  }

  Members header_ = {{"alg", Quoted("ES256")}, {"typ", Quoted(kAssertionType)}, {"kid", Quoted("people-1")}};
  Members claims_ = {{"iss", Quoted("krans")},           {"aud", Quoted("scoring")},
                     {"sub", Quoted("anna-berg")},       {"jti", Quoted("MDEyMzQ1Njc4OWFiY2RlZg")},
                     {"iat", absl::StrCat(kNowSeconds)}, {"exp", absl::StrCat(kNowSeconds + 60)}};
};

// The keys that the tests' verifier trusts, and one that it does not.
struct Keys {
  PrivateKey people = PrivateKey::Generate().value();
  PrivateKey jury = PrivateKey::Generate().value();
  PrivateKey stranger = PrivateKey::Generate().value();

  std::vector<TrustedKey> Trusted() const {
    return {{"krans", "people-1", std::string(kPeople), people.Public()},
            {"service:jury", "jury-1", "service:jury", jury.Public()}};
  }
};

}  // namespace krans::rpc

#endif  // KRANS_TESTS_RPC_FORGERY_H_
