#include <map>

#include "gmock/gmock.h"
#include "tests/jury/award.h"

namespace krans::jury {
namespace {

using rpc::ReasonOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using v1::Ballot;

class BallotsTest : public AwardTest {
 protected:
  void SetUp() override {
    AwardTest::SetUp();
    Seat();
    Begin(kSocial);
    ProposeTwo();
  }
};

TEST_F(BallotsTest, GoesToTheMajorityOfThosePresent) {
  const auto opened = OpenBallot("carl");
  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_EQ(opened->voters_size(), 5);
  for (const char* person : {"carl", "dora"}) ASSERT_TRUE(Vote(person, "1").ok());
  for (const char* person : {"eva", "finn", "gun"}) ASSERT_TRUE(Vote(person, "2").ok());
  const auto closed = CloseBallot("carl");
  ASSERT_TRUE(closed.ok()) << closed.status();
  EXPECT_EQ(closed->carried(), kSocial + "/proposals/2");
  EXPECT_FALSE(closed->casting_vote());
  const auto view = Get(kSocial, "eva");
  EXPECT_TRUE(view->proposals(0).fallen());
  EXPECT_FALSE(view->proposals(1).fallen());
}

TEST_F(BallotsTest, GoesToTheChairOnATieAfterARecusal) {
  ASSERT_TRUE(Recuse(kSocial, "gun").ok());
  ASSERT_TRUE(OpenBallot("carl").ok());
  for (const char* person : {"carl", "dora"}) ASSERT_TRUE(Vote(person, "1").ok());
  for (const char* person : {"eva", "finn"}) ASSERT_TRUE(Vote(person, "2").ok());
  const auto closed = CloseBallot("carl");
  ASSERT_TRUE(closed.ok()) << closed.status();
  EXPECT_EQ(closed->carried(), kSocial + "/proposals/1");
  EXPECT_TRUE(closed->casting_vote());
  EXPECT_EQ(closed->presiding(), "people/carl");
}

TEST_F(BallotsTest, GoesToTheDeputyOnATieWhereTheChairIsRecused) {
  ASSERT_TRUE(Recuse(kSocial, "carl").ok());
  ASSERT_TRUE(OpenBallot("dora").ok());
  for (const char* person : {"eva", "finn"}) ASSERT_TRUE(Vote(person, "1").ok());
  for (const char* person : {"dora", "gun"}) ASSERT_TRUE(Vote(person, "2").ok());
  EXPECT_EQ(CloseBallot("dora")->carried(), kSocial + "/proposals/2");
}

TEST_F(BallotsTest, ShowsVotesToTheirVoterAloneUntilItIsClosed) {
  ASSERT_TRUE(OpenBallot("carl").ok());
  const std::string eva = Get(kSocial, "eva")->SerializeAsString(), olle = Get(kSocial, "olle")->SerializeAsString();
  ASSERT_TRUE(Vote("carl", "1").ok());
  EXPECT_EQ(Get(kSocial, "eva")->SerializeAsString(), eva);
  EXPECT_EQ(Get(kSocial, "olle")->SerializeAsString(), olle);
  EXPECT_EQ(Get(kSocial, "carl")->own_vote().proposal(), kSocial + "/proposals/1");
  ASSERT_TRUE(CloseBallot("carl").ok());
  std::map<std::string, std::string> votes;
  const v1::Ballot ballot = Get(kSocial, "eva")->ballots(0);
  for (const v1::CountedVote& vote : ballot.votes()) votes[vote.person()] = vote.proposal();
  EXPECT_EQ(votes["people/carl"], kSocial + "/proposals/1");
  EXPECT_EQ(votes["people/eva"], "");
  EXPECT_EQ(votes.size(), 5);
}

TEST_F(BallotsTest, TakesTheVotersOwnVoteOnly) {
  ASSERT_TRUE(OpenBallot("carl").ok());
  const std::string request = "vote { name: '" + kSocial + "/ballots/1/votes/eva' }";
  for (const char* person : {"carl", "finn", "nemo", "olle"}) {
    EXPECT_EQ(ReasonOf(Ask<v1::Vote, v1::CastVoteRequest>("Matters/CastVote", person, request).status()),
              access::v1::NOT_FOUND)
        << person;
  }
}

TEST_F(BallotsTest, LetsAVoteChangeUntilItIsClosed) {
  ASSERT_TRUE(OpenBallot("carl").ok());
  ASSERT_TRUE(Vote("carl", "1").ok());
  EXPECT_EQ(ReasonOf(Vote("carl", "2").status()), access::v1::ETAG_MISMATCH);
  ASSERT_TRUE(Vote("carl", "2", "etag: '1' ").ok());
  EXPECT_EQ(CloseBallot("carl")->carried(), kSocial + "/proposals/2");
  EXPECT_EQ(ReasonOf(Vote("carl", "1", "etag: '2' ").status()), access::v1::WRONG_STATE);
}

TEST_F(BallotsTest, IsOfThoseWhoWerePresentWhenItOpened) {
  ASSERT_TRUE(Attend(kSocial, "olle", {"carl", "dora", "eva"}).ok());
  ASSERT_TRUE(OpenBallot("carl").ok());
  ASSERT_TRUE(Attend(kSocial, "olle", {"carl", "dora", "eva", "finn"}).ok());
  EXPECT_EQ(ReasonOf(Vote("finn", "1").status()), access::v1::NOT_ALLOWED);
}

TEST_F(BallotsTest, NeedsAQuorumWhenItOpensAndWhenItCloses) {
  ASSERT_TRUE(Attend(kSocial, "olle", {"carl", "dora"}).ok());
  EXPECT_EQ(ReasonOf(OpenBallot("carl").status()), access::v1::NO_QUORUM);
  ASSERT_TRUE(Attend(kSocial, "olle", {"carl", "dora", "eva"}).ok());
  ASSERT_TRUE(OpenBallot("carl").ok());
  ASSERT_TRUE(Vote("carl", "1").ok());
  ASSERT_TRUE(Recuse(kSocial, "eva").ok());
  EXPECT_EQ(ReasonOf(CloseBallot("carl").status()), access::v1::NO_QUORUM);
}

TEST_F(BallotsTest, IsCancelledWhereARecusalLeavesTooFewToCloseIt) {
  ASSERT_TRUE(Attend(kSocial, "olle", {"carl", "dora", "eva"}).ok());
  ASSERT_TRUE(OpenBallot("carl").ok());
  ASSERT_TRUE(Vote("dora", "1").ok());
  ASSERT_TRUE(Recuse(kSocial, "eva").ok());
  ASSERT_TRUE(Attend(kSocial, "olle", {"carl", "dora", "finn", "gun"}).ok());
  ASSERT_EQ(ReasonOf(CloseBallot("carl").status()), access::v1::NO_QUORUM);
  for (const char* person : {"dora", "olle"}) {
    EXPECT_EQ(ReasonOf(CancelBallot(person).status()), access::v1::NOT_ALLOWED) << person;
  }
  const auto cancelled = CancelBallot("carl");
  ASSERT_TRUE(cancelled.ok()) << cancelled.status();
  EXPECT_EQ(cancelled->state(), Ballot::CANCELLED);
  EXPECT_EQ(cancelled->reason(), "too few");
  EXPECT_THAT(cancelled->votes(), IsEmpty());
  EXPECT_EQ(ReasonOf(Vote("carl", "1").status()), access::v1::WRONG_STATE);
  EXPECT_EQ(ReasonOf(CancelBallot("carl").status()), access::v1::WRONG_STATE);
  EXPECT_FALSE(Get(kSocial, "carl")->proposals(0).fallen());
  const auto another = OpenBallot("carl", "2");
  ASSERT_TRUE(another.ok()) << another.status();
  EXPECT_EQ(another->voters_size(), 4);
}

TEST_F(BallotsTest, WaitsForAllWhereTheYearLetsNobodyAbstain) {
  SetYear("jury { regime: COLLEGIATE_FL seats: 5 }");
  ASSERT_TRUE(OpenBallot("carl").ok());
  EXPECT_THAT(ViolationsOf(Vote("carl", "").status()), ElementsAre("vote.proposal FIELD_REQUIRED"));
  for (const char* person : {"carl", "dora", "eva", "finn"}) ASSERT_TRUE(Vote(person, "1").ok());
  EXPECT_EQ(ReasonOf(CloseBallot("carl").status()), access::v1::VOTE_OPEN);
  ASSERT_TRUE(Vote("gun", "2").ok());
  EXPECT_TRUE(CloseBallot("carl").ok());
}

TEST_F(BallotsTest, KeepsAVoteFromTheAuditorAndTheOfficeUntilItCloses) {
  ASSERT_TRUE(OpenBallot("carl").ok());
  ASSERT_TRUE(Vote("dora", "1").ok());
  auto may_read = [&](const std::string& person) {
    rpc::Caller caller;
    caller.person = person;
    caller.now = house_.now();
    bool may = false;
    house_.store().Read(
        true,
        [&](const storage::ReadTransaction& state) {
          may = house_.door()
                    .access()
                    .MayRead("krans.jury.v1.Matters/GetMatter", caller, kSocial + "/ballots/1/votes/dora", state)
                    .value();
          return absl::OkStatus();
        },
        [](absl::Status) {});
    return may;
  };
  EXPECT_FALSE(may_read("aud"));
  EXPECT_FALSE(may_read("olle"));
  ASSERT_TRUE(CloseBallot("carl").ok());
  EXPECT_TRUE(may_read("aud"));
}

TEST_F(BallotsTest, IsOpenedAndClosedByThePersonPresiding) {
  EXPECT_EQ(ReasonOf(OpenBallot("dora").status()), access::v1::NOT_ALLOWED);
  EXPECT_EQ(ReasonOf(OpenBallot("olle").status()), access::v1::NOT_ALLOWED);
  ASSERT_TRUE(OpenBallot("carl").ok());
  EXPECT_EQ(ReasonOf(CloseBallot("dora").status()), access::v1::NOT_ALLOWED);
}

}  // namespace
}  // namespace krans::jury
