#ifndef KRANS_SERVICES_CYCLE_RELATIONS_H_
#define KRANS_SERVICES_CYCLE_RELATIONS_H_

#include <optional>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "krans/scoring/v1/teams.pb.h"
#include "krans/submissions/v1/people.pb.h"
#include "services/rpc/access.h"
#include "services/rpc/caller.h"
#include "storage/transaction.h"

namespace krans::cycle {

// What every service asks of the records of submissions and scoring, its own or its copies. People are ids ("anna"),
// and `name` is a participation or a resource below one. All are pure functions of the state given.

// OFFICE and AUDITOR, to a case only where it exists; OFFICE_UNBARRED, to what makes a case or is about all of them;
// and the phases of a year. `submissions` and `scoring` name the services whose records decide, empty in that service
// itself.
void RelateAward(rpc::Access* access, absl::string_view submissions, absl::string_view scoring);

// A role of the award as a relation, whatever the resource.
rpc::Access::Holds HoldsRole(submissions::v1::Role::Kind kind);

// The same relation, but to a case and what lies below it only where the case exists: one that a conflict hides then
// looks like one that is not there.
rpc::Access::Holds WhereTheCaseExists(rpc::Access::Holds holds);

// OK, or NOT_FOUND where there is no such year: a list of nothing would say that there is.
absl::Status CheckYear(const storage::ReadTransaction& state, absl::string_view name);

// Whether the person is contact of the participation, or manager of its unit.
absl::StatusOr<bool> Manages(const storage::ReadTransaction& state, absl::string_view name, absl::string_view person);

// Whether a conflict shuts the case to the person (KL 6:30, I-09).
absl::StatusOr<bool> ShutOut(const storage::ReadTransaction& state, absl::string_view name, absl::string_view person);

// Whether a conflict shuts any case of the cycle to the person: who acts on all of them then could tell by trying.
absl::StatusOr<bool> ShutOutOfAny(const storage::ReadTransaction& state, absl::string_view cycle,
                                  absl::string_view person);

// The person's membership in the team that has the case, once they are declared free of conflict (I-09), and while
// they are ready (I-10).
absl::StatusOr<std::optional<scoring::v1::Membership>> OpenMembership(const storage::ReadTransaction& state,
                                                                      absl::string_view name, absl::string_view person);

}  // namespace krans::cycle

#endif  // KRANS_SERVICES_CYCLE_RELATIONS_H_
