#include "absl/strings/substitute.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "krans/submissions/v1/participations.pb.h"
#include "krans/submissions/v1/submissions.pb.h"
#include "tests/scoring/award.h"

namespace krans::scoring {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

absl::StatusOr<v1::Team> Get(Award& award, const std::string& by) {
  return award.Ask<v1::Team>("Teams/GetTeam", Text<v1::GetTeamRequest>("name: \"" + std::string(kCycle) + "/teams/t\""),
                             by);
}

absl::StatusOr<v1::ListTeamsResponse> List(Award& award, const std::string& by) {
  return award.Ask<v1::ListTeamsResponse>("Teams/ListTeams",
                                          Text<v1::ListTeamsRequest>("parent: \"" + std::string(kCycle) + "\""), by);
}

TEST(TeamsTest, TheOfficeSetsATeamAndItsMembersSeeIt) {
  Award award;
  absl::StatusOr<v1::Team> team = award.SetTeam({"kruton"});
  ASSERT_TRUE(team.ok()) << team.status();
  EXPECT_EQ(team->etag(), "1");
  EXPECT_TRUE(Get(award, "bo").ok());
  EXPECT_TRUE(Get(award, "alva").ok());
  EXPECT_EQ(Reason(Get(award, "disa").status()), "NOT_FOUND");
  EXPECT_EQ(List(award, "bo")->teams_size(), 1);
  EXPECT_EQ(List(award, "disa")->teams_size(), 0);
}

TEST(TeamsTest, AnExaminerSetsNone) {
  Award award;
  auto request = Text<v1::SaveTeamRequest>(
      absl::Substitute("team { name: \"$0/teams/t\" members { person: \"people/anna\" role: LEAD } }", kCycle));
  EXPECT_EQ(Reason(award.Ask<v1::Team>("Teams/SaveTeam", request, "anna").status()), "NOT_FOUND");
}

TEST(TeamsTest, HidesACaseFromTheMemberWhomAConflictBars) {
  Award award;
  ASSERT_TRUE(award.SetTeam({"kruton", "sol"}).ok());
  ASSERT_TRUE(award.Declare("bo", "kruton", "EMPLOYER").ok());
  EXPECT_THAT(Get(award, "bo")->participations(), ElementsAre(Case("sol")));
  EXPECT_THAT(List(award, "bo")->teams(0).participations(), ElementsAre(Case("sol")));
  EXPECT_THAT(Get(award, "anna")->participations(), ElementsAre(Case("kruton"), Case("sol")));
}

TEST(TeamsTest, ARepeatedSaveIsNotAnsweredOnceAConflictHasShutACase) {
  Award award;
  auto request = Text<v1::SaveTeamRequest>(absl::Substitute(
      R"(request_id: "request-1" team { name: "$0/teams/t" members { person: "people/anna" role: LEAD }
         members { person: "people/bo" role: EXAMINER } participations: "$1" participations: "$2" })",
      kCycle, Case("kruton"), Case("sol")));
  ASSERT_EQ(award.Ask<v1::Team>("Teams/SaveTeam", request, "olle")->participations_size(), 2);
  ASSERT_TRUE(award.Raise("eva", "olle", "sol").ok());
  EXPECT_EQ(Reason(award.Ask<v1::Team>("Teams/SaveTeam", request, "olle").status()), "NOT_ALLOWED");
  EXPECT_THAT(Get(award, "olle")->participations(), ElementsAre(Case("kruton")));
}

TEST(TeamsTest, WhoHasAConflictInAnyCaseSetsNoTeams) {
  Award award;
  ASSERT_TRUE(award.Raise("eva", "olle", "sol").ok());
  EXPECT_EQ(Reason(award.SetTeam({"kruton"}).status()), "NOT_ALLOWED");
}

TEST(TeamsTest, NamesEveryRuleThatATeamBreaks) {
  Award award;
  ASSERT_TRUE(award.Raise("olle", "bo", "kruton").ok());
  const absl::Status refused = award.SetTeam({"kruton"}, R"(members { person: "people/alva" role: LEAD })").status();
  EXPECT_EQ(Reason(refused), "TEAM_INVALID");
  EXPECT_EQ(Detail(refused, "rule"), "ONE_LEAD,TEAM_SIZE,NOT_READY:alva,AUDITOR:alva,CONFLICT:bo@kruton");
}

TEST(TeamsTest, TakesNoManagerOfAUnitThatCompetesInTheClass) {
  Award award;
  award.Know<submissions::v1::Unit>(
      R"(name: "units/sol" display_name: "Sol" body: "bodies/sols" manager: "people/bo")");
  const absl::Status refused = award.SetTeam({"kruton"}).status();
  EXPECT_EQ(Reason(refused), "TEAM_INVALID");
  EXPECT_THAT(Detail(refused, "rule"), testing::HasSubstr("COMPETING:bo@kruton"));
}

TEST(TeamsTest, TakesOnlyOpenedAndEligibleCases) {
  Award award;
  award.Know<submissions::v1::Submission>(absl::Substitute(R"(name: "$0" state: SEALED)", Case("sol", "submission")));
  absl::Status refused = award.SetTeam({"kruton", "sol"}).status();
  EXPECT_EQ(Reason(refused), "GATE_CLOSED");
  EXPECT_EQ(Detail(refused, "participations"), "sol");
  award.Know<submissions::v1::Submission>(absl::Substitute(R"(name: "$0" state: OPENED)", Case("sol", "submission")));
  award.Know<submissions::v1::Eligibility>(
      absl::Substitute(R"(name: "$0" state: REJECTED)", Case("sol", "eligibility")));
  EXPECT_EQ(Reason(award.SetTeam({"sol"}).status()), "GATE_CLOSED");
}

TEST(TeamsTest, GivesACaseToOneTeamOnly) {
  Award award;
  ASSERT_TRUE(award.SetTeam({"kruton"}).ok());
  auto request = Text<v1::SaveTeamRequest>(absl::Substitute(
      R"(team { name: "$0/teams/u" members { person: "people/disa" role: LEAD }
                members { person: "people/bo" role: EXAMINER } participations: "$1" })",
      kCycle, Case("kruton")));
  absl::Status refused = award.Ask<v1::Team>("Teams/SaveTeam", request, "olle").status();
  EXPECT_EQ(Detail(refused, "rule"), "OTHER_TEAM:kruton");
  ASSERT_TRUE(award.SetTeam({}, "", "1").ok());
  EXPECT_TRUE(award.Ask<v1::Team>("Teams/SaveTeam", request, "olle").ok());
}

TEST(TeamsTest, NamesUnknownPeopleAndCases) {
  Award award;
  const absl::Status refused =
      award.SetTeam({"kruton", "ingen"}, R"(members { person: "people/ingen" role: EXAMINER })").status();
  EXPECT_THAT(Fields(refused),
              ElementsAre("team.members[0].person FIELD_REFERENCE", "team.participations[1] FIELD_REFERENCE"));
}

TEST(TeamsTest, KeepsTheMembersOfACaseWhoseConsensusIsOpen) {
  Award award;
  ASSERT_TRUE(award.SetTeam({"kruton"}).ok());
  award.BringToConsensus("kruton");
  EXPECT_EQ(Reason(award.SetTeam({"kruton"}, R"(members { person: "people/disa" role: TRAINEE })", "1").status()),
            "WRONG_STATE");
  EXPECT_EQ(Reason(award.SetTeam({"sol"}, "", "1").status()), "WRONG_STATE");
  EXPECT_TRUE(award.SetTeam({"kruton", "sol"}, "", "1").ok());
}

TEST(TeamsTest, ShowsNothingToWhoIsNoLongerReady) {
  Award award;
  ASSERT_TRUE(award.SetTeam({"kruton"}).ok());
  ASSERT_TRUE(award.Declare("bo", "kruton").ok());
  ASSERT_TRUE(award.Score("bo", "kruton", "k1", 50).ok());
  ASSERT_TRUE(award
                  .Ask<v1::Examiner>("Examiners/SaveExaminer",
                                     Text<v1::SaveExaminerRequest>(absl::Substitute(
                                         R"(examiner { name: "$0/examiners/bo" etag: "1" manager_approved: "2026-02-01"
                                                       trained: "2026-03-01" code_signed: "2026-03-02" dismissed: true })",
                                         kCycle)),
                                     "olle")
                  .ok());
  EXPECT_EQ(Reason(award.Score("bo", "kruton", "k1", 55).status()), "NOT_FOUND");
  EXPECT_EQ(Reason(Get(award, "bo").status()), "NOT_FOUND");
  EXPECT_THAT(
      award
          .Ask<v1::ListCasesResponse>("Assessments/ListCases",
                                      Text<v1::ListCasesRequest>("parent: \"" + std::string(kCycle) + "\""), "bo")
          ->cases(),
      IsEmpty());
}

}  // namespace
}  // namespace krans::scoring
