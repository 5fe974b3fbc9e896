#include "services/submissions/dates.h"

#include "services/cycle/deadline_rules.h"
#include "services/rpc/error.h"

namespace krans::submissions {

std::string DayOf(absl::Time now) { return absl::FormatTime("%Y-%m-%d", now, cycle::Stockholm()); }

bool IsValidOn(absl::string_view day, absl::string_view from, absl::string_view to) {
  return (from.empty() || from <= day) && (to.empty() || day <= to);
}

bool IsReversed(absl::string_view from, absl::string_view to) { return !from.empty() && !to.empty() && to < from; }

absl::Status DeadlinePassed(absl::Time deadline) {
  return rpc::Refuse(access::v1::DEADLINE_PASSED,
                     {{"deadline", absl::FormatTime(absl::RFC3339_sec, deadline, cycle::Stockholm())}});
}

}  // namespace krans::submissions
