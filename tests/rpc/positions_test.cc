#include "services/rpc/positions.h"

#include <string>

#include "gtest/gtest.h"
#include "services/rpc/seal.h"

namespace krans::rpc {
namespace {

TEST(PositionsTest, GivesBackWhatWasSeen) {
  const Positions positions = {{"scoring", {2, 1234567890123}}, {"jury", {1, 0}}, {"a", {UINT32_MAX, INT64_MAX}}};
  EXPECT_EQ(DecodePositions(EncodePositions(positions).value()).value(), positions);
  EXPECT_EQ(DecodePositions(EncodePositions({}).value()).value(), Positions());
}

TEST(PositionsTest, FitsWithEightServicesOfTheLongestNames) {
  Positions positions;
  for (char c = 'a'; c < 'i'; ++c) positions[std::string(16, c)] = {1, 1};
  const std::string bytes = EncodePositions(positions).value();
  EXPECT_EQ(bytes.size(), Seal::Capacity(Purpose::kPosition));
  EXPECT_EQ(DecodePositions(bytes).value(), positions);
  positions["i"] = {1, 1};
  EXPECT_FALSE(EncodePositions(positions).ok());
}

TEST(PositionsTest, RefusesWhatIsNoPosition) {
  EXPECT_FALSE(EncodePositions({{"", {1, 1}}}).ok());
  EXPECT_FALSE(EncodePositions({{"Jury", {1, 1}}}).ok());
  EXPECT_FALSE(EncodePositions({{std::string(17, 'a'), {1, 1}}}).ok());
  EXPECT_FALSE(EncodePositions({{"jury", {-1, 1}}}).ok());
  EXPECT_FALSE(EncodePositions({{"jury", {int64_t{1} << 32, 1}}}).ok());
  EXPECT_FALSE(EncodePositions({{"jury", {1, -1}}}).ok());
}

TEST(PositionsTest, RefusesBytesThatAreNotItsOwn) {
  const std::string jury = EncodePositions({{"jury", {1, 7}}}).value();
  const std::string scoring = EncodePositions({{"scoring", {1, 7}}}).value();
  EXPECT_TRUE(DecodePositions(jury + scoring).ok());
  EXPECT_FALSE(DecodePositions(scoring + jury).ok());
  EXPECT_FALSE(DecodePositions(jury + jury).ok());
  EXPECT_FALSE(DecodePositions(jury + '\0').ok());
  for (size_t size = 1; size < jury.size(); ++size) EXPECT_FALSE(DecodePositions(jury.substr(0, size)).ok());
}

}  // namespace
}  // namespace krans::rpc
