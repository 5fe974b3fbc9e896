#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "krans/scoring/v1/consensus.pb.h"
#include "krans/sitevisits/v1/notes.pb.h"
#include "krans/submissions/v1/cycles.pb.h"
#include "services/cycle/phase_rules.h"
#include "services/rpc/door.h"
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
using v1::Evaluation;

// What it takes to say anything on an item: its stage is open, and the caller is one of the voices.
struct Table {
  Stage stage;
  std::vector<std::string> voices;
};

absl::StatusOr<Table> Sit(const Caller& caller, const ReadTransaction& state, const std::string& name) {
  const std::optional<Stage> stage = StageOf(name);
  if (!stage) return rpc::Refuse(access::v1::NOT_FOUND);
  KRANS_ASSIGN(const auto calendar, state.Get<submissions::v1::Calendar>(cycle::CalendarOf(name)));
  KRANS_RETURN(CheckStagePhase(*stage, cycle::OpenPhases(calendar, caller.now)));
  KRANS_ASSIGN(std::vector<std::string> voices, VoicesOf(state, name));
  if (std::count(voices.begin(), voices.end(), caller.person) == 0) return rpc::Refuse(access::v1::NOT_ALLOWED);
  KRANS_ASSIGN(const Evaluation::State evaluation, EvaluationStateOf(state, name));
  if (OpenStage(evaluation) != stage) {
    return rpc::Refuse(access::v1::WRONG_STATE,
                       {{"state", Evaluation::State_Name(evaluation)}, {"needs", "a stage that is not agreed"}});
  }
  return Table{*stage, std::move(voices)};
}

absl::StatusOr<ConsensusItem> ProposeItem(const Caller& caller, WriteTransaction& state,
                                          const v1::ProposeItemRequest& request) {
  Proposal proposal;
  proposal.item = request.item();
  proposal.person = caller.person;
  const std::string& name = proposal.item.name();
  const absl::string_view criterion = cycle::LastSegment(name);
  KRANS_ASSIGN(const Table table, Sit(caller, state, name));
  KRANS_RETURN(state.Get<ConsensusItem>(name).status());
  KRANS_ASSIGN(const ScoringScheme scheme, state.Get<ScoringScheme>(SchemeOf(name)));
  KRANS_ASSIGN(const std::vector<AssessmentItem> judgements, JudgementsOf(state, name, table.voices, criterion));
  proposal.alarm = SpreadOf(scheme, judgements).alarm;
  if (table.stage == Stage::kPost) {
    KRANS_ASSIGN(proposal.before, state.Find<ConsensusItem>(ItemOf(StageName(name, Stage::kPre), criterion)));
  }
  for (const std::string& evidence : proposal.item.evidence()) {
    KRANS_ASSIGN(const bool exists, state.Has<sitevisits::v1::Evidence>(evidence));
    if (exists && cycle::ParticipationOf(evidence) == cycle::ParticipationOf(name)) {
      proposal.known_evidence.insert(evidence);
    }
  }
  KRANS_ASSIGN(ConsensusItem proposed, Propose(scheme, proposal));
  return state.Put(proposed);
}

absl::StatusOr<ConsensusItem> AgreeItem(const Caller& caller, WriteTransaction& state,
                                        const v1::AgreeItemRequest& request) {
  KRANS_ASSIGN(const Table table, Sit(caller, state, request.name()));
  KRANS_ASSIGN(const ConsensusItem item, state.Get<ConsensusItem>(request.name()));
  KRANS_ASSIGN(ConsensusItem spoken, Speak(item, caller.person, request.dissents(), request.reason(), caller.now));
  KRANS_ASSIGN(spoken, state.Put(Settled(spoken, table.voices)));
  KRANS_RETURN(CloseIfAgreed(state, request.name(), table.stage));
  return spoken;
}

}  // namespace

void ServeConsensusItems(rpc::Door* door) {
  door->Write<v1::ProposeItemRequest, ConsensusItem>("krans.scoring.v1.ConsensusItems/ProposeItem", ProposeItem);
  door->Write<v1::AgreeItemRequest, ConsensusItem>("krans.scoring.v1.ConsensusItems/AgreeItem", AgreeItem);
}

}  // namespace krans::scoring
