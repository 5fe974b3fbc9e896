#ifndef KRANS_SERVICES_SUBMISSIONS_RELATIONS_H_
#define KRANS_SERVICES_SUBMISSIONS_RELATIONS_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "krans/access/v1/access.pb.h"
#include "services/rpc/access.h"

namespace krans::submissions {

// Who has which relation, by this service's own records.
//
// OFFICE, AUDITOR and REGISTRAR do not hold to a case that a conflict shuts to the person, as scoring knows it, nor to
// a board matter or an opening with such a case in it (KL 6:30). A unit's own people are its party and keep to it.
//
// REGISTRAR holds to a body and what lies below it, to units of that body, and to participations and board matters of
// it; and to what follows the body when it is succeeded. To a resource that belongs to no body, or to none at all, it
// holds for a registrar of any: lists are then filtered row by row.
//
// UNIT_MANAGER holds to a unit for its manager; to a participation, and what lies below it, for its contact and for
// the unit's manager, also before it is registered; and to a board matter for those of any participation in it. It
// never holds for who works for the award, and could name themselves manager of what is sealed (I-05).
void DefineRelations(rpc::Access* access);

// Whether the person ("people/eva") is of the office or an auditor.
absl::StatusOr<bool> WorksForTheAward(const storage::ReadTransaction& state, absl::string_view person, absl::Time now);

// Whether the caller is of the office: what a rule asks that serves the office and others differently.
absl::StatusOr<bool> IsOffice(const rpc::Access& access, const rpc::Caller& caller,
                              const storage::ReadTransaction& state);

}  // namespace krans::submissions

#endif  // KRANS_SERVICES_SUBMISSIONS_RELATIONS_H_
