#ifndef KRANS_SERVICES_SCORING_CONFLICT_RULES_H_
#define KRANS_SERVICES_SCORING_CONFLICT_RULES_H_

#include <optional>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "krans/scoring/v1/conflicts.pb.h"

namespace krans::scoring {

// Conflicts of interest (KL 6:28-32 by KL 7:4; P-17 to P-20). A conflict's name ends with the id of the person it is
// about; people below are such ids, and `stored` is the record so far, or nothing.

// Whether the conflict waits for someone to decide it.
bool IsPending(v1::Conflict::State state);

// The person's own word: NONE, or a ground, which bars them until someone else decides. FIELD_NOT_ALLOWED about
// another person; WRONG_STATE for NONE after a decision, which one's own word does not replace, and while barred.
absl::StatusOr<v1::Conflict> Declare(const std::optional<v1::Conflict>& stored, absl::string_view name,
                                     v1::Conflict::Ground ground, absl::string_view statement,
                                     absl::string_view caller);

// Another's word about the person. FIELD_NOT_ALLOWED about oneself or without a ground; WRONG_STATE where they are
// barred already.
absl::StatusOr<v1::Conflict> Raise(const std::optional<v1::Conflict>& stored, absl::string_view name,
                                   v1::Conflict::Ground ground, absl::string_view statement, absl::string_view caller);

// CLEARED or RECUSED. NOT_ALLOWED in one's own conflict (R12); WRONG_STATE where none waits for a decision: RECUSED is
// final.
absl::StatusOr<v1::Conflict> Decide(const v1::Conflict& stored, bool recused, absl::string_view reason,
                                    absl::string_view caller, absl::Time now);

}  // namespace krans::scoring

#endif  // KRANS_SERVICES_SCORING_CONFLICT_RULES_H_
