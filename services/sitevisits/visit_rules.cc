#include "services/sitevisits/visit_rules.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/cycle/deadline_rules.h"
#include "services/cycle/gate_rules.h"
#include "services/cycle/names.h"
#include "services/cycle/phase_rules.h"
#include "services/cycle/timestamp.h"
#include "services/rpc/error.h"

namespace krans::sitevisits {
namespace {

using rpc::Refuse;
using rpc::Violations;
using scoring::v1::Evaluation;
using submissions::v1::Calendar;
using v1::SiteVisit;

void AppendId(std::string* out, absl::string_view name) { absl::StrAppend(out, cycle::LastSegment(name)); }

absl::Status WrongState(const SiteVisit& visit, absl::string_view needs) {
  return Refuse(access::v1::WRONG_STATE,
                {{"state", SiteVisit::State_Name(visit.state())}, {"needs", std::string(needs)}});
}

absl::Status CheckOpen(const SiteVisit& visit) {
  if (visit.state() == SiteVisit::PLANNED || visit.state() == SiteVisit::CONFIRMED) return absl::OkStatus();
  return WrongState(visit, "PLANNED or CONFIRMED");
}

// Whether visits may be held on the day; where the office alone opens the phase, that is not known yet.
bool IsVisitDay(const Calendar& calendar, absl::CivilDay day) {
  for (const submissions::v1::PhaseWindow& window : calendar.phases()) {
    if (window.phase() == access::v1::SITE_VISIT && window.by_office()) return true;
  }
  return cycle::OpenPhases(calendar, cycle::StartOf(day)).count(access::v1::SITE_VISIT) > 0;
}

absl::Status CheckPlan(const SiteVisit& wish, const std::vector<std::string>& team, const Calendar& calendar) {
  Violations violations;
  const absl::StatusOr<absl::CivilDay> day = cycle::ParseDay(wish.date());
  if (day.ok() && !IsVisitDay(calendar, *day)) {
    violations.Add("date", access::v1::FIELD_OUT_OF_RANGE, "a day of the year's phase of visits");
  }
  for (int i = 0; i < wish.participants_size(); ++i) {
    const auto& people = wish.participants();
    const std::string field = absl::StrCat("participants[", i, "]");
    if (std::find(team.begin(), team.end(), people[i]) == team.end()) {
      violations.Add(field, access::v1::FIELD_REFERENCE, "a member of the team, declared free of conflict");
    } else if (std::find(people.begin(), people.begin() + i, people[i]) != people.begin() + i) {
      violations.Add(field, access::v1::FIELD_DUPLICATE, "each member once");
    }
  }
  violations.Under("visit");
  return violations.status();
}

// Those in the plan who are not, or no longer, of the team.
std::vector<std::string> Outside(const SiteVisit& visit, const std::vector<std::string>& team) {
  std::vector<std::string> outside;
  for (const std::string& person : visit.participants()) {
    if (std::find(team.begin(), team.end(), person) == team.end()) outside.push_back(person);
  }
  return outside;
}

}  // namespace

absl::StatusOr<SiteVisit> Plan(const std::optional<SiteVisit>& standing, const SiteVisit& wish,
                               const std::vector<std::string>& team, const Calendar& calendar) {
  if (standing.has_value()) KRANS_RETURN(CheckOpen(*standing));
  KRANS_RETURN(CheckPlan(wish, team, calendar));
  SiteVisit visit = wish;
  const bool same_day = standing.has_value() && standing->date() == wish.date();
  visit.set_state(same_day ? standing->state() : SiteVisit::PLANNED);
  return visit;
}

absl::Status CheckBoard(bool verified, cycle::GateState gate) {
  if (verified) return absl::OkStatus();
  return cycle::Shut(gate, {{"gate", "G3_VISIT_NEEDS_BOARD"}, {"needs", "the board's act, verified"}});
}

absl::StatusOr<SiteVisit> Confirm(SiteVisit visit, const std::vector<std::string>& team) {
  if (visit.state() != SiteVisit::PLANNED) return WrongState(visit, "PLANNED");
  if (!Outside(visit, team).empty()) return WrongState(visit, "a new plan of the team lead's");
  visit.set_state(SiteVisit::CONFIRMED);
  return visit;
}

absl::StatusOr<SiteVisit> Hold(SiteVisit visit, const std::vector<std::string>& team, Evaluation::State evaluation,
                               absl::Time now) {
  if (visit.state() != SiteVisit::CONFIRMED) return WrongState(visit, "CONFIRMED");
  if (const std::vector<std::string> outside = Outside(visit, team); !outside.empty()) {
    return WrongState(visit, absl::StrCat("a plan without:", absl::StrJoin(outside, ", ", AppendId)));
  }
  KRANS_ASSIGN(const absl::CivilDay day, cycle::ParseDay(visit.date()));
  if (now < cycle::StartOf(day)) return WrongState(visit, absl::StrCat("the visit's day to have come:", visit.date()));
  if (evaluation < Evaluation::CONSENSUS_AGREED) {
    return Refuse(access::v1::WRONG_STATE,
                  {{"state", Evaluation::State_Name(evaluation)}, {"needs", "CONSENSUS_AGREED"}});
  }
  visit.set_state(SiteVisit::HELD);
  *visit.mutable_held_time() = cycle::ToTimestamp(now);
  return visit;
}

absl::StatusOr<SiteVisit> Cancel(SiteVisit visit, absl::string_view reason) {
  KRANS_RETURN(CheckOpen(visit));
  visit.set_state(SiteVisit::CANCELLED);
  visit.set_reason(std::string(reason));
  return visit;
}

}  // namespace krans::sitevisits
