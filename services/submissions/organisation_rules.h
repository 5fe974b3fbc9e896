#ifndef KRANS_SERVICES_SUBMISSIONS_ORGANISATION_RULES_H_
#define KRANS_SERVICES_SUBMISSIONS_ORGANISATION_RULES_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "krans/submissions/v1/organisation.pb.h"

namespace krans::submissions {

// The units of a succession, from their names. NOT_FOUND where there is none.
using UnitByName = std::function<absl::StatusOr<v1::Unit>(const std::string& name)>;

// The unit and all that it succeeds, however far back, each once (domain.md 0, finding 10). A predecessor that does
// not exist is left out.
absl::StatusOr<std::vector<v1::Unit>> Lineage(const v1::Unit& unit, const UnitByName& find);

// The year that a target or a distinction is of, from its name. DATA_LOSS where that ends with none, which no record
// that was saved does.
absl::StatusOr<int> YearOf(absl::string_view name);

// Whether the records may be saved: days in order, years from 1990 to 2200, what they name exists, and nothing succeeds
// itself, however far back. Whether a name exists is for the caller to say. FIELD_INVALID with all that is wrong.
absl::Status CheckBody(const v1::Body& body, bool successor_exists);
absl::Status CheckTarget(const v1::ParticipationTarget& target, bool body_exists);
absl::Status CheckDistinction(const v1::Distinction& distinction, bool unit_exists);
absl::Status CheckUnit(const v1::Unit& unit, bool body_exists, bool manager_exists, bool manager_apart,
                       const UnitByName& find);

}  // namespace krans::submissions

#endif  // KRANS_SERVICES_SUBMISSIONS_ORGANISATION_RULES_H_
