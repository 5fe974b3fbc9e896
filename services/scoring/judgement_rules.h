#ifndef KRANS_SERVICES_SCORING_JUDGEMENT_RULES_H_
#define KRANS_SERVICES_SCORING_JUDGEMENT_RULES_H_

#include "absl/strings/string_view.h"
#include "krans/submissions/v1/cycles.pb.h"
#include "services/rpc/error.h"

namespace krans::scoring {

// A judgement is comments, band and score, or NOT_ASSESSABLE: an AssessmentItem of one examiner or a ConsensusItem of
// the team. Both are held to the same scheme; the functions below are for these two types.

// The criterion, or the band, of that code; null where the scheme has none.
const submissions::v1::Criterion* FindCriterion(const submissions::v1::ScoringScheme& scheme, absl::string_view code);
const submissions::v1::Band* FindBand(const submissions::v1::ScoringScheme& scheme, absl::string_view code);

// Whether the item says what its criterion is worth, or that it cannot be assessed (P-08).
template <typename Item>
bool IsJudged(const Item& item) {
  return item.has_score() || item.not_assessable();
}

// Adds everything in which the item is not as the scheme has it, with paths below the item:
//   - the last segment of its name is a criterion's code;
//   - at most max_comments comments where the scheme sets a number, none blank (P-06),
//   - comments come first: no band without a comment, no score without a band and a comment (P-05, I-15),
//   - the score is on the step grid, within the scheme and inside its band (I-15),
//   - what is not assessable has neither band nor score (P-08).
template <typename Item>
void CheckJudgement(const submissions::v1::ScoringScheme& scheme, const Item& item, rpc::Violations* violations);

}  // namespace krans::scoring

#endif  // KRANS_SERVICES_SCORING_JUDGEMENT_RULES_H_
