#include "services/cycle/case_rules.h"

#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace krans::cycle {
namespace {

using scoring::v1::Conflict;
using submissions::v1::Role;

bool IsOffice(const char* text, absl::CivilDay today) {
  Role role;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &role));
  return HasRole({role}, Role::OFFICE, today);
}

TEST(Role, HoldsOnBothItsDaysAndBetween) {
  const char* role = R"(kind: OFFICE from: "2024-01-10" to: "2024-03-31")";
  EXPECT_FALSE(IsOffice(role, absl::CivilDay(2024, 1, 9)));
  EXPECT_TRUE(IsOffice(role, absl::CivilDay(2024, 1, 10)));
  EXPECT_TRUE(IsOffice(role, absl::CivilDay(2024, 3, 31)));
  EXPECT_FALSE(IsOffice(role, absl::CivilDay(2024, 4, 1)));
}

TEST(Role, WithoutALastDayHoldsUntilRevoked) {
  EXPECT_TRUE(IsOffice(R"(kind: OFFICE from: "2024-01-10")", absl::CivilDay(2090, 1, 1)));
  EXPECT_FALSE(IsOffice(R"(kind: OFFICE from: "2024-01-10" revoked: true)", absl::CivilDay(2024, 2, 1)));
}

TEST(Role, IsNoOtherAndNeverHoldsWithoutDays) {
  EXPECT_FALSE(IsOffice(R"(kind: AUDITOR from: "2024-01-10")", absl::CivilDay(2024, 2, 1)));
  EXPECT_FALSE(IsOffice(R"(kind: OFFICE)", absl::CivilDay(2024, 2, 1)));
  EXPECT_FALSE(IsOffice(R"(kind: OFFICE from: "2024-01-10" to: "soon")", absl::CivilDay(2024, 2, 1)));
  EXPECT_FALSE(HasRole({}, Role::OFFICE, absl::CivilDay(2024, 2, 1)));
}

TEST(ConflictState, OpensTheCaseOnlyWhenDeclaredFreeOrDeclaredAndCleared) {
  for (const bool declared : {false, true}) {
    for (int state = 0; state <= 7; ++state) {
      Conflict conflict;
      conflict.set_state(static_cast<Conflict::State>(state));
      conflict.set_declared(declared);
      const bool free = state == Conflict::NONE_DECLARED || state == Conflict::CLEARED;
      EXPECT_EQ(Opens(conflict), free && (declared || state == Conflict::NONE_DECLARED)) << state;
      EXPECT_EQ(Shuts(conflict), !free) << state;
    }
  }
}

TEST(Membership, IsTheOneOfThatPerson) {
  scoring::v1::Team team;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"(members { person: "people/anna" role: LEAD } members { person: "people/bo" role: EXAMINER })", &team));
  EXPECT_EQ(MembershipOf(team, "people/bo")->role(), scoring::v1::Membership::EXAMINER);
  EXPECT_FALSE(MembershipOf(team, "people/b").has_value());
}

}  // namespace
}  // namespace krans::cycle
