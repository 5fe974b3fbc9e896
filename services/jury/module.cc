#include "services/jury/module.h"

#include "services/jury/handlers.h"
#include "services/jury/relations.h"

namespace krans::jury {

rpc::ServiceModule Module() {
  rpc::ServiceModule module;
  module.name = "jury";
  module.package = "krans.jury.v1";
  module.services = {"krans.jury.v1.Juries", "krans.jury.v1.Matters", "krans.jury.v1.Decisions"};
  module.edges = {
      {"submissions",
       {"krans.submissions.v1.BoardMatter", "krans.submissions.v1.Calendar", "krans.submissions.v1.Cycle",
        "krans.submissions.v1.Eligibility", "krans.submissions.v1.OpenedSubmission",
        "krans.submissions.v1.Participation", "krans.submissions.v1.Person", "krans.submissions.v1.Role",
        "krans.submissions.v1.Unit"}},
      {"scoring", {"krans.scoring.v1.Conflict", "krans.scoring.v1.DeliveredScorebook", "krans.scoring.v1.Examiner"}},
      {"sitevisits", {"krans.sitevisits.v1.Evidence", "krans.sitevisits.v1.SiteVisit"}}};
  module.Register = [](rpc::Door* door, storage::Store*) {
    DefineRelations(&door->access());
    ServeJuries(door);
    ServeMatters(door);
    ServeRecusals(door);
    ServeDossiers(door);
    ServeProposals(door);
    ServeBallots(door);
    ServeDecisions(door);
    ServeAnnouncements(door);
  };
  return module;
}

}  // namespace krans::jury
