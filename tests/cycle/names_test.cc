#include "services/cycle/names.h"

#include "gtest/gtest.h"

namespace krans::cycle {
namespace {

TEST(Names, FindTheCycleOfWhateverBelongsToIt) {
  EXPECT_EQ(CycleOf("awards/a/cycles/2024"), "awards/a/cycles/2024");
  EXPECT_EQ(CycleOf("awards/a/cycles/2024/participations/x/assessments/y"), "awards/a/cycles/2024");
}

TEST(Names, BelongToNoCycleWhenOneSegmentIsMissingEmptyOrOther) {
  for (const char* name : {"", "awards", "awards/a", "awards/a/cycles", "awards/a/cycles/", "awards//cycles/2024",
                           "award/a/cycles/2024", "awards/a/years/2024", "/awards/a/cycles/2024", "units/x"}) {
    EXPECT_EQ(CycleOf(name), "") << name;
    EXPECT_EQ(CalendarOf(name), "") << name;
  }
}

TEST(Names, FindTheParticipationAndItsUnit) {
  EXPECT_EQ(ParticipationOf("awards/a/cycles/2024/participations/x"), "awards/a/cycles/2024/participations/x");
  EXPECT_EQ(ParticipationOf("awards/a/cycles/2024/participations/x/answers/q1"),
            "awards/a/cycles/2024/participations/x");
  EXPECT_EQ(UnitOf("awards/a/cycles/2024/participations/x/answers/q1"), "units/x");
}

TEST(Names, OfACycleAreNoParticipation) {
  EXPECT_EQ(ParticipationOf("awards/a/cycles/2024"), "");
  EXPECT_EQ(ParticipationOf("awards/a/cycles/2024/boardMatters/x"), "");
  EXPECT_EQ(UnitOf("awards/a/cycles/2024/participations/"), "");
}

TEST(Names, LeadFromAResourceToItsCalendar) {
  EXPECT_EQ(CalendarOf("awards/a/cycles/2024/teams/t"), "awards/a/cycles/2024/calendar");
}

TEST(Names, EndWithTheirLastSegment) {
  EXPECT_EQ(LastSegment("people/anna"), "anna");
  EXPECT_EQ(LastSegment("anna"), "anna");
  EXPECT_EQ(LastSegment("people/"), "");
}

TEST(Names, OfAPersonAreMadeOfTheId) { EXPECT_EQ(PersonName("anna"), "people/anna"); }

}  // namespace
}  // namespace krans::cycle
