#include "services/rpc/file_clock.h"

#include <cstdio>
#include <fstream>
#include <string>

#include "gtest/gtest.h"

namespace krans::rpc {
namespace {

class FileClockTest : public ::testing::Test {
 protected:
  void SetUp() override { std::remove(path_.c_str()); }
  void TearDown() override { std::remove(path_.c_str()); }
  void Say(const std::string& text) { std::ofstream(path_) << text; }

  const std::string path_ = ::testing::TempDir() + "krans-file-clock";
  FileClock clock_{path_};
};

TEST_F(FileClockTest, SaysWhatTheFileSaysAndFollowsIt) {
  Say("2024-03-22T23:59:59+01:00\n");
  EXPECT_EQ(clock_.Now(), absl::FromUnixSeconds(1711148399));
  Say("2024-03-22T23:00:00Z\n");
  EXPECT_EQ(clock_.Now(), absl::FromUnixSeconds(1711148400));
}

TEST_F(FileClockTest, KeepsTheLastTimeWhileTheFileIsGoneOrSaysNone) {
  Say("2024-03-22T23:59:59+01:00\n");
  const absl::Time before = clock_.Now();
  Say("soon\n");
  EXPECT_EQ(clock_.Now(), before);
  std::remove(path_.c_str());
  EXPECT_EQ(clock_.Now(), before);
}

TEST_F(FileClockTest, IsAnErrorToReadWithoutAFileOrAnInstant) {
  EXPECT_EQ(clock_.Read().status().code(), absl::StatusCode::kNotFound);
  Say("2024-03-22\n");
  EXPECT_EQ(clock_.Read().status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(FileClockTest, IsInfinitelyLongAgoBeforeItCouldBeRead) { EXPECT_EQ(clock_.Now(), absl::InfinitePast()); }

}  // namespace
}  // namespace krans::rpc
