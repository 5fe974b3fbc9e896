#include <memory>
#include <optional>
#include <vector>

#include "krans/scoring/v1/assessments.pb.h"
#include "krans/submissions/v1/cycles.pb.h"
#include "services/cycle/case_rules.h"
#include "services/cycle/names.h"
#include "services/cycle/phase_rules.h"
#include "services/rpc/door.h"
#include "services/scoring/assessment_rules.h"
#include "services/scoring/content_hash.h"
#include "services/scoring/handlers.h"
#include "services/scoring/names.h"
#include "services/scoring/standing.h"

namespace krans::scoring {
namespace {

using rpc::Caller;
using storage::ReadTransaction;
using storage::WriteTransaction;
using submissions::v1::ScoringScheme;
using v1::Assessment;
using v1::AssessmentItem;

absl::StatusOr<Assessment> StoredOrBegun(const ReadTransaction& state, const std::string& name) {
  KRANS_ASSIGN(const std::optional<Assessment> stored, state.Find<Assessment>(name));
  return stored ? *stored : Begun(name);
}

absl::StatusOr<AssessmentItem> SaveItem(const Caller& caller, WriteTransaction& state,
                                        const v1::SaveItemRequest& request) {
  const std::string name = AssessmentOf(request.item().name(), caller.person);
  KRANS_ASSIGN(const std::shared_ptr<const ScoringScheme> scheme, state.Look<ScoringScheme>(SchemeOf(name)));
  if (scheme == nullptr) return rpc::Refuse(access::v1::NOT_FOUND);
  KRANS_ASSIGN(const std::shared_ptr<const Assessment> assessment, state.Look<Assessment>(name));
  KRANS_RETURN(CheckSave(*scheme, assessment ? assessment->state() : Assessment::STATE_UNSPECIFIED, request.item()));
  if (!assessment) KRANS_RETURN(state.Put(Begun(name)).status());
  return state.Put(request.item());
}

absl::StatusOr<Assessment> LockAssessment(const Caller& caller, WriteTransaction& state,
                                          const v1::LockAssessmentRequest& request) {
  KRANS_ASSIGN(const ScoringScheme scheme, state.Get<ScoringScheme>(SchemeOf(request.name())));
  KRANS_ASSIGN(const Assessment assessment, StoredOrBegun(state, request.name()));
  KRANS_ASSIGN(const std::vector<AssessmentItem> items, state.Children<AssessmentItem>(ItemOf(request.name(), "")));
  KRANS_ASSIGN(Assessment locked, Lock(scheme, assessment, items, ContentHash(items), caller.now));
  return state.Put(locked);
}

absl::StatusOr<Assessment> ReopenAssessment(const Caller& caller, WriteTransaction& state,
                                            const v1::ReopenAssessmentRequest& request) {
  KRANS_ASSIGN(const std::vector<Standing> standings, StandingsOf(state, request.name()));
  const absl::string_view examiner = cycle::LastSegment(request.name());
  const bool scores = std::any_of(standings.begin(), standings.end(), [&](const Standing& standing) {
    return standing.person == examiner && cycle::Scores(standing.role);
  });
  if (!scores) return rpc::Refuse(access::v1::NOT_FOUND);
  KRANS_ASSIGN(const auto calendar, state.Get<submissions::v1::Calendar>(cycle::CalendarOf(request.name())));
  if (!request.excuse()) KRANS_RETURN(CheckReopenPhase(cycle::OpenPhases(calendar, caller.now)));
  KRANS_ASSIGN(const Assessment assessment, StoredOrBegun(state, request.name()));
  KRANS_ASSIGN(const v1::Evaluation::State evaluation, EvaluationStateOf(state, request.name()));
  KRANS_ASSIGN(Assessment changed, request.excuse() ? Excuse(assessment, evaluation, request.reason())
                                                    : Reopen(assessment, evaluation, request.reason()));
  return state.Put(changed);
}

absl::StatusOr<v1::AssessmentView> GetAssessment(const Caller&, const ReadTransaction& state,
                                                 const v1::GetAssessmentRequest& request) {
  v1::AssessmentView view;
  KRANS_ASSIGN(*view.mutable_assessment(), state.Get<Assessment>(request.name()));
  KRANS_ASSIGN(const std::vector<AssessmentItem> items, state.Children<AssessmentItem>(ItemOf(request.name(), "")));
  *view.mutable_items() = {items.begin(), items.end()};
  return view;
}

}  // namespace

void ServeAssessments(rpc::Door* door) {
  door->Write<v1::SaveItemRequest, AssessmentItem>("krans.scoring.v1.Assessments/SaveItem", SaveItem);
  door->Write<v1::LockAssessmentRequest, Assessment>("krans.scoring.v1.Assessments/LockAssessment", LockAssessment);
  door->Write<v1::ReopenAssessmentRequest, Assessment>("krans.scoring.v1.Assessments/ReopenAssessment",
                                                       ReopenAssessment);
  door->Read<v1::GetAssessmentRequest, v1::AssessmentView>("krans.scoring.v1.Assessments/GetAssessment", GetAssessment);
}

}  // namespace krans::scoring
