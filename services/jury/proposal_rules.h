#ifndef KRANS_SERVICES_JURY_PROPOSAL_RULES_H_
#define KRANS_SERVICES_JURY_PROPOSAL_RULES_H_

#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "krans/jury/v1/matters.pb.h"
#include "krans/submissions/v1/board_matters.pb.h"
#include "krans/submissions/v1/participations.pb.h"
#include "services/cycle/gate_rules.h"

namespace krans::jury {

// Whether the participation may win (G4): it takes part, is eligible by decision of the office, every rule for winning
// passed, waived or not about it, as they stood when decided, and the board's act in force. A rule that only warns
// hinders nobody.
bool MayWin(const submissions::v1::Participation& participation, const submissions::v1::Eligibility& eligibility,
            const std::vector<submissions::v1::BoardMatter>& board_matters);

// The participations that the proposal honours: its winners and its mentions.
std::vector<std::string> HonouredBy(const v1::Proposal& proposal);

// What is proposed for a matter: winners and mentions among its `cases`, nobody as both or twice (I-26), and a reason
// exactly where nobody wins (RQ-68). FIELD_INVALID under "proposal".
absl::Status CheckProposal(const v1::Proposal& proposal, const std::vector<std::string>& cases);

// WRONG_STATE naming the winners and mentions who are not among those `taking_part`.
absl::Status CheckTakingPart(const v1::Proposal& proposal, const std::set<std::string>& taking_part);

// GATE_CLOSED, or GATE_WARNS, naming the winners who are not among those who may win (G4).
absl::Status CheckWinners(const v1::Proposal& proposal, const std::set<std::string>& may_win, cycle::GateState gate);

// The names of the proposals that have not fallen.
std::vector<std::string> Standing(const std::vector<v1::Proposal>& proposals);

}  // namespace krans::jury

#endif  // KRANS_SERVICES_JURY_PROPOSAL_RULES_H_
