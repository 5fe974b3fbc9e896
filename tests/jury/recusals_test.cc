#include "gmock/gmock.h"
#include "tests/jury/award.h"

namespace krans::jury {
namespace {

using rpc::ReasonOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class RecusalsTest : public AwardTest {
 protected:
  void SetUp() override {
    AwardTest::SetUp();
    Seat();
  }

  absl::StatusOr<v1::Recusal> RecuseMember(const std::string& person, const std::string& member) {
    return Ask<v1::Recusal, v1::RecuseMemberRequest>(
        "Matters/RecuseMember", person,
        "matter: '" + kSocial + "' person: 'people/" + member + "' ground: 'a relative'");
  }

  // All that a person can be told about the matter of the social class, by every method, as it leaves the service.
  std::string WorldOf(const std::string& person) {
    std::string world;
    auto add = [&](const std::string& method, const google::protobuf::Message& request) {
      const rpc::Reply reply = house_.Send(house_.MakeCall("krans.jury.v1." + method, request, {.person = person}));
      absl::StrAppend(&world, method, " ", reply.status.ToString(), " ", reply.response, "\n");
    };
    const std::string proposal = kSocial + "/proposals/1", ballot = kSocial + "/ballots/1";
    add("Matters/GetMatter", Parse<v1::GetMatterRequest>(Named(kSocial)));
    add("Matters/ListMatters", Parse<v1::ListMattersRequest>("parent: '" + kCycle + "'"));
    add("Matters/ListMatters", Parse<v1::ListMattersRequest>("page_size: 1 parent: '" + kCycle + "'"));
    add("Matters/ListDossiers", Parse<v1::ListDossiersRequest>("parent: '" + kSocial + "'"));
    add("Matters/Recuse", Parse<v1::RecuseRequest>(Named(kSocial) + " ground: 'g'"));
    add("Matters/RecuseMember",
        Parse<v1::RecuseMemberRequest>("matter: '" + kSocial + "' person: 'people/eva' ground: 'g'"));
    add("Matters/RevealNames", Parse<v1::RevealNamesRequest>(Named(kSocial)));
    add("Matters/RecordAttendance", Parse<v1::RecordAttendanceRequest>(Named(kSocial)));
    add("Matters/Propose", Parse<v1::ProposeRequest>("proposal { name: '" + proposal + "' no_award_reason: 'r' }"));
    add("Matters/OpenBallot", Parse<v1::OpenBallotRequest>("ballot { name: '" + ballot + "' first: '" + proposal +
                                                           "' second: '" + kSocial + "/proposals/2' }"));
    add("Matters/CastVote", Parse<v1::CastVoteRequest>("vote { name: '" + ballot + "/votes/" + person + "' }"));
    add("Matters/CloseBallot", Parse<v1::CloseBallotRequest>(Named(ballot)));
    add("Decisions/Decide", Parse<v1::DecideRequest>(Named(kSocial) + " proposal: '" + proposal + "'"));
    add("Decisions/GetDecision", Parse<v1::GetDecisionRequest>(Named(kSocial + "/decision")));
    add("Juries/GetJury", Parse<v1::GetJuryRequest>(Named(kCycle + "/jury")));
    add("Decisions/GetAnnouncement", Parse<v1::GetAnnouncementRequest>(Named(kCycle + "/announcement")));
    return world;
  }
};

TEST_F(RecusalsTest, MakesTheMatterDisappear) {
  Begin(kSchool);
  Begin(kSocial);
  ProposeTwo();
  ASSERT_TRUE(Recuse(kSocial, "finn").ok());
  const std::string world = WorldOf("finn");
  EXPECT_THAT(world, HasSubstr("matters/school"));
  for (const char* secret : {"social", "kruton", "lss", "alba"}) EXPECT_THAT(world, Not(HasSubstr(secret)));
  EXPECT_TRUE(Get(kSocial, "eva").ok());
  EXPECT_TRUE(Get(kSchool, "finn").ok());
}

TEST_F(RecusalsTest, LeavesTheSameWorldAsIfTheMatterHadNeverBeen) {
  Begin(kSchool);
  Conflict(kKruton, "finn", "RECUSED");
  const std::string before = WorldOf("finn");
  Begin(kSocial, {"carl", "dora", "eva", "gun"});
  EXPECT_EQ(WorldOf("finn"), before);
  ASSERT_TRUE(Propose(kSocial, "1", "eva", Winner(kKruton)).ok());
  ASSERT_TRUE(Propose(kSocial, "2", "gun", Winner(kLss)).ok());
  ASSERT_TRUE(OpenBallot("carl").ok());
  EXPECT_EQ(WorldOf("finn"), before);
  ASSERT_TRUE(Vote("carl", "1").ok());
  ASSERT_TRUE(CloseBallot("carl").ok());
  ASSERT_TRUE(Decide(kSocial, "1", "carl").ok());
  EXPECT_EQ(WorldOf("finn"), before);
  EXPECT_THAT(WorldOf("eva"), HasSubstr("kruton"));
}

TEST_F(RecusalsTest, FollowsFromAConflictThatScoringKnows) {
  ASSERT_TRUE(PresentMatter(kSocial).ok());
  for (const char* state : {"DECLARED", "UNDER_REVIEW", "RECUSED"}) {
    Conflict(kLss, "eva", state);
    EXPECT_EQ(ReasonOf(Get(kSocial, "eva").status()), access::v1::NOT_FOUND) << state;
  }
  for (const char* state : {"NONE_DECLARED", "CLEARED"}) {
    Conflict(kLss, "eva", state);
    EXPECT_TRUE(Get(kSocial, "eva").ok()) << state;
  }
  Conflict(kEken, "eva", "RECUSED");
  EXPECT_TRUE(Get(kSocial, "eva").ok());
}

TEST_F(RecusalsTest, FollowsFromBeingContactOrManagerOfACompetingUnit) {
  ASSERT_TRUE(PresentMatter(kSocial).ok());
  ASSERT_TRUE(PresentMatter(kSchool).ok());
  Copy<submissions::v1::Participation>("submissions", "name: '" + kAlba +
                                                          "' state: REGISTERED class_code: 'social' unit: 'units/alba'"
                                                          " contact: 'people/gun'");
  Copy<submissions::v1::Unit>("submissions", "name: 'units/lss' manager: 'people/finn'");
  for (const char* person : {"gun", "finn"}) {
    EXPECT_EQ(ReasonOf(Get(kSocial, person).status()), access::v1::NOT_FOUND) << person;
    EXPECT_TRUE(Get(kSchool, person).ok()) << person;
  }
}

TEST_F(RecusalsTest, HoldsForTheOfficeToo) {
  ASSERT_TRUE(PresentMatter(kSocial).ok());
  Conflict(kLss, "olle", "RECUSED");
  EXPECT_EQ(ReasonOf(Get(kSocial, "olle").status()), access::v1::NOT_FOUND);
  EXPECT_TRUE(Get(kSocial, "ove").ok());
}

TEST_F(RecusalsTest, IsNeverLiftedByAnybody) {
  ASSERT_TRUE(PresentMatter(kSocial).ok());
  ASSERT_TRUE(Recuse(kSocial, "eva").ok());
  EXPECT_EQ(ReasonOf(Recuse(kSocial, "eva").status()), access::v1::NOT_FOUND);
  EXPECT_EQ(ReasonOf(RecuseMember("carl", "eva").status()), access::v1::ALREADY_EXISTS);
  EXPECT_THAT(ViolationsOf(Attend(kSocial, "carl", {"carl", "eva"}).status()),
              ElementsAre("present[1] FIELD_NOT_ALLOWED"));
}

TEST_F(RecusalsTest, PassesTheChairOn) {
  Begin(kSocial);
  ASSERT_TRUE(Recuse(kSocial, "carl").ok());
  EXPECT_EQ(Get(kSocial, "eva")->presiding(), "people/dora");
  EXPECT_EQ(Get(kSocial, "eva")->present(), 4);
  ProposeTwo();
  EXPECT_EQ(ReasonOf(OpenBallot("carl").status()), access::v1::NOT_FOUND);
  EXPECT_TRUE(OpenBallot("dora").ok());
}

TEST_F(RecusalsTest, IsFoundByThePersonPresidingOrTheOffice) {
  ASSERT_TRUE(PresentMatter(kSocial).ok());
  EXPECT_EQ(ReasonOf(RecuseMember("finn", "eva").status()), access::v1::NOT_ALLOWED);
  const auto recusal = RecuseMember("carl", "eva");
  ASSERT_TRUE(recusal.ok()) << recusal.status();
  EXPECT_EQ(recusal->raised_by(), "people/carl");
  EXPECT_EQ(ReasonOf(Get(kSocial, "eva").status()), access::v1::NOT_FOUND);
  EXPECT_TRUE(RecuseMember("olle", "carl").ok());
  EXPECT_THAT(ViolationsOf(RecuseMember("dora", "nemo").status()), ElementsAre("person FIELD_REFERENCE"));
}

TEST_F(RecusalsTest, EndsWithTheDecision) {
  Begin(kSocial);
  ASSERT_TRUE(Propose(kSocial, "1", "eva", Winner(kKruton)).ok());
  ASSERT_TRUE(Decide(kSocial, "1", "carl").ok());
  EXPECT_EQ(ReasonOf(Recuse(kSocial, "eva").status()), access::v1::DECISION_FINAL);
}

}  // namespace
}  // namespace krans::jury
