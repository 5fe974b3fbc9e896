#include "services/sitevisits/visit_rules.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/cycle/deadline_rules.h"
#include "services/cycle/timestamp.h"
#include "services/rpc/error.h"

namespace krans::sitevisits {
namespace {

using rpc::Refuse;
using rpc::Violations;
using scoring::v1::Evaluation;
using v1::SiteVisit;

absl::Status WrongState(const SiteVisit& visit, absl::string_view needs) {
  return Refuse(access::v1::WRONG_STATE,
                {{"state", SiteVisit::State_Name(visit.state())}, {"needs", std::string(needs)}});
}

absl::Status CheckOpen(const SiteVisit& visit) {
  if (visit.state() == SiteVisit::PLANNED || visit.state() == SiteVisit::CONFIRMED) return absl::OkStatus();
  return WrongState(visit, "PLANNED or CONFIRMED");
}

absl::Status CheckParticipants(const SiteVisit& wish, const std::vector<std::string>& team) {
  Violations violations;
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

}  // namespace

absl::StatusOr<SiteVisit> Plan(const std::optional<SiteVisit>& standing, const SiteVisit& wish,
                               const std::vector<std::string>& team, bool board_verified, cycle::GateState gate) {
  if (standing.has_value()) KRANS_RETURN(CheckOpen(*standing));
  if (!board_verified && gate == cycle::GateState::kBlock) {
    return Refuse(access::v1::GATE_CLOSED, {{"gate", "G3_VISIT_NEEDS_BOARD"}, {"needs", "the board's act, verified"}});
  }
  KRANS_RETURN(CheckParticipants(wish, team));
  SiteVisit visit = wish;
  const bool same_day = standing.has_value() && standing->date() == wish.date();
  visit.set_state(same_day ? standing->state() : SiteVisit::PLANNED);
  return visit;
}

absl::StatusOr<SiteVisit> Confirm(SiteVisit visit) {
  if (visit.state() != SiteVisit::PLANNED) return WrongState(visit, "PLANNED");
  visit.set_state(SiteVisit::CONFIRMED);
  return visit;
}

absl::StatusOr<SiteVisit> Hold(SiteVisit visit, Evaluation::State evaluation, absl::Time now) {
  if (visit.state() != SiteVisit::CONFIRMED) return WrongState(visit, "CONFIRMED");
  KRANS_ASSIGN(const absl::CivilDay day, cycle::ParseDay(visit.date()));
  if (now < cycle::StartOf(day)) return WrongState(visit, visit.date());
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
