#ifndef KRANS_TESTS_ACCESS_TALLY_H_
#define KRANS_TESTS_ACCESS_TALLY_H_

#include <cstdint>

namespace krans::proof {

// What the last line says.
struct Tally {
  int64_t done = 0;    // cells
  int64_t lost = 0;    // cells that are not as they should be
  int64_t pairs = 0;   // of answers compared between two worlds
  int64_t silent = 0;  // answers that differ by what the caller may not know
};

inline Tally& TheTally() {
  static Tally tally;
  return tally;
}

}  // namespace krans::proof

#endif  // KRANS_TESTS_ACCESS_TALLY_H_
