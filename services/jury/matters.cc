#include <algorithm>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "krans/jury/v1/juries.pb.h"
#include "krans/jury/v1/matters.pb.h"
#include "krans/scoring/v1/scorebooks.pb.h"
#include "krans/submissions/v1/cycles.pb.h"
#include "krans/submissions/v1/participations.pb.h"
#include "krans/submissions/v1/submissions.pb.h"
#include "services/cycle/names.h"
#include "services/cycle/relations.h"
#include "services/jury/handlers.h"
#include "services/jury/matter_rules.h"
#include "services/jury/relations.h"
#include "services/jury/sitting_rules.h"
#include "services/rpc/error.h"
#include "services/rpc/listing.h"

namespace krans::jury {
namespace {

using rpc::Caller;
using rpc::Refuse;
using scoring::v1::DeliveredScorebook;
using storage::ReadTransaction;
using storage::WriteTransaction;
using submissions::v1::Cycle;
using submissions::v1::Eligibility;
using submissions::v1::OpenedSubmission;
using submissions::v1::Participation;
using v1::Ballot;
using v1::Docket;
using v1::Jury;
using v1::Matter;
using v1::MatterView;
using v1::Proposal;
using v1::Vote;

constexpr char kGet[] = "krans.jury.v1.Matters/GetMatter";
constexpr char kList[] = "krans.jury.v1.Matters/ListMatters";

absl::StatusOr<MatterView> ViewOf(const ReadTransaction& state, const Caller& caller, const Matter& matter) {
  MatterView view;
  *view.mutable_matter() = matter;
  if (matter.state() != Matter::PRESENTED) {
    KRANS_ASSIGN(const Docket docket, state.Get<Docket>(absl::StrCat(matter.name(), "/docket")));
    *view.mutable_participations() = docket.participations();
  }
  KRANS_ASSIGN(const std::vector<Proposal> proposals,
               state.Children<Proposal>(absl::StrCat(matter.name(), "/proposals/")));
  view.mutable_proposals()->Assign(proposals.begin(), proposals.end());
  KRANS_ASSIGN(const std::vector<Ballot> ballots, state.Children<Ballot>(absl::StrCat(matter.name(), "/ballots/")));
  view.mutable_ballots()->Assign(ballots.begin(), ballots.end());
  for (const Ballot& ballot : ballots) {
    if (ballot.state() != Ballot::OPEN) continue;
    KRANS_ASSIGN(std::optional<Vote> own, state.Find<Vote>(absl::StrCat(ballot.name(), "/votes/", caller.person)));
    if (own.has_value()) *view.mutable_own_vote() = *std::move(own);
  }
  KRANS_ASSIGN(const Sitting sitting, SittingAt(state, matter.name()));
  view.set_presiding(sitting.presiding);
  view.set_present(static_cast<int>(sitting.present.size()));
  view.set_quorum(sitting.quorum);
  KRANS_ASSIGN(const auto year, state.Get<submissions::v1::Cycle>(cycle::CycleOf(matter.name())));
  view.set_votes_are_advice(year.jury().regime() == submissions::v1::JuryRules::CHAIR_ON_DELEGATION_KL);
  return view;
}

// Of the cycle's participations, those that are not in a docket already: a case is before the jury once.
absl::StatusOr<std::vector<Entrant>> EntrantsOf(const ReadTransaction& state, const Cycle& year) {
  std::set<std::string> presented;
  for (const std::string& code : MatterCodes(year)) {
    KRANS_ASSIGN(const std::optional<Docket> docket,
                 state.Find<Docket>(absl::StrCat(year.name(), "/matters/", code, "/docket")));
    if (docket.has_value()) presented.insert(docket->participations().begin(), docket->participations().end());
  }
  std::vector<Entrant> entrants;
  KRANS_ASSIGN(const std::vector<Participation> participations,
               state.Children<Participation>(absl::StrCat(year.name(), "/participations/")));
  for (const Participation& participation : participations) {
    if (presented.count(participation.name()) > 0) continue;
    Entrant entrant;
    entrant.participation = participation;
    KRANS_ASSIGN(const std::optional<Eligibility> eligibility,
                 state.Find<Eligibility>(absl::StrCat(participation.name(), "/eligibility")));
    if (eligibility.has_value()) entrant.eligibility = eligibility->state();
    KRANS_ASSIGN(entrant.opened, state.Has<OpenedSubmission>(absl::StrCat(participation.name(), "/opened")));
    KRANS_ASSIGN(entrant.delivered, state.Has<DeliveredScorebook>(absl::StrCat(participation.name(), "/delivered")));
    entrants.push_back(std::move(entrant));
  }
  return entrants;
}

// What is before the jury already is presented again where cases came since and nothing is proposed: they come last.
absl::StatusOr<Matter> PresentMatter(const Caller&, WriteTransaction& state, const v1::PresentMatterRequest& request) {
  const std::string cycle(cycle::CycleOf(request.name()));
  KRANS_ASSIGN(const bool has_jury, state.Has<Jury>(absl::StrCat(cycle, "/jury")));
  if (!has_jury) return Refuse(access::v1::WRONG_STATE, {{"state", "no jury"}, {"needs", "a jury"}});
  KRANS_ASSIGN(const std::optional<Matter> before, state.Find<Matter>(request.name()));
  KRANS_ASSIGN(const auto proposed, state.ChildrenPage<Proposal>(absl::StrCat(request.name(), "/proposals/"), "", 1));
  KRANS_ASSIGN(const Cycle year, state.Get<Cycle>(cycle));
  KRANS_ASSIGN(const std::vector<Entrant> entrants, EntrantsOf(state, year));
  const std::vector<Entrant> competing = Competing(entrants, cycle::LastSegment(request.name()));
  if (before.has_value() && (competing.empty() || !proposed.records.empty())) {
    return Refuse(access::v1::ALREADY_EXISTS, {{"resource", request.name()}});
  }
  KRANS_ASSIGN(const Matter matter, Present(request.name(), year, competing));
  std::vector<std::string> cases;
  cases.reserve(competing.size());
  for (const Entrant& entrant : competing) cases.push_back(entrant.participation.name());
  // By chance, which nobody can work out from names: the docket keeps the order of the letters.
  std::shuffle(cases.begin(), cases.end(), std::random_device());
  const std::string name = absl::StrCat(matter.name(), "/docket");
  KRANS_ASSIGN(std::optional<Docket> docket, state.Find<Docket>(name));
  if (!docket.has_value()) docket.emplace().set_name(name);
  docket->mutable_participations()->Add(cases.begin(), cases.end());
  KRANS_RETURN(state.Put(*std::move(docket)).status());
  if (before.has_value()) return *before;
  return state.Put(matter);
}

absl::StatusOr<Matter> RevealNames(const Caller&, WriteTransaction& state, const v1::RevealNamesRequest& request) {
  KRANS_ASSIGN(Matter matter, state.Get<Matter>(request.name()));
  KRANS_ASSIGN(matter, Reveal(std::move(matter)));
  return state.Put(matter);
}

absl::StatusOr<Matter> RecordAttendance(const Caller&, WriteTransaction& state,
                                        const v1::RecordAttendanceRequest& request) {
  KRANS_ASSIGN(Matter matter, state.Get<Matter>(request.name()));
  KRANS_ASSIGN(const Jury jury, state.Get<Jury>(absl::StrCat(cycle::CycleOf(matter.name()), "/jury")));
  KRANS_ASSIGN(const Sitting sitting, SittingAt(state, matter.name()));
  KRANS_ASSIGN(matter,
               RecordPresent(std::move(matter), jury, sitting, {request.present().begin(), request.present().end()}));
  return state.Put(matter);
}

}  // namespace

void ServeMatters(rpc::Door* door) {
  door->Read<v1::GetMatterRequest, MatterView>(kGet,
                                               [](const Caller& caller, const ReadTransaction& state,
                                                  const v1::GetMatterRequest& request) -> absl::StatusOr<MatterView> {
                                                 KRANS_ASSIGN(const Matter matter, state.Get<Matter>(request.name()));
                                                 return ViewOf(state, caller, matter);
                                               });
  door->Read<v1::ListMattersRequest, v1::ListMattersResponse>(
      kList,
      [door](const Caller& caller, const ReadTransaction& state,
             const v1::ListMattersRequest& request) -> absl::StatusOr<v1::ListMattersResponse> {
        KRANS_RETURN(cycle::CheckYear(state, request.parent()));
        const rpc::PageAsk ask = {kList, request.parent(), request.page_size(), request.page_token()};
        KRANS_ASSIGN(const auto page, rpc::ListReadable<Matter>(*door, kGet, caller, state,
                                                                absl::StrCat(request.parent(), "/matters/"), ask));
        v1::ListMattersResponse response;
        for (const Matter& matter : page.records) {
          KRANS_ASSIGN(*response.add_matters(), ViewOf(state, caller, matter));
        }
        response.set_next_page_token(rpc::PageToken(*door, caller, ask, page.next));
        return response;
      });
  door->Write<v1::PresentMatterRequest, Matter>("krans.jury.v1.Matters/PresentMatter", PresentMatter);
  door->Write<v1::RevealNamesRequest, Matter>("krans.jury.v1.Matters/RevealNames", RevealNames);
  door->Write<v1::RecordAttendanceRequest, Matter>("krans.jury.v1.Matters/RecordAttendance", RecordAttendance);
}

}  // namespace krans::jury
