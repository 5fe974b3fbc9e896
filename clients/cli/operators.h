#ifndef KRANS_CLIENTS_CLI_OPERATORS_H_
#define KRANS_CLIENTS_CLI_OPERATORS_H_

#include "clients/cli/arguments.h"
#include "clients/cli/session.h"

namespace krans::cli {

// Commands that are more than one call; each returns the exit code.

// Sends the extract of a board's minutes in, part by part, and fetches it: into the file named, which must not exist.
int RunSendExtract(const Line& line, Session& session);
int RunFetchExtract(const Line& line, Session& session);

// Each service's health, the head of its journal, and which sources it is behind with or has lost. kRefused where one
// is not well, kSilent where one does not answer.
int RunStatus(const Line& line, Session& session);

// Has each service verify its journal and store; kFault where one finds a fault.
int RunVerify(const Line& line, Session& session);

// What happened to one record.
int RunHistory(const Line& line, Session& session);

// What happened at one service, or what was read there. Entries that are withheld have a position alone.
int RunJournal(const Line& line, Session& session);

// Has each service, or the one named, copy its store.
int RunCheckpoint(const Line& line, Session& session);

// On a store that no daemon has open: recomputes everything, shows its entries, accepts it as it is, or drops the
// copies of a journal that it follows. The first two change nothing. kFault where it is damaged.
int RunStoreVerify(const Line& line, Session& session);
int RunStoreDump(const Line& line, Session& session);
int RunStoreAdopt(const Line& line, Session& session);
int RunStoreFollowAgain(const Line& line, Session& session);

}  // namespace krans::cli

#endif  // KRANS_CLIENTS_CLI_OPERATORS_H_
