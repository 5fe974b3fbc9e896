#ifndef KRANS_CLIENTS_CLI_OPERATORS_H_
#define KRANS_CLIENTS_CLI_OPERATORS_H_

#include "clients/cli/arguments.h"
#include "clients/cli/session.h"

namespace krans::cli {

// Commands that are more than one call; each returns the exit code.

// Each service's health, the head of its journal, and which sources it is behind with. kRefused where one is not well,
// kSilent where one does not answer.
int RunStatus(const Line& line, Session& session);

// Has each service verify its journal and store; kFault where one finds a fault.
int RunVerify(const Line& line, Session& session);

// What happened to one record.
int RunHistory(const Line& line, Session& session);

// On a store that no daemon has open: recomputes everything, shows its entries, or accepts it as it is.
int RunStoreVerify(const Line& line, Session& session);
int RunStoreDump(const Line& line, Session& session);
int RunStoreAdopt(const Line& line, Session& session);

}  // namespace krans::cli

#endif  // KRANS_CLIENTS_CLI_OPERATORS_H_
