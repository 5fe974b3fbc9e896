#ifndef KRANS_CLIENTS_CLI_LABELS_H_
#define KRANS_CLIENTS_CLI_LABELS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "clients/cli/command.h"

namespace krans::cli {

// What fields and columns are called, in the words of the award (domain.md 8).

// A field's name as a label: "unit display name".
std::string LabelOf(absl::string_view field);

// The label in that language; as it is where there is no word for it.
std::string Translated(absl::string_view label, Language language);

// Whether there is a Swedish word for the label.
bool IsTranslated(absl::string_view label);

}  // namespace krans::cli

#endif  // KRANS_CLIENTS_CLI_LABELS_H_
