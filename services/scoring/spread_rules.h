#ifndef KRANS_SERVICES_SCORING_SPREAD_RULES_H_
#define KRANS_SERVICES_SCORING_SPREAD_RULES_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "krans/scoring/v1/assessments.pb.h"
#include "krans/submissions/v1/cycles.pb.h"

namespace krans::scoring {

// How far the individual judgements of one criterion lie apart.
struct Spread {
  int32_t points = 0;  // highest score less lowest, percentage points
  int32_t bands = 0;   // the same in bands of the scheme, from the lowest up

  // Agreement needs a discussion note (I-16, P-26): points or bands reach the scheme's alarm. An alarm that the scheme
  // sets to 0 is none.
  bool alarm = false;

  // The median of the scores, on the step grid: half-way goes up. None where nobody scored. Shown, never set (I-17,
  // P-25).
  std::optional<int32_t> suggestion;
};

// Of the judgements that count; those without a score add nothing.
Spread SpreadOf(const submissions::v1::ScoringScheme& scheme, const std::vector<v1::AssessmentItem>& judgements);

}  // namespace krans::scoring

#endif  // KRANS_SERVICES_SCORING_SPREAD_RULES_H_
