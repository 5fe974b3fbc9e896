#ifndef KRANS_SERVICES_JURY_MODULE_H_
#define KRANS_SERVICES_JURY_MODULE_H_

#include "services/rpc/module.h"

namespace krans::jury {

// The service of the jury, as the process that runs it sees it.
rpc::ServiceModule Module();

}  // namespace krans::jury

#endif  // KRANS_SERVICES_JURY_MODULE_H_
