#include "services/cycle/deadline_rules.h"

#include <string>

#include "gtest/gtest.h"

namespace krans::cycle {
namespace {

using submissions::v1::Calendar;
using submissions::v1::Milestone;

absl::Time At(const std::string& rfc3339) {
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, rfc3339, &time, &error)) << error;
  return time;
}

Calendar SubmissionBy(const std::string& day, Milestone::WeekendPolicy policy = Milestone::NONE) {
  Calendar calendar;
  Milestone& milestone = *calendar.add_milestones();
  milestone.set_kind(Milestone::SUBMISSION);
  milestone.set_due(day);
  milestone.set_weekend_policy(policy);
  return calendar;
}

absl::Time EndOfSubmission(const std::string& day, Milestone::WeekendPolicy policy = Milestone::NONE) {
  const absl::StatusOr<absl::Time> end = EndOf(SubmissionBy(day, policy), Milestone::SUBMISSION);
  EXPECT_TRUE(end.ok()) << end.status();
  return *end;
}

TEST(Deadline, IncludesTheLastMillisecondOfItsDayAndNotMidnight) {
  const absl::Time end = EndOfSubmission("2024-05-17");
  EXPECT_LT(At("2024-05-17T23:59:59.999+02:00"), end);
  EXPECT_EQ(At("2024-05-18T00:00:00+02:00"), end);
}

TEST(Deadline, IsTheDayInStockholmAndNotInGreenwich) {
  EXPECT_EQ(EndOfSubmission("2024-05-17"), At("2024-05-17T22:00:00Z"));
  EXPECT_EQ(EndOfSubmission("2024-02-01"), At("2024-02-01T23:00:00Z"));
}

TEST(Deadline, OnTheNightThatSummerTimeBeginsHasADayOf23Hours) {
  EXPECT_EQ(StartOf(absl::CivilDay(2024, 3, 31)), At("2024-03-31T00:00:00+01:00"));
  EXPECT_EQ(EndOfSubmission("2024-03-31"), At("2024-04-01T00:00:00+02:00"));
  EXPECT_EQ(EndOfSubmission("2024-03-31") - StartOf(absl::CivilDay(2024, 3, 31)), absl::Hours(23));
}

TEST(Deadline, OnTheNightThatSummerTimeEndsHasADayOf25Hours) {
  EXPECT_EQ(StartOf(absl::CivilDay(2024, 10, 27)), At("2024-10-27T00:00:00+02:00"));
  EXPECT_EQ(EndOfSubmission("2024-10-27"), At("2024-10-28T00:00:00+01:00"));
  EXPECT_EQ(EndOfSubmission("2024-10-27") - StartOf(absl::CivilDay(2024, 10, 27)), absl::Hours(25));
}

TEST(Deadline, OnASaturdayStaysWhereNoPolicySaysOtherwise) {
  EXPECT_EQ(EndOfSubmission("2012-06-30"), EndOf(absl::CivilDay(2012, 6, 30)));
  EXPECT_EQ(EndOfSubmission("2012-06-30", Milestone::WEEKEND_POLICY_UNSPECIFIED), EndOf(absl::CivilDay(2012, 6, 30)));
}

TEST(Deadline, OnASaturdayMovesToMondayOrFriday) {
  EXPECT_EQ(EndOfSubmission("2012-06-30", Milestone::NEXT_WORKDAY), EndOf(absl::CivilDay(2012, 7, 2)));
  EXPECT_EQ(EndOfSubmission("2012-06-30", Milestone::PREVIOUS_WORKDAY), EndOf(absl::CivilDay(2012, 6, 29)));
}

TEST(Deadline, OnASundayMovesToMondayOrFriday) {
  EXPECT_EQ(EndOfSubmission("2019-06-30", Milestone::NEXT_WORKDAY), EndOf(absl::CivilDay(2019, 7, 1)));
  EXPECT_EQ(EndOfSubmission("2019-06-30", Milestone::PREVIOUS_WORKDAY), EndOf(absl::CivilDay(2019, 6, 28)));
}

TEST(Deadline, OnAWorkdayNeverMoves) {
  for (auto policy : {Milestone::NONE, Milestone::NEXT_WORKDAY, Milestone::PREVIOUS_WORKDAY}) {
    EXPECT_EQ(EndOfSubmission("2024-06-28", policy), EndOf(absl::CivilDay(2024, 6, 28)));
    EXPECT_EQ(EndOfSubmission("2014-06-30", policy), EndOf(absl::CivilDay(2014, 6, 30)));
  }
}

TEST(Deadline, ThatTheYearDoesNotStateNeverPasses) {
  const Calendar calendar = SubmissionBy("2024-05-17");
  EXPECT_EQ(*EndOf(calendar, Milestone::REGISTRATION), absl::InfiniteFuture());
  EXPECT_EQ(*StartOf(calendar, Milestone::CEREMONY), absl::InfiniteFuture());
}

TEST(Deadline, ThatIsNoDayIsAnError) {
  EXPECT_EQ(EndOf(SubmissionBy("17 maj"), Milestone::SUBMISSION).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(Deadline, StartsWithTheFirstInstantOfItsDay) {
  EXPECT_EQ(*StartOf(SubmissionBy("2024-11-26"), Milestone::SUBMISSION), At("2024-11-26T00:00:00+01:00"));
}

TEST(Day, IsReadAsYearMonthAndDay) {
  ASSERT_TRUE(ParseDay("2024-02-29").ok());
  EXPECT_EQ(*ParseDay("2024-02-29"), absl::CivilDay(2024, 2, 29));
}

TEST(Day, IsRefusedInAnyOtherFormOrWhenNoCalendarHasIt) {
  for (const char* text :
       {"", "2024", "2024-02", "2024-2-9", " 2024-02-09", "2024-02-09 ", "2024-02-30", "2023-02-29", "2024-13-01",
        "2024-00-10", "24-02-09", "-100-02-09", "12024-02-09", "2024-02-09T00:00:00", "09/02/2024", "2024-02-0x"}) {
    EXPECT_EQ(ParseDay(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

}  // namespace
}  // namespace krans::cycle
