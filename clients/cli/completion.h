#ifndef KRANS_CLIENTS_CLI_COMPLETION_H_
#define KRANS_CLIENTS_CLI_COMPLETION_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace krans::cli {

// What bash is to run once (`source <(krans completion bash)`): it then asks `krans completion words`.
extern const char kBashCompletion[];

// What may stand where the last of `words` stands, that begins with it: words of commands, flags, and the values of
// arguments that have a few.
std::vector<std::string> Complete(const std::vector<std::string>& words);

}  // namespace krans::cli

#endif  // KRANS_CLIENTS_CLI_COMPLETION_H_
