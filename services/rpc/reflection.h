#ifndef KRANS_SERVICES_RPC_REFLECTION_H_
#define KRANS_SERVICES_RPC_REFLECTION_H_

#include <string>
#include <vector>

#include "services/rpc/open_method.h"

namespace krans::rpc {

// grpc.reflection.v1 over the linked-in schemas: `services` (full names) are listed, every file can be had.
OpenMethods ReflectionMethods(std::vector<std::string> services);

}  // namespace krans::rpc

#endif  // KRANS_SERVICES_RPC_REFLECTION_H_
