#ifndef KRANS_SERVICES_CYCLE_PARTICIPATION_RULES_H_
#define KRANS_SERVICES_CYCLE_PARTICIPATION_RULES_H_

#include "krans/submissions/v1/participations.pb.h"

namespace krans::cycle {

// Whether it takes part still: registered, in time or late, and neither withdrawn nor deferred.
bool TakesPart(const submissions::v1::Participation& participation);

}  // namespace krans::cycle

#endif  // KRANS_SERVICES_CYCLE_PARTICIPATION_RULES_H_
