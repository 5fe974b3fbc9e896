#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "krans/submissions/v1/cycles.pb.h"
#include "krans/submissions/v1/submissions.pb.h"
#include "services/cycle/names.h"
#include "services/rpc/error.h"
#include "services/submissions/handlers.h"
#include "services/submissions/submission_rules.h"

namespace krans::submissions {
namespace {

using rpc::Caller;
using storage::ReadTransaction;
using storage::WriteTransaction;

constexpr char kOpened[] = "opened by two people: the content stands in the open";

absl::StatusOr<std::vector<v1::Submission>> AllOf(const ReadTransaction& state, absl::string_view cycle) {
  return state.Children<v1::Submission>(absl::StrCat(cycle, "/participations/"));
}

absl::StatusOr<v1::Submission> DecideOnLate(const Caller&, WriteTransaction& state,
                                            const v1::DecideLateRequest& request) {
  KRANS_ASSIGN(const v1::Submission submission, state.Get<v1::Submission>(request.name()));
  KRANS_ASSIGN(const v1::Submission decided, DecideLate(submission, request.accept(), request.reason()));
  return state.Put(decided);
}

absl::StatusOr<v1::Opening> Propose(const Caller& caller, WriteTransaction& state,
                                    const v1::ProposeOpeningRequest& request) {
  KRANS_ASSIGN(const v1::Calendar calendar, state.Get<v1::Calendar>(cycle::CalendarOf(request.parent())));
  KRANS_ASSIGN(const std::vector<v1::Submission> submissions, AllOf(state, request.parent()));
  KRANS_ASSIGN(const v1::Opening opening,
               ProposeOpening(calendar, submissions, cycle::PersonName(caller.person), caller.now));
  return state.Put(opening);
}

absl::Status Open(const BoxMaker& boxes, WriteTransaction& state, const v1::OpeningItem& item) {
  KRANS_ASSIGN(const v1::SealedBox box, state.Get<v1::SealedBox>(absl::StrCat(item.submission(), "/box")));
  KRANS_ASSIGN(const v1::OpenedSubmission content, boxes.Open(box, item.content_hash()));
  KRANS_RETURN(state.Put(content).status());
  KRANS_ASSIGN(v1::Submission submission, state.Get<v1::Submission>(item.submission()));
  submission.set_state(v1::Submission::OPENED);
  KRANS_RETURN(state.Put(submission).status());
  return state.Purge<v1::SealedBox>(box.name(), kOpened);
}

absl::StatusOr<v1::Opening> Confirm(const BoxMaker& boxes, const Caller& caller, WriteTransaction& state,
                                    const v1::ConfirmOpeningRequest& request) {
  KRANS_ASSIGN(const v1::Opening opening, state.Get<v1::Opening>(request.name()));
  KRANS_ASSIGN(const std::vector<v1::Submission> submissions, AllOf(state, cycle::CycleOf(request.name())));
  KRANS_ASSIGN(const v1::Opening done,
               ConfirmOpening(opening, submissions, cycle::PersonName(caller.person), caller.now));
  for (const v1::OpeningItem& item : done.items()) KRANS_RETURN(Open(boxes, state, item));
  return state.Put(done);
}

}  // namespace

void ServeOpenings(rpc::Door* door, const BoxMaker& boxes) {
  door->Read<v1::GetOpeningRequest, v1::Opening>(
      "krans.submissions.v1.Submissions/GetOpening",
      [](const Caller&, const ReadTransaction& state, const v1::GetOpeningRequest& request) {
        return state.Get<v1::Opening>(request.name());
      });
  door->Read<v1::GetOpenedSubmissionRequest, v1::OpenedSubmission>(
      "krans.submissions.v1.Submissions/GetOpenedSubmission",
      [](const Caller&, const ReadTransaction& state, const v1::GetOpenedSubmissionRequest& request) {
        return state.Get<v1::OpenedSubmission>(request.name());
      });
  door->Write<v1::DecideLateRequest, v1::Submission>("krans.submissions.v1.Submissions/DecideLate", DecideOnLate);
  door->Write<v1::ProposeOpeningRequest, v1::Opening>("krans.submissions.v1.Submissions/ProposeOpening", Propose);
  door->Write<v1::ConfirmOpeningRequest, v1::Opening>(
      "krans.submissions.v1.Submissions/ConfirmOpening",
      [boxes](const Caller& caller, WriteTransaction& state, const v1::ConfirmOpeningRequest& request) {
        return Confirm(boxes, caller, state, request);
      });
}

}  // namespace krans::submissions
