#ifndef KRANS_SERVICES_RPC_FLAGS_H_
#define KRANS_SERVICES_RPC_FLAGS_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace krans::rpc {

// What a program of an installation was started with: by flag its value, of a flag that takes none "yes".
using Flags = std::map<std::string, std::string>;

// "--data DIR --reflection" taken apart: flags among `known` take a value, those in `bare` do not. INVALID_ARGUMENT for
// any other, for a value that is missing, and where there is no --data.
absl::StatusOr<Flags> ParseFlags(const std::vector<std::string>& arguments, const std::set<std::string>& known,
                                 const std::set<std::string>& bare = {});

// The port that `flag` names, or `otherwise` where the flag is not there. INVALID_ARGUMENT where it names none.
absl::StatusOr<int> PortIn(const Flags& flags, const std::string& flag, int otherwise);

}  // namespace krans::rpc

#endif  // KRANS_SERVICES_RPC_FLAGS_H_
