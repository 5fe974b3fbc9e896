#ifndef KRANS_CLIENTS_CLI_VALUES_H_
#define KRANS_CLIENTS_CLI_VALUES_H_

#include <string>

#include "absl/strings/string_view.h"
#include "clients/cli/command.h"
#include "google/protobuf/descriptor.h"

namespace krans::cli {

// What states, phases, verdicts and other values are called by people, in the words of the award (domain.md 8).

// A value of an enumeration: "team_assigned" in English, as commands take it; in Swedish its word, "lag utsett".
std::string WordFor(const google::protobuf::EnumValueDescriptor& value, Language language);

// What a refusal says is so, or is needed: values by name, several with commas, in words; sentences as they are, or in
// Swedish where there is Swedish for them. "CONFLICT:elsa" is "nobody in conflict of interest (elsa)".
std::string InWords(absl::string_view text, Language language);

// Whether there are words for it in both languages.
bool HasWords(absl::string_view text);

}  // namespace krans::cli

#endif  // KRANS_CLIENTS_CLI_VALUES_H_
