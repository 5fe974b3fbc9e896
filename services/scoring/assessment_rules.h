#ifndef KRANS_SERVICES_SCORING_ASSESSMENT_RULES_H_
#define KRANS_SERVICES_SCORING_ASSESSMENT_RULES_H_

#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "krans/access/v1/access.pb.h"
#include "krans/scoring/v1/assessments.pb.h"
#include "krans/scoring/v1/teams.pb.h"
#include "krans/submissions/v1/cycles.pb.h"

namespace krans::scoring {

// Whether the item may be saved: in an assessment that is neither locked nor excused (ASSESSMENT_LOCKED, I-14), and as
// the scheme has it (CheckJudgement; FIELD_INVALID with paths below "item"). Comments alone, or with a band, may be
// saved before there is a score (P-05). `state` STATE_UNSPECIFIED: the assessment begins with this item.
absl::Status CheckSave(const submissions::v1::ScoringScheme& scheme, v1::Assessment::State state,
                       const v1::AssessmentItem& item);

// LOCKED and EXCUSED, and any state that this program does not know.
bool IsClosed(v1::Assessment::State state);

// An assessment that has begun.
v1::Assessment Begun(absl::string_view name);

// The assessment, locked. ASSESSMENT_LOCKED where it is locked or excused; ASSESSMENT_INCOMPLETE, with the criteria,
// where one has neither score nor NOT_ASSESSABLE. `content_hash` is what was locked.
absl::StatusOr<v1::Assessment> Lock(const submissions::v1::ScoringScheme& scheme, const v1::Assessment& assessment,
                                    const std::vector<v1::AssessmentItem>& items, absl::string_view content_hash,
                                    absl::Time now);

// PHASE_CLOSED unless examiners assess: nobody could score and lock what is reopened after.
absl::Status CheckReopenPhase(const std::set<access::v1::Phase>& open);

// A locked or excused assessment, open again. WRONG_STATE where it is neither, and once consensus is open (I-14).
absl::StatusOr<v1::Assessment> Reopen(const v1::Assessment& assessment, v1::Evaluation::State evaluation,
                                      absl::string_view reason);

// An assessment that will not be given (I-13). WRONG_STATE where it is given, that is locked, or excused already, and
// once consensus is open.
absl::StatusOr<v1::Assessment> Excuse(const v1::Assessment& assessment, v1::Evaluation::State evaluation,
                                      absl::string_view reason);

}  // namespace krans::scoring

#endif  // KRANS_SERVICES_SCORING_ASSESSMENT_RULES_H_
