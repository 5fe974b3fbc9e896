#include <memory>
#include <optional>
#include <string>

#include "krans/scoring/v1/conflicts.pb.h"
#include "krans/scoring/v1/teams.pb.h"
#include "krans/submissions/v1/participations.pb.h"
#include "krans/submissions/v1/people.pb.h"
#include "services/cycle/case_rules.h"
#include "services/cycle/names.h"
#include "services/cycle/relations.h"
#include "services/rpc/door.h"
#include "services/rpc/listing.h"
#include "services/scoring/conflict_rules.h"
#include "services/scoring/consensus.h"
#include "services/scoring/handlers.h"
#include "services/scoring/standing.h"

namespace krans::scoring {
namespace {

using rpc::Caller;
using storage::ReadTransaction;
using storage::WriteTransaction;
using submissions::v1::Participation;
using submissions::v1::Person;
using v1::Conflict;

constexpr char kGet[] = "krans.scoring.v1.Conflicts/GetConflict";
constexpr char kList[] = "krans.scoring.v1.Conflicts/ListConflicts";

absl::StatusOr<Conflict> GetConflict(const Caller&, const ReadTransaction& state,
                                     const v1::GetConflictRequest& request) {
  return state.Get<Conflict>(request.name());
}

absl::StatusOr<Conflict> DeclareConflict(const Caller& caller, WriteTransaction& state,
                                         const v1::DeclareConflictRequest& request) {
  KRANS_RETURN(state.Get<Participation>(cycle::ParticipationOf(request.name())).status());
  KRANS_ASSIGN(const std::optional<Conflict> stored, state.Find<Conflict>(request.name()));
  KRANS_ASSIGN(Conflict conflict,
               Declare(stored, request.name(), request.ground(), request.statement(), caller.person));
  return state.Put(conflict);
}

absl::StatusOr<Conflict> RaiseConflict(const Caller& caller, WriteTransaction& state,
                                       const v1::RaiseConflictRequest& request) {
  KRANS_RETURN(state.Get<Participation>(cycle::ParticipationOf(request.name())).status());
  const std::string person = cycle::PersonName(cycle::LastSegment(request.name()));
  KRANS_RETURN(state.Get<Person>(person).status());
  KRANS_ASSIGN(const bool office, cycle::HoldsRole(submissions::v1::Role::OFFICE)(caller, request.name(), state));
  if (!office) {
    KRANS_ASSIGN(const std::shared_ptr<const v1::Team> team, TeamOf(state, cycle::ParticipationOf(request.name())));
    if (team == nullptr || !cycle::MembershipOf(*team, person)) {
      rpc::Violations violations;
      violations.Add("name", access::v1::FIELD_NOT_ALLOWED, "ends with a member of the team");
      return violations.status();
    }
  }
  KRANS_ASSIGN(const std::optional<Conflict> stored, state.Find<Conflict>(request.name()));
  KRANS_ASSIGN(Conflict conflict, Raise(stored, request.name(), request.ground(), request.statement(), caller.person));
  return state.Put(conflict);
}

absl::StatusOr<Conflict> DecideConflict(const Caller& caller, WriteTransaction& state,
                                        const v1::DecideConflictRequest& request) {
  KRANS_ASSIGN(const Conflict stored, state.Get<Conflict>(request.name()));
  KRANS_ASSIGN(Conflict decided, Decide(stored, request.recused(), request.reason(), caller.person, caller.now));
  KRANS_ASSIGN(decided, state.Put(decided));
  if (request.recused()) KRANS_RETURN(GoOnWithout(state, request.name(), cycle::LastSegment(request.name())));
  return decided;
}

}  // namespace

void ServeConflicts(rpc::Door* door) {
  door->Read<v1::GetConflictRequest, Conflict>(kGet, GetConflict);
  door->Write<v1::DeclareConflictRequest, Conflict>("krans.scoring.v1.Conflicts/DeclareConflict", DeclareConflict);
  door->Write<v1::RaiseConflictRequest, Conflict>("krans.scoring.v1.Conflicts/RaiseConflict", RaiseConflict);
  door->Write<v1::DecideConflictRequest, Conflict>("krans.scoring.v1.Conflicts/DecideConflict", DecideConflict);
  door->Read<v1::ListConflictsRequest, v1::ListConflictsResponse>(
      kList,
      [door](const Caller& caller, const ReadTransaction& state,
             const v1::ListConflictsRequest& request) -> absl::StatusOr<v1::ListConflictsResponse> {
        KRANS_RETURN(cycle::CheckYear(state, request.parent()));
        const rpc::PageAsk ask{kList, request.parent(), request.page_size(), request.page_token()};
        const std::string prefix = absl::StrCat(request.parent(), "/participations/");
        KRANS_ASSIGN(auto page, rpc::ListReadable<Conflict>(*door, kGet, caller, state, prefix, ask));
        v1::ListConflictsResponse response;
        for (Conflict& conflict : page.records) *response.add_conflicts() = std::move(conflict);
        response.set_next_page_token(rpc::PageToken(*door, caller, ask, page.next));
        return response;
      });
}

}  // namespace krans::scoring
