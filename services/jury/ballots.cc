#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "krans/jury/v1/matters.pb.h"
#include "krans/submissions/v1/cycles.pb.h"
#include "services/cycle/names.h"
#include "services/jury/ballot_rules.h"
#include "services/jury/handlers.h"
#include "services/jury/matter_rules.h"
#include "services/jury/proposal_rules.h"
#include "services/jury/relations.h"
#include "services/rpc/error.h"

namespace krans::jury {
namespace {

using rpc::Caller;
using storage::ReadTransaction;
using storage::WriteTransaction;
using submissions::v1::Cycle;
using v1::Ballot;
using v1::Matter;
using v1::Proposal;
using v1::Vote;

absl::StatusOr<Ballot> Open(const Caller&, WriteTransaction& state, const v1::OpenBallotRequest& request) {
  const std::string matter(MatterOf(request.ballot().name()));
  KRANS_ASSIGN(const Matter record, state.Get<Matter>(matter));
  KRANS_RETURN(CheckNamed(record));
  KRANS_ASSIGN(const bool exists, state.Has<Ballot>(request.ballot().name()));
  if (exists) return rpc::Refuse(access::v1::ALREADY_EXISTS, {{"resource", request.ballot().name()}});
  KRANS_ASSIGN(const std::vector<Proposal> proposals, state.Children<Proposal>(absl::StrCat(matter, "/proposals/")));
  KRANS_ASSIGN(const std::vector<Ballot> ballots, state.Children<Ballot>(absl::StrCat(matter, "/ballots/")));
  KRANS_ASSIGN(const Sitting sitting, SittingAt(state, matter));
  KRANS_ASSIGN(const Ballot ballot, OpenBallot(request.ballot(), Standing(proposals), ballots, sitting));
  return state.Put(ballot);
}

absl::StatusOr<bool> AbstentionAllowed(const ReadTransaction& state, absl::string_view name) {
  KRANS_ASSIGN(const Cycle year, state.Get<Cycle>(cycle::CycleOf(name)));
  return MayAbstain(year.jury());
}

absl::StatusOr<Vote> Cast(const Caller& caller, WriteTransaction& state, const v1::CastVoteRequest& request) {
  const std::string& name = request.vote().name();
  KRANS_ASSIGN(const Ballot ballot, state.Get<Ballot>(name.substr(0, name.rfind("/votes/"))));
  KRANS_ASSIGN(const bool may_abstain, AbstentionAllowed(state, name));
  KRANS_RETURN(CheckVote(request.vote(), ballot, cycle::PersonName(caller.person), may_abstain));
  return state.Put(request.vote());
}

absl::StatusOr<Ballot> Close(const Caller&, WriteTransaction& state, const v1::CloseBallotRequest& request) {
  KRANS_ASSIGN(Ballot ballot, state.Get<Ballot>(request.name()));
  KRANS_ASSIGN(const std::vector<Vote> votes, state.Children<Vote>(absl::StrCat(request.name(), "/votes/")));
  KRANS_ASSIGN(const Sitting sitting, SittingAt(state, MatterOf(request.name())));
  KRANS_ASSIGN(const bool may_abstain, AbstentionAllowed(state, request.name()));
  KRANS_ASSIGN(ballot, CloseBallot(std::move(ballot), votes, sitting, may_abstain));
  KRANS_ASSIGN(Proposal fallen,
               state.Get<Proposal>(ballot.carried() == ballot.first() ? ballot.second() : ballot.first()));
  fallen.set_fallen(true);
  KRANS_RETURN(state.Put(std::move(fallen)).status());
  return state.Put(ballot);
}

absl::StatusOr<Ballot> Cancel(const Caller&, WriteTransaction& state, const v1::CancelBallotRequest& request) {
  KRANS_ASSIGN(Ballot ballot, state.Get<Ballot>(request.name()));
  KRANS_ASSIGN(ballot, CancelBallot(std::move(ballot), request.reason()));
  return state.Put(ballot);
}

}  // namespace

void ServeBallots(rpc::Door* door) {
  door->Write<v1::OpenBallotRequest, Ballot>("krans.jury.v1.Matters/OpenBallot", Open);
  door->Write<v1::CastVoteRequest, Vote>("krans.jury.v1.Matters/CastVote", Cast);
  door->Write<v1::CloseBallotRequest, Ballot>("krans.jury.v1.Matters/CloseBallot", Close);
  door->Write<v1::CancelBallotRequest, Ballot>("krans.jury.v1.Matters/CancelBallot", Cancel);
}

}  // namespace krans::jury
