#include "absl/strings/str_cat.h"
#include "clients/example/example.h"
#include "krans/sitevisits/v1/issues.pb.h"
#include "krans/sitevisits/v1/notes.pb.h"
#include "krans/sitevisits/v1/visits.pb.h"
#include "services/cycle/names.h"
#include "services/rpc/error.h"

namespace krans::example {
namespace {

using sitevisits::v1::VisitIssue;

std::string VisitName(const v1::Example& example, const v1::Entry& entry) {
  return ParticipationName(example, entry) + "/visits/1";
}

absl::Status PlayPlan(const v1::Example& example, const v1::Entry& entry, Player& player) {
  using sitevisits::v1::ConfirmVisitRequest;
  const std::string participation = ParticipationName(example, entry);
  const std::vector<std::string> voices = VoicesOf(example, participation);
  sitevisits::v1::PlanVisitRequest plan;
  auto& visit = *plan.mutable_visit();
  visit.set_name(VisitName(example, entry));
  visit.set_date(entry.visited());
  visit.set_place("Hos enheten");
  for (const auto& [time, topic, group] :
       {std::tuple{"09:00", "Välkommen och rundvandring", "chef"},
        std::tuple{"10:00", "Samtal om ledning och mål", "ledningsgrupp"},
        std::tuple{"11:00", "Samtal om arbetssätt", "medarbetare"},
        std::tuple{"13:00", "Samtal om nytta och bemötande", "brukare"}, std::tuple{"15:00", "Avslutning", "chef"}}) {
    auto& item = *visit.add_agenda();
    item.set_time(time);
    item.set_topic(topic);
    item.set_group(group);
  }
  for (const std::string& person : voices) visit.add_participants(cycle::PersonName(person));
  KRANS_RETURN(player.Do(LeadOf(example, participation), plan));

  const std::string manager = ManagerOf(example, cycle::UnitOf(participation));
  ConfirmVisitRequest confirm;
  confirm.set_name(VisitName(example, entry));
  return player.Do<ConfirmVisitRequest>(manager, confirm, [&](ConfirmVisitRequest* request) -> absl::Status {
    sitevisits::v1::GetSiteVisitRequest get;
    get.set_name(request->name());
    KRANS_ASSIGN(const auto planned, player.Read<sitevisits::v1::SiteVisit>(manager, get));
    request->set_etag(planned.etag());
    return absl::OkStatus();
  });
}

// The issues that the consensus raised, one owner each in turn.
absl::Status PlayIssues(const v1::Example& example, const v1::Entry& entry, Player& player) {
  const std::string participation = ParticipationName(example, entry);
  const std::vector<std::string> voices = VoicesOf(example, participation);
  for (int i = 0; i < entry.judgements_size(); ++i) {
    const v1::Judgement& judgement = entry.judgements(i);
    if (!judgement.has_verification()) continue;
    sitevisits::v1::SaveVisitIssueRequest request;
    VisitIssue& issue = *request.mutable_issue();
    issue.set_name(absl::StrCat(participation, "/visitIssues/", judgement.criterion()));
    issue.set_kind(judgement.verification().clarify() ? VisitIssue::CLARIFY : VisitIssue::VERIFY);
    issue.set_criterion(judgement.criterion());
    issue.set_question(judgement.verification().question());
    issue.set_owner(cycle::PersonName(voices[i % voices.size()]));
    KRANS_RETURN(player.Do(LeadOf(example, participation), request));
  }
  return absl::OkStatus();
}

absl::Status PlayVisit(const v1::Example& example, const v1::Entry& entry, Player& player) {
  const std::string participation = ParticipationName(example, entry);
  const std::vector<std::string> voices = VoicesOf(example, participation);
  for (int i = 0; i < entry.judgements_size(); ++i) {
    const v1::Judgement& judgement = entry.judgements(i);
    if (!judgement.has_verification()) continue;
    const std::string& owner = voices[i % voices.size()];
    const std::string evidence = absl::StrCat(participation, "/evidence/", judgement.criterion());

    sitevisits::v1::SaveNoteRequest note;
    note.mutable_note()->set_name(absl::StrCat(participation, "/notes/", owner, "/items/", judgement.criterion()));
    note.mutable_note()->set_text(absl::StrCat("Att minnas: ", judgement.verification().question()));
    KRANS_RETURN(player.Do(owner, note));

    sitevisits::v1::SaveEvidenceRequest fact;
    *fact.mutable_evidence() = judgement.verification().evidence();
    fact.mutable_evidence()->set_name(evidence);
    fact.mutable_evidence()->add_criteria(judgement.criterion());
    KRANS_RETURN(player.Do(owner, fact));

    sitevisits::v1::DiscardNoteRequest discard;
    discard.set_name(note.note().name());
    KRANS_RETURN(player.Do(owner, discard));

    sitevisits::v1::ResolveVisitIssueRequest resolve;
    resolve.set_name(absl::StrCat(participation, "/visitIssues/", judgement.criterion()));
    resolve.set_result(judgement.verification().clarify() ? VisitIssue::CLARIFIED : VisitIssue::VERIFIED);
    resolve.set_finding(judgement.verification().finding());
    resolve.add_evidence(evidence);
    KRANS_RETURN(player.Do(owner, resolve));
  }
  sitevisits::v1::HoldVisitRequest hold;
  hold.set_name(VisitName(example, entry));
  return player.Do(LeadOf(example, participation), hold);
}

}  // namespace

void AddVisits(const Material& material, Programme& programme) {
  const v1::Example& example = material.example;
  for (const v1::Entry& entry : example.entries()) {
    if (entry.visited().empty()) continue;
    programme.Add("2024-09-25T10:00:00",
                  [&example, &entry](Player& player) { return PlayPlan(example, entry, player); });
    programme.Add("2024-09-26T10:00:00",
                  [&example, &entry](Player& player) { return PlayIssues(example, entry, player); });
    programme.Add(entry.visited() + "T15:30:00",
                  [&example, &entry](Player& player) { return PlayVisit(example, entry, player); });
  }
}

}  // namespace krans::example
