#include "services/sitevisits/visit_rules.h"

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

absl::StatusOr<SiteVisit> PlanOn(const std::optional<SiteVisit>& standing, const std::string& wish) {
  return Plan(standing, Parse<SiteVisit>(wish), kTeam, true, GateState::kBlock);
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
    EXPECT_TRUE(Plan(std::nullopt, SiteVisit(), kTeam, true, gate).ok());
    EXPECT_EQ(ReasonOf(Plan(std::nullopt, SiteVisit(), kTeam, false, gate).status()),
              gate == GateState::kBlock ? access::v1::GATE_CLOSED : access::v1::REASON_UNSPECIFIED);
  }
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
  EXPECT_EQ(Confirm(In(SiteVisit::PLANNED))->state(), SiteVisit::CONFIRMED);
  for (SiteVisit::State state : {SiteVisit::CONFIRMED, SiteVisit::HELD, SiteVisit::CANCELLED}) {
    EXPECT_EQ(ReasonOf(Confirm(In(state)).status()), access::v1::WRONG_STATE);
  }
}

TEST(Visit, IsHeldOnItsDayAtTheEarliest) {
  const absl::Time day = cycle::StartOf(absl::CivilDay(2026, 9, 10));
  const auto early = Hold(In(SiteVisit::CONFIRMED), Evaluation::CONSENSUS_AGREED, day - absl::Milliseconds(1));
  EXPECT_EQ(ReasonOf(early.status()), access::v1::WRONG_STATE);
  EXPECT_EQ(MetadataOf(early.status(), "needs"), "2026-09-10");
  const auto held = Hold(In(SiteVisit::CONFIRMED), Evaluation::CONSENSUS_AGREED, day);
  ASSERT_TRUE(held.ok());
  EXPECT_EQ(held->state(), SiteVisit::HELD);
  EXPECT_EQ(cycle::ToTime(held->held_time()), day);
}

TEST(Visit, IsHeldOnceConfirmedAndAgreedWhatToFindOut) {
  const absl::Time day = cycle::StartOf(absl::CivilDay(2026, 9, 10));
  for (SiteVisit::State state : {SiteVisit::PLANNED, SiteVisit::HELD, SiteVisit::CANCELLED}) {
    EXPECT_EQ(ReasonOf(Hold(In(state), Evaluation::CONSENSUS_AGREED, day).status()), access::v1::WRONG_STATE);
  }
  EXPECT_EQ(MetadataOf(Hold(In(SiteVisit::CONFIRMED), Evaluation::CONSENSUS, day).status(), "needs"),
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
