#include "services/submissions/role_rules.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/submissions/parse.h"

namespace krans::submissions {
namespace {

using v1::Role;

std::string Granted(const std::string& role, const std::vector<std::string>& held = {}, bool person = true,
                    bool body = true) {
  std::vector<Role> roles;
  for (const std::string& each : held) roles.push_back(Parse<Role>(each));
  const auto granted = Grant(Parse<Role>(role), person, body, roles, "people/eva");
  return granted.ok() ? granted->name() + " by " + granted->granted_by() : Told(granted.status());
}

TEST(RoleTest, IsNamedAfterItsPersonKindAndBody) {
  EXPECT_EQ(Granted(R"(person: "people/bo" kind: OFFICE from: "2024-01-01")"), "roles/bo-office by people/eva");
  EXPECT_EQ(Granted(R"(person: "people/bo" kind: REGISTRAR body: "bodies/sodermalm" from: "2024-01-01")"),
            "roles/bo-registrar-sodermalm by people/eva");
}

TEST(RoleTest, IsNeverGrantedToOneself) {
  EXPECT_EQ(Granted(R"(person: "people/eva" kind: AUDITOR from: "2024-01-01")"), "NOT_ALLOWED");
}

TEST(RoleTest, AnAuditorNeverHasAnother) {
  const std::string office = R"(name: "roles/bo-office" person: "people/bo" kind: OFFICE)";
  const std::string auditor = R"(name: "roles/bo-auditor" person: "people/bo" kind: AUDITOR)";
  EXPECT_EQ(Granted(R"(person: "people/bo" kind: AUDITOR)", {office}), "FIELD_INVALID role.kind:FIELD_NOT_ALLOWED");
  EXPECT_EQ(Granted(R"(person: "people/bo" kind: OFFICE)", {auditor}), "FIELD_INVALID role.kind:FIELD_NOT_ALLOWED");
  EXPECT_EQ(Granted(R"(person: "people/bo" kind: AUDITOR)", {office + " revoked: true"}),
            "roles/bo-auditor by people/eva");
}

TEST(RoleTest, IsGrantedAgainOnlyAfterItWasRevoked) {
  const std::string office = R"(name: "roles/bo-office" person: "people/bo" kind: OFFICE)";
  EXPECT_EQ(Granted(R"(person: "people/bo" kind: OFFICE)", {office}), "ALREADY_EXISTS resource=roles/bo-office");
  EXPECT_EQ(Granted(R"(person: "people/bo" kind: OFFICE)", {office + " revoked: true"}),
            "roles/bo-office by people/eva");
}

TEST(RoleTest, NamesAllThatIsWrongAtOnce) {
  EXPECT_EQ(Granted(R"(person: "people/bo" kind: REGISTRAR from: "2024-02-01" to: "2024-01-31")", {}, false),
            "FIELD_INVALID role.person:FIELD_REFERENCE role.body:FIELD_REQUIRED role.to:FIELD_DATE");
  EXPECT_EQ(Granted(R"(person: "people/bo" kind: OFFICE body: "bodies/x")", {}, true, false),
            "FIELD_INVALID role.body:FIELD_REFERENCE role.body:FIELD_NOT_ALLOWED");
  EXPECT_EQ(Granted(R"(person: "people/a-very-long-name-of-a-person-who-keeps" kind: REGISTRAR
                       body: "bodies/a-very-long-name-of-a-board")"),
            "FIELD_INVALID role.person:FIELD_TOO_LONG");
}

constexpr absl::CivilDay kDay(2024, 3, 1);

TEST(RoleTest, OfTheOfficeIsNotRevokedFromItsLastPerson) {
  const auto eva = Parse<Role>(R"(name: "roles/eva-office" kind: OFFICE from: "2024-01-01")");
  const auto bo = Parse<Role>(R"(name: "roles/bo-office" kind: OFFICE from: "2024-01-01")");
  const auto until_today = Parse<Role>(R"(name: "roles/bo-office" kind: OFFICE from: "2024-01-01" to: "2024-03-01")");
  const auto next_year = Parse<Role>(R"(name: "roles/bo-office" kind: OFFICE from: "2025-01-01")");
  EXPECT_TRUE(Revoke(eva, {eva, bo}, kDay)->revoked());
  EXPECT_EQ(Told(Revoke(eva, {eva}, kDay).status()),
            "WRONG_STATE needs=another person in the office, whose role has no end state=LAST");
  EXPECT_EQ(Told(Revoke(eva, {eva, next_year}, kDay).status()),
            "WRONG_STATE needs=another person in the office, whose role has no end state=LAST");
  EXPECT_FALSE(Revoke(eva, {eva, until_today}, kDay).ok()) << "tomorrow nobody would be left";
  EXPECT_TRUE(Revoke(Parse<Role>("kind: AUDITOR"), {eva}, kDay).ok());
  EXPECT_EQ(Told(Revoke(Parse<Role>("kind: AUDITOR revoked: true"), {eva}, kDay).status()),
            "WRONG_STATE needs=a role that is not revoked state=REVOKED");
}

}  // namespace
}  // namespace krans::submissions
