#include "services/cycle/timestamp.h"

#include "gtest/gtest.h"

namespace krans::cycle {
namespace {

TEST(TimestampTest, ComesBackExactlyAlsoBefore1970) {
  for (absl::Time time :
       {absl::UnixEpoch() + absl::Nanoseconds(1'700'000'000'123'456'789), absl::UnixEpoch() - absl::Nanoseconds(1)}) {
    EXPECT_EQ(ToTime(ToTimestamp(time)), time);
    EXPECT_GE(ToTimestamp(time).nanos(), 0);
  }
}

}  // namespace
}  // namespace krans::cycle
