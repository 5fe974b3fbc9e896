#include "services/submissions/registration_rules.h"

#include <optional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/cycle/timestamp.h"
#include "tests/submissions/parse.h"

namespace krans::submissions {
namespace {

using v1::Participation;

constexpr char kYear[] =
    R"(name: "awards/k/cycles/2024" state: PUBLISHED classes { code: "preschool" } classes { code: "school" })";
constexpr char kCalendar[] =
    R"(name: "awards/k/cycles/2024/calendar" milestones { kind: REGISTRATION due: "2024-03-22" })";
constexpr char kUnit[] = R"(name: "units/kruton" display_name: "Kruton" body: "bodies/sodermalm" manager: "people/maja"
  valid_from: "2020-01-01" valid_to: "2024-12-31")";
constexpr char kRequest[] = R"(name: "awards/k/cycles/2024/participations/kruton" class_code: "preschool")";
constexpr char kDispensed[] =
    R"(name: "awards/k/cycles/2024/participations/kruton" class_code: "preschool" dispensation: "ill")";

struct Sentence {
  std::string what;
  std::string request = kRequest;
  std::string cycle = kYear;
  std::string unit = kUnit;  // empty: none
  std::string existing;      // empty: none
  bool by_office = false;
  std::string now = "2024-03-22 23:59:59";
  std::string told = "OK";
  Participation::State state = Participation::REGISTERED;
};

class RegistrationTest : public testing::TestWithParam<Sentence> {};

TEST_P(RegistrationTest, IsDecided) {
  const Sentence& sentence = GetParam();
  const auto cycle = Parse<v1::Cycle>(sentence.cycle);
  const auto calendar = Parse<v1::Calendar>(kCalendar);
  std::optional<v1::Unit> unit;
  if (!sentence.unit.empty()) unit = Parse<v1::Unit>(sentence.unit);
  std::optional<Participation> existing;
  if (!sentence.existing.empty()) existing = Parse<Participation>(sentence.existing);
  const auto registered = Register({cycle, calendar, unit, existing, sentence.by_office, "people/vikarie"},
                                   Parse<v1::RegisterRequest>(sentence.request), At(sentence.now));
  EXPECT_EQ(Told(registered.status()), sentence.told);
  if (!registered.ok()) return;
  EXPECT_EQ(registered->state(), sentence.state);
  EXPECT_EQ(registered->unit(), "units/kruton");
  EXPECT_EQ(registered->unit_display_name(), "Kruton");
  EXPECT_EQ(registered->body(), "bodies/sodermalm");
  EXPECT_EQ(registered->contact(), sentence.by_office ? "people/maja" : "people/vikarie");
}

INSTANTIATE_TEST_SUITE_P(
    All, RegistrationTest,
    testing::ValuesIn(std::vector<Sentence>{
        {.what = "OnTheLastDay"},
        {.what = "InADraftYear", .cycle = "state: DRAFT", .told = "WRONG_STATE needs=PUBLISHED state=DRAFT"},
        {.what = "ByTheOfficeOnPaper", .by_office = true},
        {.what = "ADayLate",
         .now = "2024-03-23 00:00:00",
         .told = "DEADLINE_PASSED deadline=2024-03-23T00:00:00+01:00"},
        {.what = "ADayLateByTheOfficeWithoutReason",
         .by_office = true,
         .now = "2024-03-23 00:00:00",
         .told = "DEADLINE_PASSED deadline=2024-03-23T00:00:00+01:00"},
        {.what = "ADayLateByDispensation",
         .request = kDispensed,
         .by_office = true,
         .now = "2024-03-23 00:00:00",
         .state = Participation::LATE_REGISTERED},
        {.what = "DispensedByOneself", .request = kDispensed, .told = "FIELD_INVALID dispensation:FIELD_NOT_ALLOWED"},
        {.what = "AnUnknownUnit", .unit = "", .told = "FIELD_INVALID name:FIELD_REFERENCE"},
        {.what = "AUnitThatIsGone", .now = "2025-01-01 00:00:00", .told = "FIELD_INVALID name:FIELD_REFERENCE"},
        {.what = "AllThatIsWrongAtOnce",
         .request = R"(class_code: "elderly" dispensation: "please")",
         .unit = "",
         .told = "FIELD_INVALID name:FIELD_REFERENCE class_code:FIELD_REFERENCE dispensation:FIELD_NOT_ALLOWED"},
        {.what = "WithoutAClass", .request = R"(name: "n")", .told = "FIELD_INVALID class_code:FIELD_REQUIRED"},
        {.what = "WithoutAClassWhereThereAreNone", .request = R"(name: "n")", .cycle = "state: PUBLISHED"},
        {.what = "WithAClassWhereThereAreNone",
         .cycle = "state: PUBLISHED",
         .told = "FIELD_INVALID class_code:FIELD_REFERENCE"},
        {.what = "Twice", .existing = R"(name: "p" state: REGISTERED)", .told = "ALREADY_REGISTERED resource=p"},
        {.what = "AgainAfterWithdrawing", .existing = R"(name: "p" state: WITHDRAWN reason: "too busy")"},
        {.what = "AgainAfterDeferring", .existing = R"(name: "p" state: DEFERRED)"},
        {.what = "AgainPastTheBoard",
         .existing = R"(name: "p" state: WITHDRAWN reason: "BOARD_REJECTED")",
         .told = "GATE_CLOSED gate=G6_BOARD_REFUSAL_WITHDRAWS needs=a board that does not refuse"},
    }),
    [](const auto& sentence) { return sentence.param.what; });

TEST(RegistrationTest, HasNoDayWhereTheYearStatesNone) {
  const auto cycle = Parse<v1::Cycle>("state: PUBLISHED");
  const v1::Calendar calendar;
  const std::optional<v1::Unit> unit = Parse<v1::Unit>(R"(name: "units/kruton")");
  EXPECT_TRUE(Register({cycle, calendar, unit, std::nullopt, false, "people/x"}, {}, At("2019-12-31")).ok());
}

TEST(ReadmissionTest, RegistersAgainInTimeOrLateAsItCame) {
  const auto calendar = Parse<v1::Calendar>(R"(milestones { kind: REGISTRATION due: "2024-03-22" })");
  auto refused = Parse<Participation>(R"(state: WITHDRAWN reason: "BOARD_REJECTED")");
  *refused.mutable_registered_time() = cycle::ToTimestamp(At("2024-03-22 23:59:59"));
  EXPECT_EQ(Readmit(calendar, refused)->state(), Participation::REGISTERED);
  EXPECT_EQ(Readmit(calendar, refused)->reason(), "");
  *refused.mutable_registered_time() = cycle::ToTimestamp(At("2024-03-23 00:00:00"));
  EXPECT_EQ(Readmit(calendar, refused)->state(), Participation::LATE_REGISTERED);
}

TEST(WithdrawalTest, KeepsTheReasonAndMayDefer) {
  const auto registered = Parse<Participation>(R"(name: "p" state: LATE_REGISTERED)");
  EXPECT_EQ(Withdraw(registered, "not ready", false)->state(), Participation::WITHDRAWN);
  EXPECT_EQ(Withdraw(registered, "not ready", true)->state(), Participation::DEFERRED);
  EXPECT_EQ(Withdraw(registered, "not ready", true)->reason(), "not ready");
  EXPECT_EQ(Told(Withdraw(Parse<Participation>("state: WITHDRAWN"), "again", false).status()),
            "WRONG_STATE needs=REGISTERED,LATE_REGISTERED state=WITHDRAWN");
}

TEST(ClassTest, ChangesWithinTheYearsClassesOnly) {
  const auto cycle = Parse<v1::Cycle>(kYear);
  const auto registered = Parse<Participation>(R"(state: REGISTERED class_code: "preschool")");
  const auto changed =
      ChangeClass(cycle, registered, Parse<v1::ChangeClassRequest>(R"(class_code: "school" reason: "r")"));
  ASSERT_TRUE(changed.ok());
  EXPECT_EQ(changed->class_code(), "school");
  EXPECT_EQ(changed->reason(), "r");
  EXPECT_EQ(Told(ChangeClass(cycle, registered, Parse<v1::ChangeClassRequest>(R"(class_code: "x")")).status()),
            "FIELD_INVALID class_code:FIELD_REFERENCE");
  EXPECT_EQ(Told(ChangeClass(cycle, Parse<Participation>("state: DEFERRED"),
                             Parse<v1::ChangeClassRequest>(R"(class_code: "school")"))
                     .status()),
            "WRONG_STATE needs=REGISTERED,LATE_REGISTERED state=DEFERRED");
}

}  // namespace
}  // namespace krans::submissions
