#include "services/sitevisits/visit_rules.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/cycle/deadline_rules.h"
#include "services/cycle/timestamp.h"
#include "services/rpc/error.h"
#include "tests/parse.h"
#include "tests/violations.h"

namespace krans::sitevisits {
namespace {

using cycle::GateState;
using rpc::ReasonOf;
using scoring::v1::Evaluation;
using testing::ElementsAre;
using v1::SiteVisit;

const std::vector<std::string> kTeam = {"people/anna", "people/bo"};

submissions::v1::Calendar Visits() {
  return Parse<submissions::v1::Calendar>("phases { phase: SITE_VISIT opens: '2026-09-01' closes: '2026-09-30' }");
}

absl::StatusOr<SiteVisit> PlanOn(const std::optional<SiteVisit>& standing, const std::string& wish) {
  return Plan(standing, Parse<SiteVisit>(wish), kTeam, Visits());
}

SiteVisit In(SiteVisit::State state, const char* date = "2026-09-10") {
  SiteVisit visit;
  visit.set_state(state);
  visit.set_date(date);
  return visit;
}

TEST(Plan, IsOfTheTeam) {
  const auto visit =
      PlanOn(std::nullopt, R"(date: "2026-09-10" participants: "people/anna" participants: "people/bo")");
  ASSERT_TRUE(visit.ok());
  EXPECT_EQ(visit->state(), SiteVisit::PLANNED);
  EXPECT_THAT(ViolationsOf(PlanOn(std::nullopt, R"(participants: "people/bo" participants: "people/eve"
                                                   participants: "people/bo")")
                               .status()),
              ElementsAre("visit.participants[1] FIELD_REFERENCE", "visit.participants[2] FIELD_DUPLICATE"));
}

TEST(Plan, NeedsTheBoardsActWhereTheGateBlocks) {
  for (GateState gate : {GateState::kOff, GateState::kWarn, GateState::kBlock}) {
    EXPECT_TRUE(CheckBoard(true, gate).ok());
  }
  EXPECT_TRUE(CheckBoard(false, GateState::kOff).ok());
  EXPECT_EQ(ReasonOf(CheckBoard(false, GateState::kWarn)), access::v1::GATE_WARNS);
  EXPECT_EQ(ReasonOf(CheckBoard(false, GateState::kBlock)), access::v1::GATE_CLOSED);
}

TEST(Plan, OfADayOutsideTheYearsVisitsIsRefused) {
  for (const char* day : {"2020-10-15", "2031-09-10", "2026-08-31", "2026-10-01"}) {
    EXPECT_THAT(
        ViolationsOf(PlanOn(std::nullopt, absl::StrCat("date: '", day, "' participants: 'people/eve'")).status()),
        ElementsAre("visit.date FIELD_OUT_OF_RANGE", "visit.participants[0] FIELD_REFERENCE"));
  }
  for (const char* day : {"2026-09-01", "2026-09-30"}) {
    EXPECT_TRUE(PlanOn(std::nullopt, absl::StrCat("date: '", day, "'")).ok());
  }
  const auto by_office = Parse<submissions::v1::Calendar>("phases { phase: SITE_VISIT by_office: true }");
  EXPECT_TRUE(Plan(std::nullopt, Parse<SiteVisit>("date: '2026-12-01'"), kTeam, by_office).ok());
}

TEST(Plan, OfAnotherDayNeedsTheUnitAnew) {
  EXPECT_EQ(PlanOn(In(SiteVisit::CONFIRMED), R"(date: "2026-09-11")")->state(), SiteVisit::PLANNED);
  EXPECT_EQ(PlanOn(In(SiteVisit::CONFIRMED), R"(date: "2026-09-10" place: "Hornsgatan")")->state(),
            SiteVisit::CONFIRMED);
}

TEST(Plan, EndsWithTheVisit) {
  for (SiteVisit::State state : {SiteVisit::HELD, SiteVisit::CANCELLED}) {
    EXPECT_EQ(ReasonOf(PlanOn(In(state), R"(date: "2026-09-11")").status()), access::v1::WRONG_STATE);
    EXPECT_EQ(ReasonOf(Cancel(In(state), "illness").status()), access::v1::WRONG_STATE);
  }
}

TEST(Confirmation, IsOfAPlan) {
  EXPECT_EQ(Confirm(In(SiteVisit::PLANNED), kTeam)->state(), SiteVisit::CONFIRMED);
  for (SiteVisit::State state : {SiteVisit::CONFIRMED, SiteVisit::HELD, SiteVisit::CANCELLED}) {
    EXPECT_EQ(ReasonOf(Confirm(In(state), kTeam).status()), access::v1::WRONG_STATE);
  }
}

TEST(Visit, IsNeitherConfirmedNorHeldWithSomebodyWhoWasRecused) {
  const absl::Time day = cycle::StartOf(absl::CivilDay(2026, 9, 10));
  SiteVisit planned = In(SiteVisit::PLANNED);
  planned.add_participants("people/anna");
  planned.add_participants("people/eve");
  SiteVisit confirmed = planned;
  confirmed.set_state(SiteVisit::CONFIRMED);
  EXPECT_EQ(ReasonOf(Confirm(planned, kTeam).status()), access::v1::WRONG_STATE);
  EXPECT_EQ(MetadataOf(Confirm(planned, kTeam).status(), "needs").find("eve"), std::string::npos);
  const auto held = Hold(confirmed, kTeam, Evaluation::CONSENSUS_AGREED, day);
  EXPECT_EQ(ReasonOf(held.status()), access::v1::WRONG_STATE);
  EXPECT_EQ(MetadataOf(held.status(), "needs"), "a plan without:eve");
}

TEST(Visit, IsHeldOnItsDayAtTheEarliest) {
  const absl::Time day = cycle::StartOf(absl::CivilDay(2026, 9, 10));
  const auto early = Hold(In(SiteVisit::CONFIRMED), kTeam, Evaluation::CONSENSUS_AGREED, day - absl::Milliseconds(1));
  EXPECT_EQ(ReasonOf(early.status()), access::v1::WRONG_STATE);
  EXPECT_EQ(MetadataOf(early.status(), "needs"), "the visit's day to have come:2026-09-10");
  const auto held = Hold(In(SiteVisit::CONFIRMED), kTeam, Evaluation::CONSENSUS_AGREED, day);
  ASSERT_TRUE(held.ok());
  EXPECT_EQ(held->state(), SiteVisit::HELD);
  EXPECT_EQ(cycle::ToTime(held->held_time()), day);
}

TEST(Visit, IsHeldOnceConfirmedAndAgreedWhatToFindOut) {
  const absl::Time day = cycle::StartOf(absl::CivilDay(2026, 9, 10));
  for (SiteVisit::State state : {SiteVisit::PLANNED, SiteVisit::HELD, SiteVisit::CANCELLED}) {
    EXPECT_EQ(ReasonOf(Hold(In(state), kTeam, Evaluation::CONSENSUS_AGREED, day).status()), access::v1::WRONG_STATE);
  }
  EXPECT_EQ(MetadataOf(Hold(In(SiteVisit::CONFIRMED), kTeam, Evaluation::CONSENSUS, day).status(), "needs"),
            "CONSENSUS_AGREED");
}

TEST(Visit, IsCancelledForAReason) {
  const auto cancelled = Cancel(In(SiteVisit::CONFIRMED), "illness");
  ASSERT_TRUE(cancelled.ok());
  EXPECT_EQ(cancelled->state(), SiteVisit::CANCELLED);
  EXPECT_EQ(cancelled->reason(), "illness");
}

}  // namespace
}  // namespace krans::sitevisits
