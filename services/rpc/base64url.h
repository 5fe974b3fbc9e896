#ifndef KRANS_SERVICES_RPC_BASE64URL_H_
#define KRANS_SERVICES_RPC_BASE64URL_H_

#include <string>

#include "absl/strings/string_view.h"

namespace krans::rpc {

// Base64 with the URL alphabet and without padding (RFC 7515 section 2).
std::string Base64Url(absl::string_view bytes);

// Sets `*bytes` to what `text` encodes. False where `text` is not exactly what Base64Url gives for some bytes: another
// alphabet, padding, white space, left-over bits. So one string of bytes has one text.
bool FromBase64Url(absl::string_view text, std::string* bytes);

}  // namespace krans::rpc

#endif  // KRANS_SERVICES_RPC_BASE64URL_H_
