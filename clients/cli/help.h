#ifndef KRANS_CLIENTS_CLI_HELP_H_
#define KRANS_CLIENTS_CLI_HELP_H_

#include <ostream>
#include <string>
#include <vector>

#include "clients/cli/table.h"

namespace krans::cli {

// Help that needs no manual: of the command with these words; of all that begin with them; of everything where there
// are none. What a command is for, what it takes, who may and in which phase (as the schema says), and an example.
void PrintHelp(const std::vector<std::string>& words, const View& view, std::ostream& out);

}  // namespace krans::cli

#endif  // KRANS_CLIENTS_CLI_HELP_H_
