#include "services/jury/ballot_rules.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/rpc/error.h"
#include "tests/parse.h"
#include "tests/violations.h"

namespace krans::jury {
namespace {

using rpc::ReasonOf;
using submissions::v1::JuryRules;
using testing::ElementsAre;
using v1::Ballot;
using v1::Vote;

const std::vector<std::string> kStanding = {"m/1", "m/2"};

Sitting SittingOf(const std::vector<std::string>& present, int quorum, const std::string& presiding = "people/c",
                  const std::set<std::string>& recused = {}) {
  return {present, recused, presiding, quorum};
}

// c, d, e, f voted as the four letters say: 1, 2, - for abstained, anything else for not at all.
absl::StatusOr<Ballot> Count(const std::string& cast, bool may_abstain, const Sitting& sitting) {
  Ballot ballot = Parse<Ballot>("name: 'b' state: OPEN first: 'm/1' second: 'm/2'");
  std::vector<Vote> votes;
  for (size_t i = 0; i < cast.size(); ++i) {
    const std::string id(1, static_cast<char>('c' + i));
    ballot.add_voters(absl::StrCat("people/", id));
    if (cast[i] != '1' && cast[i] != '2' && cast[i] != '-') continue;
    votes.emplace_back().set_name(absl::StrCat("b/votes/", id));
    if (cast[i] != '-') votes.back().set_proposal(absl::StrCat("m/", std::string(1, cast[i])));
  }
  return CloseBallot(ballot, votes, sitting, may_abstain);
}

struct Outcome {
  const char* cast;
  const char* carried;
  bool casting_vote;
};

TEST(Ballot, GoesToTheMajorityAndOnATieToWhoPresides) {
  const Outcome outcomes[] = {{"1111", "m/1", false}, {"2111", "m/1", false}, {"1222", "m/2", false},
                              {"1122", "m/1", true},  {"2211", "m/2", true},  {"1-22", "m/2", false},
                              {"1--2", "m/1", true},  {"1...", "m/1", false}, {".2..", "m/2", false}};
  for (const Outcome& outcome : outcomes) {
    const auto closed = Count(outcome.cast, true, SittingOf({}, 3));
    ASSERT_TRUE(closed.ok()) << outcome.cast << closed.status();
    EXPECT_EQ(closed->carried(), outcome.carried) << outcome.cast;
    EXPECT_EQ(closed->casting_vote(), outcome.casting_vote) << outcome.cast;
    EXPECT_EQ(closed->state(), Ballot::CLOSED);
    EXPECT_EQ(closed->presiding(), "people/c");
  }
}

TEST(Ballot, IsNotDecidedOnATieByOneWhoDoesNotPreside) {
  EXPECT_EQ(Count("1122", true, SittingOf({}, 3, "people/e"))->carried(), "m/2");
  for (const char* presiding : {"", "people/x"}) {
    EXPECT_EQ(ReasonOf(Count("1122", true, SittingOf({}, 3, presiding)).status()), access::v1::WRONG_STATE);
  }
}

TEST(Ballot, NeedsTheVoteOfWhoPresidesOnATie) {
  for (const char* cast : {"-12-", ".12.", "----", "...."}) {
    const auto tied = Count(cast, true, SittingOf({}, 3));
    EXPECT_EQ(ReasonOf(tied.status()), access::v1::WRONG_STATE) << cast;
    EXPECT_EQ(MetadataOf(tied.status(), "needs"), "the vote of the person presiding");
  }
}

TEST(Ballot, WaitsForEveryVoteWhereNobodyMayAbstain) {
  const auto waiting = Count("11..", false, SittingOf({}, 3));
  EXPECT_EQ(ReasonOf(waiting.status()), access::v1::VOTE_OPEN);
  EXPECT_EQ(MetadataOf(waiting.status(), "missing"), "2");
  EXPECT_TRUE(Count("1122", false, SittingOf({}, 3)).ok());
}

TEST(Ballot, SaysWhoVotedHow) {
  const auto closed = Count("12-.", true, SittingOf({}, 3, "people/d"));
  ASSERT_TRUE(closed.ok());
  std::map<std::string, std::string> votes;
  for (const v1::CountedVote& vote : closed->votes()) votes[vote.person()] = vote.proposal();
  EXPECT_EQ(votes, (std::map<std::string, std::string>{
                       {"people/c", "m/1"}, {"people/d", "m/2"}, {"people/e", ""}, {"people/f", ""}}));
}

TEST(Ballot, DoesNotCountThoseRecusedSinceItOpened) {
  const auto closed = Count("1122", true, SittingOf({}, 3, "people/d", {"people/f"}));
  ASSERT_TRUE(closed.ok());
  EXPECT_EQ(closed->carried(), "m/1");
  EXPECT_FALSE(closed->casting_vote());
  EXPECT_EQ(closed->votes_size(), 3);
  const auto few = Count("1122", true, SittingOf({}, 3, "people/c", {"people/e", "people/f"}));
  EXPECT_EQ(ReasonOf(few.status()), access::v1::NO_QUORUM);
  EXPECT_EQ(MetadataOf(few.status(), "present"), "2");
}

TEST(Ballot, IsNotCancelledOnceItIsClosed) {
  EXPECT_EQ(CancelBallot(Parse<Ballot>("state: OPEN"), "r")->state(), Ballot::CANCELLED);
  EXPECT_EQ(ReasonOf(CancelBallot(Parse<Ballot>("state: CLOSED"), "r").status()), access::v1::WRONG_STATE);
}

TEST(Ballot, IsClosedOnce) {
  EXPECT_EQ(ReasonOf(CloseBallot(Parse<Ballot>("state: CLOSED"), {}, SittingOf({}, 1), true).status()),
            access::v1::WRONG_STATE);
}

TEST(Ballot, IsBetweenTwoProposalsThatStand) {
  const Sitting sitting = SittingOf({"people/c", "people/d"}, 2);
  const auto opened = OpenBallot(Parse<Ballot>("first: 'm/1' second: 'm/2'"), kStanding, {}, sitting);
  ASSERT_TRUE(opened.ok());
  EXPECT_EQ(opened->state(), Ballot::OPEN);
  EXPECT_THAT(opened->voters(), ElementsAre("people/c", "people/d"));
  EXPECT_THAT(ViolationsOf(OpenBallot(Parse<Ballot>("first: 'm/1' second: 'm/1'"), kStanding, {}, sitting).status()),
              ElementsAre("ballot.second FIELD_DUPLICATE"));
  EXPECT_THAT(ViolationsOf(OpenBallot(Parse<Ballot>("first: 'm/3' second: 'x'"), kStanding, {}, sitting).status()),
              ElementsAre("ballot.first FIELD_REFERENCE", "ballot.second FIELD_REFERENCE"));
}

TEST(Ballot, OpensWithAQuorumAndOneAtATime) {
  const Ballot wish = Parse<Ballot>("first: 'm/1' second: 'm/2'");
  EXPECT_EQ(ReasonOf(OpenBallot(wish, kStanding, {}, SittingOf({"people/c"}, 2)).status()), access::v1::NO_QUORUM);
  const std::vector<Ballot> closed = {Parse<Ballot>("state: CLOSED")}, open = {Parse<Ballot>("state: OPEN")};
  const Sitting sitting = SittingOf({"people/c", "people/d"}, 2);
  EXPECT_TRUE(OpenBallot(wish, kStanding, closed, sitting).ok());
  EXPECT_EQ(ReasonOf(OpenBallot(wish, kStanding, open, sitting).status()), access::v1::VOTE_OPEN);
}

TEST(Vote, IsForOneOfTheTwoByOneWhoWasPresent) {
  const Ballot ballot = Parse<Ballot>("state: OPEN first: 'm/1' second: 'm/2' voters: 'people/c'");
  EXPECT_TRUE(CheckVote(Parse<Vote>("proposal: 'm/2'"), ballot, "people/c", false).ok());
  EXPECT_EQ(ReasonOf(CheckVote(Parse<Vote>("proposal: 'm/2'"), ballot, "people/d", true)), access::v1::NOT_ALLOWED);
  EXPECT_THAT(ViolationsOf(CheckVote(Parse<Vote>("proposal: 'm/3'"), ballot, "people/c", true)),
              ElementsAre("vote.proposal FIELD_REFERENCE"));
  EXPECT_EQ(ReasonOf(CheckVote(Vote(), Parse<Ballot>("state: CLOSED"), "people/c", true)), access::v1::WRONG_STATE);
}

TEST(Vote, IsWithheldOnlyWhereTheYearAllows) {
  const Ballot ballot = Parse<Ballot>("state: OPEN first: 'm/1' second: 'm/2' voters: 'people/c'");
  EXPECT_TRUE(CheckVote(Vote(), ballot, "people/c", true).ok());
  EXPECT_THAT(ViolationsOf(CheckVote(Vote(), ballot, "people/c", false)), ElementsAre("vote.proposal FIELD_REQUIRED"));
}

TEST(Abstention, FollowsTheYearAndElseItsRegime) {
  EXPECT_FALSE(MayAbstain(JuryRules()));
  EXPECT_FALSE(MayAbstain(Parse<JuryRules>("regime: COLLEGIATE_FL")));
  EXPECT_TRUE(MayAbstain(Parse<JuryRules>("regime: CHAIR_ON_DELEGATION_KL")));
  EXPECT_TRUE(MayAbstain(Parse<JuryRules>("regime: BOARD_KL")));
  EXPECT_FALSE(MayAbstain(Parse<JuryRules>("regime: BOARD_KL abstention_allowed: false")));
  EXPECT_TRUE(MayAbstain(Parse<JuryRules>("regime: COLLEGIATE_FL abstention_allowed: true")));
}

}  // namespace
}  // namespace krans::jury
