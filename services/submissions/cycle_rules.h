#ifndef KRANS_SERVICES_SUBMISSIONS_CYCLE_RULES_H_
#define KRANS_SERVICES_SUBMISSIONS_CYCLE_RULES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "krans/submissions/v1/cycles.pb.h"

namespace krans::submissions {

// The names of the parts of a year, each one record: "awards/kvalitet/cycles/2024/questions" and so on.
std::string QuestionsOf(absl::string_view cycle);
std::string SchemeOf(absl::string_view cycle);
std::string EligibilityRulesOf(absl::string_view cycle);

// Whether the parts of a file are those of its year: each has the name that belongs to the cycle. FIELD_INVALID with
// all that have not.
absl::Status CheckNames(const v1::CycleFile& file);

// Whether the parts fit each other (RQ-01, RQ-82): codes unique, dates in order, what a question or rule names is
// there, bands that cover the score grid once, weights that add up, a number for each rule that needs one. What a
// year leaves unstated is never asked for, but for its calendar. FIELD_INVALID with everything that does not fit.
absl::Status CheckFits(const v1::CycleFile& file);

// The year published: its rules frozen from here (I-03). Errors: FIELD_INVALID, WRONG_STATE.
absl::StatusOr<v1::Cycle> Publish(const v1::CycleFile& file, absl::Time now);

// CYCLE_FROZEN unless the year is a draft.
absl::Status CheckDraft(const v1::Cycle& cycle);

// The calendar with the phase opened, closed or given back to its days; a phase that it has no window for gets one
// that is the office's alone.
v1::Calendar SetPhase(const v1::Calendar& calendar, access::v1::Phase phase, v1::PhaseWindow::Override override);

}  // namespace krans::submissions

#endif  // KRANS_SERVICES_SUBMISSIONS_CYCLE_RULES_H_
