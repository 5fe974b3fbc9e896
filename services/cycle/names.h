#ifndef KRANS_SERVICES_CYCLE_NAMES_H_
#define KRANS_SERVICES_CYCLE_NAMES_H_

#include <string>

#include "absl/strings/string_view.h"

namespace krans::cycle {

// Parts of resource names ("awards/kvalitet/cycles/2024/participations/kruton/visits/1"). Each function gives an empty
// result for a name that does not have the part asked for; none looks at whether the resource exists.

// The cycle that the resource is or belongs to: "awards/kvalitet/cycles/2024".
absl::string_view CycleOf(absl::string_view name);

// The participation that the resource is or belongs to: "awards/kvalitet/cycles/2024/participations/kruton".
absl::string_view ParticipationOf(absl::string_view name);

// The unit whose participation the resource is or belongs to: "units/kruton".
std::string UnitOf(absl::string_view name);

// The calendar of the cycle that the resource is or belongs to: "awards/kvalitet/cycles/2024/calendar".
std::string CalendarOf(absl::string_view name);

// What follows the last slash; the whole name where there is none.
absl::string_view LastSegment(absl::string_view name);

// "people/anna" for the person id "anna".
std::string PersonName(absl::string_view person);

}  // namespace krans::cycle

#endif  // KRANS_SERVICES_CYCLE_NAMES_H_
