#include "services/rpc/installation.h"

#include <fstream>
#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/rpc/error.h"
#include "services/rpc/file_clock.h"

namespace krans::rpc {

std::string KeysIn(const std::string& dir) { return dir + "/keys"; }

absl::StatusOr<Addresses> LoadAddresses(const std::string& dir) {
  const std::string path = dir + "/addresses";
  std::ifstream in(path);
  if (!in) return absl::NotFoundError(absl::StrCat(path, ": there is no such file; kransd init makes one"));
  Addresses addresses;
  for (std::string line; std::getline(in, line);) {
    const std::vector<std::string> parts = absl::StrSplit(line, ' ');
    if (parts.size() != 2)
      return absl::FailedPreconditionError(absl::StrCat(path, ": not a name and an address: ", line));
    KRANS_RETURN(PortOf(parts[1]).status());
    addresses[parts[0]] = parts[1];
  }
  return addresses;
}

absl::StatusOr<int> PortOf(const std::string& address) {
  const std::vector<std::string> parts = absl::StrSplit(address, ':');
  int port = 0;
  if (parts.size() != 2 || !absl::SimpleAtoi(parts[1], &port) || port < 1 || port > 65535) {
    return absl::FailedPreconditionError(absl::StrCat("not a host and a port: ", address));
  }
  return port;
}

bool IsLoopback(absl::string_view address) {
  return absl::StartsWith(address, "127.") || absl::StartsWith(address, "[::1]:");
}

absl::StatusOr<std::function<absl::Time()>> ClockOf(const std::string& path, const Addresses& addresses) {
  if (path.empty()) return std::function<absl::Time()>(absl::Now);
  for (const auto& [service, address] : addresses) {
    if (IsLoopback(address)) continue;
    return absl::FailedPreconditionError(
        absl::StrCat("--clock is for playing an example alone, but ", service, " can be reached at ", address));
  }
  auto clock = std::make_shared<FileClock>(path);
  KRANS_RETURN(clock->Read().status());
  return std::function<absl::Time()>([clock] { return clock->Now(); });
}

}  // namespace krans::rpc
