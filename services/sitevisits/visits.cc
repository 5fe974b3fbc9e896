#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "krans/scoring/v1/teams.pb.h"
#include "krans/sitevisits/v1/visits.pb.h"
#include "krans/submissions/v1/board_matters.pb.h"
#include "krans/submissions/v1/cycles.pb.h"
#include "services/cycle/board_rules.h"
#include "services/cycle/gate_rules.h"
#include "services/cycle/names.h"
#include "services/cycle/relations.h"
#include "services/rpc/error.h"
#include "services/rpc/listing.h"
#include "services/sitevisits/handlers.h"
#include "services/sitevisits/relations.h"
#include "services/sitevisits/visit_rules.h"

namespace krans::sitevisits {
namespace {

using rpc::Caller;
using scoring::v1::Evaluation;
using storage::ReadTransaction;
using storage::WriteTransaction;
using submissions::v1::BoardMatter;
using submissions::v1::Calendar;
using submissions::v1::Gate;
using v1::SiteVisit;

constexpr char kGet[] = "krans.sitevisits.v1.SiteVisits/GetSiteVisit";
constexpr char kList[] = "krans.sitevisits.v1.SiteVisits/ListSiteVisits";

absl::StatusOr<SiteVisit> PlanVisit(const Caller& caller, WriteTransaction& state,
                                    const v1::PlanVisitRequest& request) {
  const SiteVisit& wish = request.visit();
  const std::string participation(cycle::ParticipationOf(wish.name()));
  KRANS_ASSIGN(const std::optional<SiteVisit> standing, state.Find<SiteVisit>(wish.name()));
  KRANS_ASSIGN(const std::vector<std::string> team, OpenTeam(state, wish.name()));
  KRANS_ASSIGN(const std::vector<BoardMatter> matters, state.ByIndex<BoardMatter>("participations", {participation}));
  KRANS_ASSIGN(const Calendar calendar, state.Get<Calendar>(cycle::CalendarOf(wish.name())));
  KRANS_ASSIGN(const SiteVisit visit, Plan(standing, wish, team, calendar));
  KRANS_RETURN(rpc::LetPass(caller, CheckBoard(cycle::BoardVerified(matters, participation),
                                               cycle::StateOf(calendar, Gate::G3_VISIT_NEEDS_BOARD))));
  return state.Put(visit);
}

absl::StatusOr<SiteVisit> ConfirmVisit(const Caller&, WriteTransaction& state, const v1::ConfirmVisitRequest& request) {
  KRANS_ASSIGN(SiteVisit visit, state.Get<SiteVisit>(request.name()));
  KRANS_ASSIGN(const std::vector<std::string> team, OpenTeam(state, request.name()));
  KRANS_ASSIGN(visit, Confirm(std::move(visit), team));
  return state.Put(visit);
}

absl::StatusOr<SiteVisit> HoldVisit(const Caller& caller, WriteTransaction& state,
                                    const v1::HoldVisitRequest& request) {
  KRANS_ASSIGN(SiteVisit visit, state.Get<SiteVisit>(request.name()));
  KRANS_ASSIGN(const std::optional<Evaluation> evaluation,
               state.Find<Evaluation>(absl::StrCat(cycle::ParticipationOf(request.name()), "/evaluation")));
  KRANS_ASSIGN(const std::vector<std::string> team, OpenTeam(state, request.name()));
  KRANS_ASSIGN(visit, Hold(std::move(visit), team, evaluation.value_or(Evaluation()).state(), caller.now));
  return state.Put(visit);
}

absl::StatusOr<SiteVisit> CancelVisit(const Caller&, WriteTransaction& state, const v1::CancelVisitRequest& request) {
  KRANS_ASSIGN(SiteVisit visit, state.Get<SiteVisit>(request.name()));
  KRANS_ASSIGN(visit, Cancel(std::move(visit), request.reason()));
  return state.Put(visit);
}

}  // namespace

void ServeVisits(rpc::Door* door) {
  door->Read<v1::GetSiteVisitRequest, SiteVisit>(
      kGet, [](const Caller&, const ReadTransaction& state, const v1::GetSiteVisitRequest& request) {
        return state.Get<SiteVisit>(request.name());
      });
  door->Read<v1::ListSiteVisitsRequest, v1::ListSiteVisitsResponse>(
      kList,
      [door](const Caller& caller, const ReadTransaction& state,
             const v1::ListSiteVisitsRequest& request) -> absl::StatusOr<v1::ListSiteVisitsResponse> {
        KRANS_RETURN(cycle::CheckYear(state, request.parent()));
        const rpc::PageAsk ask = {kList, request.parent(), request.page_size(), request.page_token()};
        KRANS_ASSIGN(auto page, rpc::ListReadable<SiteVisit>(*door, kGet, caller, state,
                                                             absl::StrCat(request.parent(), "/participations/"), ask));
        v1::ListSiteVisitsResponse response;
        response.mutable_visits()->Assign(page.records.begin(), page.records.end());
        response.set_next_page_token(rpc::PageToken(*door, caller, ask, page.next));
        return response;
      });
  door->Write<v1::PlanVisitRequest, SiteVisit>("krans.sitevisits.v1.SiteVisits/PlanVisit", PlanVisit);
  door->Write<v1::ConfirmVisitRequest, SiteVisit>("krans.sitevisits.v1.SiteVisits/ConfirmVisit", ConfirmVisit);
  door->Write<v1::HoldVisitRequest, SiteVisit>("krans.sitevisits.v1.SiteVisits/HoldVisit", HoldVisit);
  door->Write<v1::CancelVisitRequest, SiteVisit>("krans.sitevisits.v1.SiteVisits/CancelVisit", CancelVisit);
}

}  // namespace krans::sitevisits
