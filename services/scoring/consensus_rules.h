#ifndef KRANS_SERVICES_SCORING_CONSENSUS_RULES_H_
#define KRANS_SERVICES_SCORING_CONSENSUS_RULES_H_

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "krans/access/v1/access.pb.h"
#include "krans/scoring/v1/consensus.pb.h"
#include "krans/scoring/v1/teams.pb.h"
#include "krans/sitevisits/v1/issues.pb.h"
#include "krans/sitevisits/v1/visits.pb.h"
#include "krans/submissions/v1/cycles.pb.h"
#include "services/scoring/standing_rules.h"

namespace krans::scoring {

// Before and after the site visit.
enum class Stage { kPre, kPost };

// The stage in ".../consensus/{pre,post}" or a name below it; none for any other name.
std::optional<Stage> StageOf(absl::string_view name);

// ".../consensus/pre" or ".../consensus/post" of the participation that `name` is or belongs to.
std::string StageName(absl::string_view name, Stage stage);

// The stage that an evaluation is in before it is agreed; after the visit it may not have opened yet.
std::optional<Stage> OpenStage(v1::Evaluation::State evaluation);

// OK where the stage's phase is open, CONSENSUS before the visit and FINAL after it; else PHASE_CLOSED.
absl::Status CheckStagePhase(Stage stage, const std::set<access::v1::Phase>& open);

// Whether the stage before the visit may open: the team has the case and no stage was opened (WRONG_STATE), the
// caller's own assessment is not what is missing (WRONG_STATE, which says so), and the team's individual assessments
// are complete (see CheckComplete). `caller` is an id.
absl::Status CheckOpenPre(v1::Evaluation::State evaluation, const std::vector<Standing>& standings,
                          absl::string_view caller);

// Whether the stage after the visit may open: the stage before it is agreed (WRONG_STATE), the visit was held where
// the year has visits, which a year that says nothing of them has (WRONG_STATE), and no issue is unresolved
// (ISSUES_OPEN; I-19).
absl::Status CheckOpenPost(v1::Evaluation::State evaluation, const submissions::v1::Cycle& cycle,
                           const std::vector<sitevisits::v1::SiteVisit>& visits,
                           const std::vector<sitevisits::v1::VisitIssue>& issues);

// ISSUES_OPEN, with their number, where one is unresolved (I-19).
absl::Status CheckIssues(const std::vector<sitevisits::v1::VisitIssue>& issues);

// An item as its stage opens: empty before the visit; after it, as agreed before and to be agreed again.
v1::ConsensusItem Opened(absl::string_view name);
v1::ConsensusItem OpenedFrom(absl::string_view name, const v1::ConsensusItem& before);

// A proposal beside what decides whether it may stand.
struct Proposal {
  v1::ConsensusItem item;
  std::optional<v1::ConsensusItem> before;  // the same criterion before the visit; none in that stage
  bool alarm = false;                       // I-16, see Spread
  std::set<std::string> known_evidence;     // of the evidence it names, what exists
  std::string person;                       // who proposes, by id
};

// The item with the proposal: PROPOSED, and nobody has spoken on it yet, the proposer neither. The first of:
//   - FIELD_INVALID with paths below "item": see CheckJudgement; it says what the criterion is worth, with a rationale
//     (I-15); questions are for the visit and only before it; evidence is from it, exists, and only after it;
//   - DISCUSSION_NOTE_NEEDED where the individual judgements lie apart past the alarm (I-16),
//   - EVIDENCE_NEEDED where the score moves after the visit and nothing found there is named (I-19).
absl::StatusOr<v1::ConsensusItem> Propose(const submissions::v1::ScoringScheme& scheme, const Proposal& proposal);

// A member's word on the item as it stands; it replaces an earlier one. WRONG_STATE where nothing is proposed;
// FIELD_INVALID for a dissent without a reason, or a reason without a dissent.
absl::StatusOr<v1::ConsensusItem> Speak(const v1::ConsensusItem& item, absl::string_view person, bool dissents,
                                        absl::string_view reason, absl::Time now);

// The item with the state that its words give it: AGREED, or AGREED_WITH_DISSENT, when every voice has spoken and at
// least one agrees; else PROPOSED (I-17). An item without proposal stays OPEN.
v1::ConsensusItem Settled(const v1::ConsensusItem& item, const std::vector<std::string>& voices);

// The item after the person was recused: without their word; and where they proposed it and it is not agreed, as its
// stage opened it (domain.md 5.3: their contribution is quarantined, the item is run again).
v1::ConsensusItem Without(const v1::ConsensusItem& item, const std::optional<v1::ConsensusItem>& before,
                          absl::string_view person);

bool IsAgreed(const v1::ConsensusItem& item);

// The people, in order, whose word on any of the items is missing.
std::vector<std::string> WaitingFor(const std::vector<v1::ConsensusItem>& items,
                                    const std::vector<std::string>& voices);

// What the visit is to find out: the questions of all items, and no score.
v1::VisitQuestions QuestionsOf(absl::string_view name, const std::vector<v1::ConsensusItem>& items);

}  // namespace krans::scoring

#endif  // KRANS_SERVICES_SCORING_CONSENSUS_RULES_H_
