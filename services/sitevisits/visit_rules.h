#ifndef KRANS_SERVICES_SITEVISITS_VISIT_RULES_H_
#define KRANS_SERVICES_SITEVISITS_VISIT_RULES_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "krans/scoring/v1/teams.pb.h"
#include "krans/sitevisits/v1/visits.pb.h"
#include "krans/submissions/v1/cycles.pb.h"
#include "services/cycle/gate_rules.h"

namespace krans::sitevisits {

// The visit as planned, or planned anew: PLANNED, and still CONFIRMED where the unit had confirmed and the day stays.
// Those who go are of the `team`: its members who are declared free of conflict (I-09); the day is one of the year's
// phase of visits, where the calendar states its days. Errors: WRONG_STATE once held or cancelled, FIELD_INVALID under
// "visit".
absl::StatusOr<v1::SiteVisit> Plan(const std::optional<v1::SiteVisit>& standing, const v1::SiteVisit& wish,
                                   const std::vector<std::string>& team, const submissions::v1::Calendar& calendar);

// GATE_CLOSED, or GATE_WARNS, without the board's act in force (G3).
absl::Status CheckBoard(bool verified, cycle::GateState gate);

// The unit confirms the plan (RQ-64). WRONG_STATE unless PLANNED, and where somebody in it may no longer go (KL 6:30,
// I-22), whom it does not name to the unit.
absl::StatusOr<v1::SiteVisit> Confirm(v1::SiteVisit visit, const std::vector<std::string>& team);

// The visit took place: confirmed, on its day in Stockholm or later, after the team agreed on what to find out (P-43),
// by those of the `team` who are still free of conflict (KL 6:30, I-22). Errors: WRONG_STATE.
absl::StatusOr<v1::SiteVisit> Hold(v1::SiteVisit visit, const std::vector<std::string>& team,
                                   scoring::v1::Evaluation::State evaluation, absl::Time now);

// WRONG_STATE once held or cancelled.
absl::StatusOr<v1::SiteVisit> Cancel(v1::SiteVisit visit, absl::string_view reason);

}  // namespace krans::sitevisits

#endif  // KRANS_SERVICES_SITEVISITS_VISIT_RULES_H_
