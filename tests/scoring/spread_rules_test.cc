#include "services/scoring/spread_rules.h"

#include "gtest/gtest.h"
#include "tests/scoring/scheme.h"

namespace krans::scoring {
namespace {

Spread Of(const std::vector<int>& scores, submissions::v1::ScoringScheme scheme = TestScheme()) {
  std::vector<v1::AssessmentItem> judgements;
  for (int score : scores) {
    judgements.emplace_back().set_score(score);
    judgements.back().set_band(BandOf(score));
  }
  judgements.emplace_back().set_not_assessable(true);
  return SpreadOf(scheme, judgements);
}

TEST(SpreadRules, NothingIsSuggestedWhereNobodyScored) {
  const Spread spread = Of({});
  EXPECT_FALSE(spread.suggestion.has_value());
  EXPECT_FALSE(spread.alarm);
}

TEST(SpreadRules, SuggestsTheMiddleOne) {
  EXPECT_EQ(Of({50}).suggestion, 50);
  EXPECT_EQ(Of({90, 40, 50}).suggestion, 50);
}

TEST(SpreadRules, SuggestsBetweenTheMiddleTwoOnTheGridHalfWayUp) {
  EXPECT_EQ(Of({50, 60}).suggestion, 55);
  EXPECT_EQ(Of({50, 55}).suggestion, 55);
  EXPECT_EQ(Of({40, 45, 50, 95}).suggestion, 50);
  EXPECT_EQ(Of({0, 0}).suggestion, 0);
  EXPECT_EQ(Of({95, 100}).suggestion, 100);
}

TEST(SpreadRules, TheGridBeginsAtTheSchemesLowest) {
  auto scheme = TestScheme();
  scheme.set_min(2);
  EXPECT_EQ(Of({52, 62}, scheme).suggestion, 57);
}

TEST(SpreadRules, MeasuresPointsAndBands) {
  const Spread spread = Of({45, 55, 50});
  EXPECT_EQ(spread.points, 10);
  EXPECT_EQ(spread.bands, 1);
  EXPECT_FALSE(spread.alarm);
}

TEST(SpreadRules, AlarmsFromTheSchemesPointsOn) {
  EXPECT_FALSE(Of({30, 45}).alarm);
  EXPECT_TRUE(Of({50, 70}).alarm);
}

TEST(SpreadRules, AlarmsFromTheSchemesBandsOn) {
  auto scheme = TestScheme();
  scheme.set_spread_alarm_points(0);
  EXPECT_FALSE(Of({30, 65}, scheme).alarm);
  EXPECT_TRUE(Of({45, 70}, scheme).alarm);
  scheme.set_spread_alarm_bands(0);
  EXPECT_FALSE(Of({0, 100}, scheme).alarm);
}

}  // namespace
}  // namespace krans::scoring
