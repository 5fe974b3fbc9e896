#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "krans/jury/v1/decisions.pb.h"
#include "krans/scoring/v1/teams.pb.h"
#include "krans/submissions/v1/board_matters.pb.h"
#include "krans/submissions/v1/participations.pb.h"
#include "services/cycle/names.h"
#include "services/cycle/relations.h"
#include "services/rpc/error.h"
#include "services/rpc/listing.h"
#include "services/submissions/handlers.h"
#include "services/submissions/registration_rules.h"
#include "services/submissions/relations.h"
#include "services/submissions/submission_rules.h"

namespace krans::submissions {
namespace {

using rpc::Caller;
using storage::ReadTransaction;
using storage::WriteTransaction;

constexpr char kGetParticipation[] = "krans.submissions.v1.Participations/GetParticipation";

// Each region by the rule of the method that reads it alone.
absl::StatusOr<v1::ParticipationView> View(const rpc::Access& access, const Caller& caller,
                                           const ReadTransaction& state, const std::string& name) {
  v1::ParticipationView view;
  KRANS_ASSIGN(*view.mutable_participation(), state.Get<v1::Participation>(name));
  KRANS_ASSIGN(const std::vector<v1::BoardMatter> matters, state.ByIndex<v1::BoardMatter>("participations", {name}));
  for (const v1::BoardMatter& each : matters) {
    KRANS_ASSIGN(const bool readable,
                 access.MayRead("krans.submissions.v1.BoardMatters/GetBoardMatter", caller, each.name(), state));
    if (readable) *view.add_board_matters() = each;
  }
  KRANS_ASSIGN(const bool eligibility,
               access.MayRead("krans.submissions.v1.Participations/ExplainEligibility", caller, name, state));
  if (eligibility) {
    KRANS_ASSIGN(std::optional<v1::Eligibility> found, state.Find<v1::Eligibility>(absl::StrCat(name, "/eligibility")));
    if (found) *view.mutable_eligibility() = *std::move(found);
  }
  KRANS_ASSIGN(const bool content,
               access.MayRead("krans.submissions.v1.Submissions/GetSubmission", caller, name, state));
  if (content) {
    KRANS_ASSIGN(std::optional<v1::Submission> found, state.Find<v1::Submission>(absl::StrCat(name, "/submission")));
    if (found) *view.mutable_submission() = *std::move(found);
    KRANS_ASSIGN(const auto evaluation, state.Find<scoring::v1::Evaluation>(absl::StrCat(name, "/evaluation")));
    if (evaluation) view.set_evaluation(evaluation->state());
  }
  KRANS_ASSIGN(auto outcome, state.Find<jury::v1::Outcome>(absl::StrCat(name, "/outcome")));
  if (outcome) *view.mutable_outcome() = *std::move(outcome);
  return view;
}

absl::StatusOr<v1::Participation> RegisterUnit(const rpc::Access& access, const Caller& caller, WriteTransaction& state,
                                               const v1::RegisterRequest& request) {
  const std::string& name = request.name();
  KRANS_ASSIGN(const v1::Cycle cycle, state.Get<v1::Cycle>(cycle::CycleOf(name)));
  KRANS_ASSIGN(const v1::Calendar calendar, state.Get<v1::Calendar>(cycle::CalendarOf(name)));
  KRANS_ASSIGN(const std::optional<v1::Unit> unit, state.Find<v1::Unit>(cycle::UnitOf(name)));
  KRANS_ASSIGN(const std::optional<v1::Participation> existing, state.Find<v1::Participation>(name));
  KRANS_ASSIGN(const bool by_office, IsOffice(access, caller, state));
  KRANS_ASSIGN(
      const v1::Participation registered,
      Register({cycle, calendar, unit, existing, by_office, cycle::PersonName(caller.person)}, request, caller.now));
  return state.Put(registered);
}

absl::StatusOr<v1::Participation> WithdrawUnit(const Caller& caller, WriteTransaction& state,
                                               const v1::WithdrawRequest& request) {
  KRANS_ASSIGN(const v1::Calendar calendar, state.Get<v1::Calendar>(cycle::CalendarOf(request.name())));
  KRANS_RETURN(CheckBefore(access::v1::ANNOUNCED, calendar, caller.now));
  KRANS_ASSIGN(const v1::Participation participation, state.Get<v1::Participation>(request.name()));
  return Leave(state, participation, request.reason(), request.deferred());
}

absl::StatusOr<v1::Participation> ChangeClassOfUnit(const Caller& caller, WriteTransaction& state,
                                                    const v1::ChangeClassRequest& request) {
  KRANS_ASSIGN(const v1::Calendar calendar, state.Get<v1::Calendar>(cycle::CalendarOf(request.name())));
  KRANS_RETURN(CheckBefore(access::v1::JURY, calendar, caller.now));
  KRANS_ASSIGN(const v1::Participation participation, state.Get<v1::Participation>(request.name()));
  KRANS_ASSIGN(const v1::Cycle cycle, state.Get<v1::Cycle>(cycle::CycleOf(request.name())));
  KRANS_ASSIGN(const v1::Participation changed, ChangeClass(cycle, participation, request));
  return state.Put(changed);
}

}  // namespace

absl::StatusOr<v1::Participation> Leave(WriteTransaction& state, const v1::Participation& participation,
                                        absl::string_view reason, bool deferred) {
  KRANS_ASSIGN(const v1::Participation left, Withdraw(participation, reason, deferred));
  KRANS_ASSIGN(const std::optional<v1::Submission> submission,
               state.Find<v1::Submission>(absl::StrCat(participation.name(), "/submission")));
  if (submission) {
    const v1::Submission closed = WithdrawContent(*submission);
    if (closed.state() != submission->state()) KRANS_RETURN(state.Put(closed).status());
  }
  return state.Put(left);
}

absl::Status Return(WriteTransaction& state, const v1::Calendar& calendar, const v1::Participation& participation) {
  KRANS_ASSIGN(const v1::Participation readmitted, Readmit(calendar, participation));
  KRANS_RETURN(state.Put(readmitted).status());
  KRANS_ASSIGN(const std::optional<v1::Submission> submission,
               state.Find<v1::Submission>(absl::StrCat(participation.name(), "/submission")));
  if (!submission) return absl::OkStatus();
  KRANS_ASSIGN(const v1::Submission content, ReadmitContent(calendar, *submission));
  return content.state() == submission->state() ? absl::OkStatus() : state.Put(content).status();
}

void ServeParticipations(rpc::Door* door) {
  door->Read<v1::GetParticipationRequest, v1::ParticipationView>(
      kGetParticipation,
      [door](const Caller& caller, const ReadTransaction& state, const v1::GetParticipationRequest& request) {
        return View(door->access(), caller, state, request.name());
      });
  door->Read<v1::ListParticipationsRequest, v1::ListParticipationsResponse>(
      "krans.submissions.v1.Participations/ListParticipations",
      [door](const Caller& caller, const ReadTransaction& state,
             const v1::ListParticipationsRequest& request) -> absl::StatusOr<v1::ListParticipationsResponse> {
        KRANS_RETURN(cycle::CheckYear(state, request.parent()));
        const rpc::PageAsk ask = {"krans.submissions.v1.Participations/ListParticipations", request.parent(),
                                  request.page_size(), request.page_token()};
        KRANS_ASSIGN(auto page,
                     rpc::ListReadable<v1::Participation>(*door, kGetParticipation, caller, state,
                                                          absl::StrCat(request.parent(), "/participations/"), ask));
        v1::ListParticipationsResponse response;
        *response.mutable_participations() = {page.records.begin(), page.records.end()};
        response.set_next_page_token(rpc::PageToken(*door, caller, ask, page.next));
        return response;
      });
  door->Write<v1::RegisterRequest, v1::Participation>(
      "krans.submissions.v1.Participations/Register",
      [door](const Caller& caller, WriteTransaction& state, const v1::RegisterRequest& request) {
        return RegisterUnit(door->access(), caller, state, request);
      });
  door->Write<v1::WithdrawRequest, v1::Participation>("krans.submissions.v1.Participations/Withdraw", WithdrawUnit);
  door->Write<v1::ChangeClassRequest, v1::Participation>("krans.submissions.v1.Participations/ChangeClass",
                                                         ChangeClassOfUnit);
}

}  // namespace krans::submissions
