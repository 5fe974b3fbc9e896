#ifndef KRANS_SERVICES_SUBMISSIONS_ELIGIBILITY_RULES_H_
#define KRANS_SERVICES_SUBMISSIONS_ELIGIBILITY_RULES_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "krans/submissions/v1/board_matters.pb.h"
#include "krans/submissions/v1/cycles.pb.h"
#include "krans/submissions/v1/organisation.pb.h"
#include "krans/submissions/v1/participations.pb.h"

namespace krans::submissions {

// A distinction that the unit has received, or one of those it succeeds (I-07).
struct Received {
  std::string unit;  // units/{}
  std::string unit_display_name;
  int year = 0;
  v1::Distinction::Kind kind = v1::Distinction::KIND_UNSPECIFIED;
};

// All that a verdict stands on. Refers to its arguments: they outlive it.
struct EligibilityCase {
  const v1::Cycle& cycle;
  const v1::EligibilityRules& rules;
  const v1::Unit& unit;
  const v1::UnitFacts& facts;
  const std::vector<Received>& received;
  const std::optional<v1::BoardMatter>& board_act;  // the one in force, where the unit takes part (I-02)
};

// Each rule of the year in its order: the verdict, the fact it used and what would change it, in Swedish and English
// (RQ-18 to RQ-32). A fact that is not stated gives UNKNOWN, never PASS. `participate` is the worst of the rules for
// taking part that are not mere warnings; `win` the worst of those and of the rules for winning.
v1::Explanation Explain(const EligibilityCase& about);

// The declaration as it may be saved: DECLARED, with facts that can be true together. FIELD_INVALID with all that is
// wrong, under "eligibility".
absl::StatusOr<v1::Eligibility> Declare(const v1::Eligibility& declaration);

// The office's decision: VERIFIED only where all rules for taking part that are not warnings hold, WAIVED only where
// those that do not hold may be waived, REJECTED what is not, REVOKED what was verified or waived. What was decided may
// be decided again until the award is `announced`; after that it is only revoked. Keeps the verdicts. The system itself
// decides nothing (KL 6:38). Errors: FIELD_INVALID, WRONG_STATE, NOT_ELIGIBLE with the rules that stand against it.
absl::StatusOr<v1::Eligibility> Decide(const v1::Eligibility& eligibility, const v1::Explanation& explanation,
                                       bool announced, const v1::DecideEligibilityRequest& request,
                                       absl::string_view person, absl::Time now);

}  // namespace krans::submissions

#endif  // KRANS_SERVICES_SUBMISSIONS_ELIGIBILITY_RULES_H_
