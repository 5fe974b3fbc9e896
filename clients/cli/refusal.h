#ifndef KRANS_CLIENTS_CLI_REFUSAL_H_
#define KRANS_CLIENTS_CLI_REFUSAL_H_

#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "clients/cli/arguments.h"
#include "clients/cli/request.h"
#include "google/rpc/status.pb.h"

namespace krans::cli {

// What a service refused, said so that a person knows what to do: the reason's sentence in their language, and a line
// for each field that is wrong, by the name of its argument. As JSON where the line asks for it. Returns the exit code.
// Of a warning, the same is said. Where arguments of the request are wrong, they come first, and what the service says
// of them is left out; an OK status then adds nothing.
int PrintRefusal(const google::rpc::Status& status, const Line& line, const Request& request, std::ostream& err);

// The same where there is no command line to name arguments by.
int PrintRefusal(const google::rpc::Status& status, const Globals& globals, std::ostream& err);

// What went wrong on this side. NOT_FOUND and UNAVAILABLE are kSilent, INVALID_ARGUMENT is kUsage.
int PrintFailure(const absl::Status& status, const Globals& globals, std::ostream& err);

}  // namespace krans::cli

#endif  // KRANS_CLIENTS_CLI_REFUSAL_H_
