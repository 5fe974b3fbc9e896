#include "services/jury/ballot_rules.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/cycle/names.h"
#include "services/rpc/error.h"

namespace krans::jury {
namespace {

using rpc::Refuse;
using rpc::Violations;
using submissions::v1::JuryRules;
using v1::Ballot;
using v1::CountedVote;
using v1::Vote;

template <typename Names>
bool Among(const Names& names, absl::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

absl::Status CheckOpen(const Ballot& ballot) {
  if (ballot.state() == Ballot::OPEN) return absl::OkStatus();
  return Refuse(access::v1::WRONG_STATE, {{"state", Ballot::State_Name(ballot.state())}, {"needs", "OPEN"}});
}

}  // namespace

bool MayAbstain(const JuryRules& rules) {
  if (rules.has_abstention_allowed()) return rules.abstention_allowed();
  return rules.regime() == JuryRules::CHAIR_ON_DELEGATION_KL || rules.regime() == JuryRules::BOARD_KL;
}

absl::Status CheckNoneOpen(const std::vector<Ballot>& ballots) {
  for (const Ballot& ballot : ballots) {
    if (ballot.state() == Ballot::OPEN) return Refuse(access::v1::VOTE_OPEN, {{"resource", ballot.name()}});
  }
  return absl::OkStatus();
}

absl::StatusOr<Ballot> OpenBallot(const Ballot& wish, const std::vector<std::string>& standing,
                                  const std::vector<Ballot>& ballots, const Sitting& sitting) {
  KRANS_RETURN(CheckNoneOpen(ballots));
  Violations violations;
  constexpr char kStanding[] = "a proposal of the matter that has not fallen";
  if (!Among(standing, wish.first())) violations.Add("first", access::v1::FIELD_REFERENCE, kStanding);
  if (!Among(standing, wish.second())) violations.Add("second", access::v1::FIELD_REFERENCE, kStanding);
  if (wish.first() == wish.second()) violations.Add("second", access::v1::FIELD_DUPLICATE, "another proposal");
  violations.Under("ballot");
  KRANS_RETURN(violations.status());
  KRANS_RETURN(CheckQuorum(sitting));
  Ballot ballot = wish;
  ballot.set_state(Ballot::OPEN);
  ballot.mutable_voters()->Assign(sitting.present.begin(), sitting.present.end());
  return ballot;
}

absl::Status CheckVote(const Vote& vote, const Ballot& ballot, absl::string_view person, bool may_abstain) {
  KRANS_RETURN(CheckOpen(ballot));
  if (!Among(ballot.voters(), person)) return Refuse(access::v1::NOT_ALLOWED);
  Violations violations;
  if (vote.proposal().empty() && !may_abstain) {
    violations.Add("proposal", access::v1::FIELD_REQUIRED, "the year does not let a member abstain");
  }
  if (!vote.proposal().empty() && vote.proposal() != ballot.first() && vote.proposal() != ballot.second()) {
    violations.Add("proposal", access::v1::FIELD_REFERENCE, "one of the ballot's two proposals");
  }
  violations.Under("vote");
  return violations.status();
}

absl::StatusOr<Ballot> CloseBallot(Ballot ballot, const std::vector<Vote>& votes, const Sitting& sitting,
                                   bool may_abstain) {
  KRANS_RETURN(CheckOpen(ballot));
  std::map<std::string, std::string> cast;
  for (const Vote& vote : votes) cast[cycle::PersonName(cycle::LastSegment(vote.name()))] = vote.proposal();
  Sitting voting = sitting;
  voting.present.clear();
  int first = 0, second = 0, missing = 0;
  std::string casting;
  for (const std::string& voter : ballot.voters()) {
    if (sitting.recused.count(voter) > 0) continue;
    voting.present.push_back(voter);
    const auto vote = cast.find(voter);
    missing += vote == cast.end();
    CountedVote* counted = ballot.add_votes();
    counted->set_person(voter);
    if (vote != cast.end()) counted->set_proposal(vote->second);
    first += counted->proposal() == ballot.first();
    second += counted->proposal() == ballot.second();
    if (voter == sitting.presiding) casting = counted->proposal();
  }
  KRANS_RETURN(CheckQuorum(voting));
  if (missing > 0 && !may_abstain) return Refuse(access::v1::VOTE_OPEN, {{"missing", absl::StrCat(missing)}});
  if (first == second && casting.empty()) {
    return Refuse(access::v1::WRONG_STATE, {{"state", "tie"}, {"needs", "the vote of the person presiding"}});
  }
  ballot.set_casting_vote(first == second);
  ballot.set_carried(first == second ? casting : first > second ? ballot.first() : ballot.second());
  ballot.set_presiding(sitting.presiding);
  ballot.set_state(Ballot::CLOSED);
  return ballot;
}

absl::StatusOr<Ballot> CancelBallot(Ballot ballot, absl::string_view reason) {
  KRANS_RETURN(CheckOpen(ballot));
  ballot.set_state(Ballot::CANCELLED);
  ballot.set_reason(std::string(reason));
  return ballot;
}

}  // namespace krans::jury
