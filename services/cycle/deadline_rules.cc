#include "services/cycle/deadline_rules.h"

#include <cstdio>
#include <cstdlib>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace krans::cycle {
namespace {

using submissions::v1::Calendar;
using submissions::v1::Milestone;

absl::StatusOr<absl::Time> InstantOf(const Calendar& calendar, Milestone::Kind kind,
                                     absl::Time (*instant)(absl::CivilDay)) {
  for (const Milestone& milestone : calendar.milestones()) {
    if (milestone.kind() != kind) continue;
    const absl::StatusOr<absl::CivilDay> day = ParseDay(milestone.due());
    if (!day.ok()) return day.status();
    return instant(Effective(*day, milestone.weekend_policy()));
  }
  return absl::InfiniteFuture();
}

}  // namespace

absl::TimeZone Stockholm() {
  static const absl::TimeZone zone = [] {
    absl::TimeZone loaded;
    if (!absl::LoadTimeZone("Europe/Stockholm", &loaded)) {
      std::fputs("No time zone data for Europe/Stockholm: install tzdata.\n", stderr);
      std::abort();
    }
    return loaded;
  }();
  return zone;
}

absl::StatusOr<absl::CivilDay> ParseDay(absl::string_view text) {
  absl::CivilDay day;
  if (!absl::ParseCivilTime(text, &day) || absl::FormatCivilTime(day) != text || day.year() < 1000 ||
      day.year() > 9999) {
    return absl::InvalidArgumentError(absl::StrCat("\"", text, "\" is not a day written as 2024-03-22"));
  }
  return day;
}

absl::Time StartOf(absl::CivilDay day) { return absl::FromCivil(day, Stockholm()); }

absl::Time EndOf(absl::CivilDay day) { return StartOf(day + 1); }

absl::CivilDay Effective(absl::CivilDay day, Milestone::WeekendPolicy policy) {
  const absl::Weekday weekday = absl::GetWeekday(day);
  const int into_weekend = weekday == absl::Weekday::saturday ? 1 : weekday == absl::Weekday::sunday ? 2 : 0;
  if (into_weekend == 0) return day;
  if (policy == Milestone::NEXT_WORKDAY) return day + (3 - into_weekend);
  if (policy == Milestone::PREVIOUS_WORKDAY) return day - into_weekend;
  return day;
}

absl::StatusOr<absl::Time> StartOf(const Calendar& calendar, Milestone::Kind kind) {
  return InstantOf(calendar, kind, StartOf);
}

absl::StatusOr<absl::Time> EndOf(const Calendar& calendar, Milestone::Kind kind) {
  return InstantOf(calendar, kind, EndOf);
}

}  // namespace krans::cycle
