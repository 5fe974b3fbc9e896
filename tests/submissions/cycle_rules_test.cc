#include "services/submissions/cycle_rules.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/submissions/parse.h"

namespace krans::submissions {
namespace {

using v1::CycleFile;

constexpr char kFile[] = R"(
  cycle { name: "awards/k/cycles/2024" state: DRAFT year: 2024 classes { code: "school" } classes { code: "other" } }
  calendar { name: "awards/k/cycles/2024/calendar"
    phases { phase: REGISTRATION opens: "2024-01-01" closes: "2024-03-22" }
    milestones { kind: REGISTRATION due: "2024-03-22" } milestones { kind: SUBMISSION due: "2024-05-17" }
    milestones { kind: CEREMONY due: "2024-11-26" } }
  questions { name: "awards/k/cycles/2024/questions"
    questions { code: "q1" max_length: 10 criteria: "c1" } questions { code: "q2" max_length: 10 criteria: "c1" criteria: "c2" } }
  scheme { name: "awards/k/cycles/2024/scheme" min: 0 max: 100 step: 5 total_points: 1000
    criteria { code: "c1" weight: 400 } criteria { code: "c2" weight: 600 }
    bands { code: "a" low: 0 high: 20 } bands { code: "b" low: 25 high: 100 } }
  eligibility { name: "awards/k/cycles/2024/eligibilityRules"
    rules { code: MIN_STAFF parameter: 5 } rules { code: CITY_FINANCED }
    rules { code: MIN_STOCKHOLM_CHILDREN parameter: 51 unit_kinds: PRESCHOOL }
    rules { code: MIN_STOCKHOLM_CHILDREN parameter: 51 unit_kinds: SCHOOL } })";

TEST(CycleTest, PublishesAYearWhosePartsFit) {
  const auto published = Publish(Parse<CycleFile>(kFile), At("2024-01-02 08:00:00"));
  ASSERT_TRUE(published.ok()) << Told(published.status());
  EXPECT_EQ(published->state(), v1::Cycle::PUBLISHED);
  EXPECT_EQ(published->rules_version(), 1);
  EXPECT_EQ(published->published_time().seconds(), absl::ToUnixSeconds(At("2024-01-02 08:00:00")));
}

TEST(CycleTest, AsksAYearForItsCalendarAndNothingElseThatItLeavesUnstated) {
  auto bare = Parse<CycleFile>(R"(cycle { name: "awards/k/cycles/2012" state: DRAFT year: 2012 }
                                  calendar { name: "awards/k/cycles/2012/calendar" })");
  EXPECT_TRUE(Publish(bare, At("2012-01-01")).ok());
  bare.clear_calendar();
  EXPECT_EQ(Told(Publish(bare, At("2012-01-01")).status()), "FIELD_INVALID calendar:FIELD_REQUIRED");
}

TEST(CycleTest, OfEveryCityDocumentAndOurDefaultFits) {
  for (const char* year : {"2012", "2014", "2019", "2024", "house"}) {
    const auto file = ParseFile<CycleFile>(absl::StrCat(KRANS_SOURCE "/deploy/cycles/", year, ".textproto"));
    if (file.cycle().year() != 0) {
      EXPECT_EQ(Told(CheckNames(file)), "OK") << year;
    }
    EXPECT_EQ(Told(CheckFits(file)), "OK") << year;
  }
}

TEST(CycleTest, IsPublishedOnceAndFrozenFromThere) {
  auto file = Parse<CycleFile>(kFile);
  file.mutable_cycle()->set_state(v1::Cycle::PUBLISHED);
  EXPECT_EQ(Told(Publish(file, At("2024-01-02")).status()), "WRONG_STATE needs=DRAFT state=PUBLISHED");
  EXPECT_EQ(Told(CheckDraft(file.cycle())), "CYCLE_FROZEN state=PUBLISHED");
  file.mutable_cycle()->set_state(v1::Cycle::DRAFT);
  EXPECT_EQ(Told(CheckDraft(file.cycle())), "OK");
}

TEST(CycleTest, RefusesPartsOfAnotherYear) {
  auto file = Parse<CycleFile>(kFile);
  file.mutable_calendar()->set_name("awards/k/cycles/2023/calendar");
  file.mutable_scheme()->set_name("awards/k/cycles/2024/questions");
  EXPECT_EQ(Told(CheckNames(file)),
            "FIELD_INVALID file.calendar.name:FIELD_REFERENCE file.scheme.name:FIELD_REFERENCE");
}

struct Sentence {
  std::string what;
  std::string more;  // put into the file
  std::string told;
};

class UnfitYearTest : public testing::TestWithParam<Sentence> {};

TEST_P(UnfitYearTest, IsNotPublished) {
  auto file = Parse<CycleFile>(kFile);
  file.MergeFrom(Parse<CycleFile>(GetParam().more));
  EXPECT_EQ(Told(Publish(file, At("2024-01-02")).status()), "FIELD_INVALID " + GetParam().told);
}

INSTANTIATE_TEST_SUITE_P(
    All, UnfitYearTest,
    testing::ValuesIn(std::vector<Sentence>{
        {"AClassTwice", R"(cycle { classes { code: "school" } })", "cycle.classes[2].code:FIELD_DUPLICATE"},
        {"APartTwice", "cycle { parts { kind: ACCOUNT } parts { kind: ACCOUNT } }",
         "cycle.parts[1].kind:FIELD_DUPLICATE"},
        {"ATeamTooSmall", "cycle { evaluation { team_min: 4 team_max: 3 } }",
         "cycle.evaluation.team_max:FIELD_OUT_OF_RANGE"},
        {"APhaseTwice", "calendar { phases { phase: REGISTRATION } }", "calendar.phases[1].phase:FIELD_DUPLICATE"},
        {"APhaseBackwards", R"(calendar { phases { phase: JURY opens: "2024-10-02" closes: "2024-10-01" } })",
         "calendar.phases[1].closes:FIELD_DATE"},
        {"AGateTwice",
         "calendar { gates { code: G3_VISIT_NEEDS_BOARD on: true } gates { code: G3_VISIT_NEEDS_BOARD } }",
         "calendar.gates[1].code:FIELD_DUPLICATE"},
        {"EvidenceAfterTheCeremony", R"(calendar { milestones { kind: BOARD_EVIDENCE due: "2024-11-27" } })",
         "calendar.milestones[3].due:FIELD_DATE"},
        {"AQuestionTwice", R"(questions { questions { code: "q1" } })", "questions.questions[2].code:FIELD_DUPLICATE"},
        {"AQuestionToNoCriterion", R"(questions { questions { code: "q3" criteria: "c1" criteria: "c9" } })",
         "questions.questions[2].criteria[1]:FIELD_REFERENCE"},
        {"WeightsThatDoNotAddUp", R"(scheme { criteria { code: "c3" weight: 1 } })",
         "scheme.total_points:FIELD_OUT_OF_RANGE"},
        {"AWeightBelowNothing", R"(scheme { criteria { code: "c3" weight: 5 } criteria { code: "c4" weight: -5 } })",
         "scheme.criteria[3].weight:FIELD_OUT_OF_RANGE"},
        {"ACriterionTwice", R"(scheme { criteria { code: "c1" } })", "scheme.criteria[2].code:FIELD_DUPLICATE"},
        {"BandsThatOverlap", R"(scheme { bands { code: "c" low: 100 high: 100 } })", "scheme.bands:FIELD_OUTSIDE_BAND"},
        {"ABandBackwards", R"(scheme { bands { code: "c" low: 20 high: 15 } })",
         "scheme.bands[2].high:FIELD_OUT_OF_RANGE"},
        {"ABandBeyondTheScale", R"(scheme { bands { code: "c" low: 105 high: 110 } })",
         "scheme.bands[2].high:FIELD_OUT_OF_RANGE"},
        {"AStepThatMissesTheTop", "scheme { step: 7 }", "scheme.step:FIELD_OFF_GRID"},
        {"ARuleWithoutItsNumber", "eligibility { rules { code: WINNER_COOLDOWN } }",
         "eligibility.rules[4].parameter:FIELD_REQUIRED"},
        {"ANumberForARuleThatHasNone", "eligibility { rules { code: OPERATIONAL_PLAN parameter: 1 } }",
         "eligibility.rules[4].parameter:FIELD_NOT_ALLOWED"},
        {"MoreThanAllChildren", "eligibility { rules { code: MIN_STOCKHOLM_PLACES parameter: 101 } }",
         "eligibility.rules[4].parameter:FIELD_OUT_OF_RANGE"},
        {"ARuleTwice", "eligibility { rules { code: MIN_STAFF parameter: 6 } }",
         "eligibility.rules[4].code:FIELD_DUPLICATE"},
        {"AllAtOnce", R"(cycle { classes { code: "other" } } eligibility { rules { code: MIN_STAFF } })",
         "cycle.classes[2].code:FIELD_DUPLICATE eligibility.rules[4].code:FIELD_DUPLICATE "
         "eligibility.rules[4].parameter:FIELD_REQUIRED"},
    }),
    [](const auto& sentence) { return sentence.param.what; });

TEST(CycleTest, RefusesASubmissionDayBeforeTheRegistrations) {
  auto file = Parse<CycleFile>(kFile);
  file.mutable_calendar()->mutable_milestones(1)->set_due("2024-03-21");
  EXPECT_EQ(Told(CheckFits(file)), "FIELD_INVALID calendar.milestones[1].due:FIELD_DATE");
}

TEST(CycleTest, RefusesAScoreBetweenTheBands) {
  auto file = Parse<CycleFile>(kFile);
  file.mutable_scheme()->mutable_bands(1)->set_low(30);
  EXPECT_EQ(Told(CheckFits(file)), "FIELD_INVALID scheme.bands:FIELD_OUTSIDE_BAND");
}

TEST(PhaseTest, IsSetByTheOfficeAndGivenBackToTheCalendar) {
  v1::Calendar calendar = Parse<CycleFile>(kFile).calendar();
  calendar = SetPhase(calendar, access::v1::REGISTRATION, v1::PhaseWindow::CLOSED);
  ASSERT_EQ(calendar.phases_size(), 1);
  EXPECT_EQ(calendar.phases(0).override(), v1::PhaseWindow::CLOSED);
  calendar = SetPhase(calendar, access::v1::REGISTRATION, v1::PhaseWindow::OVERRIDE_UNSPECIFIED);
  EXPECT_EQ(calendar.phases(0).override(), v1::PhaseWindow::OVERRIDE_UNSPECIFIED);
}

TEST(PhaseTest, WithoutAWindowGetsOneThatIsTheOfficesAlone) {
  const v1::Calendar calendar = SetPhase(v1::Calendar(), access::v1::OPENING, v1::PhaseWindow::OPEN);
  ASSERT_EQ(calendar.phases_size(), 1);
  EXPECT_TRUE(calendar.phases(0).by_office());
  EXPECT_EQ(calendar.phases(0).override(), v1::PhaseWindow::OPEN);
}

}  // namespace
}  // namespace krans::submissions
