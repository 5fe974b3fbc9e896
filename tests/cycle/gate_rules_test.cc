#include "services/cycle/gate_rules.h"

#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace krans::cycle {
namespace {

using submissions::v1::Calendar;
using submissions::v1::Gate;

GateState G3In(const char* text) {
  Calendar calendar;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &calendar));
  return StateOf(calendar, Gate::G3_VISIT_NEEDS_BOARD);
}

TEST(Gate, BlocksOrWarnsAsTheYearSays) {
  EXPECT_EQ(G3In("gates { code: G3_VISIT_NEEDS_BOARD on: true severity: BLOCK }"), GateState::kBlock);
  EXPECT_EQ(G3In("gates { code: G3_VISIT_NEEDS_BOARD on: true severity: WARN }"), GateState::kWarn);
}

TEST(Gate, IsOffWhereTheYearSaysSo) {
  EXPECT_EQ(G3In("gates { code: G3_VISIT_NEEDS_BOARD on: false severity: BLOCK }"), GateState::kOff);
}

TEST(Gate, BlocksWhereTheYearDoesNotNameIt) {
  EXPECT_EQ(G3In("gates { code: G1_SEAL_NEEDS_REGISTRATION on: false }"), GateState::kBlock);
}

TEST(Gate, BlocksWhereItsSeverityIsUnstatedOrUnknown) {
  EXPECT_EQ(G3In("gates { code: G3_VISIT_NEEDS_BOARD on: true }"), GateState::kBlock);
  Calendar calendar;
  Gate& gate = *calendar.add_gates();
  gate.set_code(Gate::G3_VISIT_NEEDS_BOARD);
  gate.set_on(true);
  gate.set_severity(static_cast<Gate::Severity>(99));
  EXPECT_EQ(StateOf(calendar, Gate::G3_VISIT_NEEDS_BOARD), GateState::kBlock);
}

TEST(Gate, ThatIsShutRefusesWarnsOrIsSilent) {
  EXPECT_EQ(rpc::ReasonOf(Shut(GateState::kBlock, {{"gate", "G3"}})), access::v1::GATE_CLOSED);
  EXPECT_EQ(rpc::ReasonOf(Shut(GateState::kWarn, {{"gate", "G3"}})), access::v1::GATE_WARNS);
  EXPECT_TRUE(Shut(GateState::kOff, {{"gate", "G3"}}).ok());
}

}  // namespace
}  // namespace krans::cycle
