#include "services/submissions/submission_rules.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/cycle/deadline_rules.h"
#include "services/cycle/gate_rules.h"
#include "services/cycle/names.h"
#include "services/cycle/participation_rules.h"
#include "services/cycle/timestamp.h"
#include "services/rpc/error.h"
#include "services/submissions/dates.h"
#include "services/submissions/registration_rules.h"

namespace krans::submissions {
namespace {

using v1::Opening;
using v1::Submission;
using v1::SubmissionPart;

absl::Status WrongState(const Submission& submission, absl::string_view needs) {
  return rpc::Refuse(access::v1::WRONG_STATE,
                     {{"state", Submission::State_Name(submission.state())}, {"needs", std::string(needs)}});
}

bool AsksFor(const v1::Cycle& cycle, SubmissionPart::Kind kind) {
  return std::any_of(cycle.parts().begin(), cycle.parts().end(), [&](const auto& each) { return each.kind() == kind; });
}

int64_t CodePoints(absl::string_view text) {
  return std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
}

std::vector<v1::OpeningItem> Openable(const std::vector<Submission>& submissions) {
  std::vector<v1::OpeningItem> items;
  for (const Submission& each : submissions) {
    if (each.state() != Submission::SEALED && each.state() != Submission::ACCEPTED_BY_DISPENSATION) continue;
    v1::OpeningItem& item = items.emplace_back();
    item.set_submission(each.name());
    item.set_content_hash(each.content_hash());
  }
  return items;
}

absl::Status OpeningInState(absl::string_view state, absl::string_view needs) {
  return rpc::Refuse(access::v1::WRONG_STATE, {{"state", std::string(state)}, {"needs", std::string(needs)}});
}

}  // namespace

bool IsClosed(const std::optional<Submission>& submission) {
  return submission && submission->state() != Submission::UNSEALED;
}

absl::Status CheckOpenToUnit(const v1::Participation& participation, const std::optional<Submission>& submission) {
  KRANS_RETURN(CheckTakesPart(participation));
  if (!IsClosed(submission)) return absl::OkStatus();
  return rpc::Refuse(access::v1::SEALED, {{"state", Submission::State_Name(submission->state())}});
}

absl::Status CheckAnswer(const v1::QuestionSet& questions, const v1::Answer& answer) {
  rpc::Violations violations;
  const absl::string_view code = cycle::LastSegment(answer.name());
  const auto found = std::find_if(questions.questions().begin(), questions.questions().end(),
                                  [&](const v1::Question& each) { return each.code() == code; });
  if (found == questions.questions().end()) {
    violations.Add("answer.name", access::v1::FIELD_REFERENCE, "ends with the code of one of the year's questions");
  } else if (CodePoints(answer.text()) > found->max_length()) {
    violations.Add("answer.text", access::v1::FIELD_TOO_LONG, rpc::AtMost(found->max_length()));
  }
  return violations.status();
}

absl::Status CheckPresentation(const v1::Cycle& cycle) {
  rpc::Violations violations;
  if (!cycle.parts().empty() && !AsksFor(cycle, SubmissionPart::PRESENTATION)) {
    violations.Add("presentation", access::v1::FIELD_NOT_ALLOWED, "the year asks for no presentation");
  }
  return violations.status();
}

absl::StatusOr<v1::OpenedSubmission> Assemble(const v1::Cycle& cycle, const v1::QuestionSet& questions,
                                              const std::vector<v1::Answer>& answers,
                                              const std::optional<v1::Presentation>& presentation,
                                              absl::string_view participation) {
  std::map<absl::string_view, const v1::Answer*> by_code;
  for (const v1::Answer& each : answers) {
    if (!each.text().empty()) by_code[cycle::LastSegment(each.name())] = &each;
  }
  v1::OpenedSubmission content;
  content.set_name(absl::StrCat(participation, "/opened"));
  std::vector<std::string> missing;
  for (const v1::Question& question : questions.questions()) {
    if (const auto found = by_code.find(question.code()); found != by_code.end()) {
      *content.add_answers() = *found->second;
      content.mutable_answers(content.answers_size() - 1)->clear_etag();
    } else if (question.required()) {
      missing.push_back(question.code());
    }
  }
  if (presentation && !presentation->text().empty()) {
    *content.mutable_presentation() = *presentation;
    content.mutable_presentation()->clear_etag();
  } else if (AsksFor(cycle, SubmissionPart::PRESENTATION)) {
    missing.push_back("presentation");
  }
  if (missing.empty()) return content;
  return rpc::Refuse(access::v1::ANSWER_MISSING, {{"questions", absl::StrJoin(missing, ",")}});
}

absl::Status CheckSealable(const v1::Calendar& calendar, const v1::Participation& participation,
                           const std::optional<Submission>& submission) {
  constexpr v1::Gate::Code kGate = v1::Gate::G1_SEAL_NEEDS_REGISTRATION;
  if (IsClosed(submission)) {
    return rpc::Refuse(access::v1::SEALED, {{"state", Submission::State_Name(submission->state())}});
  }
  if (cycle::TakesPart(participation)) return absl::OkStatus();
  return cycle::Shut(cycle::StateOf(calendar, kGate),
                     {{"gate", v1::Gate::Code_Name(kGate)}, {"needs", "REGISTERED,LATE_REGISTERED"}});
}

absl::StatusOr<Submission> Receive(const v1::Calendar& calendar, const std::optional<Submission>& earlier,
                                   absl::string_view participation, absl::string_view content_hash,
                                   absl::string_view person, absl::Time now) {
  KRANS_ASSIGN(const absl::Time deadline, cycle::EndOf(calendar, v1::Milestone::SUBMISSION));
  Submission receipt;
  receipt.set_name(absl::StrCat(participation, "/submission"));
  receipt.set_state(now < deadline ? Submission::SEALED : Submission::LATE);
  receipt.set_content_hash(std::string(content_hash));
  *receipt.mutable_received_time() = cycle::ToTimestamp(now);
  receipt.set_sealed_by(std::string(person));
  receipt.set_sealings(earlier ? earlier->sealings() + 1 : 1);
  return receipt;
}

absl::StatusOr<Submission> Unseal(const v1::Calendar& calendar, const v1::Participation& participation,
                                  const Submission& submission, absl::Time now) {
  KRANS_RETURN(CheckTakesPart(participation));
  if (submission.state() != Submission::SEALED && submission.state() != Submission::WITHDRAWN) {
    return WrongState(submission, "SEALED,WITHDRAWN");
  }
  KRANS_ASSIGN(const absl::Time deadline, cycle::EndOf(calendar, v1::Milestone::SUBMISSION));
  if (now >= deadline) return DeadlinePassed(deadline);
  Submission unsealed = submission;
  unsealed.set_state(Submission::UNSEALED);
  unsealed.clear_content_hash();
  unsealed.clear_received_time();
  unsealed.clear_sealed_by();
  return unsealed;
}

absl::StatusOr<Submission> DecideLate(const Submission& submission, bool accept, absl::string_view reason) {
  if (submission.state() != Submission::LATE && submission.state() != Submission::REFUSED) {
    return WrongState(submission, "LATE");
  }
  Submission decided = submission;
  decided.set_state(accept ? Submission::ACCEPTED_BY_DISPENSATION : Submission::REFUSED);
  decided.set_reason(std::string(reason));
  return decided;
}

Submission WithdrawContent(const Submission& submission) {
  Submission withdrawn = submission;
  if (IsClosed(submission) && submission.state() != Submission::OPENED) withdrawn.set_state(Submission::WITHDRAWN);
  return withdrawn;
}

absl::StatusOr<Submission> ReadmitContent(const v1::Calendar& calendar, const Submission& submission) {
  Submission readmitted = submission;
  if (submission.state() != Submission::WITHDRAWN) return readmitted;
  KRANS_ASSIGN(const absl::Time deadline, cycle::EndOf(calendar, v1::Milestone::SUBMISSION));
  const bool late = cycle::ToTime(submission.received_time()) >= deadline;
  readmitted.set_state(late ? Submission::LATE : Submission::SEALED);
  return readmitted;
}

absl::StatusOr<Opening> ProposeOpening(const v1::Calendar& calendar, const std::vector<Submission>& submissions,
                                       absl::string_view person, absl::Time now) {
  KRANS_ASSIGN(const absl::Time deadline, cycle::EndOf(calendar, v1::Milestone::SUBMISSION));
  if (deadline != absl::InfiniteFuture() && now < deadline) {
    return OpeningInState("BEFORE_THE_DAY", absl::FormatTime(absl::RFC3339_sec, deadline, cycle::Stockholm()));
  }
  const std::vector<v1::OpeningItem> items = Openable(submissions);
  if (items.empty()) return OpeningInState("NOTHING_SEALED", "a sealed submission");
  Opening opening;
  opening.set_name(absl::StrCat(cycle::CycleOf(calendar.name()), "/opening"));
  opening.set_state(Opening::PROPOSED);
  *opening.mutable_items() = {items.begin(), items.end()};
  opening.set_proposed_by(std::string(person));
  *opening.mutable_proposed_time() = cycle::ToTimestamp(now);
  return opening;
}

absl::StatusOr<Opening> ConfirmOpening(const Opening& opening, const std::vector<Submission>& submissions,
                                       absl::string_view person, absl::Time now) {
  if (opening.state() != Opening::PROPOSED) return OpeningInState(Opening::State_Name(opening.state()), "PROPOSED");
  if (opening.proposed_by() == person) return rpc::Refuse(access::v1::SECOND_PERSON_NEEDED);
  const std::vector<v1::OpeningItem> items = Openable(submissions);
  const bool same = std::equal(items.begin(), items.end(), opening.items().begin(), opening.items().end(),
                               [](const v1::OpeningItem& a, const v1::OpeningItem& b) {
                                 return a.submission() == b.submission() && a.content_hash() == b.content_hash();
                               });
  if (!same) return OpeningInState("CHANGED_SINCE", "a new proposal");
  Opening done = opening;
  done.set_state(Opening::DONE);
  done.set_confirmed_by(std::string(person));
  *done.mutable_confirmed_time() = cycle::ToTimestamp(now);
  return done;
}

}  // namespace krans::submissions
