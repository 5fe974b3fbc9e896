#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "krans/jury/v1/juries.pb.h"
#include "krans/jury/v1/matters.pb.h"
#include "krans/scoring/v1/examiners.pb.h"
#include "krans/submissions/v1/cycles.pb.h"
#include "krans/submissions/v1/people.pb.h"
#include "services/cycle/case_rules.h"
#include "services/cycle/deadline_rules.h"
#include "services/cycle/names.h"
#include "services/jury/handlers.h"
#include "services/jury/matter_rules.h"
#include "services/jury/sitting_rules.h"
#include "services/rpc/error.h"

namespace krans::jury {
namespace {

using rpc::Caller;
using scoring::v1::Examiner;
using storage::ReadTransaction;
using storage::WriteTransaction;
using submissions::v1::Cycle;
using submissions::v1::Person;
using submissions::v1::Role;
using v1::Jury;
using v1::Matter;

absl::StatusOr<Excluded> ExcludedFrom(const ReadTransaction& state, const Jury& jury, absl::Time now) {
  const absl::string_view cycle = cycle::CycleOf(jury.name());
  const absl::CivilDay today = absl::ToCivilDay(now, cycle::Stockholm());
  Excluded excluded;
  for (const v1::JuryMember& member : jury.members()) {
    const std::string& person = member.person();
    KRANS_ASSIGN(const bool known, state.Has<Person>(person));
    if (!known) excluded.unknown.insert(person);
    KRANS_ASSIGN(const std::vector<Role> roles, state.ByIndex<Role>("person", {person}));
    if (cycle::HasRole(roles, Role::AUDITOR, today)) excluded.auditors.insert(person);
    if (cycle::HasRole(roles, Role::OFFICE, today)) excluded.officers.insert(person);
    KRANS_ASSIGN(const std::optional<Examiner> examiner,
                 state.Find<Examiner>(absl::StrCat(cycle, "/examiners/", cycle::LastSegment(person))));
    if (examiner.has_value() && !examiner->dismissed()) excluded.examiners.insert(person);
  }
  return excluded;
}

absl::StatusOr<Jury> SaveJury(const Caller& caller, WriteTransaction& state, const v1::SaveJuryRequest& request) {
  const Jury& jury = request.jury();
  const std::string cycle(cycle::CycleOf(jury.name()));
  KRANS_ASSIGN(const Cycle year, state.Get<Cycle>(cycle));
  KRANS_ASSIGN(const std::vector<Matter> presented, state.Children<Matter>(absl::StrCat(cycle, "/matters/")));
  if (!presented.empty()) {
    const auto decided = std::count_if(presented.begin(), presented.end(),
                                       [](const Matter& matter) { return matter.state() == Matter::DECIDED; });
    if (decided == static_cast<int>(MatterCodes(year).size())) return rpc::Refuse(access::v1::DECISION_FINAL);
    KRANS_ASSIGN(const Jury standing, state.Get<Jury>(jury.name()));
    KRANS_RETURN(CheckSubstitutes(jury, standing));
  }
  KRANS_ASSIGN(const Excluded excluded, ExcludedFrom(state, jury, caller.now));
  KRANS_RETURN(CheckJury(jury, year.jury(), excluded, !presented.empty()));
  return state.Put(jury);
}

}  // namespace

void ServeJuries(rpc::Door* door) {
  door->Read<v1::GetJuryRequest, Jury>("krans.jury.v1.Juries/GetJury", [](const Caller&, const ReadTransaction& state,
                                                                          const v1::GetJuryRequest& request) {
    return state.Get<Jury>(request.name());
  });
  door->Write<v1::SaveJuryRequest, Jury>("krans.jury.v1.Juries/SaveJury", SaveJury);
}

}  // namespace krans::jury
