#include "tests/scoring/scheme.h"

#include "tests/scoring/text.h"

namespace krans::scoring {
namespace {

constexpr char kScheme[] = R"(
  criteria { code: "k1" label_sv: "Ett" kind: PROCESS weight: 400 }
  criteria { code: "k2" label_sv: "Två" kind: RESULT weight: 600 }
  bands { code: "b0" low: 0 high: 5 }
  bands { code: "b1" low: 10 high: 25 }
  bands { code: "b2" low: 30 high: 45 }
  bands { code: "b3" low: 50 high: 65 }
  bands { code: "b4" low: 70 high: 85 }
  bands { code: "b5" low: 90 high: 100 }
  max: 100 step: 5 total_points: 1000 spread_alarm_bands: 2 spread_alarm_points: 20 max_comments: 3)";

}  // namespace

submissions::v1::ScoringScheme TestScheme() { return Text<submissions::v1::ScoringScheme>(kScheme); }

std::string BandOf(int score) {
  return score < 10 ? "b0" : score < 30 ? "b1" : score < 50 ? "b2" : score < 70 ? "b3" : score < 90 ? "b4" : "b5";
}

}  // namespace krans::scoring
