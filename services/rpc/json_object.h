#ifndef KRANS_SERVICES_RPC_JSON_OBJECT_H_
#define KRANS_SERVICES_RPC_JSON_OBJECT_H_

#include <cstdint>
#include <map>
#include <string>
#include <variant>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace krans::rpc {

// A value as far as a token's header or claims need it: text, a whole number or a truth value. Every other value (null,
// a fraction, a number outside 64 bits, an array, an object) is read, held to the same strictness, and is monostate.
using JsonValue = std::variant<std::monostate, std::string, int64_t, bool>;
using JsonObject = std::map<std::string, JsonValue, std::less<>>;

// Reads one JSON object (RFC 8259), strictly: the whole of `text`, at most four levels deep, no name twice in one
// object, well-formed UTF-8, no unpaired surrogate, no NUL. INVALID_ARGUMENT says what is wrong and never repeats any
// of `text`.
absl::StatusOr<JsonObject> ReadJsonObject(absl::string_view text);

}  // namespace krans::rpc

#endif  // KRANS_SERVICES_RPC_JSON_OBJECT_H_
