#include "services/submissions/cycle_rules.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/cycle/names.h"
#include "services/cycle/timestamp.h"
#include "services/rpc/error.h"
#include "services/submissions/dates.h"

namespace krans::submissions {
namespace {

using rpc::Violations;
using v1::CycleFile;
using v1::EligibilityRule;
using v1::ScoringScheme;

constexpr int kLargestGrid = 1001;

std::string At(absl::string_view list, int index, absl::string_view field) {
  return absl::StrCat(list, "[", index, "].", field);
}

// Adds a violation for each element of `list` whose key was there before.
template <typename List, typename Key>
void CheckUnique(const List& list, absl::string_view path, absl::string_view field, Key key, Violations* violations) {
  std::set<decltype(key(*list.begin()))> seen;
  for (int i = 0; i < list.size(); ++i) {
    if (!seen.insert(key(list[i])).second) {
      violations->Add(At(path, i, field), access::v1::FIELD_DUPLICATE, "named once");
    }
  }
}

const auto kCode = [](const auto& each) { return each.code(); };
const auto kKind = [](const auto& each) { return each.kind(); };

void CheckCycle(const v1::Cycle& cycle, Violations* violations) {
  CheckUnique(cycle.classes(), "cycle.classes", "code", kCode, violations);
  CheckUnique(cycle.parts(), "cycle.parts", "kind", kKind, violations);
  const v1::Evaluation& evaluation = cycle.evaluation();
  if (evaluation.has_team_min() && evaluation.has_team_max() && evaluation.team_min() > evaluation.team_max()) {
    violations->Add("cycle.evaluation.team_max", access::v1::FIELD_OUT_OF_RANGE, rpc::AtLeast(evaluation.team_min()));
  }
}

void CheckCalendar(const v1::Calendar& calendar, Violations* violations) {
  CheckUnique(
      calendar.phases(), "calendar.phases", "phase", [](const auto& each) { return each.phase(); }, violations);
  CheckUnique(calendar.milestones(), "calendar.milestones", "kind", kKind, violations);
  CheckUnique(calendar.gates(), "calendar.gates", "code", kCode, violations);
  for (int i = 0; i < calendar.phases_size(); ++i) {
    if (IsReversed(calendar.phases(i).opens(), calendar.phases(i).closes())) {
      violations->Add(At("calendar.phases", i, "closes"), access::v1::FIELD_DATE, "not before it opens");
    }
  }
  std::string registration, ceremony;
  for (const v1::Milestone& each : calendar.milestones()) {
    if (each.kind() == v1::Milestone::REGISTRATION) registration = each.due();
    if (each.kind() == v1::Milestone::CEREMONY) ceremony = each.due();
  }
  for (int i = 0; i < calendar.milestones_size(); ++i) {
    const v1::Milestone& each = calendar.milestones(i);
    if (each.kind() == v1::Milestone::SUBMISSION && IsReversed(registration, each.due())) {
      violations->Add(At("calendar.milestones", i, "due"), access::v1::FIELD_DATE, "not before the registration's day");
    }
    if (IsReversed(each.due(), ceremony)) {
      violations->Add(At("calendar.milestones", i, "due"), access::v1::FIELD_DATE, "not after the ceremony");
    }
  }
}

void CheckBands(const ScoringScheme& scheme, Violations* violations) {
  if (scheme.min() > scheme.max() || scheme.step() < 1 || (scheme.max() - scheme.min()) % scheme.step() != 0 ||
      (scheme.max() - scheme.min()) / scheme.step() >= kLargestGrid) {
    violations->Add("scheme.step", access::v1::FIELD_OFF_GRID, "goes from min to max in whole steps");
    return;
  }
  for (int i = 0; i < scheme.bands_size(); ++i) {
    const v1::Band& band = scheme.bands(i);
    if (band.low() > band.high() || band.low() < scheme.min() || band.high() > scheme.max()) {
      violations->Add(At("scheme.bands", i, "high"), access::v1::FIELD_OUT_OF_RANGE, "low to high, from min to max");
    }
  }
  for (int score = scheme.min(); score <= scheme.max(); score += scheme.step()) {
    const auto holds = [&](const v1::Band& band) { return band.low() <= score && score <= band.high(); };
    const auto count = std::count_if(scheme.bands().begin(), scheme.bands().end(), holds);
    if (count != 1) {
      violations->Add("scheme.bands", access::v1::FIELD_OUTSIDE_BAND,
                      absl::StrCat(score, " per cent is in one band, not in ", count));
    }
  }
}

void CheckScheme(const ScoringScheme& scheme, Violations* violations) {
  CheckUnique(scheme.criteria(), "scheme.criteria", "code", kCode, violations);
  CheckUnique(scheme.bands(), "scheme.bands", "code", kCode, violations);
  CheckBands(scheme, violations);
  int64_t total = 0;
  for (int i = 0; i < scheme.criteria_size(); ++i) {
    if (scheme.criteria(i).weight() < 0) {
      violations->Add(At("scheme.criteria", i, "weight"), access::v1::FIELD_OUT_OF_RANGE, rpc::AtLeast(0));
    }
    total += scheme.criteria(i).weight();
  }
  if (total != scheme.total_points()) {
    violations->Add("scheme.total_points", access::v1::FIELD_OUT_OF_RANGE,
                    absl::StrCat("what the weights add up to: ", total));
  }
}

void CheckQuestions(const CycleFile& file, Violations* violations) {
  CheckUnique(file.questions().questions(), "questions.questions", "code", kCode, violations);
  std::set<std::string> criteria;
  for (const v1::Criterion& each : file.scheme().criteria()) criteria.insert(each.code());
  for (int i = 0; i < file.questions().questions_size(); ++i) {
    const v1::Question& question = file.questions().questions(i);
    for (int j = 0; j < question.criteria_size(); ++j) {
      if (criteria.count(question.criteria(j)) == 0) {
        violations->Add(absl::StrCat("questions.questions[", i, "].criteria[", j, "]"), access::v1::FIELD_REFERENCE,
                        "a criterion of the scheme");
      }
    }
  }
}

// The least and the most that the rule's number may be; nothing where the rule has none.
std::pair<int, int> Bounds(EligibilityRule::Code code) {
  switch (code) {
    case EligibilityRule::MIN_STAFF:
      return {1, 100000};
    case EligibilityRule::MIN_STOCKHOLM_PLACES:
    case EligibilityRule::MIN_STOCKHOLM_CHILDREN:
      return {1, 100};
    case EligibilityRule::WINNER_COOLDOWN:
    case EligibilityRule::MENTION_COOLDOWN:
      return {0, 100};
    default:
      return {0, 0};
  }
}

void CheckEligibility(const v1::EligibilityRules& rules, Violations* violations) {
  const auto scope = [](const EligibilityRule& rule) {
    return std::tuple(rule.code(), rule.applies_to(),
                      std::vector<int>(rule.unit_kinds().begin(), rule.unit_kinds().end()),
                      std::vector<int>(rule.operator_kinds().begin(), rule.operator_kinds().end()));
  };
  CheckUnique(rules.rules(), "eligibility.rules", "code", scope, violations);
  for (int i = 0; i < rules.rules_size(); ++i) {
    const EligibilityRule& rule = rules.rules(i);
    const auto [least, most] = Bounds(rule.code());
    const std::string path = At("eligibility.rules", i, "parameter");
    if (most == 0 && rule.has_parameter()) {
      violations->Add(path, access::v1::FIELD_NOT_ALLOWED, "the rule has no number");
    } else if (most > 0 && !rule.has_parameter()) {
      violations->Add(path, access::v1::FIELD_REQUIRED, "the rule's number");
    } else if (rule.has_parameter() && (rule.parameter() < least || rule.parameter() > most)) {
      violations->Add(path, access::v1::FIELD_OUT_OF_RANGE, rpc::Between(least, most));
    }
  }
}

void CheckName(bool given, absl::string_view name, absl::string_view right, absl::string_view path,
               Violations* violations) {
  if (given && name != right) violations->Add(path, access::v1::FIELD_REFERENCE, right);
}

}  // namespace

std::string QuestionsOf(absl::string_view cycle) { return absl::StrCat(cycle, "/questions"); }
std::string SchemeOf(absl::string_view cycle) { return absl::StrCat(cycle, "/scheme"); }
std::string EligibilityRulesOf(absl::string_view cycle) { return absl::StrCat(cycle, "/eligibilityRules"); }

absl::Status CheckNames(const CycleFile& file) {
  const std::string& cycle = file.cycle().name();
  Violations violations;
  CheckName(file.has_calendar(), file.calendar().name(), cycle::CalendarOf(cycle), "calendar.name", &violations);
  CheckName(file.has_questions(), file.questions().name(), QuestionsOf(cycle), "questions.name", &violations);
  CheckName(file.has_scheme(), file.scheme().name(), SchemeOf(cycle), "scheme.name", &violations);
  CheckName(file.has_eligibility(), file.eligibility().name(), EligibilityRulesOf(cycle), "eligibility.name",
            &violations);
  violations.Under("file");
  return violations.status();
}

absl::Status CheckFits(const CycleFile& file) {
  Violations violations;
  CheckCycle(file.cycle(), &violations);
  if (!file.has_calendar()) violations.Add("calendar", access::v1::FIELD_REQUIRED, "the year's calendar");
  CheckCalendar(file.calendar(), &violations);
  if (file.has_scheme()) CheckScheme(file.scheme(), &violations);
  CheckQuestions(file, &violations);
  CheckEligibility(file.eligibility(), &violations);
  return violations.status();
}

absl::StatusOr<v1::Cycle> Publish(const CycleFile& file, absl::Time now) {
  if (file.cycle().state() != v1::Cycle::DRAFT) {
    return rpc::Refuse(access::v1::WRONG_STATE,
                       {{"state", v1::Cycle::State_Name(file.cycle().state())}, {"needs", "DRAFT"}});
  }
  KRANS_RETURN(CheckFits(file));
  v1::Cycle published = file.cycle();
  published.set_state(v1::Cycle::PUBLISHED);
  published.set_rules_version(published.rules_version() + 1);
  *published.mutable_published_time() = cycle::ToTimestamp(now);
  return published;
}

absl::Status CheckDraft(const v1::Cycle& cycle) {
  if (cycle.state() == v1::Cycle::DRAFT) return absl::OkStatus();
  return rpc::Refuse(access::v1::CYCLE_FROZEN, {{"state", v1::Cycle::State_Name(cycle.state())}});
}

v1::Calendar SetPhase(const v1::Calendar& calendar, access::v1::Phase phase, v1::PhaseWindow::Override override) {
  v1::Calendar changed = calendar;
  for (v1::PhaseWindow& window : *changed.mutable_phases()) {
    if (window.phase() != phase) continue;
    window.set_override(override);
    return changed;
  }
  v1::PhaseWindow& window = *changed.add_phases();
  window.set_phase(phase);
  window.set_by_office(true);
  window.set_override(override);
  return changed;
}

}  // namespace krans::submissions
