#include "services/cycle/relations.h"

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "krans/scoring/v1/conflicts.pb.h"
#include "krans/scoring/v1/examiners.pb.h"
#include "krans/submissions/v1/cycles.pb.h"
#include "krans/submissions/v1/organisation.pb.h"
#include "krans/submissions/v1/participations.pb.h"
#include "krans/submissions/v1/people.pb.h"
#include "services/cycle/case_rules.h"
#include "services/cycle/deadline_rules.h"
#include "services/cycle/names.h"
#include "services/cycle/phase_rules.h"
#include "services/rpc/error.h"

namespace krans::cycle {
namespace {

using scoring::v1::Conflict;
using scoring::v1::Examiner;
using scoring::v1::Membership;
using scoring::v1::Team;
using storage::ReadTransaction;
using submissions::v1::Calendar;
using submissions::v1::Participation;
using submissions::v1::Role;
using submissions::v1::Unit;

// No conflict recorded is neither: nothing is shut, and nothing is open.
absl::StatusOr<std::shared_ptr<const Conflict>> ConflictOf(const ReadTransaction& state, absl::string_view name,
                                                           absl::string_view person) {
  const absl::string_view participation = ParticipationOf(name);
  if (participation.empty() || person.empty()) return nullptr;
  return state.Look<Conflict>(absl::StrCat(participation, "/conflicts/", person));
}

}  // namespace

rpc::Access::Holds HoldsRole(Role::Kind kind) {
  return [kind](const rpc::Caller& caller, absl::string_view, const ReadTransaction& state) -> absl::StatusOr<bool> {
    if (caller.person.empty()) return false;
    KRANS_ASSIGN(const std::vector<Role> roles, state.ByIndex<Role>("person", {PersonName(caller.person)}));
    return HasRole(roles, kind, absl::ToCivilDay(caller.now, Stockholm()));
  };
}

rpc::Access::Holds WhereTheCaseExists(rpc::Access::Holds holds) {
  return [holds = std::move(holds)](const rpc::Caller& caller, absl::string_view resource,
                                    const ReadTransaction& state) -> absl::StatusOr<bool> {
    const absl::string_view participation = ParticipationOf(resource);
    if (!participation.empty()) {
      KRANS_ASSIGN(const bool exists, state.Has<Participation>(participation));
      if (!exists) return false;
    }
    return holds(caller, resource, state);
  };
}

void RelateAward(rpc::Access* access, absl::string_view submissions, absl::string_view scoring) {
  access->Relate(access::v1::OFFICE, submissions, WhereTheCaseExists(HoldsRole(Role::OFFICE)));
  access->Relate(access::v1::AUDITOR, submissions, WhereTheCaseExists(HoldsRole(Role::AUDITOR)));
  access->Relate(
      access::v1::OFFICE_UNBARRED, submissions,
      [access, scoring = std::string(scoring), is_office = HoldsRole(Role::OFFICE)](
          const rpc::Caller& caller, absl::string_view resource, const ReadTransaction& state) -> absl::StatusOr<bool> {
        KRANS_ASSIGN(const bool office, is_office(caller, resource, state));
        if (!office) return false;
        KRANS_RETURN(access->CheckFresh(scoring));
        KRANS_ASSIGN(const bool shut_out, ShutOutOfAny(state, CycleOf(resource), caller.person));
        return !shut_out;
      });
  access->OpenPhases(submissions,
                     [](absl::string_view resource, const ReadTransaction& state,
                        absl::Time now) -> absl::StatusOr<std::set<access::v1::Phase>> {
                       KRANS_ASSIGN(const std::shared_ptr<const Calendar> calendar,
                                    state.Look<Calendar>(CalendarOf(resource)));
                       if (calendar != nullptr) return OpenPhases(*calendar, now);
                       KRANS_RETURN(CheckYear(state, CycleOf(resource)));
                       return std::set<access::v1::Phase>();
                     });
}

absl::Status CheckYear(const ReadTransaction& state, absl::string_view name) {
  KRANS_ASSIGN(const bool exists, state.Has<submissions::v1::Cycle>(name));
  return exists ? absl::OkStatus() : rpc::Refuse(access::v1::NOT_FOUND);
}

absl::StatusOr<bool> Manages(const ReadTransaction& state, absl::string_view name, absl::string_view person) {
  const absl::string_view participation = ParticipationOf(name);
  if (participation.empty() || person.empty()) return false;
  KRANS_ASSIGN(const std::optional<Participation> registered, state.Find<Participation>(participation));
  if (!registered.has_value()) return false;
  if (registered->contact() == PersonName(person)) return true;
  KRANS_ASSIGN(const std::optional<Unit> unit, state.Find<Unit>(registered->unit()));
  return unit.has_value() && unit->manager() == PersonName(person);
}

absl::StatusOr<bool> ShutOut(const ReadTransaction& state, absl::string_view name, absl::string_view person) {
  KRANS_ASSIGN(const std::shared_ptr<const Conflict> conflict, ConflictOf(state, name, person));
  return conflict != nullptr && Shuts(*conflict);
}

absl::StatusOr<bool> ShutOutOfAny(const ReadTransaction& state, absl::string_view cycle, absl::string_view person) {
  KRANS_ASSIGN(const std::vector<Conflict> conflicts, state.ByIndex<Conflict>("person", {PersonName(person)}));
  return std::any_of(conflicts.begin(), conflicts.end(),
                     [&](const Conflict& conflict) { return CycleOf(conflict.name()) == cycle && Shuts(conflict); });
}

absl::StatusOr<std::optional<Membership>> OpenMembership(const ReadTransaction& state, absl::string_view name,
                                                         absl::string_view person) {
  KRANS_ASSIGN(const std::shared_ptr<const Conflict> conflict, ConflictOf(state, name, person));
  if (conflict == nullptr || !Opens(*conflict)) return std::nullopt;
  KRANS_ASSIGN(const std::optional<Examiner> examiner,
               state.Find<Examiner>(absl::StrCat(CycleOf(name), "/examiners/", person)));
  if (!examiner.has_value() || !IsReady(*examiner)) return std::nullopt;
  KRANS_ASSIGN(const std::vector<Team> teams,
               state.ByIndex<Team>("participations", {std::string(ParticipationOf(name))}));
  for (const Team& team : teams) {
    if (std::optional<Membership> member = MembershipOf(team, PersonName(person))) return member;
  }
  return std::nullopt;
}

}  // namespace krans::cycle
