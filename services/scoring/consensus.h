#ifndef KRANS_SERVICES_SCORING_CONSENSUS_H_
#define KRANS_SERVICES_SCORING_CONSENSUS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "krans/scoring/v1/assessments.pb.h"
#include "services/scoring/consensus_rules.h"
#include "storage/transaction.h"

namespace krans::scoring {

// What the handlers of consensus share. `name` is the participation or a resource below it.

// The stage's items so far, by name; none before it opens.
absl::StatusOr<std::vector<v1::ConsensusItem>> ItemsOf(const storage::ReadTransaction& state, absl::string_view name,
                                                       Stage stage);

// What the voices judged of the criterion; a person's name stands in the item's.
absl::StatusOr<std::vector<v1::AssessmentItem>> JudgementsOf(const storage::ReadTransaction& state,
                                                             absl::string_view name,
                                                             const std::vector<std::string>& voices,
                                                             absl::string_view criterion);

// Once every item of the stage is agreed, closes it: the evaluation moves on, and the visit gets its questions.
absl::Status CloseIfAgreed(storage::WriteTransaction& state, absl::string_view name, Stage stage);

// After the person was recused from the case: its open stage goes on without them (see Without), and so do the
// signatures.
absl::Status GoOnWithout(storage::WriteTransaction& state, absl::string_view name, absl::string_view person);

// Signed, once every voice has.
absl::Status AdvanceIfSigned(storage::WriteTransaction& state, absl::string_view name);

}  // namespace krans::scoring

#endif  // KRANS_SERVICES_SCORING_CONSENSUS_H_
