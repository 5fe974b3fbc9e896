#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/scoring/award.h"

namespace krans::scoring {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

absl::StatusOr<v1::Conflict> Get(Award& award, const std::string& by, const std::string& of) {
  return award.Ask<v1::Conflict>(
      "Conflicts/GetConflict", Text<v1::GetConflictRequest>("name: \"" + Case("kruton", "conflicts/" + of) + "\""), by);
}

std::vector<std::string> List(Award& award, const std::string& by) {
  auto listed = award.Ask<v1::ListConflictsResponse>(
      "Conflicts/ListConflicts", Text<v1::ListConflictsRequest>("parent: \"" + std::string(kCycle) + "\""), by);
  EXPECT_TRUE(listed.ok()) << listed.status();
  std::vector<std::string> names;
  for (const v1::Conflict& conflict : listed->conflicts()) names.push_back(conflict.name());
  return names;
}

// Whether the case shows itself to the person at all.
bool Knows(Award& award, const std::string& person) {
  auto cases = award.Ask<v1::ListCasesResponse>(
      "Assessments/ListCases", Text<v1::ListCasesRequest>("parent: \"" + std::string(kCycle) + "\""), person);
  EXPECT_TRUE(cases.ok()) << cases.status();
  return !cases->cases().empty();
}

class ConflictsTest : public testing::Test {
 protected:
  ConflictsTest() { EXPECT_TRUE(award_.SetTeam({"kruton"}).ok()); }

  Award award_;
};

TEST_F(ConflictsTest, AGroundShutsTheCaseAtOnceAndTheDeclarationIsAnsweredOnce) {
  ASSERT_TRUE(award_.Declare("bo", "kruton").ok());
  absl::StatusOr<v1::Conflict> declared = award_.Declare("bo", "kruton", "CONSULTED");
  ASSERT_TRUE(declared.ok()) << declared.status();
  EXPECT_EQ(declared->state(), v1::Conflict::DECLARED);
  EXPECT_EQ(declared->person(), "people/bo");
  EXPECT_FALSE(Knows(award_, "bo"));
  EXPECT_EQ(Reason(Get(award_, "bo", "bo").status()), "NOT_FOUND");
  EXPECT_EQ(Reason(award_.Declare("bo", "kruton").status()), "NOT_FOUND");
}

TEST_F(ConflictsTest, NobodyDeclaresForAnother) {
  const auto request =
      Text<v1::DeclareConflictRequest>("name: \"" + Case("kruton", "conflicts/bo") + "\" ground: NONE");
  EXPECT_EQ(Reason(award_.Ask<v1::Conflict>("Conflicts/DeclareConflict", request, "anna").status()), "NOT_FOUND");
  const absl::Status refused = award_.Ask<v1::Conflict>("Conflicts/DeclareConflict", request, "olle").status();
  EXPECT_THAT(Fields(refused), ElementsAre("name FIELD_NOT_ALLOWED"));
}

TEST_F(ConflictsTest, AnotherRaisesOneAndTheOfficeDecidesIt) {
  ASSERT_TRUE(award_.Declare("anna", "kruton").ok());
  ASSERT_TRUE(award_.Declare("bo", "kruton").ok());
  ASSERT_TRUE(award_.Raise("anna", "bo", "kruton").ok());
  EXPECT_FALSE(Knows(award_, "bo"));
  EXPECT_EQ(Reason(award_.Score("bo", "kruton", "k1", 50).status()), "NOT_FOUND");
  EXPECT_EQ(Reason(award_.Decide("anna", "bo", "kruton", false).status()), "NOT_ALLOWED");
  absl::StatusOr<v1::Conflict> cleared = award_.Decide("olle", "bo", "kruton", false);
  ASSERT_TRUE(cleared.ok()) << cleared.status();
  EXPECT_EQ(cleared->raised_by(), "people/anna");
  EXPECT_EQ(cleared->decided_by(), "people/olle");
  EXPECT_TRUE(Knows(award_, "bo"));
  EXPECT_TRUE(award_.Score("bo", "kruton", "k1", 50).ok());
}

TEST_F(ConflictsTest, WhatAnotherRaisedAndClearedOpensNothingToWhoHasDeclaredNothing) {
  ASSERT_TRUE(award_.Raise("olle", "bo", "kruton").ok());
  ASSERT_TRUE(award_.Decide("eva", "bo", "kruton", false).ok());
  EXPECT_EQ(Reason(award_.Score("bo", "kruton", "k1", 50).status()), "NOT_FOUND");
  EXPECT_TRUE(Knows(award_, "bo")) << "so that it can be declared";
  ASSERT_TRUE(award_.Declare("bo", "kruton").ok());
  EXPECT_TRUE(award_.Score("bo", "kruton", "k1", 50).ok());
}

TEST_F(ConflictsTest, AMemberRaisesOneAboutTheTeamOnly) {
  ASSERT_TRUE(award_.Declare("anna", "kruton").ok());
  for (const char* other : {"olle", "disa"}) {
    EXPECT_THAT(Fields(award_.Raise("anna", other, "kruton").status()), ElementsAre("name FIELD_NOT_ALLOWED")) << other;
  }
  EXPECT_TRUE(award_.Raise("eva", "disa", "kruton").ok());
}

TEST_F(ConflictsTest, RecusedIsFinal) {
  ASSERT_TRUE(award_.Declare("bo", "kruton", "BUSINESS").ok());
  ASSERT_TRUE(award_.Decide("olle", "bo", "kruton", true).ok());
  EXPECT_EQ(Reason(award_.Decide("eva", "bo", "kruton", false).status()), "WRONG_STATE");
  EXPECT_EQ(Reason(award_.Raise("olle", "bo", "kruton").status()), "WRONG_STATE");
  EXPECT_FALSE(Knows(award_, "bo"));
}

TEST_F(ConflictsTest, TheOfficeIsBarredFromItsOwnConflictToo) {
  ASSERT_TRUE(award_.Raise("olle", "eva", "kruton").ok());
  EXPECT_EQ(Reason(award_.Decide("eva", "eva", "kruton", false).status()), "NOT_FOUND");
  EXPECT_EQ(Reason(Get(award_, "eva", "eva").status()), "NOT_FOUND");
  EXPECT_EQ(Reason(award_.Raise("eva", "bo", "kruton").status()), "NOT_FOUND");
  EXPECT_THAT(List(award_, "eva"), IsEmpty());
  EXPECT_THAT(List(award_, "olle"), ElementsAre(Case("kruton", "conflicts/eva")));
}

TEST_F(ConflictsTest, TheOfficeDeclaresItsOwnConflict) {
  ASSERT_TRUE(award_.Declare("eva", "kruton", "PARTY_OR_AFFECTED").ok());
  EXPECT_EQ(Reason(Get(award_, "eva", "eva").status()), "NOT_FOUND");
  EXPECT_TRUE(Get(award_, "olle", "eva").ok());
}

TEST_F(ConflictsTest, NobodyRaisesTheirOwn) {
  EXPECT_THAT(Fields(award_.Raise("olle", "olle", "kruton").status()), ElementsAre("name FIELD_NOT_ALLOWED"));
}

TEST_F(ConflictsTest, ALeadReadsTheTeamsAndAMemberTheirOwn) {
  ASSERT_TRUE(award_.Declare("anna", "kruton").ok());
  ASSERT_TRUE(award_.Declare("bo", "kruton").ok());
  EXPECT_THAT(List(award_, "anna"), ElementsAre(Case("kruton", "conflicts/anna"), Case("kruton", "conflicts/bo")));
  EXPECT_THAT(List(award_, "bo"), ElementsAre(Case("kruton", "conflicts/bo")));
  EXPECT_THAT(List(award_, "ulf"), IsEmpty());
}

TEST_F(ConflictsTest, ACaseThatDoesNotExistHasNoConflicts) {
  EXPECT_EQ(Reason(award_.Raise("olle", "bo", "ingen").status()), "NOT_FOUND");
  EXPECT_EQ(Reason(award_.Raise("olle", "ingen", "kruton").status()), "NOT_FOUND");
}

}  // namespace
}  // namespace krans::scoring
