#include "services/scoring/examiner_rules.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/cycle/deadline_rules.h"
#include "services/rpc/error.h"

namespace krans::scoring {

absl::Status CheckExaminer(const v1::Examiner& examiner, const submissions::v1::Cycle& cycle,
                           const submissions::v1::Person* person, bool auditor, bool board, absl::Time now) {
  rpc::Violations violations;
  if (person == nullptr) {
    violations.Add("name", access::v1::FIELD_REFERENCE, "ends with the id of a person");
  } else if (auditor) {
    violations.Add("name", access::v1::FIELD_NOT_ALLOWED, "an auditor is never examiner");
  }
  if (!examiner.body().empty() && !board) {
    violations.Add("body", access::v1::FIELD_REFERENCE, "a body that exists");
  }
  const absl::CivilDay today = absl::ToCivilDay(now, cycle::Stockholm());
  const std::pair<absl::string_view, absl::string_view> days[] = {{"manager_approved", examiner.manager_approved()},
                                                                  {"trained", examiner.trained()},
                                                                  {"code_signed", examiner.code_signed()}};
  for (const auto& [field, text] : days) {
    if (text.empty()) continue;
    absl::StatusOr<absl::CivilDay> day = cycle::ParseDay(text);
    if (!day.ok()) {
      violations.Add(field, access::v1::FIELD_DATE, "a calendar day");
    } else if (*day > today) {
      violations.Add(field, access::v1::FIELD_DATE, "recorded when it has happened");
    } else if (field == "trained" && day->year() != cycle.year()) {
      violations.Add(field, access::v1::FIELD_DATE, absl::StrCat("a day of ", cycle.year()));
    }
  }
  for (int i = 0; i < examiner.class_codes_size(); ++i) {
    const bool known = std::any_of(cycle.classes().begin(), cycle.classes().end(),
                                   [&](const auto& known) { return known.code() == examiner.class_codes(i); });
    if (!known) {
      violations.Add(absl::StrCat("class_codes[", i, "]"), access::v1::FIELD_REFERENCE, "one of the year's classes");
    }
  }
  violations.Under("examiner");
  return violations.status();
}

}  // namespace krans::scoring
