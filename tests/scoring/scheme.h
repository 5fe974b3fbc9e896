#ifndef KRANS_TESTS_SCORING_SCHEME_H_
#define KRANS_TESTS_SCORING_SCHEME_H_

#include <string>

#include "krans/submissions/v1/cycles.pb.h"

namespace krans::scoring {

// The criteria k1 (weight 400) and k2 (600), 0 to 100 in steps of 5, Baldrige's bands b0 to b5, at most three comments;
// a discussion note is due from 20 points or two bands.
submissions::v1::ScoringScheme TestScheme();

// The code of the band that the score is in.
std::string BandOf(int score);

}  // namespace krans::scoring

#endif  // KRANS_TESTS_SCORING_SCHEME_H_
