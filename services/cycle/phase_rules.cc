#include "services/cycle/phase_rules.h"

#include <algorithm>

#include "services/cycle/deadline_rules.h"

namespace krans::cycle {
namespace {

using submissions::v1::PhaseWindow;

bool IsOpen(const PhaseWindow& window, absl::Time now) {
  if (window.override() == PhaseWindow::OPEN) return true;
  if (window.override() != PhaseWindow::OVERRIDE_UNSPECIFIED || window.by_office()) return false;
  if (!window.opens().empty()) {
    const absl::StatusOr<absl::CivilDay> opens = ParseDay(window.opens());
    if (!opens.ok() || now < StartOf(*opens)) return false;
  }
  if (!window.closes().empty()) {
    const absl::StatusOr<absl::CivilDay> closes = ParseDay(window.closes());
    if (!closes.ok() || now >= EndOf(*closes)) return false;
  }
  return true;
}

bool IsPast(const PhaseWindow& window, absl::Time now) {
  if (window.by_office()) return window.override() == PhaseWindow::CLOSED;
  if (window.override() != PhaseWindow::OVERRIDE_UNSPECIFIED || window.closes().empty()) return false;
  const absl::StatusOr<absl::CivilDay> closes = ParseDay(window.closes());
  return closes.ok() && now >= EndOf(*closes);
}

}  // namespace

std::set<access::v1::Phase> OpenPhases(const submissions::v1::Calendar& calendar, absl::Time now) {
  std::set<access::v1::Phase> open;
  for (const PhaseWindow& window : calendar.phases()) {
    if (IsOpen(window, now)) open.insert(window.phase());
  }
  open.erase(access::v1::PHASE_UNSPECIFIED);
  return open;
}

bool HasReached(const submissions::v1::Calendar& calendar, access::v1::Phase phase, absl::Time now) {
  return std::any_of(calendar.phases().begin(), calendar.phases().end(), [&](const PhaseWindow& window) {
    return window.phase() >= phase && (IsOpen(window, now) || IsPast(window, now));
  });
}

}  // namespace krans::cycle
