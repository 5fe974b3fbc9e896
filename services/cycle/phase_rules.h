#ifndef KRANS_SERVICES_CYCLE_PHASE_RULES_H_
#define KRANS_SERVICES_CYCLE_PHASE_RULES_H_

#include <set>

#include "absl/time/time.h"
#include "krans/access/v1/access.pb.h"
#include "krans/submissions/v1/cycles.pb.h"

namespace krans::cycle {

// The phases open at `now`. A window is open from the first instant of the day it opens to the last of the day it
// closes, in Europe/Stockholm (I-04); a side without a day is unbounded. What the office set goes before the days, and
// a window that is the office's alone opens only so. A phase that the calendar has no window for, or one whose days
// are no days, is closed. Milestones do not open or close anything.
std::set<access::v1::Phase> OpenPhases(const submissions::v1::Calendar& calendar, absl::Time now);

// Whether the year has come as far as `phase` by `now`: it or a later one is open, or was by its days, or was the
// office's to open and is closed by it. What the office put off on its days has not come.
bool HasReached(const submissions::v1::Calendar& calendar, access::v1::Phase phase, absl::Time now);

}  // namespace krans::cycle

#endif  // KRANS_SERVICES_CYCLE_PHASE_RULES_H_
