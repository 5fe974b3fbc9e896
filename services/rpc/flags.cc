#include "services/rpc/flags.h"

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace krans::rpc {

absl::StatusOr<Flags> ParseFlags(const std::vector<std::string>& arguments, const std::set<std::string>& known,
                                 const std::set<std::string>& bare) {
  Flags flags;
  for (size_t i = 0; i < arguments.size(); ++i) {
    const std::string& flag = arguments[i];
    if (bare.count(flag) > 0) {
      flags[flag] = "yes";
    } else if (known.count(flag) > 0 && i + 1 < arguments.size()) {
      flags[flag] = arguments[++i];
    } else {
      return absl::InvalidArgumentError(absl::StrCat(flag, ": no such flag, or nothing after it"));
    }
  }
  if (flags["--data"].empty()) return absl::InvalidArgumentError("--data DIR is needed");
  return flags;
}

absl::StatusOr<int> PortIn(const Flags& flags, const std::string& flag, int otherwise) {
  const auto found = flags.find(flag);
  if (found == flags.end()) return otherwise;
  int port = 0;
  if (!absl::SimpleAtoi(found->second, &port) || port < 0 || port > 65535) {
    return absl::InvalidArgumentError(absl::StrCat(flag, " ", found->second, ": not a port"));
  }
  return port;
}

}  // namespace krans::rpc
