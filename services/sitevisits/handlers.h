#ifndef KRANS_SERVICES_SITEVISITS_HANDLERS_H_
#define KRANS_SERVICES_SITEVISITS_HANDLERS_H_

#include "services/rpc/door.h"

namespace krans::sitevisits {

// Each registers the handlers of its methods. The door outlives the calls it answers.
void ServeVisits(rpc::Door* door);
void ServeIssues(rpc::Door* door);
void ServeNotes(rpc::Door* door);  // and evidence

}  // namespace krans::sitevisits

#endif  // KRANS_SERVICES_SITEVISITS_HANDLERS_H_
