#ifndef KRANS_SERVICES_SUBMISSIONS_ROLE_RULES_H_
#define KRANS_SERVICES_SUBMISSIONS_ROLE_RULES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "krans/submissions/v1/people.pb.h"

namespace krans::submissions {

// The role as granted by `granter` (people/{}): never to oneself (NOT_ALLOWED), and an auditor never has another role
// that is not revoked, nor anyone with a role an auditor's (I-36, FIELD_NOT_ALLOWED). A registrar's names its body, no
// other's does. `held` are all roles of the person. Errors: FIELD_INVALID with all that is wrong, ALREADY_EXISTS for
// one that is held and not revoked.
absl::StatusOr<v1::Role> Grant(const v1::Role& role, bool person_exists, bool body_exists,
                               const std::vector<v1::Role>& held, absl::string_view granter);

// The role revoked. WRONG_STATE where it is already, or where nobody would have the office's any more on that day:
// `offices` are all roles of the office.
absl::StatusOr<v1::Role> Revoke(const v1::Role& role, const std::vector<v1::Role>& offices, absl::CivilDay day);

}  // namespace krans::submissions

#endif  // KRANS_SERVICES_SUBMISSIONS_ROLE_RULES_H_
