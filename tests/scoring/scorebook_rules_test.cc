#include "services/scoring/scorebook_rules.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/scoring/scheme.h"
#include "tests/scoring/text.h"

namespace krans::scoring {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using v1::ConsensusItem;
using v1::Scorebook;

const absl::Time kNow = absl::FromUnixSeconds(1000);

ConsensusItem Agreed(const std::string& criterion, const std::string& rest) {
  return Text<ConsensusItem>("name: \"a/items/" + criterion + "\" state: AGREED " + rest);
}

Scorebook Closed() {
  Scorebook scorebook;
  scorebook.set_name("s");
  scorebook.set_content_hash("hash");
  return scorebook;
}

TEST(ScorebookRules, DrawUpEveryCriterionInTheSchemesOrder) {
  auto scorebook = DrawUp(TestScheme(), "s",
                          {Agreed("k2", R"(score: 35 band: "b2")"),
                           Agreed("k1", R"(score: 65 band: "b3" comments { text: "x" } words { person: "people/anna" }
                              words { person: "people/bo" dissents: true reason: "för högt" })")});
  ASSERT_TRUE(scorebook.ok()) << scorebook.status();
  ASSERT_EQ(scorebook->items_size(), 2);
  EXPECT_EQ(scorebook->items(0).criterion(), "k1");
  EXPECT_EQ(scorebook->items(0).score(), 65);
  EXPECT_EQ(scorebook->items(0).comments_size(), 1);
  EXPECT_THAT(scorebook->items(0).dissents(), ElementsAre("people/bo: för högt"));
  EXPECT_EQ(scorebook->points(), 470);
  EXPECT_EQ(scorebook->total_points(), 1000);
}

TEST(ScorebookRules, PointsGoToTheNearestWholeOne) {
  auto scheme = TestScheme();
  scheme.mutable_criteria(0)->set_weight(125);
  scheme.mutable_criteria(1)->set_weight(125);
  EXPECT_EQ(DrawUp(scheme, "s", {Agreed("k1", "score: 50"), Agreed("k2", "score: 0")})->points(), 63);
  EXPECT_EQ(DrawUp(scheme, "s", {Agreed("k1", "score: 35"), Agreed("k2", "score: 0")})->points(), 44);
  EXPECT_EQ(DrawUp(scheme, "s", {Agreed("k1", "score: 5"), Agreed("k2", "score: 0")})->points(), 6);
}

TEST(ScorebookRules, WhatCannotBeAssessedIsLeftOutOfTheTotal) {
  auto scorebook = DrawUp(TestScheme(), "s", {Agreed("k1", "score: 50"), Agreed("k2", "not_assessable: true")});
  EXPECT_EQ(scorebook->points(), 200);
  EXPECT_EQ(scorebook->total_points(), 400);
  EXPECT_TRUE(scorebook->items(1).not_assessable());
}

TEST(ScorebookRules, NameWhatIsNotAgreed) {
  ConsensusItem proposed = Agreed("k1", "score: 50");
  proposed.set_state(ConsensusItem::PROPOSED);
  const absl::Status refused = DrawUp(TestScheme(), "s", {proposed}).status();
  EXPECT_EQ(Reason(refused), "NOT_AGREED");
  EXPECT_EQ(Detail(refused, "criteria"), "k1,k2");
}

TEST(ScorebookRules, AVoiceSignsOnceAndExactlyWhatIsThere) {
  auto once = Sign(Closed(), {"anna", "bo"}, "bo", "hash", kNow);
  ASSERT_TRUE(once.ok()) << once.status();
  EXPECT_EQ(once->signatures(0).person(), "people/bo");
  EXPECT_EQ(once->signatures(0).content_hash(), "hash");
  EXPECT_THAT(Unsigned(*once, {"bo", "anna"}), ElementsAre("people/anna"));
  EXPECT_EQ(Reason(Sign(*once, {"anna", "bo"}, "bo", "hash", kNow).status()), "WRONG_STATE");
  EXPECT_EQ(Reason(Sign(Closed(), {"anna"}, "bo", "hash", kNow).status()), "NOT_ALLOWED");
  EXPECT_THAT(Fields(Sign(Closed(), {"bo"}, "bo", "other", kNow).status()),
              ElementsAre("content_hash FIELD_REFERENCE"));
}

TEST(ScorebookRules, AreDeliveredWithEverySignature) {
  const Scorebook one = *Sign(Closed(), {"anna", "bo"}, "bo", "hash", kNow);
  const absl::Status refused = Deliver(one, {"anna", "bo"}, "d", "anna", kNow).status();
  EXPECT_EQ(Reason(refused), "NOT_SIGNED");
  EXPECT_EQ(Detail(refused, "missing"), "people/anna");
  auto delivered = Deliver(one, {"bo"}, "d", "anna", kNow);
  ASSERT_TRUE(delivered.ok()) << delivered.status();
  EXPECT_EQ(delivered->name(), "d");
  EXPECT_EQ(delivered->delivered_by(), "people/anna");
  EXPECT_EQ(delivered->scorebook().content_hash(), "hash");
  EXPECT_THAT(Unsigned(delivered->scorebook(), {"bo"}), IsEmpty());
}

}  // namespace
}  // namespace krans::scoring
