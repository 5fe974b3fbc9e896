#ifndef KRANS_CLIENTS_CLI_RUN_H_
#define KRANS_CLIENTS_CLI_RUN_H_

#include <ostream>
#include <string>
#include <vector>

#include "clients/cli/arguments.h"

namespace krans::cli {

// All of krans but the process: runs the command line `args` (without the program's name) and returns the exit code.
// `width` is the terminal's, 0 where `out` is none.
int Run(const std::vector<std::string>& args, const Environment& environment, size_t width, std::ostream& out,
        std::ostream& err);

}  // namespace krans::cli

#endif  // KRANS_CLIENTS_CLI_RUN_H_
