#ifndef KRANS_SERVICES_JURY_RELATIONS_H_
#define KRANS_SERVICES_JURY_RELATIONS_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/jury/sitting_rules.h"
#include "services/rpc/access.h"
#include "storage/transaction.h"

namespace krans::jury {

// JUROR, JURY_CHAIR, JURY_MEMBER, OFFICE and AUDITOR, to a matter only where it exists, and the phases. A matter and
// all below it do not exist for those recused from it, and the announcement, which is of all matters, not for those
// recused from any (KL 6:30, I-22).
void DefineRelations(rpc::Access* access);

// Whether the person (an id) is recused from the matter: by a recusal, by a conflict that shuts a case of it to them,
// or as contact or manager of a unit that competes in it (I-38).
absl::StatusOr<bool> IsRecused(const storage::ReadTransaction& state, absl::string_view matter,
                               absl::string_view person);

// The same for any matter of the cycle.
absl::StatusOr<bool> IsRecusedFromAny(const storage::ReadTransaction& state, absl::string_view cycle,
                                      absl::string_view person);

// Who sits at the matter as the records stand. NOT_FOUND where there is no matter or no jury.
absl::StatusOr<Sitting> SittingAt(const storage::ReadTransaction& state, absl::string_view matter);

}  // namespace krans::jury

#endif  // KRANS_SERVICES_JURY_RELATIONS_H_
