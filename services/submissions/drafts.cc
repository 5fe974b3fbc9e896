#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "krans/submissions/v1/participations.pb.h"
#include "krans/submissions/v1/submissions.pb.h"
#include "services/cycle/names.h"
#include "services/rpc/error.h"
#include "services/submissions/cycle_rules.h"
#include "services/submissions/handlers.h"
#include "services/submissions/submission_rules.h"

namespace krans::submissions {
namespace {

using rpc::Caller;
using storage::ReadTransaction;
using storage::WriteTransaction;

constexpr char kSealed[] = "sealed: readable to nobody before the opening (TF 2:9)";
constexpr char kTakenBack[] = "taken back to a draft by the unit";

std::string SubmissionOf(absl::string_view participation) { return absl::StrCat(participation, "/submission"); }
std::string BoxOf(absl::string_view participation) { return absl::StrCat(participation, "/submission/box"); }
std::string PresentationOf(absl::string_view participation) { return absl::StrCat(participation, "/presentation"); }
std::string AnswersOf(absl::string_view participation) { return absl::StrCat(participation, "/answers/"); }

absl::StatusOr<v1::Draft> GetDraft(const Caller&, const ReadTransaction& state, const v1::GetDraftRequest& request) {
  KRANS_ASSIGN(const v1::Participation participation, state.Get<v1::Participation>(request.name()));
  KRANS_ASSIGN(const std::vector<v1::Answer> answers, state.Children<v1::Answer>(AnswersOf(request.name())));
  KRANS_ASSIGN(std::optional<v1::Presentation> presentation,
               state.Find<v1::Presentation>(PresentationOf(request.name())));
  KRANS_ASSIGN(std::optional<v1::Submission> submission, state.Find<v1::Submission>(SubmissionOf(request.name())));
  v1::Draft draft;
  draft.set_participation(participation.name());
  *draft.mutable_answers() = {answers.begin(), answers.end()};
  if (presentation) *draft.mutable_presentation() = *std::move(presentation);
  if (submission) *draft.mutable_submission() = *std::move(submission);
  return draft;
}

absl::Status CheckOpen(const ReadTransaction& state, absl::string_view participation) {
  KRANS_ASSIGN(const v1::Participation registered, state.Get<v1::Participation>(participation));
  KRANS_ASSIGN(const std::optional<v1::Submission> submission, state.Find<v1::Submission>(SubmissionOf(participation)));
  return CheckOpenToUnit(registered, submission);
}

absl::StatusOr<v1::Answer> SaveAnswer(const Caller&, WriteTransaction& state, const v1::SaveAnswerRequest& request) {
  const std::string& name = request.answer().name();
  KRANS_ASSIGN(const std::optional<v1::QuestionSet> questions,
               state.Find<v1::QuestionSet>(QuestionsOf(cycle::CycleOf(name))));
  KRANS_RETURN(CheckAnswer(questions ? *questions : v1::QuestionSet(), request.answer()));
  KRANS_RETURN(CheckOpen(state, cycle::ParticipationOf(name)));
  return state.Put(request.answer());
}

absl::StatusOr<v1::Presentation> SavePresentation(const Caller&, WriteTransaction& state,
                                                  const v1::SavePresentationRequest& request) {
  const std::string& name = request.presentation().name();
  KRANS_ASSIGN(const v1::Cycle cycle, state.Get<v1::Cycle>(cycle::CycleOf(name)));
  KRANS_RETURN(CheckPresentation(cycle));
  KRANS_RETURN(CheckOpen(state, cycle::ParticipationOf(name)));
  return state.Put(request.presentation());
}

absl::StatusOr<v1::Submission> Seal(const BoxMaker& boxes, const Caller& caller, WriteTransaction& state,
                                    const v1::SealRequest& request) {
  const std::string& name = request.name();
  KRANS_ASSIGN(const v1::Participation participation, state.Get<v1::Participation>(name));
  KRANS_ASSIGN(const v1::Cycle cycle, state.Get<v1::Cycle>(cycle::CycleOf(name)));
  KRANS_ASSIGN(const v1::Calendar calendar, state.Get<v1::Calendar>(cycle::CalendarOf(name)));
  KRANS_ASSIGN(const std::optional<v1::Submission> earlier, state.Find<v1::Submission>(SubmissionOf(name)));
  KRANS_RETURN(rpc::LetPass(caller, CheckSealable(calendar, participation, earlier)));

  KRANS_ASSIGN(const std::optional<v1::QuestionSet> questions, state.Find<v1::QuestionSet>(QuestionsOf(cycle.name())));
  KRANS_ASSIGN(const std::vector<v1::Answer> answers, state.Children<v1::Answer>(AnswersOf(name)));
  KRANS_ASSIGN(const std::optional<v1::Presentation> presentation, state.Find<v1::Presentation>(PresentationOf(name)));
  KRANS_ASSIGN(const v1::OpenedSubmission content,
               Assemble(cycle, questions ? *questions : v1::QuestionSet(), answers, presentation, name));
  KRANS_ASSIGN(const v1::SealedBox box, boxes.Close(BoxOf(name), content));
  KRANS_RETURN(state.Put(box).status());
  for (const v1::Answer& each : answers) KRANS_RETURN(state.Purge<v1::Answer>(each.name(), kSealed));
  if (presentation) KRANS_RETURN(state.Purge<v1::Presentation>(presentation->name(), kSealed));

  KRANS_ASSIGN(const v1::Submission receipt,
               Receive(calendar, earlier, name, ContentHash(content), cycle::PersonName(caller.person), caller.now));
  return state.Put(receipt);
}

absl::StatusOr<v1::Submission> TakeBack(const BoxMaker& boxes, const Caller& caller, WriteTransaction& state,
                                        const v1::UnsealRequest& request) {
  const std::string& name = request.name();
  KRANS_ASSIGN(const v1::Participation participation, state.Get<v1::Participation>(name));
  KRANS_ASSIGN(const v1::Calendar calendar, state.Get<v1::Calendar>(cycle::CalendarOf(name)));
  KRANS_ASSIGN(const v1::Submission submission, state.Get<v1::Submission>(SubmissionOf(name)));
  KRANS_ASSIGN(const v1::Submission unsealed, Unseal(calendar, participation, submission, caller.now));
  KRANS_ASSIGN(const v1::SealedBox box, state.Get<v1::SealedBox>(BoxOf(name)));
  KRANS_ASSIGN(const v1::OpenedSubmission content, boxes.Open(box, submission.content_hash()));
  for (const v1::Answer& each : content.answers()) KRANS_RETURN(state.Put(each).status());
  if (content.has_presentation()) KRANS_RETURN(state.Put(content.presentation()).status());
  KRANS_RETURN(state.Purge<v1::SealedBox>(box.name(), kTakenBack));
  return state.Put(unsealed);
}

}  // namespace

void ServeDrafts(rpc::Door* door, const BoxMaker& boxes) {
  door->Read<v1::GetDraftRequest, v1::Draft>("krans.submissions.v1.Submissions/GetDraft", GetDraft);
  door->Read<v1::GetSubmissionRequest, v1::Submission>(
      "krans.submissions.v1.Submissions/GetSubmission",
      [](const Caller&, const ReadTransaction& state, const v1::GetSubmissionRequest& request) {
        return state.Get<v1::Submission>(request.name());
      });
  door->Write<v1::SaveAnswerRequest, v1::Answer>("krans.submissions.v1.Submissions/SaveAnswer", SaveAnswer);
  door->Write<v1::SavePresentationRequest, v1::Presentation>("krans.submissions.v1.Submissions/SavePresentation",
                                                             SavePresentation);
  door->Write<v1::SealRequest, v1::Submission>(
      "krans.submissions.v1.Submissions/Seal",
      [boxes](const Caller& caller, WriteTransaction& state, const v1::SealRequest& request) {
        return Seal(boxes, caller, state, request);
      });
  door->Write<v1::UnsealRequest, v1::Submission>(
      "krans.submissions.v1.Submissions/Unseal",
      [boxes](const Caller& caller, WriteTransaction& state, const v1::UnsealRequest& request) {
        return TakeBack(boxes, caller, state, request);
      });
}

}  // namespace krans::submissions
