#include "absl/strings/substitute.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "krans/sitevisits/v1/issues.pb.h"
#include "services/scoring/content_hash.h"
#include "tests/scoring/award.h"

namespace krans::scoring {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::string kName = "name: \"" + Case("kruton", "scorebook") + "\" ";

class ScorebooksTest : public testing::Test {
 protected:
  ScorebooksTest() { EXPECT_TRUE(award_.SetTeam({"kruton"}).ok()); }

  absl::StatusOr<v1::Scorebook> Close(const std::string& by) {
    return award_.Ask<v1::Scorebook>("Scorebooks/CloseScorebook", Text<v1::CloseScorebookRequest>(kName), by);
  }
  absl::StatusOr<v1::ScorebookView> Get(const std::string& by) {
    return award_.Ask<v1::ScorebookView>("Scorebooks/GetScorebook", Text<v1::GetScorebookRequest>(kName), by);
  }
  absl::StatusOr<v1::Scorebook> Sign(const std::string& by, const std::string& hash) {
    return award_.Ask<v1::Scorebook>("Scorebooks/SignScorebook",
                                     Text<v1::SignScorebookRequest>(kName + "content_hash: \"" + hash + "\""), by);
  }
  absl::StatusOr<v1::DeliveredScorebook> Deliver(const std::string& by) {
    return award_.Ask<v1::DeliveredScorebook>("Scorebooks/DeliverScorebook", Text<v1::DeliverScorebookRequest>(kName),
                                              by);
  }
  void RaiseIssue() {
    award_.Know<sitevisits::v1::VisitIssue>(
        absl::Substitute(R"(name: "$0" state: OPEN)", Case("kruton", "visitIssues/1")), "sitevisits");
  }

  Award award_;
};

TEST_F(ScorebooksTest, SaysThatTheStageAfterTheVisitIsNotOpenRatherThanThatNothingIsAgreed) {
  award_.BringToAgreed("kruton");
  const absl::Status early = Close("anna").status();
  EXPECT_EQ(Reason(early), "WRONG_STATE");
  EXPECT_EQ(Detail(early, "needs"), "the stage after the visit, opened");
  EXPECT_EQ(Reason(Get("anna").status()), "NOT_FOUND");
}

TEST_F(ScorebooksTest, HoldsThePointsAndWhatIsSigned) {
  award_.BringToFinal("kruton");
  EXPECT_EQ(Reason(Close("bo").status()), "NOT_ALLOWED");
  absl::StatusOr<v1::Scorebook> closed = Close("anna");
  ASSERT_TRUE(closed.ok()) << closed.status();
  EXPECT_EQ(closed->points(), 600);
  EXPECT_EQ(closed->total_points(), 1000);
  EXPECT_EQ(closed->items_size(), 2);
  EXPECT_EQ(closed->content_hash(), ContentHash(*closed));
  EXPECT_EQ(Reason(Close("anna").status()), "WRONG_STATE");
  EXPECT_THAT(Get("olle")->waiting_for(), ElementsAre("people/anna", "people/bo", "people/cia"));
  EXPECT_TRUE(Get("alva").ok());
  EXPECT_EQ(Reason(Get("ulf").status()), "NOT_FOUND");
}

TEST_F(ScorebooksTest, IsDeliveredWhenEveryMemberHasSignedExactlyIt) {
  award_.BringToFinal("kruton");
  const std::string hash = Close("anna")->content_hash();
  EXPECT_THAT(Fields(Sign("bo", std::string(64, 'a')).status()), ElementsAre("content_hash FIELD_REFERENCE"));
  ASSERT_TRUE(Sign("anna", hash).ok());
  EXPECT_EQ(Reason(Sign("anna", hash).status()), "WRONG_STATE");
  ASSERT_TRUE(Sign("bo", hash).ok());
  const absl::Status early = Deliver("anna").status();
  EXPECT_EQ(Reason(early), "NOT_SIGNED");
  EXPECT_EQ(Detail(early, "missing"), "people/cia");
  ASSERT_TRUE(Sign("cia", hash).ok());
  EXPECT_THAT(Get("anna")->waiting_for(), IsEmpty());
  EXPECT_EQ(Reason(Deliver("bo").status()), "NOT_ALLOWED");
  absl::StatusOr<v1::DeliveredScorebook> delivered = Deliver("olle");
  ASSERT_TRUE(delivered.ok()) << delivered.status();
  EXPECT_EQ(delivered->name(), Case("kruton", "delivered"));
  EXPECT_EQ(delivered->scorebook().signatures_size(), 3);
  EXPECT_EQ(delivered->delivered_by(), "people/olle");
  EXPECT_EQ(Reason(Deliver("olle").status()), "WRONG_STATE");
}

TEST_F(ScorebooksTest, NothingIsSignedWithAnIssueOpen) {
  award_.BringToFinal("kruton");
  absl::StatusOr<v1::Scorebook> closed = Close("anna");
  ASSERT_TRUE(closed.ok()) << closed.status();
  RaiseIssue();
  EXPECT_EQ(Reason(Sign("anna", closed->content_hash()).status()), "ISSUES_OPEN");
}

TEST_F(ScorebooksTest, NothingIsClosedWithAnIssueOpen) {
  award_.BringToFinal("kruton");
  RaiseIssue();
  EXPECT_EQ(Reason(Close("anna").status()), "ISSUES_OPEN");
}

TEST_F(ScorebooksTest, NothingIsClosedOrSignedWhileTheIssuesAreNotKnown) {
  award_.BringToFinal("kruton");
  bool silent = true;
  award_.house().door().access().SetFreshness(
      [&](absl::string_view source) { return !silent || source != "sitevisits"; });
  EXPECT_EQ(Reason(Close("anna").status()), "SOURCE_SILENT");
  silent = false;
  absl::StatusOr<v1::Scorebook> closed = Close("anna");
  ASSERT_TRUE(closed.ok()) << closed.status();
  silent = true;
  EXPECT_EQ(Reason(Sign("anna", closed->content_hash()).status()), "SOURCE_SILENT");
}

TEST_F(ScorebooksTest, NeedsNoSignatureOfWhoIsRecused) {
  award_.BringToFinal("kruton");
  const std::string hash = Close("anna")->content_hash();
  ASSERT_TRUE(Sign("anna", hash).ok());
  ASSERT_TRUE(Sign("bo", hash).ok());
  ASSERT_TRUE(award_.Raise("olle", "cia", "kruton").ok());
  EXPECT_EQ(Reason(Deliver("anna").status()), "NOT_SIGNED");
  ASSERT_TRUE(award_.Decide("olle", "cia", "kruton", true).ok());
  EXPECT_TRUE(Deliver("anna").ok());
}

TEST_F(ScorebooksTest, AnotherMayLeadWhereTheLeadIsRecused) {
  award_.BringToFinal("kruton");
  ASSERT_TRUE(award_.Raise("olle", "anna", "kruton").ok());
  ASSERT_TRUE(award_.Decide("olle", "anna", "kruton", true).ok());
  EXPECT_EQ(Reason(Close("anna").status()), "NOT_FOUND");
  auto request = Text<v1::SaveTeamRequest>(absl::Substitute(
      R"(team { name: "$0/teams/t" etag: "1" participations: "$1" members { person: "people/anna" role: EXAMINER }
                members { person: "people/bo" role: LEAD } members { person: "people/cia" role: EXAMINER } })",
      kCycle, Case("kruton")));
  absl::StatusOr<v1::Team> team = award_.Ask<v1::Team>("Teams/SaveTeam", request, "olle");
  ASSERT_TRUE(team.ok()) << team.status();
  EXPECT_TRUE(Close("bo").ok());
}

}  // namespace
}  // namespace krans::scoring
