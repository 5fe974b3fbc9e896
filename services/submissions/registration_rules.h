#ifndef KRANS_SERVICES_SUBMISSIONS_REGISTRATION_RULES_H_
#define KRANS_SERVICES_SUBMISSIONS_REGISTRATION_RULES_H_

#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "krans/submissions/v1/cycles.pb.h"
#include "krans/submissions/v1/organisation.pb.h"
#include "krans/submissions/v1/participations.pb.h"

namespace krans::submissions {

// The reason that a participation carries when its board refused it (G6).
inline constexpr absl::string_view kBoardRejected = "BOARD_REJECTED";

// What a registration is decided by. Refers to its arguments: they outlive it.
struct RegistrationCase {
  const v1::Cycle& cycle;
  const v1::Calendar& calendar;
  const std::optional<v1::Unit>& unit;               // none: there is no such unit
  const std::optional<v1::Participation>& existing;  // of this unit and year
  bool by_office = false;
  absl::string_view person;  // people/{}
};

// Whether its board's refusal withdrew it (G6).
bool IsRefusedByBoard(const v1::Participation& participation);

// The participation as registered: one per unit and year (I-01), in one of the year's classes where it has any
// (RQ-62), with the unit as it is today (I-37). The contact is the caller, or the unit's manager where the office
// registers. After the day only the office, with a dispensation: LATE_REGISTERED. Who withdrew may register again,
// but not past a board that refused. Errors: WRONG_STATE for a year not published, FIELD_INVALID, ALREADY_REGISTERED,
// DEADLINE_PASSED, GATE_CLOSED.
absl::StatusOr<v1::Participation> Register(const RegistrationCase& about, const v1::RegisterRequest& request,
                                           absl::Time now);

// WITHDRAWN, or DEFERRED to a later year (RQ-58, RQ-59). WRONG_STATE where it does not take part.
absl::StatusOr<v1::Participation> Withdraw(const v1::Participation& participation, absl::string_view reason,
                                           bool deferred);

// The participation that its board refused, after a later act of the board counts instead (I-02): registered again, in
// time or late as it came.
absl::StatusOr<v1::Participation> Readmit(const v1::Calendar& calendar, const v1::Participation& participation);

// The same participation in another class of the year (I-01). Errors: FIELD_INVALID, WRONG_STATE.
absl::StatusOr<v1::Participation> ChangeClass(const v1::Cycle& cycle, const v1::Participation& participation,
                                              const v1::ChangeClassRequest& request);

// WRONG_STATE once the year has come as far as `phase`.
absl::Status CheckBefore(access::v1::Phase phase, const v1::Calendar& calendar, absl::Time now);

// WRONG_STATE where the participation does not take part.
absl::Status CheckTakesPart(const v1::Participation& participation);

}  // namespace krans::submissions

#endif  // KRANS_SERVICES_SUBMISSIONS_REGISTRATION_RULES_H_
