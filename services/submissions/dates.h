#ifndef KRANS_SERVICES_SUBMISSIONS_DATES_H_
#define KRANS_SERVICES_SUBMISSIONS_DATES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace krans::submissions {

// Days as records hold them: "2024-03-22", in Europe/Stockholm. In that form their order as text is their order in
// time.

// The day that `now` falls on.
std::string DayOf(absl::Time now);

// Whether `day` is from `from` to `to`, both included; an empty side is unbounded.
bool IsValidOn(absl::string_view day, absl::string_view from, absl::string_view to);

// Whether both are given and `to` is before `from`.
bool IsReversed(absl::string_view from, absl::string_view to);

// DEADLINE_PASSED with the first instant after the day, in Stockholm's time.
absl::Status DeadlinePassed(absl::Time deadline);

}  // namespace krans::submissions

#endif  // KRANS_SERVICES_SUBMISSIONS_DATES_H_
