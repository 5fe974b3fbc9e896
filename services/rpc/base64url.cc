#include "services/rpc/base64url.h"

#include "absl/strings/escaping.h"

namespace krans::rpc {

std::string Base64Url(absl::string_view bytes) { return absl::WebSafeBase64Escape(bytes); }

bool FromBase64Url(absl::string_view text, std::string* bytes) {
  return absl::WebSafeBase64Unescape(text, bytes) && Base64Url(*bytes) == text;
}

}  // namespace krans::rpc
