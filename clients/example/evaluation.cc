#include "absl/strings/str_cat.h"
#include "clients/example/example.h"
#include "krans/scoring/v1/assessments.pb.h"
#include "krans/scoring/v1/consensus.pb.h"
#include "krans/scoring/v1/scorebooks.pb.h"
#include "services/cycle/names.h"
#include "services/rpc/error.h"

namespace krans::example {
namespace {

using scoring::v1::Comment;
using scoring::v1::Conflict;
using scoring::v1::ConsensusItem;
using submissions::v1::ScoringScheme;

std::string BandOf(const ScoringScheme& scheme, int score) {
  for (const auto& band : scheme.bands()) {
    if (band.low() <= score && score <= band.high()) return band.code();
  }
  return "";
}

Comment CommentOf(const v1::Judgement& judgement, Comment::Kind kind, const std::string& text) {
  Comment comment;
  comment.set_kind(kind);
  comment.set_text(text);
  comment.set_evidence(judgement.passage());
  return comment;
}

// The version of the criterion's item as the person sees it in the stage.
absl::StatusOr<std::string> EtagOf(const std::string& stage, const std::string& item, const std::string& person,
                                   Player& player) {
  scoring::v1::GetConsensusRequest get;
  get.set_name(stage);
  KRANS_ASSIGN(const auto view, player.Read<scoring::v1::ConsensusView>(person, get));
  for (const auto& each : view.items()) {
    if (each.item().name() == item) return each.item().etag();
  }
  return absl::NotFoundError(item);
}

absl::Status PlayCorps(const v1::Example& example, Player& player) {
  const std::string office = OfficeOf(example)[0];
  for (const auto& examiner : example.examiners()) {
    scoring::v1::SaveExaminerRequest request;
    *request.mutable_examiner() = examiner;
    KRANS_RETURN(player.Do(office, request));
  }
  for (const auto& team : example.teams()) {
    scoring::v1::SaveTeamRequest request;
    *request.mutable_team() = team;
    KRANS_RETURN(player.Do(office, request));
  }
  return absl::OkStatus();
}

// Every examiner declares before anything opens (I-09); the office decides where there is a ground.
absl::Status PlayConflicts(const v1::Example& example, Player& player) {
  for (const auto& team : example.teams()) {
    for (const auto& member : team.members()) {
      for (const std::string& participation : team.participations()) {
        scoring::v1::DeclareConflictRequest request;
        request.set_name(absl::StrCat(participation, "/conflicts/", cycle::LastSegment(member.person())));
        request.set_ground(Conflict::NONE);
        for (const auto& declared : example.conflicts()) {
          if (declared.name() == request.name()) request = declared;
        }
        KRANS_RETURN(player.Do<scoring::v1::DeclareConflictRequest>(cycle::LastSegment(member.person()), request,
                                                                    nullptr, "NOT_FOUND"));
      }
    }
  }
  for (const auto& declared : example.conflicts()) {
    scoring::v1::DecideConflictRequest request;
    request.set_name(declared.name());
    request.set_recused(true);
    request.set_reason("Jäv enligt den egna anmälan");
    KRANS_RETURN(player.Do(OfficeOf(example)[0], request));
  }
  return absl::OkStatus();
}

// One examiner alone, the `turn`th of the case's voices.
absl::Status PlayAssessment(const Material& material, const v1::Entry& entry, int turn, Player& player) {
  const std::string participation = ParticipationName(material.example, entry);
  const std::string person = VoicesOf(material.example, participation)[turn];
  for (const v1::Judgement& judgement : entry.judgements()) {
    scoring::v1::SaveItemRequest request;
    auto& item = *request.mutable_item();
    item.set_name(absl::StrCat(participation, "/assessments/", person, "/items/", judgement.criterion()));
    *item.add_comments() =
        CommentOf(judgement, Comment::STRENGTH, judgement.strengths(turn % judgement.strengths_size()));
    *item.add_comments() =
        CommentOf(judgement, Comment::IMPROVEMENT, judgement.improvements(turn % judgement.improvements_size()));
    item.set_score(judgement.scores(turn));
    item.set_band(BandOf(material.year.scheme(), item.score()));
    KRANS_RETURN(player.Do(person, request));
  }
  return absl::OkStatus();
}

absl::Status PlayLock(const v1::Example& example, const v1::Entry& entry, Player& player) {
  const std::string participation = ParticipationName(example, entry);
  for (const std::string& person : VoicesOf(example, participation)) {
    scoring::v1::LockAssessmentRequest request;
    request.set_name(absl::StrCat(participation, "/assessments/", person));
    KRANS_RETURN(player.Do(person, request));
  }
  return absl::OkStatus();
}

// Every voice agrees to the item as it finds it (I-17).
absl::Status PlayAgreement(const v1::Example& example, const std::string& stage, const v1::Judgement& judgement,
                           Player& player) {
  using scoring::v1::AgreeItemRequest;
  for (const std::string& person : VoicesOf(example, cycle::ParticipationOf(stage))) {
    AgreeItemRequest agree;
    agree.set_name(absl::StrCat(stage, "/items/", judgement.criterion()));
    KRANS_RETURN(player.Do<AgreeItemRequest>(person, agree, [&](AgreeItemRequest* request) -> absl::Status {
      KRANS_ASSIGN(const std::string etag, EtagOf(stage, request->name(), person, player));
      request->set_etag(etag);
      return absl::OkStatus();
    }));
  }
  return absl::OkStatus();
}

ConsensusItem ItemOf(const Material& material, const std::string& stage, const v1::Judgement& judgement, int score) {
  ConsensusItem item;
  item.set_name(absl::StrCat(stage, "/items/", judgement.criterion()));
  for (const std::string& text : judgement.strengths()) {
    *item.add_comments() = CommentOf(judgement, Comment::STRENGTH, text);
  }
  for (const std::string& text : judgement.improvements()) {
    *item.add_comments() = CommentOf(judgement, Comment::IMPROVEMENT, text);
  }
  item.set_score(score);
  item.set_band(BandOf(material.year.scheme(), score));
  item.set_rationale(judgement.rationale());
  item.set_discussion_note(judgement.discussion());
  return item;
}

absl::Status PlayProposal(const std::string& stage, const std::string& person, const ConsensusItem& item,
                          Player& player) {
  using scoring::v1::ProposeItemRequest;
  ProposeItemRequest propose;
  *propose.mutable_item() = item;
  return player.Do<ProposeItemRequest>(person, propose, [&](ProposeItemRequest* request) -> absl::Status {
    KRANS_ASSIGN(const std::string etag, EtagOf(stage, item.name(), person, player));
    request->mutable_item()->set_etag(etag);
    return absl::OkStatus();
  });
}

absl::Status PlayConsensus(const Material& material, const v1::Entry& entry, Player& player) {
  const std::string participation = ParticipationName(material.example, entry);
  const std::vector<std::string> voices = VoicesOf(material.example, participation);
  const std::string stage = participation + "/consensus/pre";
  scoring::v1::OpenConsensusRequest open;
  open.set_name(stage);
  KRANS_RETURN(player.Do(LeadOf(material.example, participation), open));
  for (int i = 0; i < entry.judgements_size(); ++i) {
    const v1::Judgement& judgement = entry.judgements(i);
    ConsensusItem item = ItemOf(material, stage, judgement, judgement.agreed());
    if (judgement.has_verification()) {
      auto& question = *item.add_questions();
      question.set_kind(judgement.verification().clarify() ? scoring::v1::VisitQuestion::CLARIFY
                                                           : scoring::v1::VisitQuestion::VERIFY);
      question.set_text(judgement.verification().question());
    }
    KRANS_RETURN(PlayProposal(stage, voices[i % voices.size()], item, player));
    KRANS_RETURN(PlayAgreement(material.example, stage, judgement, player));
  }
  return absl::OkStatus();
}

// After the visit: what it moved is proposed anew, with its evidence (I-19).
absl::Status PlayFinalConsensus(const Material& material, const v1::Entry& entry, Player& player) {
  const std::string participation = ParticipationName(material.example, entry);
  const std::string lead = LeadOf(material.example, participation);
  const std::string stage = participation + "/consensus/post";
  scoring::v1::OpenConsensusRequest open;
  open.set_name(stage);
  KRANS_RETURN(player.Do(lead, open));
  for (const v1::Judgement& judgement : entry.judgements()) {
    if (judgement.verification().has_score()) {
      ConsensusItem item = ItemOf(material, stage, judgement, judgement.verification().score());
      item.set_rationale(judgement.verification().finding());
      item.add_evidence(absl::StrCat(participation, "/evidence/", judgement.criterion()));
      KRANS_RETURN(PlayProposal(stage, lead, item, player));
    }
    KRANS_RETURN(PlayAgreement(material.example, stage, judgement, player));
  }
  return absl::OkStatus();
}

absl::Status PlayScorebook(const v1::Example& example, const v1::Entry& entry, Player& player) {
  using scoring::v1::SignScorebookRequest;
  const std::string participation = ParticipationName(example, entry);
  const std::string scorebook = participation + "/scorebook";
  scoring::v1::CloseScorebookRequest close;
  close.set_name(scorebook);
  KRANS_RETURN(player.Do(LeadOf(example, participation), close));
  for (const std::string& person : VoicesOf(example, participation)) {
    SignScorebookRequest sign;
    sign.set_name(scorebook);
    KRANS_RETURN(player.Do<SignScorebookRequest>(person, sign, [&](SignScorebookRequest* request) -> absl::Status {
      scoring::v1::GetScorebookRequest get;
      get.set_name(scorebook);
      KRANS_ASSIGN(const auto view, player.Read<scoring::v1::ScorebookView>(person, get));
      request->set_content_hash(view.scorebook().content_hash());
      return absl::OkStatus();
    }));
  }
  scoring::v1::DeliverScorebookRequest deliver;
  deliver.set_name(scorebook);
  return player.Do(LeadOf(example, participation), deliver);
}

}  // namespace

void AddEvaluation(const Material& material, Programme& programme) {
  const v1::Example& example = material.example;
  programme.Add("2024-08-19T09:00:00", [&example](Player& player) { return PlayCorps(example, player); });
  programme.Add("2024-08-26T08:30:00", [&example](Player& player) { return PlayConflicts(example, player); });
  for (const v1::Entry& entry : example.entries()) {
    const int voices = static_cast<int>(VoicesOf(example, ParticipationName(example, entry)).size());
    if (voices == 0) continue;
    for (int turn = 0; turn < voices; ++turn) {
      programme.Add(absl::StrCat("2024-09-0", 2 + turn, "T13:00:00"), [&material, &entry, turn](Player& player) {
        return PlayAssessment(material, entry, turn, player);
      });
    }
    programme.Add("2024-09-12T16:00:00",
                  [&example, &entry](Player& player) { return PlayLock(example, entry, player); });
    programme.Add("2024-09-18T09:00:00",
                  [&material, &entry](Player& player) { return PlayConsensus(material, entry, player); });
    programme.Add("2024-10-16T09:00:00",
                  [&material, &entry](Player& player) { return PlayFinalConsensus(material, entry, player); });
    programme.Add("2024-10-23T14:00:00",
                  [&example, &entry](Player& player) { return PlayScorebook(example, entry, player); });
  }
}

}  // namespace krans::example
