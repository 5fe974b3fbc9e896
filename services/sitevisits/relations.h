#ifndef KRANS_SERVICES_SITEVISITS_RELATIONS_H_
#define KRANS_SERVICES_SITEVISITS_RELATIONS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/rpc/access.h"
#include "storage/transaction.h"

namespace krans::sitevisits {

// TEAM_MEMBER, TEAM_SCORER, TEAM_LEAD, UNIT_MANAGER, OWN_NOTE, OFFICE, AUDITOR and the phases, from copies. Bars those
// whom a conflict shuts out of the case (I-09), and everybody but its writer from a note.
void DefineRelations(rpc::Access* access);

// The names of those in the team of the case who are declared free of conflict.
absl::StatusOr<std::vector<std::string>> OpenTeam(const storage::ReadTransaction& state, absl::string_view name);

}  // namespace krans::sitevisits

#endif  // KRANS_SERVICES_SITEVISITS_RELATIONS_H_
