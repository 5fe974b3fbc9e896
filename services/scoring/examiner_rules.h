#ifndef KRANS_SERVICES_SCORING_EXAMINER_RULES_H_
#define KRANS_SERVICES_SCORING_EXAMINER_RULES_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "krans/scoring/v1/examiners.pb.h"
#include "krans/submissions/v1/cycles.pb.h"
#include "krans/submissions/v1/people.pb.h"

namespace krans::scoring {

// Whether the person may be recorded so as an examiner of the year, with everything that is wrong below "examiner":
//   - the person exists (`person` is not null) and is no auditor in force, who is never examiner (I-36),
//   - the body that employs them, where one is named, exists (`board`),
//   - trained in the cycle's year (I-10, P-09), and nothing is recorded before it happened;
//   - the classes of competence are classes of the year.
absl::Status CheckExaminer(const v1::Examiner& examiner, const submissions::v1::Cycle& cycle,
                           const submissions::v1::Person* person, bool auditor, bool board, absl::Time now);

}  // namespace krans::scoring

#endif  // KRANS_SERVICES_SCORING_EXAMINER_RULES_H_
