#include "services/gateway/id_token.h"

#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_split.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "openssl/bn.h"
#include "openssl/core_names.h"
#include "openssl/err.h"
#include "openssl/evp.h"
#include "openssl/param_build.h"
#include "openssl/pem.h"
#include "openssl/rsa.h"
#include "services/rpc/base64url.h"
#include "services/rpc/ec_key.h"
#include "services/rpc/error.h"
#include "services/rpc/freer.h"

namespace krans::gateway {
namespace {

using google::protobuf::Struct;
using rpc::Freer;
using rpc::JsonObject;

constexpr size_t kLongestToken = 8 << 10;
constexpr int kMostKeys = 20;
constexpr int kShortestRsa = 2048;
constexpr size_t kCoordinate = 32;
constexpr absl::Duration kSkew = absl::Seconds(60);
constexpr absl::Duration kLongestLife = absl::Hours(24);

absl::Status Refused(absl::string_view why) { return absl::UnauthenticatedError(why); }

using Key = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Freer<EVP_PKEY_CTX_free>>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, Freer<OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, Freer<OSSL_PARAM_free>>;
using Number = std::unique_ptr<BIGNUM, Freer<BN_free>>;
using Digest = std::unique_ptr<EVP_MD_CTX, Freer<EVP_MD_CTX_free>>;
using Bio = std::unique_ptr<BIO, Freer<BIO_free_all>>;

std::string TextOf(const JsonObject& object, absl::string_view name) {
  const auto found = object.find(name);
  const auto* text = found == object.end() ? nullptr : std::get_if<std::string>(&found->second);
  return text == nullptr ? "" : *text;
}

absl::Time TimeOf(const JsonObject& object, absl::string_view name) {
  const auto found = object.find(name);
  const auto* seconds = found == object.end() ? nullptr : std::get_if<int64_t>(&found->second);
  return seconds == nullptr ? absl::InfinitePast() : absl::FromUnixSeconds(*seconds);
}

std::string Member(const Struct& jwk, const std::string& name) {
  const auto found = jwk.fields().find(name);
  return found == jwk.fields().end() ? "" : found->second.string_value();
}

Number NumberOf(const std::string& bytes) {
  return Number(
      BN_bin2bn(reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()), nullptr));
}

Key FromParameters(const char* type, const Builder& builder) {
  const Parameters parameters(OSSL_PARAM_BLD_to_param(builder.get()));
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY* key = nullptr;
  if (EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1) {
    return nullptr;
  }
  return Key(key);
}

bool VerifiesRsa(const Struct& jwk, bool pss, absl::string_view text, const std::string& signature) {
  std::string n, e;
  if (Member(jwk, "kty") != "RSA" || !rpc::FromBase64Url(Member(jwk, "n"), &n) ||
      !rpc::FromBase64Url(Member(jwk, "e"), &e)) {
    return false;
  }
  const Number modulus = NumberOf(n), exponent = NumberOf(e);
  const Builder builder(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get());
  const Key key = FromParameters("RSA", builder);
  if (key == nullptr || EVP_PKEY_get_bits(key.get()) < kShortestRsa) return false;
  const Digest digest(EVP_MD_CTX_new());
  EVP_PKEY_CTX* context = nullptr;
  if (EVP_DigestVerifyInit(digest.get(), &context, EVP_sha256(), nullptr, key.get()) != 1) return false;
  if (pss && (EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) != 1 ||
              EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) != 1)) {
    return false;
  }
  return EVP_DigestVerify(digest.get(), reinterpret_cast<const unsigned char*>(signature.data()), signature.size(),
                          reinterpret_cast<const unsigned char*>(text.data()), text.size()) == 1;
}

bool VerifiesEc(const Struct& jwk, absl::string_view text, const std::string& signature) {
  std::string x, y;
  if (Member(jwk, "kty") != "EC" || Member(jwk, "crv") != "P-256" || !rpc::FromBase64Url(Member(jwk, "x"), &x) ||
      !rpc::FromBase64Url(Member(jwk, "y"), &y) || x.size() != kCoordinate || y.size() != kCoordinate) {
    return false;
  }
  const std::string point = "\x04" + x + y;
  const Builder builder(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0);
  OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size());
  const Key key = FromParameters("EC", builder);
  if (key == nullptr) return false;
  const Bio bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_PUBKEY(bio.get(), key.get());
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  const auto checked = rpc::PublicKey::FromPem({data, static_cast<size_t>(size)});
  return checked.ok() && checked->Verifies(text, signature);
}

// The only key of the set that may have signed with this algorithm under this name.
absl::StatusOr<Struct> KeyFor(const std::string& jwks, const std::string& alg, const std::string& kid) {
  Struct set;
  if (!google::protobuf::util::JsonStringToMessage(jwks, &set).ok()) return Refused("the keys do not parse");
  const auto keys = set.fields().find("keys");
  if (keys == set.fields().end() || keys->second.list_value().values_size() > kMostKeys) return Refused("no keys");
  std::vector<Struct> fitting;
  for (const auto& value : keys->second.list_value().values()) {
    const Struct& jwk = value.struct_value();
    const std::string use = Member(jwk, "use"), key_alg = Member(jwk, "alg");
    if ((!use.empty() && use != "sig") || (!key_alg.empty() && key_alg != alg)) continue;
    if (Member(jwk, "kty") != (alg == "ES256" ? "EC" : "RSA")) continue;
    if (kid.empty() ? keys->second.list_value().values_size() == 1 : Member(jwk, "kid") == kid) fitting.push_back(jwk);
  }
  if (fitting.size() != 1) return Refused("not exactly one key fits");
  return fitting[0];
}

}  // namespace

absl::StatusOr<JsonObject> VerifyIdToken(absl::string_view token, const std::string& jwks, const Expected& expected) {
  const std::vector<absl::string_view> parts = absl::StrSplit(token, '.');
  std::string header_text, payload, signature;
  if (token.size() > kLongestToken || parts.size() != 3 || !rpc::FromBase64Url(parts[0], &header_text) ||
      !rpc::FromBase64Url(parts[1], &payload) || !rpc::FromBase64Url(parts[2], &signature)) {
    return Refused("not three segments of base64url within 8 KiB");
  }
  const absl::StatusOr<JsonObject> header = rpc::ReadJsonObject(header_text);
  if (!header.ok()) return Refused("the header is not strict JSON");
  for (const char* forbidden : {"crit", "b64", "jku", "x5u", "jwk", "x5c"}) {
    if (header->contains(forbidden)) return Refused("the header says more than it may");
  }
  const std::string alg = TextOf(*header, "alg");
  if (alg != "ES256" && alg != "PS256" && alg != "RS256") return Refused("alg");
  if (header->contains("typ") && TextOf(*header, "typ") != "JWT") return Refused("typ");
  KRANS_ASSIGN(const Struct jwk, KeyFor(jwks, alg, TextOf(*header, "kid")));
  const absl::string_view text = token.substr(0, parts[0].size() + 1 + parts[1].size());
  const bool holds =
      alg == "ES256" ? VerifiesEc(jwk, text, signature) : VerifiesRsa(jwk, alg == "PS256", text, signature);
  ERR_clear_error();
  if (!holds) return Refused("the signature does not hold");

  absl::StatusOr<JsonObject> claims = rpc::ReadJsonObject(payload);
  if (!claims.ok()) return Refused("the claims are not strict JSON");
  if (TextOf(*claims, "iss") != expected.issuer) return Refused("iss");
  if (TextOf(*claims, "aud") != expected.client_id) return Refused("aud is not us alone");
  if (claims->contains("azp") && TextOf(*claims, "azp") != expected.client_id) return Refused("azp");
  if (expected.nonce.empty() || TextOf(*claims, "nonce") != expected.nonce) return Refused("nonce");
  const std::string subject = TextOf(*claims, "sub");
  if (subject.empty() || subject.size() > 255) return Refused("sub");
  const absl::Time issued = TimeOf(*claims, "iat"), expires = TimeOf(*claims, "exp");
  if (issued == absl::InfinitePast() || expires <= issued || expires - issued > kLongestLife) return Refused("exp");
  if (expected.now >= expires + kSkew || expected.now + kSkew < issued) return Refused("not valid now");
  if (TimeOf(*claims, "auth_time") != absl::InfinitePast() && TimeOf(*claims, "auth_time") > issued + kSkew) {
    return Refused("auth_time is after iat");
  }
  return claims;
}

}  // namespace krans::gateway
