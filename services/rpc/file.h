#ifndef KRANS_SERVICES_RPC_FILE_H_
#define KRANS_SERVICES_RPC_FILE_H_

#include <string>

#include "absl/status/statusor.h"

namespace krans::rpc {

// All that is in the file. NOT_FOUND, with the path, where there is none that can be read, as for a folder.
absl::StatusOr<std::string> ReadFile(const std::string& path);

}  // namespace krans::rpc

#endif  // KRANS_SERVICES_RPC_FILE_H_
