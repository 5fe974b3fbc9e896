#ifndef KRANS_TESTS_CRASH_DAMAGE_H_
#define KRANS_TESTS_CRASH_DAMAGE_H_

#include <functional>
#include <string>
#include <vector>

namespace krans::storage {

// One way to damage a store, as a fault of the medium or of an operator would.
struct Damage {
  std::string what;
  std::function<void(const std::string& dir)> apply;
};

// All ways for the specimens in `root`; those that have a place at random come `each` times per file, chosen by
// `seed`.
std::vector<Damage> AllDamage(const std::string& root, int each, unsigned seed);

}  // namespace krans::storage

#endif  // KRANS_TESTS_CRASH_DAMAGE_H_
