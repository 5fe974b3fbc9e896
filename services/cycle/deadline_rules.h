#ifndef KRANS_SERVICES_CYCLE_DEADLINE_RULES_H_
#define KRANS_SERVICES_CYCLE_DEADLINE_RULES_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "krans/submissions/v1/cycles.pb.h"

namespace krans::cycle {

// Deadlines are calendar days in Europe/Stockholm, the whole day included, and a call is judged by the server's time
// of its complete receipt (I-04, FL 22): what is received before the first instant after the day is in time.

// Europe/Stockholm. Ends the process with a message where the system has no time zone data: without it no deadline
// can be judged.
absl::TimeZone Stockholm();

// The day written as "2024-03-22". INVALID_ARGUMENT for another form, and for a day that no calendar has.
absl::StatusOr<absl::CivilDay> ParseDay(absl::string_view text);

// The first instant of the day.
absl::Time StartOf(absl::CivilDay day);

// The first instant after the day.
absl::Time EndOf(absl::CivilDay day);

// The day that counts: a Saturday or Sunday moves to the Monday after or the Friday before, where the policy says so.
// Public holidays are not moved, as no document says what holds for them.
absl::CivilDay Effective(absl::CivilDay day, submissions::v1::Milestone::WeekendPolicy policy);

// The first instant of the year's day for `kind`, and the first instant after it: the infinite future where the year
// states no such day. INVALID_ARGUMENT where what it states is no day.
absl::StatusOr<absl::Time> StartOf(const submissions::v1::Calendar& calendar, submissions::v1::Milestone::Kind kind);
absl::StatusOr<absl::Time> EndOf(const submissions::v1::Calendar& calendar, submissions::v1::Milestone::Kind kind);

}  // namespace krans::cycle

#endif  // KRANS_SERVICES_CYCLE_DEADLINE_RULES_H_
