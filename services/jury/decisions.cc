#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "krans/jury/v1/decisions.pb.h"
#include "krans/jury/v1/matters.pb.h"
#include "krans/submissions/v1/cycles.pb.h"
#include "services/cycle/names.h"
#include "services/jury/decision_rules.h"
#include "services/jury/handlers.h"
#include "services/jury/matter_rules.h"
#include "services/jury/relations.h"
#include "services/rpc/error.h"

namespace krans::jury {
namespace {

using rpc::Caller;
using storage::ReadTransaction;
using storage::WriteTransaction;
using submissions::v1::Cycle;
using v1::Announcement;
using v1::Ballot;
using v1::Decision;
using v1::Matter;
using v1::Proposal;

absl::StatusOr<Decision> DecideMatter(const Caller& caller, WriteTransaction& state, const v1::DecideRequest& request) {
  KRANS_ASSIGN(Matter matter, state.Get<Matter>(request.name()));
  KRANS_ASSIGN(const std::vector<Proposal> proposals,
               state.Children<Proposal>(absl::StrCat(request.name(), "/proposals/")));
  KRANS_ASSIGN(const std::vector<Ballot> ballots, state.Children<Ballot>(absl::StrCat(request.name(), "/ballots/")));
  KRANS_ASSIGN(const Sitting sitting, SittingAt(state, request.name()));
  KRANS_ASSIGN(const Cycle year, state.Get<Cycle>(cycle::CycleOf(request.name())));
  KRANS_ASSIGN(const Decision decision,
               Decide(matter, request.proposal(), proposals, ballots, sitting, year.jury(), caller.now));
  KRANS_RETURN(rpc::LetPass(caller, CheckHonours(state, decision.proposal())));
  matter.set_state(Matter::DECIDED);
  KRANS_RETURN(state.Put(matter).status());
  return state.Put(decision);
}

absl::StatusOr<Matter> ReopenMatter(const Caller&, WriteTransaction& state, const v1::ReopenMatterRequest& request) {
  KRANS_ASSIGN(const std::optional<Announcement> announcement,
               state.Find<Announcement>(absl::StrCat(cycle::CycleOf(request.name()), "/announcement")));
  KRANS_RETURN(CheckNotAnnounced(announcement.value_or(Announcement())));
  KRANS_ASSIGN(Matter matter, state.Get<Matter>(request.name()));
  KRANS_ASSIGN(matter, Reopen(std::move(matter), request.reason()));
  KRANS_ASSIGN(const Decision decision, state.Get<Decision>(absl::StrCat(matter.name(), "/decision")));
  KRANS_ASSIGN(Proposal fallen, state.Get<Proposal>(decision.proposal().name()));
  fallen.set_fallen(true);
  KRANS_RETURN(state.Put(std::move(fallen)).status());
  KRANS_RETURN(state.Delete<Decision>(decision.name()));
  return state.Put(matter);
}

}  // namespace

void ServeDecisions(rpc::Door* door) {
  door->Write<v1::DecideRequest, Decision>("krans.jury.v1.Decisions/Decide", DecideMatter);
  door->Write<v1::ReopenMatterRequest, Matter>("krans.jury.v1.Decisions/ReopenMatter", ReopenMatter);
  door->Read<v1::GetDecisionRequest, Decision>(
      "krans.jury.v1.Decisions/GetDecision",
      [](const Caller&, const ReadTransaction& state, const v1::GetDecisionRequest& request) {
        return state.Get<Decision>(request.name());
      });
}

}  // namespace krans::jury
