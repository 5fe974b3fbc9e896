#include "services/cycle/names.h"

#include "absl/strings/str_cat.h"

namespace krans::cycle {
namespace {

// The first segments of `name` as `form` has them, where "*" is any segment that is not empty. Empty where they differ.
absl::string_view Leading(absl::string_view name, absl::string_view form) {
  size_t end = 0;
  while (true) {
    const absl::string_view wanted = form.substr(0, form.find('/'));
    const absl::string_view segment = name.substr(end, name.find('/', end) - end);
    if (segment.empty() || (wanted != "*" && segment != wanted)) return {};
    end += segment.size();
    if (wanted.size() == form.size()) return name.substr(0, end);
    if (end == name.size()) return {};
    form.remove_prefix(wanted.size() + 1);
    end += 1;
  }
}

}  // namespace

absl::string_view CycleOf(absl::string_view name) { return Leading(name, "awards/*/cycles/*"); }

absl::string_view ParticipationOf(absl::string_view name) {
  return Leading(name, "awards/*/cycles/*/participations/*");
}

std::string UnitOf(absl::string_view name) {
  const absl::string_view participation = ParticipationOf(name);
  return participation.empty() ? "" : absl::StrCat("units/", LastSegment(participation));
}

std::string CalendarOf(absl::string_view name) {
  const absl::string_view cycle = CycleOf(name);
  return cycle.empty() ? "" : absl::StrCat(cycle, "/calendar");
}

absl::string_view LastSegment(absl::string_view name) {
  const size_t slash = name.rfind('/');
  return slash == absl::string_view::npos ? name : name.substr(slash + 1);
}

std::string PersonName(absl::string_view person) { return absl::StrCat("people/", person); }

}  // namespace krans::cycle
