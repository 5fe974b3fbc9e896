#ifndef KRANS_SERVICES_SUBMISSIONS_SUBMISSION_RULES_H_
#define KRANS_SERVICES_SUBMISSIONS_SUBMISSION_RULES_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "krans/submissions/v1/cycles.pb.h"
#include "krans/submissions/v1/participations.pb.h"
#include "krans/submissions/v1/submissions.pb.h"

namespace krans::submissions {

// Whether the content is closed to its unit: sealed, late, accepted, refused, opened or withdrawn (I-06).
bool IsClosed(const std::optional<v1::Submission>& submission);

// Whether the draft may be changed. Errors: WRONG_STATE where the unit does not take part, SEALED.
absl::Status CheckOpenToUnit(const v1::Participation& participation, const std::optional<v1::Submission>& submission);

// Whether the answer is to one of the year's questions and within its length, in code points. FIELD_INVALID.
absl::Status CheckAnswer(const v1::QuestionSet& questions, const v1::Answer& answer);

// Whether the year asks for a presentation (RQ-56): FIELD_INVALID where it states its parts and that is none of them.
absl::Status CheckPresentation(const v1::Cycle& cycle);

// What is sealed: the answers in the order of the questions, and the presentation; without their etags, which belong
// to the draft. ANSWER_MISSING with the questions that must be answered and are not, and "presentation" where the
// year asks for one.
absl::StatusOr<v1::OpenedSubmission> Assemble(const v1::Cycle& cycle, const v1::QuestionSet& questions,
                                              const std::vector<v1::Answer>& answers,
                                              const std::optional<v1::Presentation>& presentation,
                                              absl::string_view participation);

// Whether a submission may be sealed: nothing is closed, and the unit takes part, where the gate asks for that (G1).
// Errors: SEALED, then GATE_CLOSED or GATE_WARNS.
absl::Status CheckSealable(const v1::Calendar& calendar, const v1::Participation& participation,
                           const std::optional<v1::Submission>& submission);

// The receipt: SEALED, or LATE from the first instant after the day (I-04).
absl::StatusOr<v1::Submission> Receive(const v1::Calendar& calendar, const std::optional<v1::Submission>& earlier,
                                       absl::string_view participation, absl::string_view content_hash,
                                       absl::string_view person, absl::Time now);

// Taken back by the unit before the day. Errors: WRONG_STATE, DEADLINE_PASSED.
absl::StatusOr<v1::Submission> Unseal(const v1::Calendar& calendar, const v1::Participation& participation,
                                      const v1::Submission& submission, absl::Time now);

// The office's word on a late submission. One that it refused it may accept after all. WRONG_STATE for any other.
absl::StatusOr<v1::Submission> DecideLate(const v1::Submission& submission, bool accept, absl::string_view reason);

// The submission of one who leaves: WITHDRAWN unless it was opened already.
v1::Submission WithdrawContent(const v1::Submission& submission);

// The withdrawn submission of one whom the board lets back: SEALED, or LATE for the office to decide on, as it was
// received. Any other as it is.
absl::StatusOr<v1::Submission> ReadmitContent(const v1::Calendar& calendar, const v1::Submission& submission);

// All that is to be opened now, sealed in time or accepted by dispensation, named with its hash (TF 2:9, I-05).
// WRONG_STATE where there is nothing, or the day for submissions is not over.
absl::StatusOr<v1::Opening> ProposeOpening(const v1::Calendar& calendar, const std::vector<v1::Submission>& submissions,
                                           absl::string_view person, absl::Time now);

// The opening as confirmed by a second person. Errors: WRONG_STATE where it is done, or where what would be opened is
// no longer what was proposed; SECOND_PERSON_NEEDED.
absl::StatusOr<v1::Opening> ConfirmOpening(const v1::Opening& opening, const std::vector<v1::Submission>& submissions,
                                           absl::string_view person, absl::Time now);

}  // namespace krans::submissions

#endif  // KRANS_SERVICES_SUBMISSIONS_SUBMISSION_RULES_H_
