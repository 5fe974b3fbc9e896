#include <cstdint>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "openssl/evp.h"
#include "openssl/hmac.h"
#include "services/rpc/assertion.h"
#include "tests/rpc/forgery.h"

namespace krans::rpc {
namespace {

// One way to break one rule of 4.2. Two breaks of different parts never mend each other.
struct Break {
  int rule;
  const char* part;
  const char* name;
  const char* why;
  std::function<void(Forgery*)> apply;
};

const Keys& TestKeys() {
  static const Keys keys;
  return keys;
}

Forgery::Change Replace(std::string from, std::string to) {
  return [=](std::string text) { return absl::StrReplaceAll(text, {{from, to}}); };
}

Forgery::Change Append(std::string more) {
  return [=](std::string text) { return text + more; };
}

std::string Order() {
  return absl::HexStringToBytes("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551");
}

// The token with the MAC that a verifier confused about algorithms would compute with the public key.
std::string MacWithPublicKey(std::string token) {
  const std::string is_signed = token.substr(0, token.rfind('.'));
  const std::string secret = TestKeys().people.Public().Pem();
  unsigned char mac[EVP_MAX_MD_SIZE];
  unsigned length = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(is_signed.data()), is_signed.size(), mac, &length);
  return absl::StrCat(is_signed, ".", Base64Url(absl::string_view(reinterpret_cast<char*>(mac), length)));
}

std::string WithoutSignature(std::string token) { return token.substr(0, token.rfind('.') + 1); }

Break Header(int rule, const char* name, std::string json, const char* why) {
  return {rule, name, name, why, [=](Forgery* forgery) { forgery->Header(name, json); }};
}

Break Claim(int rule, const char* part, const char* name, std::string json, const char* why) {
  return {rule, part, name, why, [=](Forgery* forgery) { forgery->Claim(name, json); }};
}

Break Signature(const char* name, Forgery::Change change, int rule = 14) {
  return {rule, "signature", name, "the signature does not hold",
          [=](Forgery* forgery) { forgery->signature = change; }};
}

Break Token(int rule, const char* name, const char* why, Forgery::Change change) {
  return {rule, "token", name, why, [=](Forgery* forgery) { forgery->token = change; }};
}

std::vector<Break> Breaks() {
  const char* const kSegments = "not three segments";
  const char* const kBase64 = "a segment is not strict base64url";
  const char* const kHeaderJson = "the header is not strict JSON";
  const char* const kClaimsJson = "the claims are not strict JSON";
  const char* const kAlg = "alg is not ES256";
  const char* const kTyp = "typ is another";
  const char* const kText = "a claim is not one plain text";
  const char* const kMore = "the header holds more than alg, typ and kid";
  const char* const kIssuer = "iss is not the key's issuer";
  const char* const kAudience = "aud is not this service";
  const char* const kTime = "a time is not in whole seconds";
  const char* const kLife = "lives longer than 60 s, or not at all";
  const char* const kSubject = "the key may not assert this sub";
  auto at = [](int64_t seconds) { return absl::StrCat(kNowSeconds + seconds); };
  std::vector<Break> breaks = {
      // 1: size and form.
      Token(1, "too long", "longer than 8 KiB", [](std::string token) { return token + std::string(8192, 'A'); }),
      Token(1, "empty", kSegments, [](std::string) { return std::string(); }),
      Token(1, "two segments", kSegments, [](std::string token) { return token.substr(0, token.rfind('.')); }),
      Token(1, "four segments", kSegments, Append(".AAAA")),
      Token(1, "padding", kBase64, Append("==")),
      Token(1, "new line at the end", kBase64, Append("\n")),
      Token(1, "space before", kBase64, [](std::string token) { return " " + token; }),
      Token(1, "NUL at the end", kBase64, Append(std::string(1, '\0'))),
      Token(1, "old alphabet", kBase64, [](std::string token) { return token.substr(0, token.size() - 2) + "+/"; }),
      Token(1, "left-over bits", kBase64,
            [](std::string token) {
              const char last = token.back();
              const absl::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
              token.back() = alphabet[alphabet.find(last) + 1];
              return token;
            }),
      // 2: JSON.
      {2, "header", "alg twice", kHeaderJson,
       [](Forgery* forgery) { forgery->header_text = Replace("{", R"({"alg":"none",)"); }},
      {2, "alg", "alg twice by escape", kHeaderJson,
       [](Forgery* forgery) { forgery->header_text = Replace("{", R"({"\u0061lg":"ES256",)"); }},
      {2, "header", "bytes after", kHeaderJson, [](Forgery* forgery) { forgery->header_text = Append("x"); }},
      {2, "header", "an array", kHeaderJson,
       [](Forgery* forgery) { forgery->header_text = [](std::string json) { return "[" + json + "]"; }; }},
      {2, "claims", "a name twice", kClaimsJson,
       [](Forgery* forgery) { forgery->claims_text = Replace("{", R"({"x":1,"x":1,)"); }},
      {2, "claims", "five levels", kClaimsJson,
       [](Forgery* forgery) { forgery->claims_text = Replace("{", R"({"x":[[[[1]]]],)"); }},
      {2, "claims", "twice inside", kClaimsJson,
       [](Forgery* forgery) { forgery->claims_text = Replace("{\"i", R"({"x":{"a":1,"a":1},"i)"); }},
      {2, "claims", "not UTF-8", kClaimsJson,
       [](Forgery* forgery) { forgery->claims_text = Replace("{", "{\"x\":\"\xC0\xAF\","); }},
      {2, "claims", "a comma too many", kClaimsJson,
       [](Forgery* forgery) { forgery->claims_text = Replace("}", ",}"); }},
      {2, "claims", "empty", kClaimsJson,
       [](Forgery* forgery) { forgery->claims_text = [](std::string) { return std::string(); }; }},
      // 3 and 4: the algorithm.
      Header(3, "alg", Quoted("PS256"), kAlg),
      Header(3, "alg", Quoted("RS256"), kAlg),
      Header(3, "alg", Quoted("ES384"), kAlg),
      Header(3, "alg", Quoted("ES256K"), kAlg),
      Header(3, "alg", Quoted("es256"), kAlg),
      Header(3, "alg", "256", kText),
      {3, "alg", "alg missing", kAlg, [](Forgery* forgery) { forgery->DropHeader("alg"); }},
      {4, "alg", "HS256 with the public key", kAlg,
       [](Forgery* forgery) {
         forgery->Header("alg", Quoted("HS256"));
         forgery->token = MacWithPublicKey;
       }},
      {4, "signature", "MAC for a signature", "the signature does not hold",
       [](Forgery* forgery) { forgery->token = MacWithPublicKey; }},
      {4, "alg", "none", kAlg,
       [](Forgery* forgery) {
         forgery->Header("alg", Quoted("none"));
         forgery->token = WithoutSignature;
       }},
      {4, "signature", "no signature", "the signature does not hold",
       [](Forgery* forgery) { forgery->token = WithoutSignature; }},
      Header(4, "alg", Quoted("NonE"), kAlg),
      Header(4, "alg", Quoted("HS512"), kAlg),
      Header(4, "alg", Quoted("EdDSA"), kAlg),
      // 5: a header that wants to be obeyed.
      Header(5, "crit", R"(["exp"])", kMore),
      Header(5, "crit", "[]", kMore),
      Header(5, "b64", "false", kMore),
      Header(5, "jku", Quoted("https://example.org/keys"), kMore),
      Header(5, "x5u", Quoted("https://example.org/cert"), kMore),
      Header(5, "jwk", R"({"kty":"EC"})", kMore),
      Header(5, "x5c", R"(["MIIB"])", kMore),
      Header(5, "cty", Quoted("JWT"), kMore),
      Header(5, "zip", Quoted("DEF"), kMore),
      // 6: the type.
      Header(6, "typ", Quoted("JWT"), kTyp),
      Header(6, "typ", Quoted("at+jwt"), kTyp),
      Header(6, "typ", Quoted("KRANS-ASSERTION+JWT"), kTyp),
      Header(6, "typ", Quoted("application/krans-assertion+jwt"), kTyp),
      Header(6, "typ", "null", kText),
      {6, "typ", "typ missing", kTyp, [](Forgery* forgery) { forgery->DropHeader("typ"); }},
      // 7: the issuer.
      Claim(7, "iss", "iss", Quoted("Krans"), kIssuer),
      Claim(7, "iss", "iss", Quoted("krans/"), kIssuer),
      Claim(7, "iss", "iss", Quoted("service:jury"), kIssuer),
      Claim(7, "iss", "iss", R"(["krans"])", kText),
      Claim(7, "iss", "iss", Quoted(""), kText),
      {7, "iss", "iss missing", kIssuer, [](Forgery* forgery) { forgery->DropClaim("iss"); }},
      // 8: the audience.
      Claim(8, "aud", "aud", Quoted("jury"), kAudience),
      Claim(8, "aud", "aud", Quoted("Scoring"), kAudience),
      Claim(8, "aud", "aud", Quoted("scoring,jury"), kAudience),
      Claim(8, "aud", "aud", R"(["scoring"])", kText),
      Claim(8, "aud", "aud", R"(["jury","scoring"])", kText),
      {8, "aud", "aud missing", kAudience, [](Forgery* forgery) { forgery->DropClaim("aud"); }},
      Claim(8, "azp", "azp", Quoted("krans"), "names a client"),
      Claim(8, "client_id", "client_id", Quoted("web"), "names a client"),
      // 9: the times.
      Claim(9, "time", "exp", at(61), kLife),
      Claim(9, "time", "exp", at(3600), kLife),
      Claim(9, "time", "exp", at(0), kLife),
      Claim(9, "time", "exp", at(-1), kLife),
      Claim(9, "time", "exp", "1e10", kTime),
      Claim(9, "time", "exp", at(30) + ".5", kTime),
      Claim(9, "time", "exp", Quoted(at(60)), kTime),
      Claim(9, "time", "exp", "-1", kTime),
      Claim(9, "time", "exp", "9223372036854775807", kTime),
      Claim(9, "time", "exp", "99999999999999999999", kTime),
      Claim(9, "time", "iat", at(-1), kLife),
      Claim(9, "time", "iat", "-9223372036854775808", kTime),
      Claim(9, "time", "iat", "true", kTime),
      Claim(9, "nbf", "nbf", at(61), "not valid yet"),
      Claim(9, "nbf", "nbf", "null", kTime),
      {9, "time", "exp missing", "iat or exp is missing", [](Forgery* forgery) { forgery->DropClaim("exp"); }},
      {9, "time", "iat missing", "iat or exp is missing", [](Forgery* forgery) { forgery->DropClaim("iat"); }},
      {9, "time", "expired", "expired",
       [=](Forgery* forgery) {
         forgery->Claim("iat", at(-60));
         forgery->Claim("exp", at(0));
       }},
      {9, "time", "issued too far ahead", "not valid yet",
       [=](Forgery* forgery) {
         forgery->Claim("iat", at(61));
         forgery->Claim("exp", at(90));
       }},
      // 10: the subject.
      Claim(10, "sub", "sub", Quoted(""), kText),
      Claim(10, "sub", "sub", Quoted(std::string(65, 'a')), kSubject),
      Claim(10, "sub", "sub", Quoted(std::string(256, 'a')), kText),
      Claim(10, "sub", "sub", Quoted("Anna-Berg"), kSubject),
      Claim(10, "sub", "sub", Quoted("anna berg"), kText),
      Claim(10, "sub", "sub", Quoted("anna/berg"), kSubject),
      Claim(10, "sub", "sub", Quoted("anna\\u0000"), kClaimsJson),
      Claim(10, "sub", "sub", Quoted("\u0430nna"), kText),
      Claim(10, "sub", "sub", "17", kText),
      Claim(10, "sub", "sub", Quoted("service:jury"), kSubject),
      Claim(10, "sub", "sub", Quoted("service:scoring"), kSubject),
      Claim(10, "sub", "sub", Quoted("service:"), kSubject),
      {10, "sub", "sub missing", kSubject, [](Forgery* forgery) { forgery->DropClaim("sub"); }},
      {10, "jti", "jti missing", "jti is missing", [](Forgery* forgery) { forgery->DropClaim("jti"); }},
      Claim(10, "jti", "jti", "1", kText),
      Claim(10, "sid", "sid", Quoted("a\\nb"), kText),
      // 11: how the person signed in.
      Claim(11, "acr", "acr", R"(["loa3"])", kText),
      Claim(11, "acr", "acr", "3", kText),
      Claim(11, "auth_time", "auth_time", at(61), "auth_time is after iat"),
      Claim(11, "auth_time", "auth_time", Quoted(at(0)), kTime),
      // 12: the key.
      Header(12, "kid", Quoted("people-2"), "no trusted key has this kid"),
      Header(12, "kid", Quoted(""), kText),
      Header(12, "kid", Quoted("../people-1"), "no trusted key has this kid"),
      Header(12, "kid", Quoted("jury-1"), "the signature does not hold"),
      {12, "kid", "kid missing", "kid is missing", [](Forgery* forgery) { forgery->DropHeader("kid"); }},
      // 14: the signature.
      Signature("63 bytes", [](std::string bytes) { return bytes.substr(1); }),
      Signature("65 bytes", Append("x")),
      Signature("as for ES384", [](std::string bytes) { return bytes + std::string(32, 'x'); }),
      Signature("r and s zero", [](std::string) { return std::string(64, '\0'); }),
      Signature("r zero", [](std::string bytes) { return bytes.replace(0, 32, std::string(32, '\0')); }),
      Signature("s zero", [](std::string bytes) { return bytes.replace(32, 32, std::string(32, '\0')); }),
      Signature("r is the order", [](std::string bytes) { return bytes.replace(0, 32, Order()); }),
      Signature("s is the order", [](std::string bytes) { return bytes.replace(32, 32, Order()); }),
      Signature("all ones", [](std::string) { return std::string(64, '\xFF'); }),
      Signature("halves exchanged", [](std::string bytes) { return bytes.substr(32) + bytes.substr(0, 32); }),
      Signature("another key's", [](std::string) { return TestKeys().stranger.Sign("anything").value(); }),
      Signature("one bit", [](std::string bytes) {
        bytes[40] ^= 1;
        return bytes;
      }),
  };
  return breaks;
}

class HostileAssertion : public testing::Test {
 protected:
  absl::Status Verify(const std::string& token, std::string* why) {
    return verifier_.Verify(token, Now(), why).status();
  }

  const Keys& keys_ = TestKeys();
  Verifier verifier_{keys_.Trusted(), "scoring"};
};

TEST_F(HostileAssertion, IsRefusedForEachRuleAndForThatReason) {
  std::map<int, int> negatives;
  for (const Break& broken : Breaks()) {
    Forgery forgery;
    ASSERT_TRUE(verifier_.Verify(forgery.Sign(keys_.people), Now()).ok());
    broken.apply(&forgery);
    std::string why;
    EXPECT_FALSE(Verify(forgery.Sign(keys_.people), &why).ok()) << "rule " << broken.rule << ": " << broken.name;
    EXPECT_EQ(why, broken.why) << "rule " << broken.rule << ": " << broken.name;
    ++negatives[broken.rule];
  }
  for (int rule : {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14}) EXPECT_GE(negatives[rule], 3) << "rule " << rule;
}

TEST_F(HostileAssertion, IsRefusedWithTwoRulesBroken) {
  const std::vector<Break> breaks = Breaks();
  int hostile = 0;
  for (const Break& one : breaks) {
    for (const Break& other : breaks) {
      if (std::string(one.part) >= other.part) continue;
      Forgery forgery;
      one.apply(&forgery);
      other.apply(&forgery);
      std::string why;
      EXPECT_FALSE(Verify(forgery.Sign(keys_.people), &why).ok()) << one.name << " and " << other.name;
      ++hostile;
    }
  }
  EXPECT_GT(hostile, 5000);
}

// Rule 15.
TEST_F(HostileAssertion, GetsTheSameErrorWhateverIsWrong) {
  for (const Break& broken : Breaks()) {
    Forgery forgery;
    broken.apply(&forgery);
    std::string why;
    EXPECT_EQ(Verify(forgery.Sign(keys_.people), &why), absl::UnauthenticatedError("no valid assertion"));
  }
}

TEST_F(HostileAssertion, WithARefusedAlgorithmReachesNoKey) {
  for (const Break& broken : Breaks()) {
    if (broken.rule < 3 || broken.rule > 6 || std::string(broken.part) == "signature") continue;
    Forgery forgery;
    broken.apply(&forgery);
    std::string why;
    EXPECT_FALSE(Verify(forgery.Sign(keys_.people), &why).ok());
    EXPECT_EQ(verifier_.signatures_checked(), 0) << broken.name;
  }
}

TEST_F(HostileAssertion, SignedByAStrangerIsRefused) {
  std::string why;
  EXPECT_FALSE(Verify(Forgery().Sign(keys_.stranger), &why).ok());
  EXPECT_EQ(why, "the signature does not hold");
}

TEST_F(HostileAssertion, ComposedOfTwoValidTokensIsRefused) {
  Forgery other;
  other.Claim("sub", Quoted("bo-ek"));
  const std::vector<std::string> mine = absl::StrSplit(Forgery().Sign(keys_.people), '.');
  const std::vector<std::string> theirs = absl::StrSplit(other.Sign(keys_.people), '.');
  std::string why;
  EXPECT_FALSE(Verify(absl::StrCat(mine[0], ".", theirs[1], ".", mine[2]), &why).ok());
  EXPECT_FALSE(Verify(absl::StrCat(mine[0], ".", mine[1], ".", theirs[2]), &why).ok());
  EXPECT_TRUE(Verify(absl::StrCat(mine[0], ".", theirs[1], ".", theirs[2]), &why).ok());
}

TEST_F(HostileAssertion, IsRefusedInEachOf200000RandomMutations) {
  const std::string valid = Forgery().Sign(keys_.people);
  std::mt19937_64 random(20240924);
  auto below = [&random](size_t limit) { return static_cast<size_t>(random() % limit); };
  int equal = 0;
  for (int i = 0; i < 200'000; ++i) {
    std::string token = valid;
    for (size_t changes = 1 + below(3); changes > 0; --changes) {
      const size_t place = below(token.size());
      const char any = static_cast<char>(below(256));
      switch (below(6)) {
        case 0:
          token[place] = any;
          break;
        case 1:
          token[place] = static_cast<char>(token[place] ^ (1 << below(8)));
          break;
        case 2:
          token.insert(place, 1, any);
          break;
        case 3:
          token.erase(place, 1 + below(8));
          break;
        case 4:
          token.insert(place, token.substr(below(token.size()), 1 + below(16)));
          break;
        default:
          std::swap(token[place], token[below(token.size())]);
      }
      if (token.empty()) break;
    }
    equal += token == valid;
    ASSERT_EQ(verifier_.Verify(token, Now()).ok(), token == valid) << absl::CHexEscape(token);
  }
  EXPECT_LT(equal, 10'000);
}

}  // namespace
}  // namespace krans::rpc
