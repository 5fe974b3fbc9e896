#include "services/jury/proposal_rules.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/cycle/board_rules.h"
#include "services/cycle/participation_rules.h"
#include "services/rpc/error.h"

namespace krans::jury {
namespace {

using submissions::v1::Eligibility;
using submissions::v1::EligibilityRule;
using submissions::v1::RuleVerdict;
using v1::Proposal;

bool Hinders(const RuleVerdict& verdict) {
  const EligibilityRule& rule = verdict.rule();
  // The board acts after the decision on eligibility, so its act is looked at as it stands today.
  if (rule.applies_to() != EligibilityRule::WIN || rule.severity() == EligibilityRule::WARN ||
      rule.code() == EligibilityRule::BOARD_VERIFIED) {
    return false;
  }
  return verdict.verdict() != submissions::v1::PASS && verdict.verdict() != submissions::v1::WAIVED &&
         verdict.verdict() != submissions::v1::NOT_APPLICABLE;
}

}  // namespace

bool MayWin(const submissions::v1::Participation& participation, const Eligibility& eligibility,
            const std::vector<submissions::v1::BoardMatter>& board_matters) {
  return cycle::TakesPart(participation) &&
         (eligibility.state() == Eligibility::VERIFIED || eligibility.state() == Eligibility::WAIVED) &&
         std::none_of(eligibility.verdicts().begin(), eligibility.verdicts().end(), Hinders) &&
         cycle::BoardVerified(board_matters, participation.name());
}

std::vector<std::string> HonouredBy(const Proposal& proposal) {
  std::vector<std::string> honoured;
  for (const v1::Winner& winner : proposal.winners()) honoured.push_back(winner.participation());
  for (const v1::Mention& mention : proposal.mentions()) honoured.push_back(mention.participation());
  return honoured;
}

absl::Status CheckProposal(const Proposal& proposal, const std::vector<std::string>& cases) {
  rpc::Violations violations;
  std::set<std::string> seen;
  auto check = [&](const std::string& field, const std::string& participation) {
    if (std::find(cases.begin(), cases.end(), participation) == cases.end()) {
      violations.Add(field, access::v1::FIELD_REFERENCE, "a participation of the matter");
    } else if (!seen.insert(participation).second) {
      violations.Add(field, access::v1::FIELD_DUPLICATE, "each participation once, as winner or as mention");
    }
  };
  for (int i = 0; i < proposal.winners_size(); ++i) {
    check(absl::StrCat("winners[", i, "].participation"), proposal.winners(i).participation());
  }
  for (int i = 0; i < proposal.mentions_size(); ++i) {
    check(absl::StrCat("mentions[", i, "].participation"), proposal.mentions(i).participation());
  }
  if (proposal.winners().empty() && proposal.no_award_reason().empty()) {
    violations.Add("no_award_reason", access::v1::FIELD_REQUIRED, "why nobody wins");
  }
  if (!proposal.winners().empty() && !proposal.no_award_reason().empty()) {
    violations.Add("no_award_reason", access::v1::FIELD_NOT_ALLOWED, "only where nobody wins");
  }
  violations.Under("proposal");
  return violations.status();
}

absl::Status CheckTakingPart(const Proposal& proposal, const std::set<std::string>& taking_part) {
  std::vector<std::string> gone;
  for (const std::string& honoured : HonouredBy(proposal)) {
    if (taking_part.count(honoured) == 0) gone.push_back(honoured);
  }
  if (gone.empty()) return absl::OkStatus();
  return rpc::Refuse(access::v1::WRONG_STATE, {{"state", "withdrawn"}, {"needs", absl::StrJoin(gone, ",")}});
}

absl::Status CheckWinners(const Proposal& proposal, const std::set<std::string>& may_win, cycle::GateState gate) {
  std::vector<std::string> hindered;
  for (const v1::Winner& winner : proposal.winners()) {
    if (may_win.count(winner.participation()) == 0) hindered.push_back(winner.participation());
  }
  if (hindered.empty()) return absl::OkStatus();
  return cycle::Shut(gate, {{"gate", "G4_WINNER_NEEDS_VERIFIED"}, {"needs", absl::StrJoin(hindered, ",")}});
}

std::vector<std::string> Standing(const std::vector<Proposal>& proposals) {
  std::vector<std::string> names;
  for (const Proposal& proposal : proposals) {
    if (!proposal.fallen()) names.push_back(proposal.name());
  }
  return names;
}

}  // namespace krans::jury
