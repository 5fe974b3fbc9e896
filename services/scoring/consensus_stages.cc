#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "krans/scoring/v1/consensus.pb.h"
#include "krans/submissions/v1/cycles.pb.h"
#include "services/cycle/case_rules.h"
#include "services/cycle/phase_rules.h"
#include "services/rpc/door.h"
#include "services/scoring/assessment_rules.h"
#include "services/scoring/consensus.h"
#include "services/scoring/handlers.h"
#include "services/scoring/names.h"
#include "services/scoring/spread_rules.h"
#include "services/scoring/standing.h"

namespace krans::scoring {
namespace {

using rpc::Caller;
using storage::ReadTransaction;
using storage::WriteTransaction;
using submissions::v1::ScoringScheme;
using v1::AssessmentItem;
using v1::ConsensusItem;
using v1::ConsensusItemView;
using v1::Evaluation;

absl::StatusOr<Evaluation> OpenPre(const Caller& caller, WriteTransaction& state, const std::string& name,
                                   const ScoringScheme& scheme) {
  KRANS_ASSIGN(const Evaluation::State evaluation, EvaluationStateOf(state, name));
  KRANS_ASSIGN(const std::vector<Standing> standings, StandingsOf(state, name));
  KRANS_RETURN(CheckOpenPre(evaluation, standings, caller.person));
  for (const Standing& standing : standings) {
    if (!cycle::Scores(standing.role) || IsClosed(standing.assessment)) continue;
    KRANS_ASSIGN(v1::Assessment excused,
                 Excuse(Begun(AssessmentOf(name, standing.person)), evaluation, "not locked when consensus opened"));
    KRANS_RETURN(state.Put(excused).status());
  }
  for (const auto& criterion : scheme.criteria()) {
    KRANS_RETURN(state.Put(Opened(ItemOf(name, criterion.code()))).status());
  }
  return Advance(state, name, Evaluation::CONSENSUS);
}

absl::StatusOr<Evaluation> OpenPost(const rpc::Access& access, WriteTransaction& state, const std::string& name) {
  KRANS_RETURN(access.CheckFresh("sitevisits"));
  const absl::string_view participation = cycle::ParticipationOf(name);
  KRANS_ASSIGN(const Evaluation::State evaluation, EvaluationStateOf(state, name));
  KRANS_ASSIGN(const auto cycle, state.Get<submissions::v1::Cycle>(cycle::CycleOf(name)));
  KRANS_ASSIGN(const auto visits, state.Children<sitevisits::v1::SiteVisit>(absl::StrCat(participation, "/visits/")));
  KRANS_ASSIGN(const auto issues,
               state.Children<sitevisits::v1::VisitIssue>(absl::StrCat(participation, "/visitIssues/")));
  KRANS_RETURN(CheckOpenPost(evaluation, cycle, visits, issues));
  KRANS_ASSIGN(const std::vector<ConsensusItem> opened, ItemsOf(state, name, Stage::kPost));
  if (!opened.empty()) return rpc::Refuse(access::v1::WRONG_STATE, {{"needs", "a stage that is not open"}});
  KRANS_ASSIGN(const std::vector<ConsensusItem> before, ItemsOf(state, name, Stage::kPre));
  for (const ConsensusItem& item : before) {
    KRANS_RETURN(state.Put(OpenedFrom(ItemOf(name, cycle::LastSegment(item.name())), item)).status());
  }
  return state.Get<Evaluation>(EvaluationOf(name));
}

absl::StatusOr<Evaluation> OpenConsensus(const rpc::Access& access, const Caller& caller, WriteTransaction& state,
                                         const v1::OpenConsensusRequest& request) {
  const std::optional<Stage> stage = StageOf(request.name());
  if (!stage) return rpc::Refuse(access::v1::NOT_FOUND);
  KRANS_ASSIGN(const auto calendar, state.Get<submissions::v1::Calendar>(cycle::CalendarOf(request.name())));
  KRANS_RETURN(CheckStagePhase(*stage, cycle::OpenPhases(calendar, caller.now)));
  if (stage == Stage::kPost) return OpenPost(access, state, request.name());
  KRANS_ASSIGN(const ScoringScheme scheme, state.Get<ScoringScheme>(SchemeOf(request.name())));
  return OpenPre(caller, state, request.name(), scheme);
}

absl::StatusOr<ConsensusItemView> View(const ReadTransaction& state, const ScoringScheme& scheme,
                                       const ConsensusItem& item, const std::vector<std::string>& voices) {
  ConsensusItemView view;
  *view.mutable_item() = item;
  const absl::string_view criterion = cycle::LastSegment(item.name());
  KRANS_ASSIGN(const std::vector<AssessmentItem> judgements, JudgementsOf(state, item.name(), voices, criterion));
  for (const AssessmentItem& judgement : judgements) {
    v1::IndividualJudgement* individual = view.add_individual();
    individual->set_person(cycle::PersonName(IdBelow(judgement.name(), "assessments")));
    individual->set_band(judgement.band());
    if (judgement.has_score()) individual->set_score(judgement.score());
    individual->set_not_assessable(judgement.not_assessable());
    *individual->mutable_comments() = judgement.comments();
  }
  const Spread spread = SpreadOf(scheme, judgements);
  view.set_spread(spread.points);
  view.set_band_distance(spread.bands);
  view.set_alarm(spread.alarm);
  if (spread.suggestion) view.set_suggestion(*spread.suggestion);
  if (StageOf(item.name()) == Stage::kPost) {
    KRANS_ASSIGN(const auto before, state.Find<ConsensusItem>(ItemOf(StageName(item.name(), Stage::kPre), criterion)));
    if (before && before->has_score()) view.set_before_visit(before->score());
  }
  return view;
}

absl::StatusOr<v1::ConsensusView> GetConsensus(const Caller&, const ReadTransaction& state,
                                               const v1::GetConsensusRequest& request) {
  const std::optional<Stage> stage = StageOf(request.name());
  if (!stage) return rpc::Refuse(access::v1::NOT_FOUND);
  KRANS_ASSIGN(const std::vector<ConsensusItem> items, ItemsOf(state, request.name(), *stage));
  if (items.empty()) return rpc::Refuse(access::v1::NOT_FOUND);
  KRANS_ASSIGN(const ScoringScheme scheme, state.Get<ScoringScheme>(SchemeOf(request.name())));
  KRANS_ASSIGN(const std::vector<std::string> voices, VoicesOf(state, request.name()));
  v1::ConsensusView view;
  view.set_name(request.name());
  std::map<absl::string_view, const ConsensusItem*> by_criterion;
  for (const ConsensusItem& item : items) by_criterion[cycle::LastSegment(item.name())] = &item;
  for (const auto& criterion : scheme.criteria()) {
    const auto found = by_criterion.find(criterion.code());
    if (found == by_criterion.end()) continue;
    KRANS_ASSIGN(*view.add_items(), View(state, scheme, *found->second, voices));
  }
  const std::vector<std::string> waiting = WaitingFor(items, voices);
  *view.mutable_waiting_for() = {waiting.begin(), waiting.end()};
  return view;
}

}  // namespace

void ServeConsensusStages(rpc::Door* door) {
  door->Write<v1::OpenConsensusRequest, Evaluation>(
      "krans.scoring.v1.ConsensusItems/OpenConsensus",
      [door](const Caller& caller, WriteTransaction& state, const v1::OpenConsensusRequest& request) {
        return OpenConsensus(door->access(), caller, state, request);
      });
  door->Read<v1::GetConsensusRequest, v1::ConsensusView>("krans.scoring.v1.ConsensusItems/GetConsensus", GetConsensus);
}

}  // namespace krans::scoring
