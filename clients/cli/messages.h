#ifndef KRANS_CLIENTS_CLI_MESSAGES_H_
#define KRANS_CLIENTS_CLI_MESSAGES_H_

#include <map>
#include <string>

#include "absl/strings/string_view.h"
#include "clients/cli/command.h"
#include "krans/access/v1/reason.pb.h"

namespace krans::cli {

// The sentence for a reason: what is the matter, and what to do. "{phases}" stands for that value of the refusal's
// metadata; a part in brackets is left out where a value it names is missing. Null where there is none.
const Text* SentenceOf(access::v1::Reason reason);

// The sentence with its values filled in.
std::string Say(const Text& sentence, Language language, const std::map<std::string, std::string>& values);

}  // namespace krans::cli

#endif  // KRANS_CLIENTS_CLI_MESSAGES_H_
