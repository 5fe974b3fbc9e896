#include "services/rpc/replays.h"

#include <future>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/rpc/house.h"

namespace krans::rpc {
namespace {

constexpr char kMethod[] = "krans.notes.v1.Notes/SaveNote";

class ReplaysTest : public testing::Test {
 protected:
  void Write(const storage::Store::WriteBody& body) {
    std::promise<absl::Status> done;
    house_.store().Write({"anna", kMethod, house_.now(), ""}, body,
                         [&](absl::Status status, int64_t) { done.set_value(std::move(status)); });
    const absl::Status status = done.get_future().get();
    EXPECT_TRUE(status.ok() || absl::IsAborted(status)) << status;
  }

  Caller Anna() {
    Caller caller;
    caller.person = "anna";
    caller.now = house_.now();
    return caller;
  }

  void Keep(const std::string& id, const std::string& warning = "") {
    Write([&](storage::WriteTransaction& state) {
      return replays_.Keep(state, Anna(), kMethod, id, {std::string(32, 'd'), "notes/1", warning});
    });
  }

  std::optional<Replay> Find(const std::string& id) {
    std::optional<Replay> found;
    Write([&](storage::WriteTransaction& state) -> absl::Status {
      auto replay = Replays::Find(state, Anna(), kMethod, id);
      EXPECT_TRUE(replay.ok());
      if (replay.ok()) found = *replay;
      return absl::OkStatus();
    });
    return found;
  }

  size_t Rows() {
    size_t rows = 0;
    Write([&](storage::WriteTransaction& state) -> absl::Status {
      rows = state.DropRows("replay", "replaz", 1000).value_or(9999);
      return absl::AbortedError("only counted");
    });
    return rows;
  }

  House house_{"notes", "krans.notes.v1"};
  Replays replays_;
};

TEST_F(ReplaysTest, SayWhatARequestCameToWithItsWarning) {
  Keep("request-1");
  Keep("request-2", std::string("a\0b", 3));
  ASSERT_TRUE(Find("request-1") && Find("request-2"));
  EXPECT_EQ(Find("request-1")->digest, std::string(32, 'd'));
  EXPECT_EQ(Find("request-1")->record, "notes/1");
  EXPECT_EQ(Find("request-1")->warning, "");
  EXPECT_EQ(Find("request-2")->record, "notes/1");
  EXPECT_EQ(Find("request-2")->warning, std::string("a\0b", 3));
  EXPECT_FALSE(Find("request-3"));
}

TEST_F(ReplaysTest, AreKnownForAWeekAndForgottenAfterTwo) {
  Keep("request-1");
  house_.Wait(Replays::kWeek);
  EXPECT_TRUE(Find("request-1"));
  house_.Wait(Replays::kWeek);
  EXPECT_FALSE(Find("request-1"));
}

TEST_F(ReplaysTest, WhoseTimeIsOverLeaveTheStoreAFewWithEachWrite) {
  for (int i = 0; i < 40; ++i) Keep(absl::StrCat("request-", i));
  EXPECT_EQ(Rows(), 40);
  house_.Wait(2 * Replays::kWeek);
  Keep("later-1");
  EXPECT_EQ(Rows(), 25);
  for (int i = 2; i < 5; ++i) Keep(absl::StrCat("later-", i));
  EXPECT_EQ(Rows(), 4);
}

}  // namespace
}  // namespace krans::rpc
