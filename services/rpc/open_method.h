#ifndef KRANS_SERVICES_RPC_OPEN_METHOD_H_
#define KRANS_SERVICES_RPC_OPEN_METHOD_H_

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "services/rpc/door.h"

namespace krans::rpc {

// A method about the server itself, which reveals nothing of the award and so needs no rule. One of the two is set,
// both are thread-safe and do not block.
struct OpenMethod {
  // One response for each message of the caller, who may send several where the schema says so.
  std::function<absl::StatusOr<std::string>(const std::string& request)> answer;

  // A stream of responses to one message.
  std::function<std::shared_ptr<Source>(const std::string& request)> watch;
};

// By method name.
using OpenMethods = std::map<std::string, OpenMethod, std::less<>>;

}  // namespace krans::rpc

#endif  // KRANS_SERVICES_RPC_OPEN_METHOD_H_
