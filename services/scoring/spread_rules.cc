#include "services/scoring/spread_rules.h"

#include <algorithm>

#include "services/scoring/judgement_rules.h"

namespace krans::scoring {
namespace {

using submissions::v1::Band;
using submissions::v1::ScoringScheme;

// How many bands lie below this one.
int32_t Rank(const ScoringScheme& scheme, const Band& band) {
  return static_cast<int32_t>(std::count_if(scheme.bands().begin(), scheme.bands().end(),
                                            [&](const Band& other) { return other.low() < band.low(); }));
}

// The median of sorted scores, moved to the grid.
int32_t Median(const ScoringScheme& scheme, const std::vector<int32_t>& scores) {
  const size_t half = scores.size() / 2;
  const int32_t twice = scores.size() % 2 == 1 ? 2 * scores[half] : scores[half - 1] + scores[half];
  const int32_t step = std::max(scheme.step(), 1);
  const int32_t steps = (twice - 2 * scheme.min() + step) / (2 * step);
  return std::min(scheme.min() + steps * step, scheme.max());
}

}  // namespace

Spread SpreadOf(const ScoringScheme& scheme, const std::vector<v1::AssessmentItem>& judgements) {
  std::vector<int32_t> scores, ranks;
  for (const v1::AssessmentItem& judgement : judgements) {
    if (!judgement.has_score()) continue;
    scores.push_back(judgement.score());
    if (const Band* band = FindBand(scheme, judgement.band())) ranks.push_back(Rank(scheme, *band));
  }
  std::sort(scores.begin(), scores.end());
  std::sort(ranks.begin(), ranks.end());
  Spread spread;
  if (!scores.empty()) {
    spread.points = scores.back() - scores.front();
    spread.suggestion = Median(scheme, scores);
  }
  if (!ranks.empty()) spread.bands = ranks.back() - ranks.front();
  spread.alarm = (scheme.spread_alarm_points() > 0 && spread.points >= scheme.spread_alarm_points()) ||
                 (scheme.spread_alarm_bands() > 0 && spread.bands >= scheme.spread_alarm_bands());
  return spread;
}

}  // namespace krans::scoring
