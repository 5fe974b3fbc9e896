#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "krans/scoring/v1/assessments.pb.h"
#include "krans/scoring/v1/conflicts.pb.h"
#include "krans/scoring/v1/examiners.pb.h"
#include "krans/scoring/v1/teams.pb.h"
#include "krans/submissions/v1/participations.pb.h"
#include "krans/submissions/v1/submissions.pb.h"
#include "services/cycle/case_rules.h"
#include "services/cycle/relations.h"
#include "services/rpc/door.h"
#include "services/rpc/listing.h"
#include "services/scoring/examiner_rules.h"
#include "services/scoring/handlers.h"
#include "services/scoring/judgement_rules.h"
#include "services/scoring/names.h"
#include "services/scoring/standing.h"

namespace krans::scoring {
namespace {

using rpc::Caller;
using storage::ReadTransaction;
using submissions::v1::OpenedSubmission;
using submissions::v1::Participation;
using v1::Assessment;
using v1::AssessmentItem;
using v1::CaseSummary;
using v1::Conflict;
using v1::Evaluation;
using v1::Examiner;
using v1::Membership;
using v1::Team;

constexpr char kList[] = "krans.scoring.v1.Assessments/ListCases";

// The cases of the caller's teams, less those that a conflict shuts to them, by name with their role.
absl::StatusOr<std::map<std::string, Membership::Role>> CasesOf(const Caller& caller, const ReadTransaction& state,
                                                                const std::string& cycle) {
  std::map<std::string, Membership::Role> cases;
  KRANS_ASSIGN(const std::optional<Examiner> examiner, state.Find<Examiner>(ExaminerOf(cycle, caller.person)));
  if (!examiner || !cycle::IsReady(*examiner)) return cases;
  const std::string person = cycle::PersonName(caller.person);
  KRANS_ASSIGN(const std::vector<Team> teams, state.ByIndex<Team>("members.person", {person}));
  for (const Team& team : teams) {
    if (cycle::CycleOf(team.name()) != cycle) continue;
    const std::optional<Membership> member = cycle::MembershipOf(team, person);
    for (const std::string& participation : team.participations()) {
      KRANS_ASSIGN(const std::optional<Conflict> conflict,
                   state.Find<Conflict>(ConflictOf(participation, caller.person)));
      if (!conflict || !cycle::Shuts(*conflict)) cases[participation] = member->role();
    }
  }
  return cases;
}

absl::StatusOr<CaseSummary> Summarise(const Caller& caller, const ReadTransaction& state, const std::string& name,
                                      Membership::Role role) {
  CaseSummary summary;
  summary.set_participation(name);
  summary.set_role(role);
  KRANS_ASSIGN(const auto participation, state.Find<Participation>(name));
  if (participation) {
    summary.set_unit_display_name(participation->unit_display_name());
    summary.set_class_code(participation->class_code());
  }
  KRANS_ASSIGN(const auto conflict, state.Find<Conflict>(ConflictOf(name, caller.person)));
  if (conflict && (cycle::Opens(*conflict) || cycle::Shuts(*conflict))) summary.set_conflict(conflict->state());
  KRANS_ASSIGN(const Evaluation::State evaluation, EvaluationStateOf(state, name));
  summary.set_evaluation(evaluation);
  const std::string own = AssessmentOf(name, caller.person);
  KRANS_ASSIGN(const auto assessment, state.Find<Assessment>(own));
  if (assessment) summary.set_own_assessment(assessment->state());
  KRANS_ASSIGN(const std::vector<AssessmentItem> items, state.Children<AssessmentItem>(ItemOf(own, "")));
  summary.set_own_items(static_cast<int32_t>(std::count_if(items.begin(), items.end(), IsJudged<AssessmentItem>)));
  return summary;
}

absl::StatusOr<v1::Case> GetCase(const Caller& caller, const ReadTransaction& state,
                                 const v1::GetCaseRequest& request) {
  v1::Case answer;
  answer.set_name(request.name());
  KRANS_ASSIGN(const Participation participation, state.Get<Participation>(request.name()));
  answer.set_unit_display_name(participation.unit_display_name());
  answer.set_class_code(participation.class_code());
  KRANS_ASSIGN(const auto opened, state.Find<OpenedSubmission>(absl::StrCat(request.name(), "/opened")));
  if (opened) *answer.mutable_submission() = *opened;
  KRANS_ASSIGN(const auto evaluation, state.Find<Evaluation>(EvaluationOf(request.name())));
  if (evaluation) *answer.mutable_evaluation() = *evaluation;
  const std::string own = AssessmentOf(request.name(), caller.person);
  KRANS_ASSIGN(const auto assessment, state.Find<Assessment>(own));
  if (!assessment) return answer;
  *answer.mutable_own()->mutable_assessment() = *assessment;
  KRANS_ASSIGN(const std::vector<AssessmentItem> items, state.Children<AssessmentItem>(ItemOf(own, "")));
  *answer.mutable_own()->mutable_items() = {items.begin(), items.end()};
  return answer;
}

}  // namespace

void ServeCases(rpc::Door* door) {
  door->Read<v1::GetCaseRequest, v1::Case>("krans.scoring.v1.Assessments/GetCase", GetCase);
  door->Read<v1::ListCasesRequest, v1::ListCasesResponse>(
      kList,
      [door](const Caller& caller, const ReadTransaction& state,
             const v1::ListCasesRequest& request) -> absl::StatusOr<v1::ListCasesResponse> {
        KRANS_RETURN(cycle::CheckYear(state, request.parent()));
        const rpc::PageAsk ask{kList, request.parent(), request.page_size(), request.page_token()};
        KRANS_ASSIGN(const std::string start, rpc::PageStart(*door, caller, ask));
        KRANS_ASSIGN(const auto cases, CasesOf(caller, state, request.parent()));
        v1::ListCasesResponse response;
        auto next = cases.lower_bound(start);
        for (; next != cases.end() && response.cases_size() < rpc::PageSize(ask); ++next) {
          KRANS_ASSIGN(*response.add_cases(), Summarise(caller, state, next->first, next->second));
        }
        response.set_next_page_token(rpc::PageToken(*door, caller, ask, next == cases.end() ? "" : next->first));
        return response;
      });
}

}  // namespace krans::scoring
