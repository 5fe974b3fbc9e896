#ifndef KRANS_CLIENTS_CLI_NAMES_H_
#define KRANS_CLIENTS_CLI_NAMES_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace krans::cli {

// Resource names as people write and read them: "2024/ungdomsjouren" for
// "awards/kvalitetsutmarkelsen/cycles/2024/participations/ungdomsjouren", "elsa" for "people/elsa".

// The whole name that `value` is short for; `value` itself where it is whole already. INVALID_ARGUMENT where it has
// not as many parts as `shape` has stars: the message says what they are ("YEAR/PARTICIPATION").
absl::StatusOr<std::string> Expand(absl::string_view shape, absl::string_view value, absl::string_view award);

// The short form of `text` where it is a whole name, else `text`. Another award than `award` stays in front.
std::string Shorten(absl::string_view text, absl::string_view award);

// What a short name of the shape consists of: "YEAR/PARTICIPATION/VISIT".
std::string Parts(absl::string_view shape);

// The last segment: an id or a code.
std::string LastSegment(absl::string_view name);

}  // namespace krans::cli

#endif  // KRANS_CLIENTS_CLI_NAMES_H_
