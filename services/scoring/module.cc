#include "services/scoring/module.h"

#include "absl/strings/str_cat.h"
#include "services/scoring/handlers.h"
#include "services/scoring/relations.h"

namespace krans::scoring {

rpc::ServiceModule Module() {
  rpc::ServiceModule module;
  module.name = "scoring";
  module.package = "krans.scoring.v1";
  for (absl::string_view noun : {"Assessments", "Conflicts", "ConsensusItems", "Examiners", "Scorebooks", "Teams"}) {
    module.services.push_back(absl::StrCat(module.package, ".", noun));
  }
  module.edges = {
      {"submissions",
       {"krans.submissions.v1.Body", "krans.submissions.v1.Calendar", "krans.submissions.v1.Cycle",
        "krans.submissions.v1.Eligibility", "krans.submissions.v1.OpenedSubmission",
        "krans.submissions.v1.Participation", "krans.submissions.v1.Person", "krans.submissions.v1.Role",
        "krans.submissions.v1.ScoringScheme", "krans.submissions.v1.Submission", "krans.submissions.v1.Unit"}},
      {"sitevisits",
       {"krans.sitevisits.v1.Evidence", "krans.sitevisits.v1.SiteVisit", "krans.sitevisits.v1.VisitIssue"}},
      {"jury", {"krans.jury.v1.Outcome"}}};
  module.Register = [](rpc::Door* door, storage::Store*) {
    DefineRelations(&door->access());
    ServeExaminers(door);
    ServeTeams(door);
    ServeConflicts(door);
    ServeAssessments(door);
    ServeCases(door);
    ServeConsensusStages(door);
    ServeConsensusItems(door);
    ServeScorebooks(door);
  };
  return module;
}

}  // namespace krans::scoring
