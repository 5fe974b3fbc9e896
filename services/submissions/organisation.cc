#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "krans/submissions/v1/cycles.pb.h"
#include "krans/submissions/v1/organisation.pb.h"
#include "krans/submissions/v1/participations.pb.h"
#include "krans/submissions/v1/people.pb.h"
#include "services/cycle/names.h"
#include "services/cycle/participation_rules.h"
#include "services/rpc/error.h"
#include "services/rpc/listing.h"
#include "services/submissions/handlers.h"
#include "services/submissions/organisation_rules.h"
#include "services/submissions/registration_rules.h"
#include "services/submissions/relations.h"

namespace krans::submissions {
namespace {

using rpc::Caller;
using storage::ReadTransaction;
using storage::WriteTransaction;

// "bodies/x" of "bodies/x/targets/2012".
std::string OwnerOf(const std::string& name) { return name.substr(0, name.find('/', name.find('/') + 1)); }

absl::StatusOr<v1::Body> SaveBody(const Caller&, WriteTransaction& state, const v1::SaveBodyRequest& request) {
  KRANS_ASSIGN(const bool successor, state.Has<v1::Body>(request.body().successor()));
  KRANS_RETURN(CheckBody(request.body(), successor));
  return state.Put(request.body());
}

// Who takes over the unit takes over what its manager was the contact of.
absl::Status HandOver(WriteTransaction& state, const v1::Unit& before, const std::string& manager) {
  if (before.manager().empty() || before.manager() == manager) return absl::OkStatus();
  KRANS_ASSIGN(std::vector<v1::Participation> all, state.ByIndex<v1::Participation>("unit", {before.name()}));
  for (v1::Participation& each : all) {
    if (each.contact() != before.manager()) continue;
    each.set_contact(manager);
    KRANS_RETURN(state.Put(std::move(each)).status());
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::Unit> SaveUnit(const Caller& caller, WriteTransaction& state, const v1::SaveUnitRequest& request) {
  const v1::Unit& unit = request.unit();
  KRANS_ASSIGN(const bool body, state.Has<v1::Body>(unit.body()));
  KRANS_ASSIGN(const bool manager, state.Has<v1::Person>(unit.manager()));
  KRANS_ASSIGN(const bool apart, WorksForTheAward(state, unit.manager(), caller.now));
  KRANS_RETURN(
      CheckUnit(unit, body, manager, apart, [&](const std::string& name) { return state.Get<v1::Unit>(name); }));
  KRANS_ASSIGN(const std::optional<v1::Unit> before, state.Find<v1::Unit>(unit.name()));
  if (before) KRANS_RETURN(HandOver(state, *before, unit.manager()));
  return state.Put(unit);
}

absl::StatusOr<v1::ParticipationTarget> SaveTarget(const Caller&, WriteTransaction& state,
                                                   const v1::SaveTargetRequest& request) {
  KRANS_ASSIGN(const bool body, state.Has<v1::Body>(OwnerOf(request.target().name())));
  KRANS_RETURN(CheckTarget(request.target(), body));
  return state.Put(request.target());
}

absl::StatusOr<v1::Distinction> SaveDistinction(const Caller&, WriteTransaction& state,
                                                const v1::SaveDistinctionRequest& request) {
  KRANS_ASSIGN(const bool unit, state.Has<v1::Unit>(OwnerOf(request.distinction().name())));
  KRANS_RETURN(CheckDistinction(request.distinction(), unit));
  return state.Put(request.distinction());
}

// How many of the body's units take part in the year.
// How many of the body's participations, of those that the caller may read, count for the year.
absl::StatusOr<int> Outcome(const rpc::Access& access, const Caller& caller, const ReadTransaction& state,
                            const std::string& body, int year) {
  KRANS_ASSIGN(const std::vector<v1::Participation> all, state.ByIndex<v1::Participation>("body", {body}));
  int count = 0;
  for (const v1::Participation& each : all) {
    if (!cycle::TakesPart(each)) continue;
    KRANS_ASSIGN(const bool readable,
                 access.MayRead("krans.submissions.v1.Participations/GetParticipation", caller, each.name(), state));
    if (!readable) continue;
    KRANS_ASSIGN(const v1::Cycle cycle, state.Get<v1::Cycle>(cycle::CycleOf(each.name())));
    if (cycle.year() == year) ++count;
  }
  return count;
}

}  // namespace

void ServeOrganisation(rpc::Door* door) {
  door->Read<v1::GetBodyRequest, v1::Body>(
      "krans.submissions.v1.Organisation/GetBody",
      [](const Caller&, const ReadTransaction& state, const v1::GetBodyRequest& request) {
        return state.Get<v1::Body>(request.name());
      });
  door->Read<v1::GetUnitRequest, v1::Unit>(
      "krans.submissions.v1.Organisation/GetUnit",
      [](const Caller&, const ReadTransaction& state, const v1::GetUnitRequest& request) {
        return state.Get<v1::Unit>(request.name());
      });
  door->Read<v1::ListBodiesRequest, v1::ListBodiesResponse>(
      "krans.submissions.v1.Organisation/ListBodies",
      [door](const Caller& caller, const ReadTransaction& state,
             const v1::ListBodiesRequest& request) -> absl::StatusOr<v1::ListBodiesResponse> {
        const rpc::PageAsk ask = {"krans.submissions.v1.Organisation/ListBodies", "", request.page_size(),
                                  request.page_token()};
        KRANS_ASSIGN(auto page, rpc::ListReadable<v1::Body>(*door, "krans.submissions.v1.Organisation/GetBody", caller,
                                                            state, "bodies/", ask));
        v1::ListBodiesResponse response;
        *response.mutable_bodies() = {page.records.begin(), page.records.end()};
        response.set_next_page_token(rpc::PageToken(*door, caller, ask, page.next));
        return response;
      });
  door->Read<v1::ListUnitsRequest, v1::ListUnitsResponse>(
      "krans.submissions.v1.Organisation/ListUnits",
      [door](const Caller& caller, const ReadTransaction& state,
             const v1::ListUnitsRequest& request) -> absl::StatusOr<v1::ListUnitsResponse> {
        const rpc::PageAsk ask = {"krans.submissions.v1.Organisation/ListUnits", "", request.page_size(),
                                  request.page_token()};
        KRANS_ASSIGN(auto page, rpc::ListReadable<v1::Unit>(*door, "krans.submissions.v1.Organisation/GetUnit", caller,
                                                            state, "units/", ask));
        v1::ListUnitsResponse response;
        *response.mutable_units() = {page.records.begin(), page.records.end()};
        response.set_next_page_token(rpc::PageToken(*door, caller, ask, page.next));
        return response;
      });
  door->Read<v1::ReportTargetsRequest, v1::ReportTargetsResponse>(
      "krans.submissions.v1.Organisation/ReportTargets",
      [door](const Caller& caller, const ReadTransaction& state,
             const v1::ReportTargetsRequest& request) -> absl::StatusOr<v1::ReportTargetsResponse> {
        const std::string prefix = request.body().empty() ? "bodies/" : absl::StrCat(request.body(), "/targets/");
        KRANS_ASSIGN(const auto targets, state.Children<v1::ParticipationTarget>(prefix));
        v1::ReportTargetsResponse response;
        for (const v1::ParticipationTarget& each : targets) {
          const std::string body = OwnerOf(each.name());
          KRANS_ASSIGN(const bool readable,
                       door->access().MayRead("krans.submissions.v1.Organisation/ReportTargets", caller, body, state));
          if (!readable) continue;
          KRANS_ASSIGN(const int year, YearOf(each.name()));
          KRANS_ASSIGN(const int outcome, Outcome(door->access(), caller, state, body, year));
          v1::TargetReport& report = *response.add_reports();
          report.set_body(body);
          report.set_year(year);
          report.set_target(each.target());
          report.set_outcome(outcome);
          report.set_reached(outcome >= each.target());
        }
        return response;
      });
  door->Write<v1::SaveBodyRequest, v1::Body>("krans.submissions.v1.Organisation/SaveBody", SaveBody);
  door->Write<v1::SaveUnitRequest, v1::Unit>("krans.submissions.v1.Organisation/SaveUnit", SaveUnit);
  door->Write<v1::SaveTargetRequest, v1::ParticipationTarget>("krans.submissions.v1.Organisation/SaveTarget",
                                                              SaveTarget);
  door->Write<v1::SaveDistinctionRequest, v1::Distinction>("krans.submissions.v1.Organisation/SaveDistinction",
                                                           SaveDistinction);
}

}  // namespace krans::submissions
