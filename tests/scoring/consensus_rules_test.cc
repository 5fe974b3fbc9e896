#include "services/scoring/consensus_rules.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/scoring/scheme.h"
#include "tests/scoring/text.h"

namespace krans::scoring {
namespace {

using sitevisits::v1::SiteVisit;
using sitevisits::v1::VisitIssue;
using testing::ElementsAre;
using testing::IsEmpty;
using v1::ConsensusItem;
using v1::Evaluation;

const absl::Time kNow = absl::FromUnixSeconds(1000);
constexpr char kName[] = "awards/a/cycles/2026/participations/k/consensus/pre/items/k1";
const std::vector<std::string> kVoices = {"anna", "bo"};

ConsensusItem Item(const std::string& rest = "") {
  return Text<ConsensusItem>("name: \"" + std::string(kName) + "\" " + rest);
}

ConsensusItem Full(int score, const std::string& rest = "") {
  return Item("comments { kind: STRENGTH text: \"x\" } band: \"" + BandOf(score) +
              "\" score: " + std::to_string(score) + " rationale: \"r\" " + rest);
}

ConsensusItem Spoken(const std::vector<std::string>& agree, const std::vector<std::string>& dissent = {}) {
  ConsensusItem item = Full(50, "state: PROPOSED proposed_by: \"people/bo\"");
  for (const std::string& person : agree) item = *Speak(item, person, false, "", kNow);
  for (const std::string& person : dissent) item = *Speak(item, person, true, "nej", kNow);
  return item;
}

absl::StatusOr<ConsensusItem> ProposeIt(const ConsensusItem& item, bool alarm = false,
                                        std::optional<ConsensusItem> before = std::nullopt,
                                        std::set<std::string> known = {}) {
  return Propose(TestScheme(), {item, std::move(before), alarm, std::move(known), "bo"});
}

TEST(ConsensusRules, KnowTheirStages) {
  EXPECT_EQ(StageOf(kName), Stage::kPre);
  EXPECT_EQ(StageOf("awards/a/cycles/2026/participations/k/consensus/post"), Stage::kPost);
  EXPECT_EQ(StageOf("awards/a/cycles/2026/participations/k/consensus/mid"), std::nullopt);
  EXPECT_EQ(StageOf("awards/a/cycles/2026/participations/k/scorebook"), std::nullopt);
  EXPECT_EQ(StageName(kName, Stage::kPost), "awards/a/cycles/2026/participations/k/consensus/post");
}

TEST(ConsensusRules, EachStageHasItsPhase) {
  EXPECT_TRUE(CheckStagePhase(Stage::kPre, {access::v1::CONSENSUS}).ok());
  EXPECT_TRUE(CheckStagePhase(Stage::kPost, {access::v1::FINAL}).ok());
  EXPECT_EQ(Reason(CheckStagePhase(Stage::kPre, {access::v1::FINAL})), "PHASE_CLOSED");
  EXPECT_EQ(Reason(CheckStagePhase(Stage::kPost, {access::v1::CONSENSUS})), "PHASE_CLOSED");
}

TEST(ConsensusRules, OpenBeforeTheVisitOnlyOnce) {
  const std::vector<Standing> complete = {
      {"anna", v1::Membership::LEAD, v1::Conflict::NONE_DECLARED, v1::Assessment::LOCKED}};
  EXPECT_TRUE(CheckOpenPre(Evaluation::TEAM_ASSIGNED, complete, "anna").ok());
  EXPECT_EQ(Reason(CheckOpenPre(Evaluation::TEAM_ASSIGNED, {}, "anna")), "WRONG_STATE");
  for (auto state : {Evaluation::STATE_UNSPECIFIED, Evaluation::CONSENSUS, Evaluation::CONSENSUS_AGREED}) {
    EXPECT_EQ(Reason(CheckOpenPre(state, complete, "anna")), "WRONG_STATE");
  }
}

TEST(ConsensusRules, TheLeadIsToldWhereTheirOwnAssessmentIsWhatIsMissing) {
  std::vector<Standing> standings = {
      {"anna", v1::Membership::LEAD, v1::Conflict::NONE_DECLARED, v1::Assessment::DRAFT},
      {"bo", v1::Membership::EXAMINER, v1::Conflict::NONE_DECLARED, v1::Assessment::DRAFT}};
  const absl::Status own = CheckOpenPre(Evaluation::TEAM_ASSIGNED, standings, "anna");
  EXPECT_EQ(Detail(own, "needs"), "your own assessment, locked");
  standings[0].assessment = v1::Assessment::LOCKED;
  EXPECT_NE(Detail(CheckOpenPre(Evaluation::TEAM_ASSIGNED, standings, "anna"), "needs"), Detail(own, "needs"));
}

TEST(ConsensusRules, OpenAfterAVisitThatWasHeld) {
  submissions::v1::Cycle cycle;
  SiteVisit held, planned;
  held.set_state(SiteVisit::HELD);
  planned.set_state(SiteVisit::CONFIRMED);
  EXPECT_TRUE(CheckOpenPost(Evaluation::CONSENSUS_AGREED, cycle, {planned, held}, {}).ok());
  EXPECT_EQ(Reason(CheckOpenPost(Evaluation::CONSENSUS_AGREED, cycle, {planned}, {})), "WRONG_STATE");
  EXPECT_EQ(Reason(CheckOpenPost(Evaluation::CONSENSUS, cycle, {held}, {})), "WRONG_STATE");
  cycle.mutable_evaluation()->set_site_visit(true);
  EXPECT_EQ(Reason(CheckOpenPost(Evaluation::CONSENSUS_AGREED, cycle, {}, {})), "WRONG_STATE");
  cycle.mutable_evaluation()->set_site_visit(false);
  EXPECT_TRUE(CheckOpenPost(Evaluation::CONSENSUS_AGREED, cycle, {}, {}).ok());
}

TEST(ConsensusRules, CountIssuesThatAreNotResolved) {
  VisitIssue open, assigned, resolved;
  open.set_state(VisitIssue::OPEN);
  assigned.set_state(VisitIssue::ASSIGNED);
  resolved.set_state(VisitIssue::RESOLVED);
  EXPECT_TRUE(CheckIssues({resolved}).ok());
  const absl::Status refused = CheckIssues({open, resolved, assigned});
  EXPECT_EQ(Reason(refused), "ISSUES_OPEN");
  EXPECT_EQ(Detail(refused, "count"), "2");
}

TEST(ConsensusRules, AfterTheVisitAnItemBeginsAsItWasAgreedAndIsToBeAgreedAgain) {
  ConsensusItem agreed = Settled(Spoken({"anna", "bo"}), kVoices);
  agreed.add_questions()->set_text("?");
  agreed.set_etag("9");
  const ConsensusItem again = OpenedFrom("post", agreed);
  EXPECT_EQ(again.state(), ConsensusItem::PROPOSED);
  EXPECT_EQ(again.score(), 50);
  EXPECT_EQ(again.rationale(), "r");
  EXPECT_EQ(again.etag(), "");
  EXPECT_THAT(again.words(), IsEmpty());
  EXPECT_THAT(again.questions(), IsEmpty());
}

TEST(ConsensusRules, AProposalIsJudgedAndTakesEveryWordBack) {
  absl::StatusOr<ConsensusItem> proposed = ProposeIt(Full(60));
  ASSERT_TRUE(proposed.ok()) << proposed.status();
  EXPECT_EQ(proposed->state(), ConsensusItem::PROPOSED);
  EXPECT_EQ(proposed->proposed_by(), "people/bo");
  EXPECT_THAT(proposed->words(), IsEmpty());
}

TEST(ConsensusRules, AProposalSaysWhatTheCriterionIsWorthAndWhy) {
  EXPECT_THAT(Fields(ProposeIt(Item()).status()),
              ElementsAre("item.score FIELD_REQUIRED", "item.rationale FIELD_REQUIRED"));
  EXPECT_THAT(Fields(ProposeIt(Item("not_assessable: true rationale: \" \"")).status()),
              ElementsAre("item.rationale FIELD_REQUIRED"));
  EXPECT_TRUE(ProposeIt(Item("not_assessable: true rationale: \"för lite underlag\"")).ok());
}

TEST(ConsensusRules, AnAlarmNeedsADiscussionNote) {
  EXPECT_EQ(Reason(ProposeIt(Full(60), true).status()), "DISCUSSION_NOTE_NEEDED");
  EXPECT_EQ(Reason(ProposeIt(Full(60, "discussion_note: \" \""), true).status()), "DISCUSSION_NOTE_NEEDED");
  EXPECT_TRUE(ProposeIt(Full(60, "discussion_note: \"vi läste om\""), true).ok());
}

TEST(ConsensusRules, QuestionsAreForTheVisitAndEvidenceIsFromIt) {
  EXPECT_TRUE(ProposeIt(Full(60, "questions { kind: VERIFY text: \"?\" }")).ok());
  EXPECT_THAT(Fields(ProposeIt(Full(60, "questions { kind: VERIFY text: \"?\" }"), false, Full(60)).status()),
              ElementsAre("item.questions FIELD_NOT_ALLOWED"));
  EXPECT_THAT(Fields(ProposeIt(Full(60, "evidence: \"e\"")).status()), ElementsAre("item.evidence FIELD_NOT_ALLOWED"));
  EXPECT_THAT(Fields(ProposeIt(Full(60, "evidence: \"e\" evidence: \"f\""), false, Full(60), {"e"}).status()),
              ElementsAre("item.evidence[1] FIELD_REFERENCE"));
}

TEST(ConsensusRules, WhatMovesAfterTheVisitNamesEvidence) {
  EXPECT_TRUE(ProposeIt(Full(60), false, Full(60)).ok());
  EXPECT_EQ(Reason(ProposeIt(Full(65), false, Full(60)).status()), "EVIDENCE_NEEDED");
  EXPECT_EQ(Reason(ProposeIt(Item("not_assessable: true rationale: \"r\""), false, Full(60)).status()),
            "EVIDENCE_NEEDED");
  EXPECT_EQ(Reason(ProposeIt(Full(0), false, Item("not_assessable: true")).status()), "EVIDENCE_NEEDED");
  EXPECT_TRUE(ProposeIt(Full(65, "evidence: \"e\""), false, Full(60), {"e"}).ok());
}

TEST(ConsensusRules, AWordIsOnAProposalAndReplacesAnEarlierOne) {
  EXPECT_EQ(Reason(Speak(Opened(kName), "anna", false, "", kNow).status()), "WRONG_STATE");
  const ConsensusItem twice = Spoken({"anna"}, {"anna"});
  ASSERT_EQ(twice.words_size(), 1);
  EXPECT_TRUE(twice.words(0).dissents());
  EXPECT_EQ(twice.words(0).person(), "people/anna");
}

TEST(ConsensusRules, ADissentHasAReasonAndAnAgreementNone) {
  EXPECT_THAT(Fields(Speak(Full(50, "state: PROPOSED"), "anna", true, " ", kNow).status()),
              ElementsAre("reason FIELD_REQUIRED"));
  EXPECT_THAT(Fields(Speak(Full(50, "state: PROPOSED"), "anna", false, "men", kNow).status()),
              ElementsAre("reason FIELD_NOT_ALLOWED"));
}

TEST(ConsensusRules, AnItemIsAgreedWhenEveryVoiceHasSpokenAndOneAgrees) {
  EXPECT_EQ(Settled(Spoken({"anna", "bo"}), kVoices).state(), ConsensusItem::AGREED);
  EXPECT_EQ(Settled(Spoken({"anna"}, {"bo"}), kVoices).state(), ConsensusItem::AGREED_WITH_DISSENT);
  EXPECT_EQ(Settled(Spoken({"bo"}), kVoices).state(), ConsensusItem::PROPOSED);
  EXPECT_EQ(Settled(Spoken({}, {"anna", "bo"}), kVoices).state(), ConsensusItem::PROPOSED);
  EXPECT_EQ(Settled(Spoken({}), {}).state(), ConsensusItem::PROPOSED);
  EXPECT_EQ(Settled(Opened(kName), {}).state(), ConsensusItem::OPEN);
}

TEST(ConsensusRules, AWordTakenBackUnsettlesTheItem) {
  const ConsensusItem agreed = Settled(Spoken({"anna", "bo"}), kVoices);
  EXPECT_EQ(Settled(Without(agreed, std::nullopt, "bo"), kVoices).state(), ConsensusItem::PROPOSED);
}

TEST(ConsensusRules, WhoIsRecusedLeavesNoWordAndNoProposalThatIsNotAgreed) {
  const ConsensusItem reset = Without(Spoken({"anna"}), std::nullopt, "bo");
  EXPECT_EQ(reset.state(), ConsensusItem::OPEN);
  EXPECT_FALSE(reset.has_score());
  const ConsensusItem kept = Settled(Without(Spoken({"anna", "bo"}), std::nullopt, "anna"), {"bo"});
  EXPECT_EQ(kept.state(), ConsensusItem::AGREED);
  const ConsensusItem agreed = Without(Settled(Spoken({"anna", "bo"}), kVoices), std::nullopt, "bo");
  EXPECT_EQ(Settled(agreed, {"anna"}).state(), ConsensusItem::AGREED);
  EXPECT_EQ(Without(Spoken({"anna"}), Full(35), "bo").score(), 35);
}

TEST(ConsensusRules, WaitForWhoHasNotSpokenOnEveryItem) {
  EXPECT_THAT(WaitingFor({Spoken({"anna", "bo"}), Spoken({"anna"})}, {"bo", "anna", "cia"}),
              ElementsAre("people/bo", "people/cia"));
}

TEST(ConsensusRules, TheVisitGetsTheQuestionsAndNoScore) {
  const v1::VisitQuestions questions = QuestionsOf(
      "q", {Full(50, "questions { kind: VERIFY text: \"a\" } questions { kind: CLARIFY text: \"b\" }"), Full(50)});
  ASSERT_EQ(questions.questions_size(), 2);
  EXPECT_EQ(questions.questions(0).criterion(), "k1");
  EXPECT_EQ(questions.questions(1).question().text(), "b");
}

}  // namespace
}  // namespace krans::scoring
