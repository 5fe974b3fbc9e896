#ifndef KRANS_TESTS_BENCH_MUST_H_
#define KRANS_TESTS_BENCH_MUST_H_

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace krans::bench {

// What the benchmark cannot do without.
inline void Must(const absl::Status& status) {
  if (status.ok()) return;
  fprintf(stderr, "bench: %s\n", status.ToString().c_str());
  exit(1);
}

template <typename T>
T Must(absl::StatusOr<T> value) {
  Must(value.status());
  return *std::move(value);
}

}  // namespace krans::bench

#endif  // KRANS_TESTS_BENCH_MUST_H_
