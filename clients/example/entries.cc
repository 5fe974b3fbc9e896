#include "absl/strings/str_cat.h"
#include "clients/example/example.h"
#include "krans/submissions/v1/participations.pb.h"
#include "krans/submissions/v1/submissions.pb.h"
#include "services/rpc/error.h"

namespace krans::example {
namespace {

using submissions::v1::Eligibility;

std::string ContactOf(const v1::Example& example, const v1::Entry& entry) {
  return ManagerOf(example, absl::StrCat("units/", entry.unit()));
}

absl::Status PlayRegistration(const v1::Example& example, const v1::Entry& entry, Player& player) {
  const std::string manager = ContactOf(example, entry);
  submissions::v1::RegisterRequest request;
  request.set_name(ParticipationName(example, entry));
  request.set_class_code(entry.class_code());
  KRANS_RETURN(player.Do(manager, request));
  submissions::v1::DeclareEligibilityRequest declare;
  declare.mutable_eligibility()->set_name(ParticipationName(example, entry) + "/eligibility");
  *declare.mutable_eligibility()->mutable_facts() = entry.facts();
  return player.Do(manager, declare);
}

absl::Status PlayEligibility(const v1::Example& example, Player& player) {
  for (const v1::Entry& entry : example.entries()) {
    submissions::v1::DecideEligibilityRequest request;
    request.set_name(ParticipationName(example, entry) + "/eligibility");
    request.set_state(Eligibility::VERIFIED);
    request.set_reason("Uppgifterna är kontrollerade med förvaltningen");
    if (!entry.waived().empty()) {
      request.set_state(Eligibility::WAIVED);
      request.set_reason(entry.waived());
    }
    if (!entry.rejected().empty()) {
      request.set_state(Eligibility::REJECTED);
      request.set_reason(entry.rejected());
    }
    KRANS_RETURN(player.Do(OfficeOf(example)[1], request));
    if (entry.rejected().empty()) continue;
    // Wants to take part another year (RQ-59).
    submissions::v1::WithdrawRequest withdraw;
    withdraw.set_name(ParticipationName(example, entry));
    withdraw.set_reason(entry.rejected());
    withdraw.set_deferred(true);
    KRANS_RETURN(player.Do(ContactOf(example, entry), withdraw));
  }
  return absl::OkStatus();
}

absl::Status PlaySubmission(const v1::Example& example, const v1::Entry& entry, Player& player) {
  const std::string manager = ContactOf(example, entry);
  for (const v1::AnswerText& answer : entry.answers()) {
    submissions::v1::SaveAnswerRequest request;
    request.mutable_answer()->set_name(absl::StrCat(ParticipationName(example, entry), "/answers/", answer.question()));
    request.mutable_answer()->set_text(answer.text());
    KRANS_RETURN(player.Do(manager, request));
  }
  submissions::v1::SavePresentationRequest presentation;
  presentation.mutable_presentation()->set_name(ParticipationName(example, entry) + "/presentation");
  presentation.mutable_presentation()->set_text(entry.presentation());
  KRANS_RETURN(player.Do(manager, presentation));
  submissions::v1::SealRequest seal;
  seal.set_name(ParticipationName(example, entry));
  return player.Do(manager, seal);
}

absl::Status PlayOpening(const v1::Example& example, Player& player) {
  const std::vector<std::string> office = OfficeOf(example);
  submissions::v1::ProposeOpeningRequest propose;
  propose.set_parent(example.cycle());
  KRANS_RETURN(player.Do(office[0], propose));
  submissions::v1::ConfirmOpeningRequest confirm;
  confirm.set_name(example.cycle() + "/opening");
  return player.Do<submissions::v1::ConfirmOpeningRequest>(office[1], confirm, [&](auto* request) -> absl::Status {
    submissions::v1::GetOpeningRequest get;
    get.set_name(request->name());
    KRANS_ASSIGN(const auto opening, player.Read<submissions::v1::Opening>(office[1], get));
    request->set_etag(opening.etag());
    return absl::OkStatus();
  });
}

}  // namespace

void AddEntries(const Material& material, Programme& programme) {
  const v1::Example& example = material.example;
  for (const v1::Entry& entry : example.entries()) {
    programme.Add(entry.registered(),
                  [&example, &entry](Player& player) { return PlayRegistration(example, entry, player); });
    if (entry.sealed().empty()) continue;
    programme.Add(entry.sealed(),
                  [&example, &entry](Player& player) { return PlaySubmission(example, entry, player); });
  }
  programme.Add("2024-04-08T13:00:00", [&example](Player& player) { return PlayEligibility(example, player); });
  programme.Add("2024-05-20T09:00:00", [&example](Player& player) { return PlayOpening(example, player); });
}

}  // namespace krans::example
