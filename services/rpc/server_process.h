#ifndef KRANS_SERVICES_RPC_SERVER_PROCESS_H_
#define KRANS_SERVICES_RPC_SERVER_PROCESS_H_

#include <signal.h>

namespace krans::rpc {

// Makes of this process one that serves: with all the files it may have, and not ended by whoever hangs up. Before its
// first thread. Returns the signals that are to end it, SIGTERM and SIGINT, which then end nothing by themselves.
sigset_t BecomeServer();

}  // namespace krans::rpc

#endif  // KRANS_SERVICES_RPC_SERVER_PROCESS_H_
