#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/scoring/content_hash.h"
#include "tests/scoring/award.h"

namespace krans::scoring {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

absl::StatusOr<v1::AssessmentView> GetAssessment(Award& award, const std::string& by, const std::string& of) {
  return award.Ask<v1::AssessmentView>(
      "Assessments/GetAssessment",
      Text<v1::GetAssessmentRequest>("name: \"" + Case("kruton", "assessments/" + of) + "\""), by);
}

absl::StatusOr<v1::Case> GetCase(Award& award, const std::string& by) {
  return award.Ask<v1::Case>("Assessments/GetCase", Text<v1::GetCaseRequest>("name: \"" + Case("kruton") + "\""), by);
}

absl::StatusOr<v1::ListCasesResponse> ListCases(Award& award, const std::string& by, const std::string& more = "") {
  return award.Ask<v1::ListCasesResponse>(
      "Assessments/ListCases", Text<v1::ListCasesRequest>("parent: \"" + std::string(kCycle) + "\" " + more), by);
}

absl::StatusOr<v1::Assessment> Reopen(Award& award, const std::string& of, bool excuse,
                                      const std::string& by = "olle") {
  return award.Ask<v1::Assessment>(
      "Assessments/ReopenAssessment",
      Text<v1::ReopenAssessmentRequest>("name: \"" + Case("kruton", "assessments/" + of) +
                                        "\" reason: \"sjuk\" excuse: " + (excuse ? "true" : "false")),
      by);
}

absl::StatusOr<v1::AssessmentItem> Save(Award& award, const std::string& item, const std::string& by) {
  return award.Ask<v1::AssessmentItem>("Assessments/SaveItem", Text<v1::SaveItemRequest>("item { " + item + " }"), by);
}

class AssessmentsTest : public testing::Test {
 protected:
  AssessmentsTest() { EXPECT_TRUE(award_.SetTeam({"kruton", "sol"}).ok()); }

  Award award_;
};

TEST_F(AssessmentsTest, OpensTheContentOfACaseOnlyAfterADeclaration) {
  EXPECT_EQ(Reason(GetCase(award_, "anna").status()), "NOT_FOUND");
  EXPECT_EQ(Reason(award_.Score("anna", "kruton", "k1", 50).status()), "NOT_FOUND");
  ASSERT_TRUE(award_.Declare("anna", "kruton").ok());
  absl::StatusOr<v1::Case> opened = GetCase(award_, "anna");
  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_EQ(opened->submission().answers(0).text(), "Vi frågar.");
  EXPECT_EQ(opened->evaluation().state(), v1::Evaluation::TEAM_ASSIGNED);
  EXPECT_FALSE(opened->has_own());
}

TEST_F(AssessmentsTest, ListsTheCallersCasesAndOnlyTheirOwnProgress) {
  ASSERT_TRUE(award_.Declare("anna", "kruton").ok());
  ASSERT_TRUE(award_.Score("anna", "kruton", "k1", 50).ok());
  award_.Finish("bo", "kruton", 70);
  absl::StatusOr<v1::ListCasesResponse> cases = ListCases(award_, "anna");
  ASSERT_TRUE(cases.ok()) << cases.status();
  ASSERT_EQ(cases->cases_size(), 2);
  EXPECT_EQ(cases->cases(0).participation(), Case("kruton"));
  EXPECT_EQ(cases->cases(0).unit_display_name(), "kruton");
  EXPECT_EQ(cases->cases(0).role(), v1::Membership::LEAD);
  EXPECT_EQ(cases->cases(0).conflict(), v1::Conflict::NONE_DECLARED);
  EXPECT_EQ(cases->cases(0).own_items(), 1);
  EXPECT_EQ(cases->cases(0).own_assessment(), v1::Assessment::DRAFT);
  EXPECT_EQ(cases->cases(1).conflict(), v1::Conflict::STATE_UNSPECIFIED);
}

TEST_F(AssessmentsTest, ListsCasesPageByPage) {
  absl::StatusOr<v1::ListCasesResponse> first = ListCases(award_, "anna", "page_size: 1");
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_EQ(first->cases_size(), 1);
  absl::StatusOr<v1::ListCasesResponse> second =
      ListCases(award_, "anna", "page_size: 1 page_token: \"" + first->next_page_token() + "\"");
  ASSERT_TRUE(second.ok()) << second.status();
  ASSERT_EQ(second->cases_size(), 1);
  EXPECT_EQ(second->cases(0).participation(), Case("sol"));
  EXPECT_EQ(second->next_page_token(), "");
  EXPECT_FALSE(ListCases(award_, "bo", "page_size: 1 page_token: \"" + first->next_page_token() + "\"").ok());
}

TEST_F(AssessmentsTest, ListsNothingForWhoIsOnNoTeam) {
  EXPECT_EQ(ListCases(award_, "ulf")->cases_size(), 0);
  EXPECT_EQ(ListCases(award_, "disa")->cases_size(), 0);
}

TEST_F(AssessmentsTest, SavesCommentsBeforeThereIsAScore) {
  ASSERT_TRUE(award_.Declare("bo", "kruton").ok());
  const std::string name = Case("kruton", "assessments/bo/items/k1");
  absl::StatusOr<v1::AssessmentItem> item =
      Save(award_, "name: \"" + name + "\" comments { kind: IMPROVEMENT text: \"Mät mer\" }", "bo");
  ASSERT_TRUE(item.ok()) << item.status();
  EXPECT_EQ(item->etag(), "1");
  EXPECT_EQ(GetAssessment(award_, "bo", "bo")->assessment().state(), v1::Assessment::DRAFT);
}

TEST_F(AssessmentsTest, NamesEveryWrongFieldAtOnceAndLeavesNoTrace) {
  ASSERT_TRUE(award_.Declare("bo", "kruton").ok());
  const std::string name = Case("kruton", "assessments/bo/items/k9");
  const absl::Status refused = Save(award_, "name: \"" + name + "\" band: \"b9\" score: 52", "bo").status();
  EXPECT_THAT(Fields(refused), UnorderedElementsAre("item.name FIELD_REFERENCE", "item.band FIELD_REFERENCE",
                                                    "item.comments FIELD_COMMENT_NEEDED", "item.score FIELD_OFF_GRID"));
  EXPECT_EQ(Reason(GetAssessment(award_, "bo", "bo").status()), "NOT_FOUND");
}

TEST_F(AssessmentsTest, SavesOverWhatWasSeenAndNothingElse) {
  ASSERT_TRUE(award_.Declare("bo", "kruton").ok());
  ASSERT_TRUE(award_.Score("bo", "kruton", "k1", 50, "").ok());
  EXPECT_EQ(Reason(award_.Score("bo", "kruton", "k1", 55, "").status()), "ETAG_MISMATCH");
  EXPECT_EQ(award_.Score("bo", "kruton", "k1", 55, "1")->etag(), "2");
}

TEST_F(AssessmentsTest, SavesOnlyOnesOwn) {
  ASSERT_TRUE(award_.Declare("bo", "kruton").ok());
  const std::string item =
      "name: \"" + Case("kruton", "assessments/anna/items/k1") + "\" comments { kind: STRENGTH text: \"x\" }";
  EXPECT_EQ(Reason(Save(award_, item, "bo").status()), "NOT_FOUND");
  EXPECT_EQ(Reason(Save(award_, item, "olle").status()), "NOT_FOUND");
}

TEST_F(AssessmentsTest, SavesOnlyInItsPhase) {
  ASSERT_TRUE(award_.Declare("bo", "kruton").ok());
  award_.OpenPhases({access::v1::CONSENSUS});
  EXPECT_EQ(Reason(award_.Score("bo", "kruton", "k1", 50).status()), "PHASE_CLOSED");
  EXPECT_EQ(Reason(award_.Lock("bo", "kruton").status()), "PHASE_CLOSED");
}

TEST_F(AssessmentsTest, AnswersARepeatedRequestOnce) {
  ASSERT_TRUE(award_.Declare("bo", "kruton").ok());
  const std::string request = "item { name: \"" + Case("kruton", "assessments/bo/items/k1") +
                              "\" comments { kind: STRENGTH text: \"x\" } } request_id: \"request-1\"";
  for (int i = 0; i < 2; ++i) {
    auto saved = award_.Ask<v1::AssessmentItem>("Assessments/SaveItem", Text<v1::SaveItemRequest>(request), "bo");
    ASSERT_TRUE(saved.ok()) << saved.status();
    EXPECT_EQ(saved->etag(), "1");
  }
}

TEST_F(AssessmentsTest, LocksWhenEveryCriterionIsJudged) {
  ASSERT_TRUE(award_.Declare("bo", "kruton").ok());
  ASSERT_TRUE(award_.Score("bo", "kruton", "k1", 50).ok());
  const absl::Status incomplete = award_.Lock("bo", "kruton").status();
  EXPECT_EQ(Reason(incomplete), "ASSESSMENT_INCOMPLETE");
  EXPECT_EQ(Detail(incomplete, "criteria"), "k2");
  ASSERT_TRUE(award_.Score("bo", "kruton", "k2", 50).ok());
  absl::StatusOr<v1::Assessment> locked = award_.Lock("bo", "kruton");
  ASSERT_TRUE(locked.ok()) << locked.status();
  EXPECT_EQ(locked->state(), v1::Assessment::LOCKED);
  EXPECT_EQ(Reason(award_.Score("bo", "kruton", "k1", 55).status()), "ASSESSMENT_LOCKED");
  EXPECT_EQ(Reason(award_.Lock("bo", "kruton").status()), "ASSESSMENT_LOCKED");
}

TEST_F(AssessmentsTest, ShowsLaterExactlyWhatWasLocked) {
  award_.BringToConsensus("kruton");
  absl::StatusOr<v1::AssessmentView> view = GetAssessment(award_, "anna", "bo");
  ASSERT_TRUE(view.ok()) << view.status();
  EXPECT_EQ(ContentHash({view->items().begin(), view->items().end()}), view->assessment().content_hash());
}

TEST_F(AssessmentsTest, ShowsAnAssessmentToTheAuditorOnceConsensusIsOpen) {
  award_.Finish("anna", "kruton", 50);
  EXPECT_EQ(Reason(GetAssessment(award_, "alva", "anna").status()), "NOT_FOUND");
  award_.Finish("bo", "kruton", 50);
  award_.Finish("cia", "kruton", 50);
  ASSERT_TRUE(award_.OpenStage("anna", "kruton", "pre").ok());
  EXPECT_TRUE(GetAssessment(award_, "alva", "anna").ok());
  EXPECT_EQ(Reason(GetAssessment(award_, "olle", "anna").status()), "NOT_FOUND");
}

TEST_F(AssessmentsTest, TheOfficeReopensBeforeConsensusAndNotAfter) {
  award_.Finish("bo", "kruton", 50);
  absl::StatusOr<v1::Assessment> reopened = Reopen(award_, "bo", false);
  ASSERT_TRUE(reopened.ok()) << reopened.status();
  EXPECT_EQ(reopened->state(), v1::Assessment::DRAFT);
  EXPECT_EQ(reopened->content_hash(), "");
  ASSERT_TRUE(award_.Score("bo", "kruton", "k1", 60).ok());
  ASSERT_TRUE(award_.Lock("bo", "kruton").ok());
  award_.Finish("anna", "kruton", 50);
  award_.Finish("cia", "kruton", 50);
  ASSERT_TRUE(award_.OpenStage("anna", "kruton", "pre").ok());
  EXPECT_EQ(Reason(Reopen(award_, "bo", false).status()), "WRONG_STATE");
  EXPECT_EQ(Reason(award_.Score("bo", "kruton", "k1", 65).status()), "ASSESSMENT_LOCKED");
}

TEST_F(AssessmentsTest, IsNotReopenedOnceNobodyCouldLockItAgain) {
  award_.Finish("bo", "kruton", 50);
  award_.OpenPhases({access::v1::CONSENSUS});
  EXPECT_EQ(Reason(Reopen(award_, "bo", false).status()), "PHASE_CLOSED");
  ASSERT_TRUE(award_.Declare("cia", "kruton").ok());
  EXPECT_TRUE(Reopen(award_, "cia", true).ok());
}

TEST_F(AssessmentsTest, AnExaminerReopensNothing) {
  award_.Finish("bo", "kruton", 50);
  EXPECT_EQ(Reason(Reopen(award_, "bo", false, "bo").status()), "NOT_ALLOWED");
  EXPECT_EQ(Reason(Reopen(award_, "ulf", false).status()), "NOT_FOUND");
}

TEST_F(AssessmentsTest, WhoIsExcusedTakesNoPartInTheConsensus) {
  award_.Finish("anna", "kruton", 50);
  award_.Finish("bo", "kruton", 50);
  ASSERT_TRUE(award_.Declare("cia", "kruton").ok());
  ASSERT_TRUE(Reopen(award_, "cia", true).ok());
  ASSERT_TRUE(award_.OpenStage("anna", "kruton", "pre").ok());
  EXPECT_EQ(Reason(award_.Consensus("cia", "kruton", "pre").status()), "NOT_FOUND");
  EXPECT_EQ(Reason(GetAssessment(award_, "cia", "anna").status()), "NOT_FOUND");
  EXPECT_EQ(Reason(award_.Propose("cia", Case("kruton", "consensus/pre/items/k1"), 50).status()), "NOT_FOUND");
  EXPECT_THAT(award_.Consensus("anna", "kruton", "pre")->waiting_for(), ElementsAre("people/anna", "people/bo"));
}

TEST_F(AssessmentsTest, ATraineeScoresAloneAndAnObserverDoesNot) {
  ASSERT_TRUE(award_.SetTeam({"kruton"}, "members { person: \"people/disa\" role: TRAINEE }", "*").ok());
  ASSERT_TRUE(award_.Declare("disa", "kruton").ok());
  EXPECT_TRUE(award_.Score("disa", "kruton", "k1", 50).ok());
  ASSERT_TRUE(award_.SetTeam({"kruton"}, "members { person: \"people/disa\" role: OBSERVER }", "*").ok());
  EXPECT_EQ(Reason(award_.Score("disa", "kruton", "k1", 55).status()), "NOT_ALLOWED");
}

}  // namespace
}  // namespace krans::scoring
