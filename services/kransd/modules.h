#ifndef KRANS_SERVICES_KRANSD_MODULES_H_
#define KRANS_SERVICES_KRANSD_MODULES_H_

#include <vector>

#include "services/rpc/module.h"

namespace krans::kransd {

// The services of this program, in the order of their ports.
std::vector<rpc::ServiceModule> Modules();

}  // namespace krans::kransd

#endif  // KRANS_SERVICES_KRANSD_MODULES_H_
