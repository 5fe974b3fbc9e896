#include "storage/overlay.h"

#include <memory>
#include <random>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "google/protobuf/empty.pb.h"
#include "gtest/gtest.h"
#include "tests/storage/rows.h"

namespace krans::storage {
namespace {

using testing::ElementsAre;

std::vector<std::string> Scan(const View& view, const std::string& prefix, const std::string& from, size_t limit,
                              Direction direction) {
  std::vector<std::string> rows;
  EXPECT_TRUE(view.Scan(prefix, from, limit, direction,
                        [&](absl::string_view key, absl::string_view value) {
                          rows.push_back(std::string(key) + "=" + std::string(value));
                          return true;
                        })
                  .ok());
  return rows;
}

TEST(OverlayTest, ShowsItsChangesAboveTheBase) {
  Rows base;
  base.rows = {{"a", "1"}, {"b", "1"}, {"c", "1"}};
  Overlay overlay(base);
  overlay.Put("b", "2");
  overlay.Put("bb", "2");
  overlay.Remove("c");
  EXPECT_THAT(Scan(overlay, "", "", 0, Direction::kForward), ElementsAre("a=1", "b=2", "bb=2"));
  EXPECT_THAT(Scan(overlay, "", "", 0, Direction::kBackward), ElementsAre("bb=2", "b=2", "a=1"));
  std::string value;
  EXPECT_FALSE(*overlay.Get("c", &value));
  EXPECT_TRUE(*overlay.Get("a", &value));
  EXPECT_EQ(overlay.changes().size(), 3);
}

TEST(OverlayTest, TakesBackOnlyWhatCameAfterTheMark) {
  const Rows base;
  Overlay overlay(base);
  overlay.Put("a", "1");
  overlay.Mark();
  overlay.Put("a", "2");
  overlay.Put("a", "3");
  overlay.Remove("a");
  overlay.Put("b", "1");
  overlay.TakeBack();
  EXPECT_THAT(Scan(overlay, "", "", 0, Direction::kForward), ElementsAre("a=1"));
  EXPECT_EQ(overlay.changes().size(), 1);
}

TEST(OverlayTest, KnowsTheBaseAsItIsAfterSettling) {
  Rows base;
  base.rows = {{"a", "1"}, {"b", "1"}, {"c", "1"}};
  Overlay overlay(base);
  for (const char* key : {"a", "b", "c", "d"}) ASSERT_TRUE(overlay.Find(key).ok());
  overlay.Put("a", "2");
  overlay.Remove("b");
  overlay.Put("d", "2");
  base.rows = {{"a", "2"}, {"c", "1"}, {"d", "2"}};
  overlay.Settle();
  EXPECT_TRUE(overlay.changes().empty());
  for (const char* key : {"a", "b", "c", "d", "e"}) {
    std::string settled, based;
    ASSERT_EQ(*overlay.Get(key, &settled), *base.Get(key, &based)) << key;
    EXPECT_EQ(settled, based) << key;
  }
}

TEST(OverlayTest, KeepsNoMoreOfTheBaseThanItMay) {
  Rows base;
  for (int i = 0; i < 20; ++i) base.rows[std::to_string(i)] = std::string(1 << 20, static_cast<char>('a' + i));
  Overlay overlay(base);
  for (int round = 0; round < 2; ++round) {
    for (const auto& [key, expected] : base.rows) {
      const auto row = overlay.Find(key);
      ASSERT_TRUE(row.ok() && row->value != nullptr);
      EXPECT_EQ(*row->value, expected);
    }
  }
}

TEST(OverlayTest, KeepsWhatWasMadeOfARowUntilTheRowChanges) {
  Rows base;
  base.rows = {{"a", "1"}, {"b", "1"}};
  Overlay overlay(base);
  const auto made = std::make_shared<google::protobuf::Empty>();
  for (const char* key : {"a", "b"}) *overlay.Find(key)->record = made;
  overlay.Mark();
  overlay.Put("a", "2");
  EXPECT_EQ(*overlay.Find("a")->record, nullptr);
  *overlay.Find("a")->record = made;
  overlay.Mark();
  overlay.Put("a", "3");
  *overlay.Find("a")->record = made;
  overlay.TakeBack();
  EXPECT_EQ(*overlay.Find("a")->value, "2");
  EXPECT_EQ(*overlay.Find("a")->record, nullptr);
  *overlay.Find("a")->record = made;
  base.rows["a"] = "2";
  overlay.Settle();
  for (const char* key : {"a", "b"}) EXPECT_EQ(*overlay.Find(key)->record, made) << key;
  overlay.Mark();
  overlay.Put("b", "2");
  overlay.TakeBack();
  EXPECT_EQ(*overlay.Find("b")->record, made);
}

// Plays random changes on the overlay and on a plain map and compares what both show.
TEST(OverlayTest, IsTheSameAsAMapUnderRandomChanges) {
  std::mt19937 random(7);
  const auto pick = [&](int most) { return std::uniform_int_distribution<int>(0, most)(random); };
  const auto key = [&] { return std::string(1, static_cast<char>('a' + pick(2))) + std::to_string(pick(9)); };
  for (int round = 0; round < 200; ++round) {
    Rows base;
    for (int i = 0; i < 10; ++i) base.rows[key()] = "base";
    Overlay overlay(base);
    Rows model = base;
    for (int piece = 0; piece < 5; ++piece) {
      overlay.Mark();
      const Rows before = model;
      for (int i = 0; i < 6; ++i) {
        const std::string at = key();
        if (pick(2) == 0) {
          overlay.Remove(at);
          model.rows.erase(at);
        } else {
          overlay.Put(at, std::to_string(i));
          model.rows[at] = std::to_string(i);
        }
      }
      if (pick(1) == 0) {
        overlay.TakeBack();
        model = before;
      }
    }
    for (const Direction direction : {Direction::kForward, Direction::kBackward}) {
      for (const std::string prefix : {"", "a", "b", "z"}) {
        const std::string from = pick(1) == 0 ? "" : prefix + std::to_string(pick(9));
        const size_t limit = static_cast<size_t>(pick(4));
        ASSERT_EQ(Scan(overlay, prefix, from, limit, direction), Scan(model, prefix, from, limit, direction))
            << "round " << round << " prefix " << prefix << " from " << from << " limit " << limit;
      }
    }
  }
}

}  // namespace
}  // namespace krans::storage
