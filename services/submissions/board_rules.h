#ifndef KRANS_SERVICES_SUBMISSIONS_BOARD_RULES_H_
#define KRANS_SERVICES_SUBMISSIONS_BOARD_RULES_H_

#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "krans/submissions/v1/board_matters.pb.h"
#include "krans/submissions/v1/cycles.pb.h"
#include "krans/submissions/v1/participations.pb.h"

namespace krans::submissions {

// The matter as it may be prepared: about participations of its year and its body that take part, or that the board
// refused and may decide on anew (I-02), by one of the acts that the year knows (RQ-36 to RQ-43). `participations` are
// those that exist among the ones it names; `existing` is the matter as it stands. Errors: FIELD_INVALID with all that
// is wrong, NOT_FOUND where it is another body's, WRONG_STATE once decided.
absl::StatusOr<v1::BoardMatter> Prepare(const v1::Cycle& cycle, const v1::BoardMatter& matter,
                                        const std::vector<v1::Participation>& participations,
                                        const std::optional<v1::BoardMatter>& existing);

// The matter as the board decided it: approved or refused what was put for approval, noted what was notified, refused
// or postponed. Its extract is received now, late after the year's day for evidence. A postponed matter can be decided
// again. Errors: FIELD_INVALID, WRONG_STATE.
absl::StatusOr<v1::BoardMatter> Record(const v1::Calendar& calendar, const v1::BoardMatter& matter,
                                       const v1::RecordDecisionRequest& request, absl::Time now);

// The matter with its minutes found in order by `person`. WRONG_STATE unless it is decided and not postponed.
absl::StatusOr<v1::BoardMatter> Verify(const v1::BoardMatter& matter, absl::string_view person);

// Whether the matter is the participation's board act in force: decided and not postponed, and no later one counts
// instead (I-02).
bool IsInForce(const v1::BoardMatter& matter, absl::string_view participation);

// Takes from `matter` those participations that `later` decides: the later act counts (I-02). True where any was.
bool Supersede(const v1::BoardMatter& later, v1::BoardMatter* matter);

}  // namespace krans::submissions

#endif  // KRANS_SERVICES_SUBMISSIONS_BOARD_RULES_H_
