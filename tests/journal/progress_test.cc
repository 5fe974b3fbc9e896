#include "services/journal/progress.h"

#include <atomic>
#include <future>
#include <memory>
#include <vector>

#include "gtest/gtest.h"

namespace krans::journal {
namespace {

class ProgressTest : public testing::Test {
 protected:
  absl::Duration elapsed_ = absl::Hours(1);
  Progress progress_{{"jury", "scoring"}, [this] { return elapsed_; }};

  void SetUp() override { progress_.Applied("jury", {1, 0}); }

  // Whether `seen` of the jury is reached at once.
  bool Reached(const rpc::Seen& seen) {
    std::promise<bool> reached;
    progress_.WhenReached("jury", seen, absl::ZeroDuration(), [&](bool r) { reached.set_value(r); });
    return reached.get_future().get();
  }
};

TEST_F(ProgressTest, NothingIsFreshBeforeItIsMirrored) {
  EXPECT_FALSE(progress_.Fresh("jury"));
  progress_.Heard("jury", {1, 3});
  EXPECT_FALSE(progress_.Fresh("jury"));
  progress_.Applied("jury", {1, 3});
  EXPECT_TRUE(progress_.Fresh("jury"));
  EXPECT_FALSE(progress_.Fresh("scoring"));
}

TEST_F(ProgressTest, WhatIsNotFollowedIsNeverFresh) { EXPECT_FALSE(progress_.Fresh("submissions")); }

TEST_F(ProgressTest, AnEmptyJournalIsFreshOnceHeardFrom) {
  progress_.Heard("jury", {1, 0});
  EXPECT_TRUE(progress_.Fresh("jury"));
}

TEST_F(ProgressTest, FreshnessEndsTenSecondsAfterTheLastWord) {
  progress_.Heard("jury", {1, 0});
  elapsed_ += absl::Seconds(10);
  EXPECT_TRUE(progress_.Fresh("jury"));
  elapsed_ += absl::Milliseconds(1);
  EXPECT_FALSE(progress_.Fresh("jury"));
  progress_.Heard("jury", {1, 0});
  EXPECT_TRUE(progress_.Fresh("jury"));
}

TEST_F(ProgressTest, HearingWithoutApplyingIsNotFresh) {
  progress_.Heard("jury", {1, 0});
  for (int i = 1; i <= 11; ++i) {
    elapsed_ += absl::Seconds(1);
    progress_.Heard("jury", {1, i});
  }
  EXPECT_FALSE(progress_.Fresh("jury"));
}

TEST_F(ProgressTest, FreshnessCountsFromWhenTheHeadWasHeardNotFromWhenItWasReached) {
  progress_.Heard("jury", {1, 5});
  elapsed_ += absl::Seconds(9);
  progress_.Applied("jury", {1, 5});
  EXPECT_TRUE(progress_.Fresh("jury"));
  elapsed_ += absl::Seconds(2);
  EXPECT_FALSE(progress_.Fresh("jury"));
}

TEST_F(ProgressTest, ALostJournalIsNotFreshAtOnce) {
  progress_.Heard("jury", {1, 0});
  progress_.Lost("jury");
  EXPECT_FALSE(progress_.Fresh("jury"));
  EXPECT_EQ(progress_.Lag("jury"), absl::InfiniteDuration());
}

TEST_F(ProgressTest, WhatIsLostIsNotReachedHoweverFarItWasFollowed) {
  progress_.Applied("jury", {1, 133});
  EXPECT_TRUE(Reached({1, 129}));
  progress_.Lost("jury");
  EXPECT_TRUE(progress_.IsLost("jury"));
  EXPECT_FALSE(Reached({1, 129}));
  progress_.Applied("jury", {1, 133});
  EXPECT_FALSE(Reached({1, 129})) << "trying again is not finding";
  progress_.Heard("jury", {1, 133});
  EXPECT_FALSE(progress_.Fresh("jury"));
  progress_.Found("jury");
  EXPECT_FALSE(progress_.IsLost("jury"));
  EXPECT_TRUE(Reached({1, 129}));
}

TEST_F(ProgressTest, APositionInAnEarlierEpochIsNotOneInThis) {
  progress_.Applied("jury", {1, 133});
  EXPECT_FALSE(Reached({2, 129}));
  progress_.Heard("jury", {2, 129});
  EXPECT_FALSE(progress_.Fresh("jury"));
  progress_.Applied("jury", {2, 129});
  EXPECT_TRUE(progress_.Fresh("jury"));
  EXPECT_TRUE(Reached({2, 129}));
  EXPECT_TRUE(Reached({1, 133})) << "what a restore took back is not waited for";
}

TEST_F(ProgressTest, ThoseWhoWaitForWhatIsLostAreToldWhenItIsFound) {
  progress_.Applied("jury", {1, 3});
  progress_.Lost("jury");
  bool reached = false;
  progress_.WhenReached("jury", {1, 3}, absl::Hours(1), [&](bool r) { reached = r; });
  EXPECT_FALSE(reached);
  progress_.Found("jury");
  EXPECT_TRUE(reached);
}

TEST_F(ProgressTest, TellsHowFarBehindItIs) {
  EXPECT_EQ(progress_.Lag("jury"), absl::InfiniteDuration());
  progress_.Heard("jury", {1, 0});
  EXPECT_EQ(progress_.Lag("jury"), absl::ZeroDuration());
  elapsed_ += absl::Seconds(1);
  progress_.Heard("jury", {1, 1});
  elapsed_ += absl::Seconds(2);
  EXPECT_EQ(progress_.Lag("jury"), absl::Seconds(3));
}

TEST_F(ProgressTest, WhatIsReachedOrNotFollowedIsAnsweredAtOnce) {
  progress_.Applied("jury", {1, 3});
  bool reached = false;
  progress_.WhenReached("jury", {1, 3}, absl::Hours(1), [&](bool r) { reached = r; });
  EXPECT_TRUE(reached);
  reached = false;
  progress_.WhenReached("submissions", {1, 99}, absl::Hours(1), [&](bool r) { reached = r; });
  EXPECT_TRUE(reached);
}

TEST_F(ProgressTest, ThoseWhoWaitAreToldAsSoonAsItIsReached) {
  std::vector<int> told;
  progress_.WhenReached("jury", {1, 2}, absl::Hours(1), [&](bool reached) { told.push_back(reached ? 2 : -2); });
  progress_.WhenReached("jury", {1, 4}, absl::Hours(1), [&](bool reached) { told.push_back(reached ? 4 : -4); });
  progress_.WhenReached("scoring", {1, 1}, absl::Hours(1), [&](bool reached) { told.push_back(reached ? 1 : -1); });
  progress_.Applied("jury", {1, 3});
  EXPECT_EQ(told, std::vector<int>({2}));
  progress_.Applied("jury", {1, 4});
  EXPECT_EQ(told, std::vector<int>({2, 4}));
  progress_.Applied("scoring", {1, 1});
  EXPECT_EQ(told, std::vector<int>({2, 4, 1}));
}

TEST_F(ProgressTest, ThoseWhoWaitInVainAreToldToo) {
  std::promise<bool> told;
  progress_.WhenReached("jury", {1, 2}, absl::ZeroDuration(), [&](bool reached) { told.set_value(reached); });
  EXPECT_FALSE(told.get_future().get());
}

TEST(ProgressEndTest, WhoeverStillWaitsAtTheEndIsTold) {
  auto progress = std::make_unique<Progress>(std::vector<std::string>{"jury"}, [] { return absl::ZeroDuration(); });
  std::atomic<int> told = 0;
  for (int i = 0; i < 3; ++i) {
    progress->WhenReached("jury", {1, 9}, absl::Hours(1), [&](bool reached) { told += reached ? 10 : 1; });
  }
  progress.reset();
  EXPECT_EQ(told, 3);
}

}  // namespace
}  // namespace krans::journal
