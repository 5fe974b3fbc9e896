#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "krans/submissions/v1/board_matters.pb.h"
#include "krans/submissions/v1/cycles.pb.h"
#include "krans/submissions/v1/participations.pb.h"
#include "services/cycle/gate_rules.h"
#include "services/cycle/names.h"
#include "services/cycle/participation_rules.h"
#include "services/jury/handlers.h"
#include "services/jury/matter_rules.h"
#include "services/jury/proposal_rules.h"
#include "services/rpc/error.h"

namespace krans::jury {
namespace {

using rpc::Caller;
using storage::ReadTransaction;
using storage::WriteTransaction;
using submissions::v1::BoardMatter;
using submissions::v1::Calendar;
using submissions::v1::Eligibility;
using submissions::v1::Gate;
using submissions::v1::Participation;
using v1::Docket;
using v1::Matter;
using v1::Proposal;

absl::StatusOr<Proposal> Propose(const Caller& caller, WriteTransaction& state, const v1::ProposeRequest& request) {
  Proposal proposal = request.proposal();
  KRANS_ASSIGN(const Matter matter, state.Get<Matter>(MatterOf(proposal.name())));
  KRANS_RETURN(CheckNamed(matter));
  KRANS_ASSIGN(const bool exists, state.Has<Proposal>(proposal.name()));
  if (exists) return rpc::Refuse(access::v1::ALREADY_EXISTS, {{"resource", proposal.name()}});
  KRANS_ASSIGN(const Docket docket, state.Get<Docket>(absl::StrCat(matter.name(), "/docket")));
  KRANS_RETURN(CheckProposal(proposal, {docket.participations().begin(), docket.participations().end()}));
  KRANS_RETURN(rpc::LetPass(caller, CheckHonours(state, proposal)));
  proposal.set_proposed_by(cycle::PersonName(caller.person));
  return state.Put(std::move(proposal));
}

}  // namespace

absl::StatusOr<std::set<std::string>> WhoMayWin(const ReadTransaction& state,
                                                const std::vector<std::string>& participations) {
  std::set<std::string> names;
  for (const std::string& participation : participations) {
    KRANS_ASSIGN(const std::optional<Eligibility> eligibility,
                 state.Find<Eligibility>(absl::StrCat(participation, "/eligibility")));
    KRANS_ASSIGN(const std::vector<BoardMatter> matters, state.ByIndex<BoardMatter>("participations", {participation}));
    KRANS_ASSIGN(const Participation registered, state.Get<Participation>(participation));
    if (eligibility.has_value() && MayWin(registered, *eligibility, matters)) names.insert(participation);
  }
  return names;
}

absl::Status CheckHonours(const ReadTransaction& state, const Proposal& proposal) {
  std::set<std::string> taking_part;
  for (const std::string& honoured : HonouredBy(proposal)) {
    KRANS_ASSIGN(const Participation registered, state.Get<Participation>(honoured));
    if (cycle::TakesPart(registered)) taking_part.insert(honoured);
  }
  KRANS_RETURN(CheckTakingPart(proposal, taking_part));
  std::vector<std::string> winners;
  for (const v1::Winner& winner : proposal.winners()) winners.push_back(winner.participation());
  KRANS_ASSIGN(const std::set<std::string> may_win, WhoMayWin(state, winners));
  KRANS_ASSIGN(const Calendar calendar, state.Get<Calendar>(cycle::CalendarOf(proposal.name())));
  return CheckWinners(proposal, may_win, cycle::StateOf(calendar, Gate::G4_WINNER_NEEDS_VERIFIED));
}

void ServeProposals(rpc::Door* door) {
  door->Write<v1::ProposeRequest, Proposal>("krans.jury.v1.Matters/Propose", Propose);
}

}  // namespace krans::jury
