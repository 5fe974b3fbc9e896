#ifndef KRANS_SERVICES_SCORING_TEAM_RULES_H_
#define KRANS_SERVICES_SCORING_TEAM_RULES_H_

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "krans/scoring/v1/examiners.pb.h"
#include "krans/scoring/v1/teams.pb.h"
#include "krans/submissions/v1/cycles.pb.h"
#include "krans/submissions/v1/organisation.pb.h"
#include "krans/submissions/v1/participations.pb.h"
#include "krans/submissions/v1/people.pb.h"
#include "krans/submissions/v1/submissions.pb.h"
#include "services/cycle/gate_rules.h"

namespace krans::scoring {

// What is known of someone who is to be a member.
struct MemberFacts {
  std::optional<submissions::v1::Person> person;
  std::optional<v1::Examiner> examiner;
  bool auditor = false;
  std::vector<submissions::v1::Participation> contact_of;  // or manages the unit of, in the same cycle
};

// What is known of a case that the team is to have.
struct CaseFacts {
  std::optional<submissions::v1::Participation> participation;
  std::optional<submissions::v1::Unit> unit;
  submissions::v1::Eligibility::State eligibility = submissions::v1::Eligibility::STATE_UNSPECIFIED;
  submissions::v1::Submission::State submission = submissions::v1::Submission::STATE_UNSPECIFIED;
  std::set<std::string> barred;  // the members, by resource name, to whom a conflict shuts it
  bool has_other_team = false;
};

// A team as it is to be, beside all that decides whether it may be.
struct TeamChange {
  v1::Team team;
  v1::Team stored;  // without a name where the team is new
  submissions::v1::Cycle cycle;
  cycle::GateState gate = cycle::GateState::kBlock;  // G2
  std::vector<MemberFacts> members;                  // in the order of team.members
  std::vector<CaseFacts> cases;                      // in the order of team.participations
  std::set<std::string> in_consensus;                // the stored team's cases whose consensus is open
};

// Whether the team may be saved. The first of these that fails, with everything that fails in it:
//   - FIELD_INVALID: members are people and cases participations of the cycle, none twice;
//   - WRONG_STATE: a case whose consensus is open keeps its team, its members, and who of them counts; only the lead
//   may
//     pass to another who counts;
//   - TEAM_INVALID, metadata "rule", separated by commas:
//       ONE_LEAD             exactly one (I-11)
//       TEAM_SIZE            leads and examiners within the cycle's numbers, where it states them (I-11)
//       NOT_READY:anna       see Lacks (I-10)
//       AUDITOR:anna         never examiner (I-36)
//       SAME_BODY:anna       shares an administration with another member (I-11)
//       OWN_BODY:anna@k      the unit's own administration (I-11, P-20)
//       OWN_OPERATOR:anna@k  the unit's own operator (I-11, P-20)
//       COMPETING:anna@k     contact of a unit of the case's class (I-38)
//       CONFLICT:anna@k      a new pair of a member and a case that a conflict shuts to them (I-09, P-19)
//       OTHER_TEAM:k         the case has another team
//       NO_SKILL:k           no lead or examiner is competent in the case's class (I-11, P-13)
//   - GATE_CLOSED, or GATE_WARNS: a new case is opened and eligible (G2), unless the gate is off.
absl::Status CheckTeam(const TeamChange& change);

}  // namespace krans::scoring

#endif  // KRANS_SERVICES_SCORING_TEAM_RULES_H_
