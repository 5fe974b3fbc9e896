#ifndef KRANS_SERVICES_RPC_INSTALLATION_H_
#define KRANS_SERVICES_RPC_INSTALLATION_H_

#include <functional>
#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace krans::rpc {

// What every process of an installation on one machine reads of its data directory (services/kransd/data_dir.h).

// Where each service listens, by its name: {"scoring", "127.0.0.1:7102"}.
using Addresses = std::map<std::string, std::string>;

std::string KeysIn(const std::string& dir);

// FAILED_PRECONDITION where a line of the file is not a name and an address.
absl::StatusOr<Addresses> LoadAddresses(const std::string& dir);

// The port of an address.
absl::StatusOr<int> PortOf(const std::string& address);

// Whether an address is this machine's own and nobody else reaches it: "127.0.0.1:7102", "[::1]:7102".
bool IsLoopback(absl::string_view address);

// The time of the clock file `path`, or this machine's where it is empty. FAILED_PRECONDITION for a file's unless each
// of `addresses` is loopback.
absl::StatusOr<std::function<absl::Time()>> ClockOf(const std::string& path, const Addresses& addresses);

}  // namespace krans::rpc

#endif  // KRANS_SERVICES_RPC_INSTALLATION_H_
