#ifndef KRANS_TESTS_BENCH_KEEPER_H_
#define KRANS_TESTS_BENCH_KEEPER_H_

#include "services/rpc/module.h"

namespace krans::bench {

inline constexpr int kFollowed = 50000;

// A service whose journal has that many entries, each of a record of its own: the most that a follower can be given to
// do. It has the name of a service that has keys.
rpc::ServiceModule Keeper();

}  // namespace krans::bench

#endif  // KRANS_TESTS_BENCH_KEEPER_H_
