#include <filesystem>

#include "gmock/gmock.h"
#include "tests/contract/store_fixture.h"

namespace krans::storage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> Keys(const View& view, const std::string& prefix, const std::string& from, size_t limit,
                              Direction direction) {
  std::vector<std::string> keys;
  EXPECT_TRUE(view.Scan(prefix, from, limit, direction,
                        [&](absl::string_view key, absl::string_view value) {
                          EXPECT_EQ(value, key);
                          keys.emplace_back(key);
                          return true;
                        })
                  .ok());
  return keys;
}

void Fill(Engine& engine, const std::vector<std::string>& keys) {
  Changes changes;
  for (const std::string& key : keys) changes[key] = key;
  ASSERT_TRUE(engine.Commit(changes, "").ok());
}

TEST_P(StoreContract, ScansKeysInByteOrderBothWays) {
  std::unique_ptr<Engine> engine = *OpenEngine(true);
  Fill(*engine, {"a", std::string("a\0b", 3), "ab", "ab\xff", "ab\xff\xff", "ac", "b", "\xff\xff"});
  EXPECT_THAT(Keys(*engine, "ab", "", 0, Direction::kForward), ElementsAre("ab", "ab\xff", "ab\xff\xff"));
  EXPECT_THAT(Keys(*engine, "ab", "", 0, Direction::kBackward), ElementsAre("ab\xff\xff", "ab\xff", "ab"));
  EXPECT_THAT(Keys(*engine, "ab", "ab\xff", 0, Direction::kForward), ElementsAre("ab\xff", "ab\xff\xff"));
  EXPECT_THAT(Keys(*engine, "ab", "ab\xff", 0, Direction::kBackward), ElementsAre("ab\xff", "ab"));
  EXPECT_THAT(Keys(*engine, "a", "", 2, Direction::kForward), ElementsAre("a", std::string("a\0b", 3)));
  EXPECT_THAT(Keys(*engine, "", "", 2, Direction::kBackward), ElementsAre("\xff\xff", "b"));
  EXPECT_THAT(Keys(*engine, "\xff", "", 0, Direction::kBackward), ElementsAre("\xff\xff"));
  EXPECT_THAT(Keys(*engine, "c", "", 0, Direction::kForward), IsEmpty());
}

TEST_P(StoreContract, StopsAScanWhereTheVisitorSaysSo) {
  std::unique_ptr<Engine> engine = *OpenEngine(true);
  Fill(*engine, {"a", "b", "c"});
  int visited = 0;
  EXPECT_TRUE(engine
                  ->Scan("", "", 0, Direction::kForward,
                         [&](absl::string_view key, absl::string_view) {
                           ++visited;
                           return key != "b";
                         })
                  .ok());
  EXPECT_EQ(visited, 2);
}

TEST_P(StoreContract, CommitsAndRemovesDurably) {
  {
    std::unique_ptr<Engine> engine = *OpenEngine(true);
    Fill(*engine, {"a", "b"});
    Changes changes;
    changes["a"] = std::nullopt;
    changes["absent"] = std::nullopt;
    changes["b"] = "";
    ASSERT_TRUE(engine->Commit(changes, "").ok());
  }
  std::unique_ptr<Engine> engine = *OpenEngine();
  std::string value;
  EXPECT_FALSE(*engine->Get("a", &value));
  EXPECT_TRUE(*engine->Get("b", &value));
  EXPECT_EQ(value, "");
  EXPECT_TRUE(engine->Check().ok());
}

TEST_P(StoreContract, KeepsASnapshotAsItWas) {
  std::unique_ptr<Engine> engine = *OpenEngine(true);
  Fill(*engine, {"a", "b"});
  const std::unique_ptr<View> snapshots[] = {engine->Snapshot(Memory::kKept), engine->Snapshot(Memory::kPassed)};
  Changes changes;
  changes["a"] = std::nullopt;
  changes["c"] = "c";
  ASSERT_TRUE(engine->Commit(changes, "").ok());
  for (const std::unique_ptr<View>& snapshot : snapshots) {
    std::string value;
    EXPECT_TRUE(*snapshot->Get("a", &value));
    EXPECT_THAT(Keys(*snapshot, "", "", 0, Direction::kForward), ElementsAre("a", "b"));
  }
  EXPECT_THAT(Keys(*engine, "", "", 0, Direction::kForward), ElementsAre("b", "c"));
}

}  // namespace
}  // namespace krans::storage
