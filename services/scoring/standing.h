#ifndef KRANS_SERVICES_SCORING_STANDING_H_
#define KRANS_SERVICES_SCORING_STANDING_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "krans/scoring/v1/teams.pb.h"
#include "services/scoring/standing_rules.h"
#include "storage/transaction.h"

namespace krans::scoring {

// What the records say of a case. `name` is the participation or a resource below it.

// The team that has the case, as its evaluation says; null where it has none.
absl::StatusOr<std::shared_ptr<const v1::Team>> TeamOf(const storage::ReadTransaction& state, absl::string_view name);

// How far the evaluation has come; STATE_UNSPECIFIED where it has not begun.
absl::StatusOr<v1::Evaluation::State> EvaluationStateOf(const storage::ReadTransaction& state, absl::string_view name);

// Every member of the case's team; nobody where it has none.
absl::StatusOr<std::vector<Standing>> StandingsOf(const storage::ReadTransaction& state, absl::string_view name);

// See Voices.
absl::StatusOr<std::vector<std::string>> VoicesOf(const storage::ReadTransaction& state, absl::string_view name);

// Moves the evaluation on and returns it. NOT_FOUND where it has not begun.
absl::StatusOr<v1::Evaluation> Advance(storage::WriteTransaction& state, absl::string_view name,
                                       v1::Evaluation::State to);

}  // namespace krans::scoring

#endif  // KRANS_SERVICES_SCORING_STANDING_H_
