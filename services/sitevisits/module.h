#ifndef KRANS_SERVICES_SITEVISITS_MODULE_H_
#define KRANS_SERVICES_SITEVISITS_MODULE_H_

#include "services/rpc/module.h"

namespace krans::sitevisits {

// The service of visits, as the process that runs it sees it.
rpc::ServiceModule Module();

}  // namespace krans::sitevisits

#endif  // KRANS_SERVICES_SITEVISITS_MODULE_H_
