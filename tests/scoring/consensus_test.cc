#include "absl/strings/substitute.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "krans/sitevisits/v1/issues.pb.h"
#include "krans/sitevisits/v1/notes.pb.h"
#include "krans/sitevisits/v1/visits.pb.h"
#include "krans/submissions/v1/cycles.pb.h"
#include "tests/scoring/award.h"

namespace krans::scoring {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::string kPre = Case("kruton", "consensus/pre/items/");
const std::string kPost = Case("kruton", "consensus/post/items/");

template <typename T>
absl::StatusOr<T> Stored(Award& award, const std::string& name) {
  absl::StatusOr<T> record = absl::UnknownError("not run");
  award.house().store().Read(
      true,
      [&](const storage::ReadTransaction& state) {
        record = state.Get<T>(name);
        return absl::OkStatus();
      },
      [](absl::Status) {});
  return record;
}

class ConsensusTest : public testing::Test {
 protected:
  ConsensusTest() { EXPECT_TRUE(award_.SetTeam({"kruton"}).ok()); }

  v1::Evaluation::State State() { return Stored<v1::Evaluation>(award_, Case("kruton", "evaluation"))->state(); }
  void HoldVisit() {
    award_.Know<sitevisits::v1::SiteVisit>(absl::Substitute(R"(name: "$0" state: HELD)", Case("kruton", "visits/1")),
                                           "sitevisits");
  }

  Award award_;
};

TEST_F(ConsensusTest, OpensWhenEveryAssessmentThatCountsIsLocked) {
  award_.Finish("anna", "kruton", 50);
  award_.Finish("bo", "kruton", 50);
  EXPECT_EQ(Reason(award_.OpenStage("anna", "kruton", "pre").status()), "WRONG_STATE");
  award_.Finish("cia", "kruton", 50);
  EXPECT_EQ(Reason(award_.OpenStage("bo", "kruton", "pre").status()), "NOT_FOUND");
  absl::StatusOr<v1::Evaluation> opened = award_.OpenStage("anna", "kruton", "pre");
  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_EQ(opened->state(), v1::Evaluation::CONSENSUS);
  EXPECT_EQ(Reason(award_.OpenStage("anna", "kruton", "pre").status()), "WRONG_STATE");
}

TEST_F(ConsensusTest, OpensEachStageInItsOwnPhase) {
  for (const std::string person : {"anna", "bo", "cia"}) award_.Finish(person, "kruton", 50);
  award_.OpenPhases({access::v1::FINAL});
  EXPECT_EQ(Reason(award_.OpenStage("anna", "kruton", "pre").status()), "PHASE_CLOSED");
  award_.OpenPhases({access::v1::CONSENSUS});
  EXPECT_TRUE(award_.OpenStage("anna", "kruton", "pre").ok());
  EXPECT_EQ(Reason(award_.OpenStage("anna", "kruton", "post").status()), "PHASE_CLOSED");
  EXPECT_EQ(Reason(award_.OpenStage("anna", "kruton", "mid").status()), "NOT_FOUND");
}

TEST_F(ConsensusTest, ShowsEveryJudgementTheirSpreadAndASuggestionThatIsNeverSet) {
  award_.Finish("anna", "kruton", 50);
  award_.Finish("bo", "kruton", 70);
  award_.Finish("cia", "kruton", 45);
  ASSERT_TRUE(award_.OpenStage("anna", "kruton", "pre").ok());
  absl::StatusOr<v1::ConsensusView> view = award_.Consensus("bo", "kruton", "pre");
  ASSERT_TRUE(view.ok()) << view.status();
  ASSERT_EQ(view->items_size(), 2);
  const v1::ConsensusItemView& item = view->items(0);
  EXPECT_EQ(item.item().state(), v1::ConsensusItem::OPEN);
  EXPECT_FALSE(item.item().has_score());
  EXPECT_THAT(item.item().comments(), IsEmpty());
  ASSERT_EQ(item.individual_size(), 3);
  EXPECT_EQ(item.individual(1).person(), "people/bo");
  EXPECT_EQ(item.individual(1).comments_size(), 1);
  EXPECT_EQ(item.spread(), 25);
  EXPECT_EQ(item.band_distance(), 2);
  EXPECT_TRUE(item.alarm());
  EXPECT_EQ(item.suggestion(), 50);
  EXPECT_THAT(view->waiting_for(), ElementsAre("people/anna", "people/bo", "people/cia"));
}

TEST_F(ConsensusTest, NeedsEveryMembersExplicitWordTheProposersToo) {
  award_.BringToConsensus("kruton");
  EXPECT_EQ(Reason(award_.Agree("bo", kPre + "k1").status()), "WRONG_STATE");
  ASSERT_TRUE(award_.Propose("bo", kPre + "k1", 60).ok());
  ASSERT_TRUE(award_.Agree("anna", kPre + "k1").ok());
  EXPECT_EQ(award_.Agree("cia", kPre + "k1")->state(), v1::ConsensusItem::PROPOSED);
  EXPECT_EQ(award_.Agree("bo", kPre + "k1")->state(), v1::ConsensusItem::AGREED);
  EXPECT_EQ(State(), v1::Evaluation::CONSENSUS);
}

TEST_F(ConsensusTest, ANewProposalTakesEveryWordBack) {
  award_.BringToConsensus("kruton");
  ASSERT_TRUE(award_.Propose("bo", kPre + "k1", 60).ok());
  for (const std::string person : {"anna", "bo", "cia"}) ASSERT_TRUE(award_.Agree(person, kPre + "k1").ok());
  absl::StatusOr<v1::ConsensusItem> again = award_.Propose("cia", kPre + "k1", 55);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->state(), v1::ConsensusItem::PROPOSED);
  EXPECT_THAT(again->words(), IsEmpty());
}

TEST_F(ConsensusTest, AgreesOnlyToWhatWasSeen) {
  award_.BringToConsensus("kruton");
  ASSERT_TRUE(award_.Propose("bo", kPre + "k1", 60).ok());
  auto request = Text<v1::AgreeItemRequest>("name: \"" + kPre + "k1\" etag: \"1\"");
  EXPECT_EQ(Reason(award_.Ask<v1::ConsensusItem>("ConsensusItems/AgreeItem", request, "anna").status()),
            "ETAG_MISMATCH");
}

TEST_F(ConsensusTest, ADissentNeedsAReasonAndIsRecorded) {
  award_.BringToConsensus("kruton");
  ASSERT_TRUE(award_.Propose("bo", kPre + "k1", 60).ok());
  auto request = Text<v1::AgreeItemRequest>("name: \"" + kPre + "k1\" etag: \"*\" dissents: true");
  EXPECT_THAT(Fields(award_.Ask<v1::ConsensusItem>("ConsensusItems/AgreeItem", request, "anna").status()),
              ElementsAre("reason FIELD_REQUIRED"));
  ASSERT_TRUE(award_.Agree("anna", kPre + "k1", "för högt").ok());
  ASSERT_TRUE(award_.Agree("bo", kPre + "k1").ok());
  EXPECT_EQ(award_.Agree("cia", kPre + "k1")->state(), v1::ConsensusItem::AGREED_WITH_DISSENT);
}

TEST_F(ConsensusTest, NeedsADiscussionNoteWhereTheJudgementsLieApart) {
  award_.Finish("anna", "kruton", 50);
  award_.Finish("bo", "kruton", 70);
  award_.Finish("cia", "kruton", 55);
  ASSERT_TRUE(award_.OpenStage("anna", "kruton", "pre").ok());
  EXPECT_EQ(Reason(award_.Propose("bo", kPre + "k1", 60).status()), "DISCUSSION_NOTE_NEEDED");
  EXPECT_TRUE(award_.Propose("bo", kPre + "k1", 60, R"(discussion_note: "Vi läste om")").ok());
}

TEST_F(ConsensusTest, JudgesAProposalByTheSchemeAndWantsARationale) {
  award_.BringToConsensus("kruton");
  auto request = Text<v1::ProposeItemRequest>("item { name: \"" + kPre + "k1\" etag: \"1\" band: \"b3\" score: 71 }");
  EXPECT_THAT(Fields(award_.Ask<v1::ConsensusItem>("ConsensusItems/ProposeItem", request, "bo").status()),
              ElementsAre("item.comments FIELD_COMMENT_NEEDED", "item.score FIELD_OFF_GRID",
                          "item.score FIELD_OUTSIDE_BAND", "item.rationale FIELD_REQUIRED"));
}

TEST_F(ConsensusTest, IsTheMembersAlone) {
  award_.BringToConsensus("kruton");
  for (const std::string person : {"olle", "ulf", "disa"}) {
    EXPECT_EQ(Reason(award_.Consensus(person, "kruton", "pre").status()), "NOT_FOUND") << person;
    EXPECT_EQ(Reason(award_.Propose(person, kPre + "k1", 60).status()), "NOT_FOUND") << person;
  }
  EXPECT_TRUE(award_.Consensus("alva", "kruton", "pre").ok());
  EXPECT_EQ(Reason(award_.Propose("alva", kPre + "k1", 60).status()), "NOT_ALLOWED");
}

TEST_F(ConsensusTest, ATraineeWhoLockedReadsAndSaysNothing) {
  ASSERT_TRUE(award_.SetTeam({"kruton"}, R"(members { person: "people/disa" role: TRAINEE })", "1").ok());
  award_.Finish("disa", "kruton", 95);
  award_.BringToConsensus("kruton");
  absl::StatusOr<v1::ConsensusView> view = award_.Consensus("disa", "kruton", "pre");
  ASSERT_TRUE(view.ok()) << view.status();
  EXPECT_EQ(view->items(0).individual_size(), 3);
  EXPECT_FALSE(view->items(0).alarm());
  EXPECT_EQ(Reason(award_.Propose("disa", kPre + "k1", 60).status()), "NOT_ALLOWED");
}

TEST_F(ConsensusTest, ATraineeWhoHasNotLockedIsExcusedWhenItOpens) {
  ASSERT_TRUE(award_.SetTeam({"kruton"}, R"(members { person: "people/disa" role: TRAINEE })", "1").ok());
  ASSERT_TRUE(award_.Declare("disa", "kruton").ok());
  ASSERT_TRUE(award_.Score("disa", "kruton", "k1", 95).ok());
  award_.BringToConsensus("kruton");
  EXPECT_EQ(Reason(award_.Score("disa", "kruton", "k1", 90).status()), "ASSESSMENT_LOCKED");
  EXPECT_EQ(Reason(award_.Consensus("disa", "kruton", "pre").status()), "NOT_FOUND");
}

TEST_F(ConsensusTest, AgreeingToEveryItemClosesTheStageAndHandsTheVisitItsQuestions) {
  award_.BringToAgreed("kruton");
  EXPECT_EQ(State(), v1::Evaluation::CONSENSUS_AGREED);
  auto questions = Stored<v1::VisitQuestions>(award_, Case("kruton", "visitQuestions"));
  ASSERT_TRUE(questions.ok()) << questions.status();
  ASSERT_EQ(questions->questions_size(), 2);
  EXPECT_EQ(questions->questions(1).criterion(), "k2");
  EXPECT_EQ(Reason(award_.Propose("bo", kPre + "k1", 65).status()), "WRONG_STATE");
}

TEST_F(ConsensusTest, OpensAfterTheVisitWhenItWasHeldAndNoIssueIsOpen) {
  award_.BringToAgreed("kruton");
  EXPECT_EQ(Reason(award_.OpenStage("anna", "kruton", "post").status()), "WRONG_STATE");
  award_.Know<sitevisits::v1::VisitIssue>(
      absl::Substitute(R"(name: "$0" state: ASSIGNED)", Case("kruton", "visitIssues/1")), "sitevisits");
  HoldVisit();
  const absl::Status open = award_.OpenStage("anna", "kruton", "post").status();
  EXPECT_EQ(Reason(open), "ISSUES_OPEN");
  EXPECT_EQ(Detail(open, "count"), "1");
  award_.Know<sitevisits::v1::VisitIssue>(
      absl::Substitute(R"(name: "$0" state: RESOLVED)", Case("kruton", "visitIssues/1")), "sitevisits");
  ASSERT_TRUE(award_.OpenStage("anna", "kruton", "post").ok());
  EXPECT_EQ(Reason(award_.OpenStage("anna", "kruton", "post").status()), "WRONG_STATE");
  absl::StatusOr<v1::ConsensusView> view = award_.Consensus("anna", "kruton", "post");
  ASSERT_TRUE(view.ok()) << view.status();
  EXPECT_EQ(view->items(0).item().state(), v1::ConsensusItem::PROPOSED);
  EXPECT_EQ(view->items(0).item().score(), 60);
  EXPECT_EQ(view->items(0).before_visit(), 60);
  EXPECT_THAT(view->items(0).item().words(), IsEmpty());
}

TEST_F(ConsensusTest, NeedsNoVisitInAYearWithoutVisits) {
  award_.BringToAgreed("kruton");
  award_.Know<submissions::v1::Cycle>(
      absl::Substitute(R"(name: "$0" year: 2026 evaluation { site_visit: false })", kCycle));
  EXPECT_TRUE(award_.OpenStage("anna", "kruton", "post").ok());
}

TEST_F(ConsensusTest, AScoreThatMovesAfterTheVisitNamesEvidenceThatExists) {
  award_.BringToAgreed("kruton");
  HoldVisit();
  ASSERT_TRUE(award_.OpenStage("anna", "kruton", "post").ok());
  EXPECT_EQ(Reason(award_.Propose("bo", kPost + "k1", 65).status()), "EVIDENCE_NEEDED");
  EXPECT_TRUE(award_.Propose("bo", kPost + "k1", 60).ok());
  const std::string evidence = Case("kruton", "evidence/e1");
  EXPECT_THAT(Fields(award_.Propose("bo", kPost + "k1", 65, "evidence: \"" + evidence + "\"").status()),
              ElementsAre("item.evidence[0] FIELD_REFERENCE"));
  award_.Know<sitevisits::v1::Evidence>("name: \"" + evidence + "\" fact: \"x\"", "sitevisits");
  award_.Know<sitevisits::v1::Evidence>("name: \"" + Case("sol", "evidence/e1") + "\" fact: \"x\"", "sitevisits");
  EXPECT_THAT(
      Fields(award_.Propose("bo", kPost + "k1", 65, "evidence: \"" + Case("sol", "evidence/e1") + "\"").status()),
      ElementsAre("item.evidence[0] FIELD_REFERENCE"));
  EXPECT_TRUE(award_.Propose("bo", kPost + "k1", 65, "evidence: \"" + evidence + "\"").ok());
}

TEST_F(ConsensusTest, EndsWhenEveryItemIsAgreedAgain) {
  award_.BringToFinal("kruton");
  EXPECT_EQ(State(), v1::Evaluation::FINAL_CONSENSUS);
}

TEST_F(ConsensusTest, WaitsForWhoseConflictIsNotDecided) {
  award_.BringToConsensus("kruton");
  ASSERT_TRUE(award_.Propose("bo", kPre + "k1", 60).ok());
  ASSERT_TRUE(award_.Raise("bo", "cia", "kruton").ok());
  EXPECT_EQ(Reason(award_.Agree("cia", kPre + "k1").status()), "NOT_FOUND");
  ASSERT_TRUE(award_.Agree("anna", kPre + "k1").ok());
  EXPECT_EQ(award_.Agree("bo", kPre + "k1")->state(), v1::ConsensusItem::PROPOSED);
  ASSERT_TRUE(award_.Decide("olle", "cia", "kruton", false).ok());
  EXPECT_EQ(award_.Agree("cia", kPre + "k1")->state(), v1::ConsensusItem::AGREED);
}

TEST_F(ConsensusTest, GoesOnWithoutWhoIsRecused) {
  award_.BringToConsensus("kruton");
  ASSERT_TRUE(award_.Propose("bo", kPre + "k1", 60).ok());
  ASSERT_TRUE(award_.Propose("cia", kPre + "k2", 60).ok());
  for (const std::string person : {"anna", "bo"}) ASSERT_TRUE(award_.Agree(person, kPre + "k1").ok());
  ASSERT_TRUE(award_.Raise("bo", "cia", "kruton").ok());
  ASSERT_TRUE(award_.Decide("olle", "cia", "kruton", true).ok());
  absl::StatusOr<v1::ConsensusView> view = award_.Consensus("anna", "kruton", "pre");
  ASSERT_TRUE(view.ok()) << view.status();
  EXPECT_EQ(view->items(0).item().state(), v1::ConsensusItem::AGREED);
  EXPECT_EQ(view->items(0).individual_size(), 2);
  EXPECT_EQ(view->items(1).item().state(), v1::ConsensusItem::OPEN);
  EXPECT_FALSE(view->items(1).item().has_score());
  ASSERT_TRUE(award_.Propose("anna", kPre + "k2", 50).ok());
  for (const std::string person : {"anna", "bo"}) ASSERT_TRUE(award_.Agree(person, kPre + "k2").ok());
  EXPECT_EQ(State(), v1::Evaluation::CONSENSUS_AGREED);
}

TEST_F(ConsensusTest, ARecusalThatLeavesEveryoneAgreedClosesTheStage) {
  award_.BringToConsensus("kruton");
  for (const std::string item : {"k1", "k2"}) {
    ASSERT_TRUE(award_.Propose("bo", kPre + item, 60).ok());
    for (const std::string person : {"anna", "bo"}) ASSERT_TRUE(award_.Agree(person, kPre + item).ok());
  }
  ASSERT_TRUE(award_.Declare("cia", "kruton", "IMPARTIALITY").ok());
  EXPECT_EQ(State(), v1::Evaluation::CONSENSUS);
  ASSERT_TRUE(award_.Decide("olle", "cia", "kruton", true).ok());
  EXPECT_EQ(State(), v1::Evaluation::CONSENSUS_AGREED);
}

}  // namespace
}  // namespace krans::scoring
