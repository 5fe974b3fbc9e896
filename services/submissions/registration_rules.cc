#include "services/submissions/registration_rules.h"

#include <algorithm>
#include <string>

#include "services/cycle/deadline_rules.h"
#include "services/cycle/participation_rules.h"
#include "services/cycle/phase_rules.h"
#include "services/cycle/timestamp.h"
#include "services/rpc/error.h"
#include "services/submissions/dates.h"

namespace krans::submissions {
namespace {

using v1::Participation;

void CheckClass(const v1::Cycle& cycle, const std::string& code, rpc::Violations* violations) {
  const auto& classes = cycle.classes();
  if (code.empty() && classes.empty()) return;
  if (code.empty()) {
    violations->Add("class_code", access::v1::FIELD_REQUIRED, "one of the year's classes");
  } else if (std::none_of(classes.begin(), classes.end(), [&](const auto& each) { return each.code() == code; })) {
    violations->Add("class_code", access::v1::FIELD_REFERENCE,
                    classes.empty() ? "nothing: the year has no classes" : "one of the year's classes");
  }
}

}  // namespace

bool IsRefusedByBoard(const Participation& participation) {
  return participation.state() == Participation::WITHDRAWN && participation.reason() == kBoardRejected;
}

absl::Status CheckTakesPart(const Participation& participation) {
  if (cycle::TakesPart(participation)) return absl::OkStatus();
  return rpc::Refuse(access::v1::WRONG_STATE, {{"state", Participation::State_Name(participation.state())},
                                               {"needs", "REGISTERED,LATE_REGISTERED"}});
}

absl::Status CheckBefore(access::v1::Phase phase, const v1::Calendar& calendar, absl::Time now) {
  if (!cycle::HasReached(calendar, phase, now)) return absl::OkStatus();
  return rpc::Refuse(access::v1::WRONG_STATE,
                     {{"state", access::v1::Phase_Name(phase)}, {"needs", "an earlier phase of the year"}});
}

absl::StatusOr<Participation> Register(const RegistrationCase& about, const v1::RegisterRequest& request,
                                       absl::Time now) {
  if (about.cycle.state() != v1::Cycle::PUBLISHED) {
    return rpc::Refuse(access::v1::WRONG_STATE,
                       {{"state", v1::Cycle::State_Name(about.cycle.state())}, {"needs", "PUBLISHED"}});
  }
  rpc::Violations violations;
  if (!about.unit || !IsValidOn(DayOf(now), about.unit->valid_from(), about.unit->valid_to())) {
    violations.Add("name", access::v1::FIELD_REFERENCE, "ends with the id of a unit that exists today");
  }
  CheckClass(about.cycle, request.class_code(), &violations);
  if (!about.by_office && !request.dispensation().empty()) {
    violations.Add("dispensation", access::v1::FIELD_NOT_ALLOWED, "given by the process office only");
  }
  if (!violations.empty()) return violations.status();
  if (about.existing) {
    if (cycle::TakesPart(*about.existing)) {
      return rpc::Refuse(access::v1::ALREADY_REGISTERED, {{"resource", about.existing->name()}});
    }
    if (IsRefusedByBoard(*about.existing)) {
      return rpc::Refuse(access::v1::GATE_CLOSED, {{"gate", v1::Gate::Code_Name(v1::Gate::G6_BOARD_REFUSAL_WITHDRAWS)},
                                                   {"needs", "a board that does not refuse"}});
    }
  }
  KRANS_ASSIGN(const absl::Time deadline, cycle::EndOf(about.calendar, v1::Milestone::REGISTRATION));
  const bool late = now >= deadline;
  if (late && request.dispensation().empty()) return DeadlinePassed(deadline);

  Participation participation;
  participation.set_name(request.name());
  participation.set_state(late ? Participation::LATE_REGISTERED : Participation::REGISTERED);
  participation.set_unit(about.unit->name());
  participation.set_unit_display_name(about.unit->display_name());
  participation.set_body(about.unit->body());
  participation.set_class_code(request.class_code());
  participation.set_contact(about.by_office ? about.unit->manager() : std::string(about.person));
  *participation.mutable_registered_time() = cycle::ToTimestamp(now);
  participation.set_reason(request.dispensation());
  if (request.has_source()) *participation.mutable_source() = request.source();
  return participation;
}

absl::StatusOr<Participation> Withdraw(const Participation& participation, absl::string_view reason, bool deferred) {
  KRANS_RETURN(CheckTakesPart(participation));
  Participation withdrawn = participation;
  withdrawn.set_state(deferred ? Participation::DEFERRED : Participation::WITHDRAWN);
  withdrawn.set_reason(std::string(reason));
  return withdrawn;
}

absl::StatusOr<Participation> Readmit(const v1::Calendar& calendar, const Participation& participation) {
  KRANS_ASSIGN(const absl::Time deadline, cycle::EndOf(calendar, v1::Milestone::REGISTRATION));
  const bool late = cycle::ToTime(participation.registered_time()) >= deadline;
  Participation readmitted = participation;
  readmitted.set_state(late ? Participation::LATE_REGISTERED : Participation::REGISTERED);
  readmitted.clear_reason();
  return readmitted;
}

absl::StatusOr<Participation> ChangeClass(const v1::Cycle& cycle, const Participation& participation,
                                          const v1::ChangeClassRequest& request) {
  rpc::Violations violations;
  CheckClass(cycle, request.class_code(), &violations);
  if (!violations.empty()) return violations.status();
  KRANS_RETURN(CheckTakesPart(participation));
  Participation changed = participation;
  changed.set_class_code(request.class_code());
  changed.set_reason(request.reason());
  return changed;
}

}  // namespace krans::submissions
