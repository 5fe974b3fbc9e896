#include "services/scoring/consensus_rules.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/cycle/names.h"
#include "services/cycle/timestamp.h"
#include "services/rpc/error.h"
#include "services/scoring/judgement_rules.h"
#include "services/scoring/names.h"

namespace krans::scoring {
namespace {

using sitevisits::v1::SiteVisit;
using sitevisits::v1::VisitIssue;
using v1::ConsensusItem;
using v1::Evaluation;
using v1::Word;

bool IsBlank(absl::string_view text) { return absl::StripAsciiWhitespace(text).empty(); }

bool SameWorth(const ConsensusItem& a, const ConsensusItem& b) {
  return a.has_score() == b.has_score() && a.score() == b.score() && a.not_assessable() == b.not_assessable();
}

bool HasSpoken(const ConsensusItem& item, absl::string_view person) {
  return std::any_of(item.words().begin(), item.words().end(),
                     [&](const Word& word) { return word.person() == person; });
}

void RemoveWord(absl::string_view person, ConsensusItem* item) {
  auto* words = item->mutable_words();
  words->erase(std::remove_if(words->begin(), words->end(), [&](const Word& word) { return word.person() == person; }),
               words->end());
}

void CheckSources(const Proposal& proposal, rpc::Violations* violations) {
  const ConsensusItem& item = proposal.item;
  if (proposal.before && !item.questions().empty()) {
    violations->Add("questions", access::v1::FIELD_NOT_ALLOWED, "only before the visit");
  }
  if (!proposal.before && !item.evidence().empty()) {
    violations->Add("evidence", access::v1::FIELD_NOT_ALLOWED, "only after the visit");
    return;
  }
  for (int i = 0; i < item.evidence_size(); ++i) {
    if (proposal.known_evidence.count(item.evidence(i)) > 0) continue;
    violations->Add(absl::StrCat("evidence[", i, "]"), access::v1::FIELD_REFERENCE, "evidence of this case");
  }
}

}  // namespace

std::optional<Stage> StageOf(absl::string_view name) {
  const absl::string_view stage = IdBelow(name, "consensus");
  if (stage == "pre") return Stage::kPre;
  if (stage == "post") return Stage::kPost;
  return std::nullopt;
}

std::string StageName(absl::string_view name, Stage stage) {
  return absl::StrCat(cycle::ParticipationOf(name), "/consensus/", stage == Stage::kPre ? "pre" : "post");
}

std::optional<Stage> OpenStage(Evaluation::State evaluation) {
  if (evaluation == Evaluation::CONSENSUS) return Stage::kPre;
  if (evaluation == Evaluation::CONSENSUS_AGREED) return Stage::kPost;
  return std::nullopt;
}

absl::Status CheckStagePhase(Stage stage, const std::set<access::v1::Phase>& open) {
  const access::v1::Phase phase = stage == Stage::kPre ? access::v1::CONSENSUS : access::v1::FINAL;
  if (open.count(phase) > 0) return absl::OkStatus();
  return rpc::Refuse(access::v1::PHASE_CLOSED, {{"phases", access::v1::Phase_Name(phase)}});
}

absl::Status CheckOpenPre(Evaluation::State evaluation, const std::vector<Standing>& standings,
                          absl::string_view caller) {
  if (evaluation != Evaluation::TEAM_ASSIGNED) {
    return rpc::Refuse(access::v1::WRONG_STATE,
                       {{"state", Evaluation::State_Name(evaluation)}, {"needs", "TEAM_ASSIGNED"}});
  }
  for (const Standing& own : standings) {
    if (own.person != caller || !Counts(own.role)) continue;
    if (own.assessment == v1::Assessment::LOCKED || own.assessment == v1::Assessment::EXCUSED) continue;
    return rpc::Refuse(access::v1::WRONG_STATE, {{"needs", "your own assessment, locked"}});
  }
  return CheckComplete(standings);
}

absl::Status CheckOpenPost(Evaluation::State evaluation, const submissions::v1::Cycle& cycle,
                           const std::vector<SiteVisit>& visits, const std::vector<VisitIssue>& issues) {
  if (evaluation != Evaluation::CONSENSUS_AGREED) {
    return rpc::Refuse(access::v1::WRONG_STATE,
                       {{"state", Evaluation::State_Name(evaluation)}, {"needs", "CONSENSUS_AGREED"}});
  }
  const bool visited = !cycle.evaluation().has_site_visit() || cycle.evaluation().site_visit();
  const bool held = std::any_of(visits.begin(), visits.end(),
                                [](const SiteVisit& visit) { return visit.state() == SiteVisit::HELD; });
  if (visited && !held) {
    return rpc::Refuse(access::v1::WRONG_STATE,
                       {{"state", Evaluation::State_Name(evaluation)}, {"needs", "a visit that was held"}});
  }
  return CheckIssues(issues);
}

absl::Status CheckIssues(const std::vector<VisitIssue>& issues) {
  const auto open = std::count_if(issues.begin(), issues.end(),
                                  [](const VisitIssue& issue) { return issue.state() != VisitIssue::RESOLVED; });
  if (open == 0) return absl::OkStatus();
  return rpc::Refuse(access::v1::ISSUES_OPEN, {{"count", absl::StrCat(open)}});
}

ConsensusItem Opened(absl::string_view name) {
  ConsensusItem item;
  item.set_name(std::string(name));
  item.set_state(ConsensusItem::OPEN);
  return item;
}

ConsensusItem OpenedFrom(absl::string_view name, const ConsensusItem& before) {
  ConsensusItem item = before;
  item.set_name(std::string(name));
  item.clear_etag();
  item.set_state(ConsensusItem::PROPOSED);
  item.clear_questions();
  item.clear_words();
  return item;
}

absl::StatusOr<ConsensusItem> Propose(const submissions::v1::ScoringScheme& scheme, const Proposal& proposal) {
  const ConsensusItem& item = proposal.item;
  rpc::Violations violations;
  CheckJudgement(scheme, item, &violations);
  if (!IsJudged(item)) violations.Add("score", access::v1::FIELD_REQUIRED, "a score, or not_assessable");
  if (IsBlank(item.rationale())) violations.Add("rationale", access::v1::FIELD_REQUIRED, "why this is the judgement");
  CheckSources(proposal, &violations);
  violations.Under("item");
  KRANS_RETURN(violations.status());
  if (proposal.alarm && IsBlank(item.discussion_note())) return rpc::Refuse(access::v1::DISCUSSION_NOTE_NEEDED);
  if (proposal.before && !SameWorth(item, *proposal.before) && item.evidence().empty()) {
    return rpc::Refuse(access::v1::EVIDENCE_NEEDED);
  }
  ConsensusItem proposed = item;
  proposed.set_state(ConsensusItem::PROPOSED);
  proposed.clear_words();
  proposed.set_proposed_by(cycle::PersonName(proposal.person));
  return proposed;
}

absl::StatusOr<ConsensusItem> Speak(const ConsensusItem& item, absl::string_view person, bool dissents,
                                    absl::string_view reason, absl::Time now) {
  if (item.state() == ConsensusItem::OPEN) {
    return rpc::Refuse(access::v1::WRONG_STATE, {{"state", "OPEN"}, {"needs", "a proposal"}});
  }
  rpc::Violations violations;
  if (dissents && IsBlank(reason)) violations.Add("reason", access::v1::FIELD_REQUIRED, "of the dissent");
  if (!dissents && !reason.empty()) violations.Add("reason", access::v1::FIELD_NOT_ALLOWED, "only with a dissent");
  KRANS_RETURN(violations.status());
  ConsensusItem spoken = item;
  RemoveWord(cycle::PersonName(person), &spoken);
  Word* word = spoken.add_words();
  word->set_person(cycle::PersonName(person));
  word->set_dissents(dissents);
  word->set_reason(std::string(reason));
  *word->mutable_time() = cycle::ToTimestamp(now);
  return spoken;
}

ConsensusItem Settled(const ConsensusItem& item, const std::vector<std::string>& voices) {
  if (item.state() == ConsensusItem::OPEN) return item;
  const bool all = std::all_of(voices.begin(), voices.end(),
                               [&](const std::string& voice) { return HasSpoken(item, cycle::PersonName(voice)); });
  const auto dissents =
      std::count_if(item.words().begin(), item.words().end(), [](const Word& word) { return word.dissents(); });
  ConsensusItem settled = item;
  if (!all || dissents == item.words_size()) {
    settled.set_state(ConsensusItem::PROPOSED);
  } else {
    settled.set_state(dissents > 0 ? ConsensusItem::AGREED_WITH_DISSENT : ConsensusItem::AGREED);
  }
  return settled;
}

ConsensusItem Without(const ConsensusItem& item, const std::optional<ConsensusItem>& before, absl::string_view person) {
  if (!IsAgreed(item) && item.proposed_by() == cycle::PersonName(person)) {
    ConsensusItem again = before ? OpenedFrom(item.name(), *before) : Opened(item.name());
    again.set_etag(item.etag());
    return again;
  }
  ConsensusItem left = item;
  RemoveWord(cycle::PersonName(person), &left);
  return left;
}

bool IsAgreed(const ConsensusItem& item) {
  return item.state() == ConsensusItem::AGREED || item.state() == ConsensusItem::AGREED_WITH_DISSENT;
}

std::vector<std::string> WaitingFor(const std::vector<ConsensusItem>& items, const std::vector<std::string>& voices) {
  std::vector<std::string> missing;
  for (const std::string& voice : voices) {
    const std::string person = cycle::PersonName(voice);
    const bool spoken =
        std::all_of(items.begin(), items.end(), [&](const ConsensusItem& item) { return HasSpoken(item, person); });
    if (!spoken) missing.push_back(person);
  }
  std::sort(missing.begin(), missing.end());
  return missing;
}

v1::VisitQuestions QuestionsOf(absl::string_view name, const std::vector<ConsensusItem>& items) {
  v1::VisitQuestions questions;
  questions.set_name(std::string(name));
  for (const ConsensusItem& item : items) {
    for (const v1::VisitQuestion& question : item.questions()) {
      v1::CriterionQuestion* asked = questions.add_questions();
      asked->set_criterion(std::string(cycle::LastSegment(item.name())));
      *asked->mutable_question() = question;
    }
  }
  return questions;
}

}  // namespace krans::scoring
