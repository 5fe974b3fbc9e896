#include "services/submissions/module.h"

#include <memory>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "krans/submissions/v1/people.pb.h"
#include "services/cycle/names.h"
#include "services/rpc/error.h"
#include "services/rpc/keys.h"
#include "services/submissions/dates.h"
#include "services/submissions/handlers.h"
#include "services/submissions/relations.h"

namespace krans::submissions {
namespace {

absl::Status Begin(storage::WriteTransaction& state, absl::string_view office) {
  v1::Person first;
  first.set_name(cycle::PersonName(office));
  first.set_display_name(std::string(office));
  KRANS_RETURN(state.Put(first).status());
  v1::Role role;
  role.set_name(absl::StrCat("roles/", office, "-office"));
  role.set_person(first.name());
  role.set_kind(v1::Role::OFFICE);
  role.set_from(DayOf(state.now()));
  role.set_granted_by(state.change().actor);
  return state.Put(role).status();
}

}  // namespace

rpc::ServiceModule Module() {
  // Filled by LoadKeys, before Register.
  auto boxes = std::make_shared<std::optional<BoxMaker>>();
  rpc::ServiceModule module;
  module.name = "submissions";
  module.package = "krans.submissions.v1";
  for (absl::string_view noun :
       {"BoardMatters", "Cycles", "Extracts", "Organisation", "Participations", "People", "Submissions"}) {
    module.services.push_back(absl::StrCat(module.package, ".", noun));
  }
  module.edges = {{"jury", {"krans.jury.v1.Outcome"}},
                  {"scoring", {"krans.scoring.v1.Conflict", "krans.scoring.v1.Evaluation"}}};
  module.LoadKeys = [boxes](const std::string& keys) -> absl::Status {
    KRANS_ASSIGN(const rpc::SymmetricKey key, rpc::LoadOpeningKey(keys));
    boxes->emplace(key);
    return absl::OkStatus();
  };
  module.Register = [boxes](rpc::Door* door, storage::Store*) { Register(door, boxes->value()); };
  module.Init = Begin;
  return module;
}

void Register(rpc::Door* door, const BoxMaker& boxes) {
  DefineRelations(&door->access());
  ServeCycles(door);
  ServePeople(door);
  ServeOrganisation(door);
  ServeParticipations(door);
  ServeEligibility(door);
  ServeBoardMatters(door);
  ServeExtracts(door);
  ServeDrafts(door, boxes);
  ServeOpenings(door, boxes);
}

}  // namespace krans::submissions
