#include "services/cycle/phase_rules.h"

#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "services/cycle/deadline_rules.h"

namespace krans::cycle {
namespace {

using submissions::v1::Calendar;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

Calendar Parse(const char* text) {
  Calendar calendar;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &calendar));
  return calendar;
}

const absl::Time kMarchFirst = StartOf(absl::CivilDay(2024, 3, 1));

TEST(Phase, IsOpenFromTheFirstInstantOfItsFirstDayToTheLastOfItsLast) {
  const Calendar calendar = Parse(R"(phases { phase: REGISTRATION opens: "2024-03-01" closes: "2024-03-22" })");
  EXPECT_THAT(OpenPhases(calendar, kMarchFirst - absl::Milliseconds(1)), IsEmpty());
  EXPECT_THAT(OpenPhases(calendar, kMarchFirst), ElementsAre(access::v1::REGISTRATION));
  const absl::Time end = EndOf(absl::CivilDay(2024, 3, 22));
  EXPECT_THAT(OpenPhases(calendar, end - absl::Milliseconds(1)), ElementsAre(access::v1::REGISTRATION));
  EXPECT_THAT(OpenPhases(calendar, end), IsEmpty());
}

TEST(Phase, WithoutADayIsUnboundedOnThatSide) {
  const Calendar calendar = Parse(R"(phases { phase: REGISTRATION closes: "2024-03-22" }
                                     phases { phase: ANNOUNCED opens: "2024-03-01" }
                                     phases { phase: REVIEW })");
  EXPECT_THAT(OpenPhases(calendar, StartOf(absl::CivilDay(1990, 1, 1))),
              ElementsAre(access::v1::REGISTRATION, access::v1::REVIEW));
  EXPECT_THAT(OpenPhases(calendar, StartOf(absl::CivilDay(2090, 1, 1))),
              ElementsAre(access::v1::ANNOUNCED, access::v1::REVIEW));
}

TEST(Phase, ThatTheOfficeOpenedIsOpenOnAnyDay) {
  EXPECT_THAT(OpenPhases(Parse(R"(phases { phase: JURY opens: "2024-10-01" override: OPEN })"), kMarchFirst),
              ElementsAre(access::v1::JURY));
}

TEST(Phase, ThatTheOfficeClosedIsClosedOnItsOwnDays) {
  EXPECT_THAT(OpenPhases(Parse(R"(phases { phase: JURY opens: "2024-02-01" override: CLOSED })"), kMarchFirst),
              IsEmpty());
}

TEST(Phase, ThatIsTheOfficesAloneIsOpenOnlyWhenTheOfficeSaysSo) {
  EXPECT_THAT(OpenPhases(Parse(R"(phases { phase: OPENING opens: "2024-02-01" by_office: true })"), kMarchFirst),
              IsEmpty());
  EXPECT_THAT(OpenPhases(Parse(R"(phases { phase: OPENING by_office: true override: OPEN })"), kMarchFirst),
              ElementsAre(access::v1::OPENING));
}

TEST(Phase, IsReachedOnceItOrALaterOneIsOpenOrWas) {
  auto reached = [](const char* text) { return HasReached(Parse(text), access::v1::JURY, kMarchFirst); };
  EXPECT_TRUE(reached(R"(phases { phase: JURY opens: "2024-03-01" })"));
  EXPECT_TRUE(reached(R"(phases { phase: JURY closes: "2024-02-29" })"));
  EXPECT_TRUE(reached(R"(phases { phase: JURY by_office: true override: CLOSED })"));
  EXPECT_TRUE(reached(R"(phases { phase: ANNOUNCED by_office: true override: OPEN })"));
  EXPECT_FALSE(reached(R"(phases { phase: JURY opens: "2024-03-02" })"));
  EXPECT_FALSE(reached(R"(phases { phase: JURY opens: "2024-02-01" closes: "2024-02-29" override: CLOSED })"));
  EXPECT_FALSE(reached(R"(phases { phase: JURY by_office: true })"));
  EXPECT_FALSE(reached(R"(phases { phase: FINAL })"));
}

TEST(Phase, ThatTheCalendarDoesNotNameIsClosed) { EXPECT_THAT(OpenPhases(Calendar(), kMarchFirst), IsEmpty()); }

TEST(Phase, WhoseDayIsNoDayIsClosed) {
  EXPECT_THAT(OpenPhases(Parse(R"(phases { phase: JURY opens: "soon" })"), kMarchFirst), IsEmpty());
  EXPECT_THAT(OpenPhases(Parse(R"(phases { phase: JURY closes: "2024-02-30" })"), kMarchFirst), IsEmpty());
}

TEST(Phase, UnspecifiedIsNeverOpen) {
  EXPECT_THAT(OpenPhases(Parse("phases { override: OPEN }"), kMarchFirst), IsEmpty());
}

TEST(Phase, WithAnOverrideThisProgramDoesNotKnowIsClosed) {
  Calendar calendar = Parse("phases { phase: JURY }");
  calendar.mutable_phases(0)->set_override(static_cast<submissions::v1::PhaseWindow::Override>(99));
  EXPECT_THAT(OpenPhases(calendar, kMarchFirst), IsEmpty());
}

}  // namespace
}  // namespace krans::cycle
