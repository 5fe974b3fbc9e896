#include "services/rpc/log_writer.h"

#include <fcntl.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace krans::rpc {
namespace {

std::string ReadAll(int descriptor) {
  std::string all;
  char buffer[65536];
  for (ssize_t got; (got = read(descriptor, buffer, sizeof(buffer))) > 0;) all.append(buffer, static_cast<size_t>(got));
  return all;
}

TEST(LogWriterTest, WritesEveryLineInOrderBeforeItEnds) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  {
    LogWriter log(ends[1]);
    for (int i = 0; i < 100; ++i) log.Write(std::to_string(i));
  }
  close(ends[1]);
  std::string expected;
  for (int i = 0; i < 100; ++i) expected += std::to_string(i) + "\n";
  EXPECT_EQ(ReadAll(ends[0]), expected);
  close(ends[0]);
}

TEST(LogWriterTest, NeverWaitsForAFullPipeAndSaysWhatItDropped) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  auto log = std::make_unique<LogWriter>(ends[1]);
  for (int i = 0; i < 10000; ++i) log->Write(std::string(1000, 'x'));
  // What was accepted is written before it ends, so somebody must read to the end.
  std::string all;
  std::thread reader([&] { all = ReadAll(ends[0]); });
  log.reset();
  close(ends[1]);
  reader.join();
  EXPECT_THAT(all, testing::HasSubstr("dropped_lines"));
  EXPECT_LT(all.size(), 10000u * 1001);
  close(ends[0]);
}

}  // namespace
}  // namespace krans::rpc
