#include "services/sitevisits/module.h"

#include "services/sitevisits/handlers.h"
#include "services/sitevisits/relations.h"

namespace krans::sitevisits {

rpc::ServiceModule Module() {
  rpc::ServiceModule module;
  module.name = "sitevisits";
  module.package = "krans.sitevisits.v1";
  module.services = {"krans.sitevisits.v1.SiteVisits", "krans.sitevisits.v1.VisitIssues", "krans.sitevisits.v1.Notes"};
  module.edges = {{"submissions",
                   {"krans.submissions.v1.BoardMatter", "krans.submissions.v1.Calendar", "krans.submissions.v1.Cycle",
                    "krans.submissions.v1.Participation", "krans.submissions.v1.Role",
                    "krans.submissions.v1.ScoringScheme", "krans.submissions.v1.Unit"}},
                  {"scoring",
                   {"krans.scoring.v1.Conflict", "krans.scoring.v1.Evaluation", "krans.scoring.v1.Examiner",
                    "krans.scoring.v1.Team", "krans.scoring.v1.VisitQuestions"}}};
  module.Register = [](rpc::Door* door, storage::Store*) {
    DefineRelations(&door->access());
    ServeVisits(door);
    ServeIssues(door);
    ServeNotes(door);
  };
  return module;
}

}  // namespace krans::sitevisits
