#include "services/jury/sitting_rules.h"

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
using testing::IsEmpty;
using v1::Jury;
using v1::Matter;

// A chair, a deputy and as many members as it takes: c, d, m2, m3 ...
Jury JuryOf(int seats) {
  Jury jury;
  for (int i = 0; i < seats; ++i) {
    auto* member = jury.add_members();
    member->set_person(i == 0 ? "people/c" : i == 1 ? "people/d" : absl::StrCat("people/m", i));
    member->set_role(i == 0 ? v1::JuryMember::CHAIR : i == 1 ? v1::JuryMember::DEPUTY : v1::JuryMember::MEMBER);
  }
  return jury;
}

Matter WithPresent(const std::vector<std::string>& present) {
  Matter matter;
  for (const std::string& person : present) matter.add_present(absl::StrCat("people/", person));
  return matter;
}

TEST(Quorum, IsMoreThanHalfOfTheSeats) {
  const int quorum[] = {0, 1, 2, 2, 3, 3, 4, 4, 5, 5};
  for (int seats = 1; seats < 10; ++seats) EXPECT_EQ(Sit(JuryOf(seats), Matter(), {}).quorum, quorum[seats]) << seats;
}

TEST(Quorum, IsCountedAfterRecusals) {
  const Matter four = WithPresent({"c", "d", "m2", "m3"});
  EXPECT_TRUE(CheckQuorum(Sit(JuryOf(7), four, {})).ok());
  EXPECT_TRUE(CheckQuorum(Sit(JuryOf(7), four, {"people/m6"})).ok());
  const absl::Status refused = CheckQuorum(Sit(JuryOf(7), four, {"people/m3"}));
  EXPECT_EQ(ReasonOf(refused), access::v1::NO_QUORUM);
  EXPECT_EQ(MetadataOf(refused, "present"), "3");
  EXPECT_EQ(MetadataOf(refused, "needs"), "4");
}

TEST(Quorum, NeedsAttendanceToBeRecorded) {
  EXPECT_EQ(ReasonOf(CheckQuorum(Sit(JuryOf(3), Matter(), {}))), access::v1::NO_QUORUM);
}

TEST(Presiding, IsTheChairUnlessRecusedOrAbsent) {
  EXPECT_EQ(Sit(JuryOf(5), Matter(), {}).presiding, "people/c");
  EXPECT_EQ(Sit(JuryOf(5), WithPresent({"d", "c"}), {}).presiding, "people/c");
  EXPECT_EQ(Sit(JuryOf(5), Matter(), {"people/c"}).presiding, "people/d");
  EXPECT_EQ(Sit(JuryOf(5), WithPresent({"d", "m2"}), {}).presiding, "people/d");
}

TEST(Presiding, PassesToTheLongestServingWhereChairAndDeputyAreBothOut) {
  EXPECT_EQ(Sit(JuryOf(5), Matter(), {"people/c", "people/d"}).presiding, "people/m2");
  EXPECT_EQ(Sit(JuryOf(5), WithPresent({"m4", "m3", "m2"}), {}).presiding, "people/m2");
  EXPECT_EQ(Sit(JuryOf(5), WithPresent({"d", "m2", "m3"}), {"people/d", "people/m2"}).presiding, "people/m3");
}

TEST(Presiding, IsNobodyWhereAllAreRecusedOrAbsent) {
  EXPECT_EQ(Sit(JuryOf(3), Matter(), {"people/c", "people/d", "people/m2"}).presiding, "");
  EXPECT_EQ(Sit(JuryOf(3), WithPresent({"m2"}), {"people/m2"}).presiding, "");
}

TEST(Sitting, LeavesOutTheRecusedAndStrangers) {
  EXPECT_THAT(Sit(JuryOf(4), WithPresent({"m3", "x", "m2", "c"}), {"people/m2"}).present,
              ElementsAre("people/c", "people/m3"));
}

TEST(Jury, HasOneChairAndOneDeputy) {
  EXPECT_TRUE(CheckJury(JuryOf(3), JuryRules(), {}, false).ok());
  Jury two = JuryOf(3);
  two.mutable_members(2)->set_role(v1::JuryMember::CHAIR);
  EXPECT_THAT(ViolationsOf(CheckJury(two, JuryRules(), {}, false)), ElementsAre("jury.members FIELD_NOT_ALLOWED"));
  EXPECT_THAT(ViolationsOf(CheckJury(JuryOf(1), JuryRules(), {}, false)),
              ElementsAre("jury.members FIELD_NOT_ALLOWED"));
}

TEST(Jury, HasTheSeatsThatTheYearStates) {
  const JuryRules seven = Parse<JuryRules>("seats: 7");
  EXPECT_TRUE(CheckJury(JuryOf(7), seven, {}, false).ok());
  EXPECT_THAT(ViolationsOf(CheckJury(JuryOf(6), seven, {}, false)), ElementsAre("jury.members FIELD_OUT_OF_RANGE"));
  EXPECT_THAT(ViolationsOf(CheckJury(JuryOf(8), seven, {}, false)), ElementsAre("jury.members FIELD_OUT_OF_RANGE"));
  EXPECT_TRUE(CheckJury(JuryOf(8), seven, {}, true).ok());
}

TEST(Jury, KeepsItsMembersAndTheirRolesWhereSubstitutesAreCalledIn) {
  EXPECT_TRUE(CheckSubstitutes(JuryOf(7), JuryOf(7)).ok());
  EXPECT_TRUE(CheckSubstitutes(JuryOf(9), JuryOf(7)).ok());
  Jury changed = JuryOf(9);
  changed.mutable_members(6)->set_role(v1::JuryMember::CHAIR);
  for (const Jury& other : {JuryOf(6), changed}) {
    EXPECT_EQ(ReasonOf(CheckSubstitutes(other, JuryOf(7))), access::v1::WRONG_STATE);
  }
}

TEST(Jury, HasNobodyTwiceAndNobodyExcluded) {
  Jury jury = JuryOf(6);
  jury.mutable_members(5)->set_person("people/c");
  Excluded excluded;
  excluded.unknown = {"people/d"};
  excluded.auditors = {"people/m2"};
  excluded.officers = {"people/m3"};
  excluded.examiners = {"people/m4", "people/m9"};
  EXPECT_THAT(ViolationsOf(CheckJury(jury, JuryRules(), excluded, false)),
              ElementsAre("jury.members[1].person FIELD_REFERENCE", "jury.members[2].person FIELD_NOT_ALLOWED",
                          "jury.members[3].person FIELD_NOT_ALLOWED", "jury.members[4].person FIELD_NOT_ALLOWED",
                          "jury.members[5].person FIELD_DUPLICATE"));
}

TEST(Attendance, IsOfMembersWhoAreNotRecused) {
  const Jury jury = JuryOf(4);
  const Sitting sitting = Sit(jury, Matter(), {"people/m2"});
  const auto matter = RecordPresent(WithPresent({"m3"}), jury, sitting, {"people/c", "people/d"});
  ASSERT_TRUE(matter.ok());
  EXPECT_THAT(matter->present(), ElementsAre("people/c", "people/d"));
  EXPECT_THAT(
      ViolationsOf(RecordPresent(Matter(), jury, sitting, {"people/x", "people/m2", "people/c", "people/c"}).status()),
      ElementsAre("present[0] FIELD_REFERENCE", "present[1] FIELD_NOT_ALLOWED", "present[3] FIELD_DUPLICATE"));
}

TEST(Attendance, EndsWithTheDecision) {
  EXPECT_EQ(ReasonOf(RecordPresent(Parse<Matter>("state: DECIDED"), JuryOf(3), Sitting(), {}).status()),
            access::v1::DECISION_FINAL);
}

}  // namespace
}  // namespace krans::jury
