#include "gmock/gmock.h"
#include "tests/jury/award.h"

namespace krans::jury {
namespace {

using rpc::ReasonOf;
using testing::ElementsAre;

class DecisionsTest : public AwardTest {
 protected:
  void SetUp() override {
    AwardTest::SetUp();
    Seat();
    Begin(kSocial);
  }
  absl::StatusOr<v1::Decision> Read(const std::string& person) {
    return Ask<v1::Decision, v1::GetDecisionRequest>("Decisions/GetDecision", person, Named(kSocial + "/decision"));
  }
};

TEST_F(DecisionsTest, IsMadeByAcclamationWhereOneProposalStands) {
  ASSERT_TRUE(Propose(kSocial, "1", "eva", Winner(kKruton) + Mention(kLss)).ok());
  const auto decision = Decide(kSocial, "1", "carl");
  ASSERT_TRUE(decision.ok()) << decision.status();
  EXPECT_TRUE(decision->by_acclamation());
  EXPECT_EQ(decision->deciders_size(), 5);
  for (const char* person : {"gun", "olle", "aud"}) EXPECT_TRUE(Read(person).ok()) << person;
  EXPECT_EQ(ReasonOf(Read("kruton-chef").status()), access::v1::NOT_FOUND);
}

TEST_F(DecisionsTest, FollowsTheBallot) {
  ProposeTwo();
  EXPECT_EQ(ReasonOf(Decide(kSocial, "1", "carl").status()), access::v1::WRONG_STATE);
  ASSERT_TRUE(OpenBallot("carl").ok());
  EXPECT_EQ(ReasonOf(Decide(kSocial, "1", "carl").status()), access::v1::VOTE_OPEN);
  ASSERT_TRUE(Vote("carl", "2").ok());
  ASSERT_TRUE(CloseBallot("carl").ok());
  EXPECT_THAT(ViolationsOf(Decide(kSocial, "1", "carl").status()), ElementsAre("proposal FIELD_REFERENCE"));
  const auto decision = Decide(kSocial, "2", "carl");
  ASSERT_TRUE(decision.ok());
  EXPECT_FALSE(decision->by_acclamation());
}

TEST_F(DecisionsTest, IsFinal) {
  ASSERT_TRUE(Propose(kSocial, "1", "eva", Winner(kKruton)).ok());
  ASSERT_TRUE(Decide(kSocial, "1", "carl").ok());
  EXPECT_EQ(ReasonOf(Decide(kSocial, "1", "carl").status()), access::v1::DECISION_FINAL);
  EXPECT_EQ(ReasonOf(Propose(kSocial, "2", "eva", Winner(kLss)).status()), access::v1::DECISION_FINAL);
  EXPECT_EQ(ReasonOf(OpenBallot("carl").status()), access::v1::DECISION_FINAL);
  EXPECT_EQ(ReasonOf(Attend(kSocial, "olle", {"carl"}).status()), access::v1::DECISION_FINAL);
}

TEST_F(DecisionsTest, CountsTheQuorumAgainAndLooksAtTheGateAgain) {
  ASSERT_TRUE(Propose(kSocial, "1", "eva", Winner(kKruton)).ok());
  ASSERT_TRUE(Attend(kSocial, "olle", {"carl", "dora"}).ok());
  EXPECT_EQ(ReasonOf(Decide(kSocial, "1", "carl").status()), access::v1::NO_QUORUM);
  ASSERT_TRUE(Attend(kSocial, "olle", {"carl", "dora", "eva"}).ok());
  Copy<submissions::v1::Eligibility>("submissions", "name: '" + kKruton + "/eligibility' state: REVOKED");
  EXPECT_EQ(ReasonOf(Decide(kSocial, "1", "carl").status()), access::v1::GATE_CLOSED);
  EXPECT_EQ(Get(kSocial, "eva")->matter().state(), v1::Matter::NAMED);
}

TEST_F(DecisionsTest, HonoursNobodyWhoHasWithdrawn) {
  ASSERT_TRUE(Propose(kSocial, "1", "eva", Winner(kKruton) + Mention(kLss)).ok());
  SetParticipation(kLss, "WITHDRAWN");
  for (const absl::Status& refused :
       {Decide(kSocial, "1", "carl").status(), Propose(kSocial, "2", "eva", Winner(kLss)).status()}) {
    EXPECT_EQ(ReasonOf(refused), access::v1::WRONG_STATE);
    EXPECT_EQ(MetadataOf(refused, "needs"), kLss);
  }
  const auto dossiers = Dossiers(kSocial, "eva");
  for (const v1::Dossier& dossier : dossiers->dossiers()) {
    EXPECT_EQ(dossier.may_win(), dossier.participation() != kLss) << dossier.participation();
  }
}

TEST_F(DecisionsTest, IsThePersonPresidings) {
  ASSERT_TRUE(Propose(kSocial, "1", "eva", Winner(kKruton)).ok());
  for (const char* person : {"dora", "eva", "olle", "aud"}) {
    EXPECT_EQ(ReasonOf(Decide(kSocial, "1", person).status()), access::v1::NOT_ALLOWED) << person;
  }
}

TEST_F(DecisionsTest, NeedsAFreshAndStrongSignIn) {
  ASSERT_TRUE(Propose(kSocial, "1", "eva", Winner(kKruton)).ok());
  const auto request = Parse<v1::DecideRequest>(Named(kSocial) + " proposal: '" + kSocial + "/proposals/1'");
  const std::string method = "krans.jury.v1.Decisions/Decide";
  for (const rpc::As& as :
       {rpc::As{.person = "carl", .acr = "loa2"}, rpc::As{.person = "carl", .since_sign_in = absl::Minutes(6)}}) {
    EXPECT_EQ(ReasonOf(house_.Ask<v1::Decision>(method, request, as).status()), access::v1::SIGN_IN_TOO_WEAK);
  }
}

}  // namespace
}  // namespace krans::jury
