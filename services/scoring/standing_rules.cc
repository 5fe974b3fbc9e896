#include "services/scoring/standing_rules.h"

#include "services/cycle/case_rules.h"
#include "services/rpc/error.h"
#include "services/scoring/conflict_rules.h"

namespace krans::scoring {

using v1::Assessment;
using v1::Conflict;
using v1::Evaluation;
using v1::Membership;

bool Counts(Membership::Role role) { return role == Membership::LEAD || role == Membership::EXAMINER; }

bool IsConsensusOpen(Evaluation::State state) {
  switch (state) {
    case Evaluation::CONSENSUS:
    case Evaluation::CONSENSUS_AGREED:
    case Evaluation::FINAL_CONSENSUS:
    case Evaluation::SIGNED:
    case Evaluation::DELIVERED_TO_JURY:
      return true;
    default:
      return false;
  }
}

bool SeesColleagues(Membership::Role role, Assessment::State own, Evaluation::State evaluation) {
  if (!IsConsensusOpen(evaluation)) return false;
  return role == Membership::OBSERVER || (cycle::Scores(role) && own == Assessment::LOCKED);
}

std::vector<std::string> Voices(const std::vector<Standing>& standings) {
  std::vector<std::string> voices;
  for (const Standing& standing : standings) {
    if (!Counts(standing.role) || standing.conflict == Conflict::RECUSED) continue;
    if (standing.assessment == Assessment::LOCKED) voices.push_back(standing.person);
  }
  return voices;
}

absl::Status CheckComplete(const std::vector<Standing>& standings) {
  bool complete = !Voices(standings).empty();
  for (const Standing& standing : standings) {
    if (!Counts(standing.role) || standing.conflict == Conflict::RECUSED) continue;
    complete &= !IsPending(standing.conflict);
    complete &= standing.assessment == Assessment::LOCKED || standing.assessment == Assessment::EXCUSED;
  }
  if (complete) return absl::OkStatus();
  return rpc::Refuse(access::v1::WRONG_STATE,
                     {{"needs", "every assessment locked or excused, and every conflict decided"}});
}

}  // namespace krans::scoring
