#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "krans/submissions/v1/organisation.pb.h"
#include "krans/submissions/v1/participations.pb.h"
#include "krans/submissions/v1/people.pb.h"
#include "tests/submissions/award.h"

namespace krans::submissions {
namespace {

using testing::AnyOf;

class OrganisationTest : public AwardTest {};

constexpr char kNewUnit[] = R"(unit { name: "units/ny" display_name: "Ny" body: "bodies/soc" kind: OTHER
    operator_kind: MUNICIPAL manager: "people/olle" predecessors: "units/annan" })";

TEST_F(OrganisationTest, TheOfficeKeepsBodiesAndUnitsAndEveryoneReadsThem) {
  ASSERT_EQ(Call("eva", "Organisation/SaveBody",
                 R"(body { name: "bodies/ny" display_name: "Ny" kind: COMPANY_BOARD valid_from: "2024-01-01" })"),
            "OK");
  ASSERT_EQ(Call("eva", "Organisation/SaveUnit", kNewUnit), "OK");
  ASSERT_EQ(Call("olle", "Organisation/GetBody", R"(name: "bodies/ny")"), "OK");
  ASSERT_EQ(Call("olle", "Organisation/GetUnit", R"(name: "units/ny")"), "OK");
  ASSERT_EQ(Call("olle", "Organisation/ListBodies", "page_size: 2"), "OK");
  EXPECT_EQ(Answer<v1::ListBodiesResponse>().bodies_size(), 2);
  EXPECT_FALSE(Answer<v1::ListBodiesResponse>().next_page_token().empty());
  ASSERT_EQ(Call("olle", "Organisation/ListUnits", ""), "OK");
  EXPECT_EQ(Answer<v1::ListUnitsResponse>().units_size(), 3);
  EXPECT_EQ(Call("olle", "Organisation/GetUnit", R"(name: "units/none")"), "NOT_FOUND");
  for (const char* other : {"maja", "rut", "alva", "olle"}) {
    EXPECT_EQ(Call(other, "Organisation/SaveUnit", kNewUnit), "NOT_ALLOWED") << other;
  }
}

TEST_F(OrganisationTest, SaysAllThatIsWrongWithAUnitAtOnce) {
  EXPECT_EQ(Call("eva", "Organisation/SaveUnit",
                 R"(unit { name: "units/ny" display_name: "Ny" body: "bodies/none" kind: OTHER operator_kind: MUNICIPAL
                    manager: "people/none" predecessors: "units/none" valid_from: "2024-02-01" valid_to: "2024-01-01" })"),
            "FIELD_INVALID unit.body:FIELD_REFERENCE unit.manager:FIELD_REFERENCE unit.valid_to:FIELD_DATE "
            "unit.predecessors[0]:FIELD_REFERENCE");
  EXPECT_EQ(Call("eva", "Organisation/SaveUnit", "unit { }"),
            "FIELD_INVALID unit.name:FIELD_REQUIRED unit.display_name:FIELD_REQUIRED unit.body:FIELD_REQUIRED "
            "unit.kind:FIELD_UNKNOWN_VALUE unit.operator_kind:FIELD_UNKNOWN_VALUE");
}

TEST_F(OrganisationTest, AChangedUnitNeedsItsEtag) {
  EXPECT_EQ(
      Call(
          "eva", "Organisation/SaveUnit",
          R"(unit { name: "units/kruton" display_name: "K" body: "bodies/soc" kind: OTHER operator_kind: MUNICIPAL })"),
      "ETAG_MISMATCH resource=units/kruton");
}

TEST_F(OrganisationTest, WhoTakesOverAUnitTakesOverItsParticipation) {
  const std::string kruton = absl::StrCat("name: \"", kKruton, "\"");
  ASSERT_EQ(Call("maja", "Participations/Register", absl::StrCat(kruton, " class_code: \"preschool\"")), "OK");
  ASSERT_EQ(Call("eva", "Organisation/SaveUnit",
                 R"(unit { name: "units/kruton" etag: "*" display_name: "K" body: "bodies/sodermalm" kind: PRESCHOOL
                    operator_kind: MUNICIPAL manager: "people/nils" })"),
            "OK");
  ASSERT_EQ(Call("nils", "Participations/GetParticipation", kruton), "OK");
  EXPECT_EQ(Answer<v1::ParticipationView>().participation().contact(), "people/nils");
  EXPECT_EQ(Call("maja", "Participations/GetParticipation", kruton), "NOT_FOUND");
  EXPECT_EQ(Call("maja", "Participations/Withdraw", absl::StrCat(kruton, " reason: \"I left\"")), "NOT_FOUND");
}

TEST_F(OrganisationTest, ReportsTargetsAgainstOutcomesToThoseConcerned) {
  ASSERT_EQ(Call("eva", "Organisation/SaveTarget", R"(target { name: "bodies/sodermalm/targets/2024" target: 1 })"),
            "OK");
  ASSERT_EQ(Call("eva", "Organisation/SaveTarget", R"(target { name: "bodies/soc/targets/2024" target: 2 })"), "OK");
  ASSERT_EQ(Call("eva", "Organisation/SaveTarget", R"(target { name: "bodies/soc/targets/2012" target: 7 })"), "OK");
  ASSERT_EQ(Call("maja", "Participations/Register", absl::StrCat("name: \"", kKruton, "\" class_code: \"preschool\"")),
            "OK");
  ASSERT_EQ(Call("nils", "Participations/Register",
                 R"(name: "awards/k/cycles/2024/participations/annan" class_code: "social")"),
            "OK");
  ASSERT_EQ(Call("nils", "Participations/Withdraw",
                 R"(name: "awards/k/cycles/2024/participations/annan" reason: "not ready")"),
            "OK");
  ASSERT_EQ(Call("alva", "Organisation/ReportTargets", ""), "OK");
  const auto all = Answer<v1::ReportTargetsResponse>();
  ASSERT_EQ(all.reports_size(), 3);
  EXPECT_EQ(all.reports(0).ShortDebugString(), R"(body: "bodies/soc" year: 2012 target: 7)");
  EXPECT_EQ(all.reports(1).ShortDebugString(), R"(body: "bodies/soc" year: 2024 target: 2)");
  EXPECT_EQ(all.reports(2).ShortDebugString(),
            R"(body: "bodies/sodermalm" year: 2024 target: 1 outcome: 1 reached: true)");
  ASSERT_EQ(Call("rut", "Organisation/ReportTargets", ""), "OK");
  EXPECT_EQ(Answer<v1::ReportTargetsResponse>().reports_size(), 1);
  EXPECT_THAT(Call("rut", "Organisation/ReportTargets", R"(body: "bodies/soc")"), AnyOf("NOT_FOUND", "NOT_ALLOWED"));
  EXPECT_EQ(Call("maja", "Organisation/ReportTargets", ""), "NOT_ALLOWED");
}

TEST_F(OrganisationTest, TargetsAndDistinctionsAreOfAYearAndOfWhatExists) {
  EXPECT_EQ(Call("eva", "Organisation/SaveTarget", R"(target { name: "bodies/none/targets/soon" target: 1 })"),
            "FIELD_INVALID target.name:FIELD_OUT_OF_RANGE target.name:FIELD_REFERENCE");
  EXPECT_EQ(Call("eva", "Organisation/SaveDistinction",
                 R"(distinction { name: "units/none/distinctions/1066" kind: WINNER })"),
            "FIELD_INVALID distinction.name:FIELD_OUT_OF_RANGE distinction.name:FIELD_REFERENCE");
  EXPECT_EQ(Call("eva", "Organisation/SaveDistinction",
                 R"(distinction { name: "units/kruton/distinctions/2019" kind: WINNER })"),
            "OK");
}

class PeopleTest : public AwardTest {};

TEST_F(PeopleTest, TheOfficeKeepsPeopleAndRoles) {
  ASSERT_EQ(Call("eva", "People/SavePerson", R"(person { name: "people/ny" display_name: "Ny" body: "bodies/soc" })"),
            "OK");
  ASSERT_EQ(Call("eva", "People/GrantRole", R"(role { person: "people/ny" kind: OFFICE from: "2024-03-01" })"), "OK");
  EXPECT_EQ(Answer<v1::Role>().name(), "roles/ny-office");
  EXPECT_EQ(Call("ny", "People/ListPeople", ""), "OK");
  ASSERT_EQ(Call("eva", "People/RevokeRole", R"(name: "roles/ny-office" reason: "left")"), "OK");
  EXPECT_EQ(Call("ny", "People/ListPeople", ""), "NOT_ALLOWED") << "at once";
  EXPECT_EQ(Call("eva", "People/RevokeRole", R"(name: "roles/ny-office" reason: "left")"),
            "WRONG_STATE needs=a role that is not revoked state=REVOKED");
  EXPECT_EQ(Call("eva", "People/SavePerson", R"(person { name: "people/x" display_name: "X" body: "bodies/none" })"),
            "FIELD_INVALID person.body:FIELD_REFERENCE");
}

TEST_F(PeopleTest, NobodyGrantsThemselvesARole) {
  EXPECT_EQ(Call("eva", "People/GrantRole",
                 R"(role { person: "people/eva" kind: REGISTRAR body: "bodies/soc" from: "2024-03-01" })"),
            "NOT_ALLOWED");
  for (const char* other : {"alva", "rut", "maja", "olle"}) {
    EXPECT_EQ(Call(other, "People/GrantRole", R"(role { person: "people/nils" kind: OFFICE from: "2024-03-01" })"),
              "NOT_ALLOWED");
  }
}

TEST_F(PeopleTest, AnAuditorHasNoOtherRole) {
  EXPECT_EQ(Call("eva", "People/GrantRole", R"(role { person: "people/alva" kind: OFFICE from: "2024-03-01" })"),
            "FIELD_INVALID role.kind:FIELD_NOT_ALLOWED");
  EXPECT_EQ(Call("eva", "People/GrantRole", R"(role { person: "people/none" kind: AUDITOR from: "2024-03-01" })"),
            "FIELD_INVALID role.person:FIELD_REFERENCE");
}

TEST_F(PeopleTest, TwoRolesNeverShareAName) {
  Put<v1::Role>(R"(name: "roles/a-registrar-office" person: "people/a-registrar" kind: OFFICE from: "2024-01-01")");
  Put<v1::Person>(R"(name: "people/a" display_name: "A")");
  Put<v1::Body>(R"(name: "bodies/office" display_name: "O" kind: COMPANY_BOARD)");
  EXPECT_EQ(Call("eva", "People/GrantRole",
                 R"(role { person: "people/a" kind: REGISTRAR body: "bodies/office" from: "2024-03-01" })"),
            "ALREADY_EXISTS resource=roles/a-registrar-office");
}

TEST_F(PeopleTest, ARoleHoldsWithinItsDays) {
  Put<v1::Role>(
      R"(name: "roles/olle-auditor" person: "people/olle" kind: AUDITOR from: "2024-03-02" to: "2024-03-03")");
  EXPECT_EQ(Call("olle", "People/ListRoles", ""), "NOT_ALLOWED");
  MoveTo("2024-03-02 00:00:00");
  EXPECT_EQ(Call("olle", "People/ListRoles", ""), "OK");
  MoveTo("2024-03-03 23:59:59");
  EXPECT_EQ(Call("olle", "People/ListRoles", ""), "OK");
  MoveTo("2024-03-04 00:00:00");
  EXPECT_EQ(Call("olle", "People/ListRoles", ""), "NOT_ALLOWED");
}

TEST_F(PeopleTest, EveryoneLearnsWhoTheyAre) {
  ASSERT_EQ(Call("rut", "People/GetMe", ""), "OK");
  EXPECT_EQ(Answer<v1::Me>().person().display_name(), "rut");
  ASSERT_EQ(Answer<v1::Me>().roles_size(), 1);
  ASSERT_EQ(Call("stranger", "People/GetMe", ""), "OK");
  EXPECT_EQ(Answer<v1::Me>().person().name(), "people/stranger");
  EXPECT_EQ(Answer<v1::Me>().roles_size(), 0);
  EXPECT_EQ(Call("olle", "People/GetPerson", R"(name: "people/eva")"), "OK");
}

}  // namespace
}  // namespace krans::submissions
