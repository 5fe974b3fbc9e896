#include "services/kransd/modules.h"

#include "services/jury/module.h"
#include "services/scoring/module.h"
#include "services/sitevisits/module.h"
#include "services/submissions/module.h"

namespace krans::kransd {

std::vector<rpc::ServiceModule> Modules() {
  return {submissions::Module(), scoring::Module(), sitevisits::Module(), jury::Module()};
}

}  // namespace krans::kransd
