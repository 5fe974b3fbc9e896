#include "services/submissions/module.h"

#include "absl/strings/str_cat.h"
#include "krans/submissions/v1/people.pb.h"
#include "services/cycle/names.h"
#include "services/rpc/error.h"
#include "services/submissions/dates.h"
#include "services/submissions/handlers.h"
#include "services/submissions/relations.h"

namespace krans::submissions {

std::vector<std::string> Services() {
  return {"krans.submissions.v1.BoardMatters",   "krans.submissions.v1.Cycles", "krans.submissions.v1.Organisation",
          "krans.submissions.v1.Participations", "krans.submissions.v1.People", "krans.submissions.v1.Submissions"};
}

void Register(rpc::Door* door, const rpc::SymmetricKey& opening_key) {
  const BoxMaker boxes(opening_key);
  DefineRelations(&door->access());
  ServeCycles(door);
  ServePeople(door);
  ServeOrganisation(door);
  ServeParticipations(door);
  ServeEligibility(door);
  ServeBoardMatters(door);
  ServeDrafts(door, boxes);
  ServeOpenings(door, boxes);
}

absl::Status Begin(storage::WriteTransaction& state, absl::string_view person, absl::string_view display_name) {
  KRANS_ASSIGN(const auto roles, state.Children<v1::Role>("roles/"));
  if (!roles.empty()) return rpc::Refuse(access::v1::ALREADY_EXISTS, {{"resource", roles.front().name()}});
  v1::Person first;
  first.set_name(cycle::PersonName(person));
  first.set_display_name(std::string(display_name));
  KRANS_RETURN(state.Put(first).status());
  v1::Role role;
  role.set_name(absl::StrCat("roles/", person, "-office"));
  role.set_person(first.name());
  role.set_kind(v1::Role::OFFICE);
  role.set_from(DayOf(state.now()));
  role.set_granted_by(state.change().actor);
  return state.Put(role).status();
}

}  // namespace krans::submissions
