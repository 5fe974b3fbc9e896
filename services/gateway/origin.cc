#include "services/gateway/origin.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace krans::gateway {
namespace {

constexpr absl::string_view kSecure = "https://";

// "localhost", "127.0.0.1" or "[::1]", with a port or without.
bool IsLoopbackHost(absl::string_view host) {
  for (absl::string_view name : {"localhost", "127.0.0.1", "[::1]"}) {
    absl::string_view rest = host;
    if (!absl::ConsumePrefix(&rest, name)) continue;
    return rest.empty() || (absl::ConsumePrefix(&rest, ":") && !rest.empty() &&
                            std::all_of(rest.begin(), rest.end(), absl::ascii_isdigit));
  }
  return false;
}

}  // namespace

absl::StatusOr<Origin> Origin::Parse(const std::string& text) {
  Origin origin;
  absl::string_view host = text;
  if (host.empty()) return origin;
  const bool secure = absl::ConsumePrefix(&host, kSecure);
  const bool plain = std::all_of(host.begin(), host.end(), [](char c) {
    return absl::ascii_isdigit(c) || absl::ascii_islower(c) || c == '.' || c == '-' || c == ':';
  });
  if (!secure || host.empty() || !plain) {
    return absl::InvalidArgumentError(absl::StrCat(text, ": not an origin like https://krans.example.se"));
  }
  origin.host_ = std::string(host);
  return origin;
}

bool Origin::IsAddressed(const Request& request) const {
  const std::string host = absl::AsciiStrToLower(request.header("host"));
  return host_.empty() ? IsLoopbackHost(host) : host == host_;
}

std::string Origin::Of(const Request& request) const {
  return host_.empty() ? absl::StrCat("http://", request.header("host")) : absl::StrCat(kSecure, host_);
}

bool Origin::IsSameOrigin(const Request& request) const {
  if (request.headers.count("sec-fetch-site") > 0) return request.header("sec-fetch-site") == "same-origin";
  return absl::EqualsIgnoreCase(request.header("origin"), Of(request));
}

bool Origin::IsForeign(const Request& request) {
  if (request.headers.count("sec-fetch-site") == 0) return false;
  const absl::string_view site = request.header("sec-fetch-site");
  return site != "same-origin" && site != "none";
}

std::vector<std::pair<std::string, std::string>> Origin::Headers() const {
  std::vector<std::pair<std::string, std::string>> headers = {
      {"Content-Security-Policy",
       "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; "
       "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types svelte-trusted-html krans"},
      {"X-Content-Type-Options", "nosniff"},
      {"Referrer-Policy", "same-origin"},
      {"Cross-Origin-Opener-Policy", "same-origin"},
      {"Cross-Origin-Resource-Policy", "same-origin"},
      {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"},
  };
  if (secure()) headers.emplace_back("Strict-Transport-Security", "max-age=31536000");
  return headers;
}

}  // namespace krans::gateway
