#ifndef KRANS_TESTS_BENCH_LOAD_H_
#define KRANS_TESTS_BENCH_LOAD_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace krans::bench {

// What one run of a load gave.
struct Result {
  double per_second = 0;
  double median_seconds = 0;
  int failed = 0;
};

// Calls the unary `method` with `in_flight` calls at any time, for `duration`, from one thread. `request` gives the
// next request of a slot, `answered` gets each answer; the answers of one slot come in turn. The slots share `tokens`
// in turn, where there are any.
Result RunLoad(int port, const std::string& method, const std::vector<std::string>& tokens, int in_flight,
               absl::Duration duration, const std::function<std::string(int slot)>& request,
               const std::function<void(int slot, const std::string& response)>& answered);

// Reads a server stream to its end and returns how many messages came per second, from the first on.
double RunStream(int port, const std::string& method);

}  // namespace krans::bench

#endif  // KRANS_TESTS_BENCH_LOAD_H_
