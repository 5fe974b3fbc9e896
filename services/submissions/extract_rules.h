#ifndef KRANS_SERVICES_SUBMISSIONS_EXTRACT_RULES_H_
#define KRANS_SERVICES_SUBMISSIONS_EXTRACT_RULES_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "krans/submissions/v1/board_matters.pb.h"
#include "krans/submissions/v1/cycles.pb.h"
#include "krans/submissions/v1/extracts.pb.h"

namespace krans::submissions {

// OK where the matter is decided and its minutes are not yet verified: only then is there an extract to send in, or
// another in its place. WRONG_STATE else.
absl::Status CheckAwaited(const v1::BoardMatter& matter);

// The extract as `person` sends it in now, late after the year's day for evidence (RQ-39 to RQ-42), but for its hash.
// `parts` are the contents of those that it names, nothing for one that is not stored. FIELD_INVALID, naming all that
// is wrong: a part that is not stored, a file of another kind than PDF, PNG and JPEG, a name that is a path or says
// another kind.
absl::StatusOr<v1::Extract> Receive(const v1::Calendar& calendar, const v1::Extract& extract,
                                    const std::vector<std::optional<std::string>>& parts, absl::string_view person,
                                    absl::Time now);

}  // namespace krans::submissions

#endif  // KRANS_SERVICES_SUBMISSIONS_EXTRACT_RULES_H_
