#ifndef KRANS_SERVICES_SCORING_SCOREBOOK_RULES_H_
#define KRANS_SERVICES_SCORING_SCOREBOOK_RULES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "krans/scoring/v1/consensus.pb.h"
#include "krans/scoring/v1/scorebooks.pb.h"
#include "krans/submissions/v1/cycles.pb.h"

namespace krans::scoring {

// The scorebook that the agreed items after the visit make, in the scheme's order of criteria: each with its judgement
// and its dissents, and the points that they come to (P-29). NOT_AGREED, with the criteria, where an item is missing or
// not agreed (I-17). Not hashed and not signed yet.
absl::StatusOr<v1::Scorebook> DrawUp(const submissions::v1::ScoringScheme& scheme, absl::string_view name,
                                     const std::vector<v1::ConsensusItem>& items);

// The scorebook with the person's signature on exactly what it holds. FIELD_INVALID where `content_hash` is not the
// scorebook's; NOT_ALLOWED for who is no voice; WRONG_STATE where they have signed.
absl::StatusOr<v1::Scorebook> Sign(const v1::Scorebook& scorebook, const std::vector<std::string>& voices,
                                   absl::string_view person, absl::string_view content_hash, absl::Time now);

// The voices, in order, whose signature is missing.
std::vector<std::string> Unsigned(const v1::Scorebook& scorebook, const std::vector<std::string>& voices);

// The scorebook as handed over. NOT_SIGNED names who is missing.
absl::StatusOr<v1::DeliveredScorebook> Deliver(const v1::Scorebook& scorebook, const std::vector<std::string>& voices,
                                               absl::string_view name, absl::string_view person, absl::Time now);

}  // namespace krans::scoring

#endif  // KRANS_SERVICES_SCORING_SCOREBOOK_RULES_H_
