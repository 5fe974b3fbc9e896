#include "services/scoring/standing.h"

#include <utility>

#include "krans/scoring/v1/assessments.pb.h"
#include "krans/scoring/v1/conflicts.pb.h"
#include "services/rpc/error.h"
#include "services/scoring/names.h"

namespace krans::scoring {

using storage::ReadTransaction;
using v1::Assessment;
using v1::Conflict;
using v1::Evaluation;
using v1::Team;

absl::StatusOr<std::shared_ptr<const Team>> TeamOf(const ReadTransaction& state, absl::string_view name) {
  KRANS_ASSIGN(const std::shared_ptr<const Evaluation> evaluation, state.Look<Evaluation>(EvaluationOf(name)));
  if (!evaluation) return nullptr;
  return state.Look<Team>(evaluation->team());
}

absl::StatusOr<Evaluation::State> EvaluationStateOf(const ReadTransaction& state, absl::string_view name) {
  KRANS_ASSIGN(const std::shared_ptr<const Evaluation> evaluation, state.Look<Evaluation>(EvaluationOf(name)));
  return evaluation ? evaluation->state() : Evaluation::STATE_UNSPECIFIED;
}

absl::StatusOr<std::vector<Standing>> StandingsOf(const ReadTransaction& state, absl::string_view name) {
  std::vector<Standing> standings;
  KRANS_ASSIGN(const std::shared_ptr<const Team> team, TeamOf(state, name));
  if (!team) return standings;
  for (const v1::Membership& member : team->members()) {
    Standing standing{std::string(cycle::LastSegment(member.person())), member.role()};
    KRANS_ASSIGN(const std::optional<Conflict> conflict, state.Find<Conflict>(ConflictOf(name, standing.person)));
    if (conflict) standing.conflict = conflict->state();
    KRANS_ASSIGN(const std::optional<Assessment> assessment,
                 state.Find<Assessment>(AssessmentOf(name, standing.person)));
    if (assessment) standing.assessment = assessment->state();
    standings.push_back(std::move(standing));
  }
  return standings;
}

absl::StatusOr<std::vector<std::string>> VoicesOf(const ReadTransaction& state, absl::string_view name) {
  KRANS_ASSIGN(const std::vector<Standing> standings, StandingsOf(state, name));
  return Voices(standings);
}

absl::StatusOr<Evaluation> Advance(storage::WriteTransaction& state, absl::string_view name, Evaluation::State to) {
  KRANS_ASSIGN(Evaluation evaluation, state.Get<Evaluation>(EvaluationOf(name)));
  evaluation.set_state(to);
  return state.Put(evaluation);
}

}  // namespace krans::scoring
