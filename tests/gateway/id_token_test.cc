#include "services/gateway/id_token.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"
#include "services/rpc/base64url.h"
#include "services/rpc/ec_key.h"

namespace krans::gateway {
namespace {

class IdTokenTest : public testing::Test {
 protected:
  // The set with our key, as a provider publishes it.
  std::string Jwks(const std::string& members = R"("kid":"k","use":"sig","alg":"ES256")") {
    // The last 64 bytes of a P-256 key in DER are its coordinates.
    std::string pem = absl::StrReplaceAll(
        key_.Public().Pem(), {{"-----BEGIN PUBLIC KEY-----", ""}, {"-----END PUBLIC KEY-----", ""}, {"\n", ""}});
    std::string der;
    absl::Base64Unescape(pem, &der);
    const std::string x = der.substr(der.size() - 64, 32), y = der.substr(der.size() - 32);
    return absl::StrCat(R"({"keys":[{"kty":"EC","crv":"P-256","x":")", rpc::Base64Url(x), R"(","y":")",
                        rpc::Base64Url(y), "\",", members, "}]}");
  }

  std::string Sign(const std::string& header, const std::string& claims) {
    const std::string text = absl::StrCat(rpc::Base64Url(header), ".", rpc::Base64Url(claims));
    return absl::StrCat(text, ".", rpc::Base64Url(key_.Sign(text).value()));
  }

  std::string Claims(const std::string& from = "", const std::string& to = "") {
    std::string claims = R"({"iss":"https://idp","aud":"krans","sub":"anna","nonce":"n","iat":1000,"exp":2000})";
    return from.empty() ? claims : absl::StrReplaceAll(claims, {{from, to}});
  }

  bool Verifies(const std::string& token, const std::string& jwks, int64_t now = 1500) {
    return VerifyIdToken(token, jwks, {"https://idp", "krans", "n", absl::FromUnixSeconds(now)}).ok();
  }

  const rpc::PrivateKey key_ = rpc::PrivateKey::Generate().value();
  const std::string header_ = R"({"alg":"ES256","kid":"k"})";
};

TEST_F(IdTokenTest, AcceptsATokenForUsWithItsClaims) {
  const auto claims =
      VerifyIdToken(Sign(header_, Claims()), Jwks(), {"https://idp", "krans", "n", absl::FromUnixSeconds(1500)});
  ASSERT_TRUE(claims.ok()) << claims.status();
  EXPECT_EQ(std::get<std::string>(claims->at("sub")), "anna");
  EXPECT_TRUE(Verifies(Sign(R"({"alg":"ES256","kid":"k","typ":"JWT"})", Claims()), Jwks()));
  EXPECT_TRUE(Verifies(Sign(R"({"alg":"ES256"})", Claims()), Jwks()));
}

TEST_F(IdTokenTest, RefusesEveryClaimThatIsNotAsItMustBe) {
  const std::pair<const char*, const char*> wrong[] = {
      {"https://idp", "https://idp/"},
      {R"("aud":"krans")", R"("aud":"other")"},
      {R"("aud":"krans")", R"("aud":["krans","other"])"},
      {R"("aud":"krans",)", ""},
      {R"("aud":"krans")", R"("aud":"krans","azp":"other")"},
      {R"("nonce":"n")", R"("nonce":"m")"},
      {R"("nonce":"n",)", ""},
      {R"("sub":"anna")", R"("sub":"")"},
      {R"("sub":"anna",)", ""},
      {R"("iat":1000,)", ""},
      {R"(,"exp":2000)", ""},
      {R"("exp":2000)", R"("exp":900)"},
      {R"("exp":2000)", R"("exp":90000)"},
      {R"("exp":2000)", R"("exp":"2000")"},
      {R"("exp":2000)", R"("exp":2000,"auth_time":1100)"},
      {R"("sub":"anna")", R"("sub":"anna","sub":"eva")"},
  };
  for (const auto& [from, to] : wrong) EXPECT_FALSE(Verifies(Sign(header_, Claims(from, to)), Jwks())) << to;
  EXPECT_FALSE(Verifies(Sign(header_, Claims()), Jwks(), 2060));
  EXPECT_FALSE(Verifies(Sign(header_, Claims()), Jwks(), 939));
  EXPECT_TRUE(Verifies(Sign(header_, Claims()), Jwks(), 2059));
}

TEST_F(IdTokenTest, RefusesHeadersThatAskForAnythingElse) {
  for (const char* header :
       {R"({"alg":"none"})", R"({"alg":"HS256","kid":"k"})", R"({"alg":"ES384","kid":"k"})",
        R"({"alg":"RS256","kid":"k"})", R"({"alg":"PS256","kid":"k"})", R"({"alg":"ES256","kid":"other"})",
        R"({"alg":"ES256","kid":"k","crit":["x"]})", R"({"alg":"ES256","kid":"k","jku":"https://evil"})",
        R"({"alg":"ES256","kid":"k","jwk":{}})", R"({"alg":"ES256","kid":"k","typ":"at+jwt"})", R"({"kid":"k"})", "{}",
        "", "x"}) {
    EXPECT_FALSE(Verifies(Sign(header, Claims()), Jwks())) << header;
  }
}

TEST_F(IdTokenTest, RefusesKeysThatAreNotForThis) {
  const std::string token = Sign(header_, Claims());
  for (const char* members : {R"("kid":"k","use":"enc")", R"("kid":"k","alg":"ES384")", R"("kid":"other")"}) {
    EXPECT_FALSE(Verifies(token, Jwks(members))) << members;
  }
  for (const char* jwks : {"", "{}", R"({"keys":[]})", R"({"keys":"k"})", "[]", R"({"keys":[{"kty":"EC","kid":"k"}]})",
                           R"({"keys":[{"kty":"EC","kid":"k","crv":"P-256","x":"AA","y":"AA"}]})",
                           R"({"keys":[{"kty":"RSA","kid":"k","n":"AQAB","e":"AQAB"}]})"}) {
    EXPECT_FALSE(Verifies(token, jwks)) << jwks;
  }
  EXPECT_FALSE(Verifies(Sign(R"({"alg":"ES256"})", Claims()),
                        absl::StrReplaceAll(Jwks(), {{R"({"keys":[)", R"({"keys":[{"kty":"RSA"},)"}})));
}

TEST_F(IdTokenTest, RefusesWhatWasChangedOrCut) {
  const std::string token = Sign(header_, Claims());
  for (size_t i = 0; i < token.size(); i += 7) {
    std::string changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(Verifies(changed, Jwks())) << i;
    EXPECT_FALSE(Verifies(token.substr(0, i), Jwks())) << i;
  }
  EXPECT_FALSE(Verifies(token + ".", Jwks()));
  EXPECT_FALSE(Verifies(std::string(9000, 'a'), Jwks()));
}

}  // namespace
}  // namespace krans::gateway
