#include "services/cycle/board_rules.h"

#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace krans::cycle {
namespace {

using submissions::v1::BoardMatter;

constexpr char kKruton[] = "awards/k/cycles/2024/participations/kruton";

bool Verified(const char* text) {
  BoardMatter matter;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &matter));
  return BoardVerified({BoardMatter(), matter}, kKruton);
}

TEST(BoardAct, IsInForceOnceItsMinutesAreVerified) {
  EXPECT_TRUE(Verified(R"(state: VERIFIED result: APPROVED participations: "awards/k/cycles/2024/participations/lss"
                          participations: "awards/k/cycles/2024/participations/kruton")"));
  EXPECT_TRUE(
      Verified(R"(state: VERIFIED result: NOTED participations: "awards/k/cycles/2024/participations/kruton")"));
  EXPECT_FALSE(
      Verified(R"(state: DECIDED result: APPROVED participations: "awards/k/cycles/2024/participations/kruton")"));
}

TEST(BoardAct, ThatRefusesOrPutsOffIsNone) {
  for (const char* result : {"REJECTED", "POSTPONED", "RESULT_UNSPECIFIED"}) {
    EXPECT_FALSE(
        Verified((std::string("state: VERIFIED participations: \"") + kKruton + "\" result: " + result).c_str()))
        << result;
  }
}

TEST(BoardAct, IsAboutTheUnitsItNames) {
  EXPECT_FALSE(Verified(R"(state: VERIFIED result: NOTED participations: "awards/k/cycles/2024/participations/lss")"));
  EXPECT_FALSE(BoardVerified({}, kKruton));
}

TEST(BoardAct, ThatALaterOneSupersedesDoesNotCount) {
  EXPECT_FALSE(Verified(R"(state: VERIFIED result: NOTED participations: "awards/k/cycles/2024/participations/kruton"
                           superseded: "awards/k/cycles/2024/participations/kruton")"));
}

}  // namespace
}  // namespace krans::cycle
