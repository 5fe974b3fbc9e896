#include "services/kransd/modules.h"

#if __has_include("services/submissions/module.h")
#include "services/submissions/module.h"
#define KRANS_SUBMISSIONS submissions::Module(),
#else
#define KRANS_SUBMISSIONS
#endif
#if __has_include("services/scoring/module.h")
#include "services/scoring/module.h"
#define KRANS_SCORING scoring::Module(),
#else
#define KRANS_SCORING
#endif
#if __has_include("services/sitevisits/module.h")
#include "services/sitevisits/module.h"
#define KRANS_SITEVISITS sitevisits::Module(),
#else
#define KRANS_SITEVISITS
#endif
#if __has_include("services/jury/module.h")
#include "services/jury/module.h"
#define KRANS_JURY jury::Module(),
#else
#define KRANS_JURY
#endif

namespace krans::kransd {

std::vector<rpc::ServiceModule> Modules() { return {KRANS_SUBMISSIONS KRANS_SCORING KRANS_SITEVISITS KRANS_JURY}; }

}  // namespace krans::kransd
