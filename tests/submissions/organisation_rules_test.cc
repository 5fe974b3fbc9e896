#include "services/submissions/organisation_rules.h"

#include <map>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/submissions/parse.h"

namespace krans::submissions {
namespace {

using testing::ElementsAre;
using v1::Unit;

// A finder of units by their predecessors.
UnitByName Among(const std::map<std::string, std::vector<std::string>>& predecessors) {
  return [predecessors](const std::string& name) -> absl::StatusOr<Unit> {
    const auto found = predecessors.find(name);
    if (found == predecessors.end()) return absl::NotFoundError(name);
    Unit unit;
    unit.set_name(name);
    for (const std::string& each : found->second) unit.add_predecessors(each);
    return unit;
  };
}

std::vector<std::string> Names(const std::vector<Unit>& units) {
  std::vector<std::string> names;
  for (const Unit& each : units) names.push_back(each.name());
  return names;
}

TEST(LineageTest, GoesBackThroughAllPredecessorsOnce) {
  const UnitByName find = Among({{"units/d", {"units/b", "units/c"}},
                                 {"units/b", {"units/a"}},
                                 {"units/c", {"units/a", "units/forgotten"}},
                                 {"units/a", {}}});
  EXPECT_THAT(Names(*Lineage(*find("units/d"), find)), ElementsAre("units/d", "units/b", "units/c", "units/a"));
}

TEST(LineageTest, EndsWhereUnitsSucceedEachOtherInACircle) {
  const UnitByName find = Among({{"units/a", {"units/b"}}, {"units/b", {"units/a"}}});
  EXPECT_THAT(Names(*Lineage(*find("units/a"), find)), ElementsAre("units/a", "units/b"));
}

TEST(UnitTest, NamesAllThatIsWrongAtOnce) {
  const UnitByName find = Among({{"units/b", {"units/a"}}, {"units/a", {}}});
  const auto unit = Parse<Unit>(R"(name: "units/a" body: "bodies/x" manager: "people/x" valid_from: "2024-02-01"
    valid_to: "2024-01-31" predecessors: "units/nobody" predecessors: "units/b" predecessors: "units/a")");
  EXPECT_EQ(Told(CheckUnit(unit, false, false, false, find)),
            "FIELD_INVALID unit.body:FIELD_REFERENCE unit.manager:FIELD_REFERENCE unit.valid_to:FIELD_DATE "
            "unit.predecessors[0]:FIELD_REFERENCE unit.predecessors[1]:FIELD_REFERENCE "
            "unit.predecessors[2]:FIELD_REFERENCE");
  EXPECT_EQ(Told(CheckUnit(Parse<Unit>(R"(name: "units/c" predecessors: "units/b")"), true, false, false, find)), "OK");
}

TEST(BodyTest, HasItsDaysInOrderAndAnotherSuccessor) {
  EXPECT_EQ(Told(CheckBody(Parse<v1::Body>(R"(name: "bodies/a" valid_from: "2023-07-01" valid_to: "2023-06-30"
                                              successor: "bodies/a")"),
                           true)),
            "FIELD_INVALID body.valid_to:FIELD_DATE body.successor:FIELD_REFERENCE");
  EXPECT_EQ(Told(CheckBody(Parse<v1::Body>(R"(name: "bodies/a" successor: "bodies/b")"), false)),
            "FIELD_INVALID body.successor:FIELD_REFERENCE");
  EXPECT_TRUE(
      CheckBody(Parse<v1::Body>(R"(name: "bodies/a" valid_to: "2023-06-30" successor: "bodies/b")"), true).ok());
}

TEST(YearTest, EndsTheNameOfTargetsAndDistinctions) {
  EXPECT_TRUE(CheckTarget(Parse<v1::ParticipationTarget>(R"(name: "bodies/a/targets/2012")"), true).ok());
  EXPECT_TRUE(CheckDistinction(Parse<v1::Distinction>(R"(name: "units/a/distinctions/2019")"), true).ok());
  EXPECT_EQ(Told(CheckTarget(Parse<v1::ParticipationTarget>(R"(name: "bodies/a/targets/soon")"), false)),
            "FIELD_INVALID target.name:FIELD_OUT_OF_RANGE target.name:FIELD_REFERENCE");
  EXPECT_EQ(Told(CheckDistinction(Parse<v1::Distinction>(R"(name: "units/a/distinctions/1989")"), false)),
            "FIELD_INVALID distinction.name:FIELD_OUT_OF_RANGE distinction.name:FIELD_REFERENCE");
}

}  // namespace
}  // namespace krans::submissions
