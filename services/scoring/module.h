#ifndef KRANS_SERVICES_SCORING_MODULE_H_
#define KRANS_SERVICES_SCORING_MODULE_H_

#include "services/rpc/module.h"

namespace krans::scoring {

// The scoring service.
rpc::ServiceModule Module();

}  // namespace krans::scoring

#endif  // KRANS_SERVICES_SCORING_MODULE_H_
