#include "services/scoring/conflict_rules.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/cycle/case_rules.h"
#include "tests/scoring/text.h"

namespace krans::scoring {
namespace {

using testing::ElementsAre;
using v1::Conflict;

const absl::Time kNow = absl::FromUnixSeconds(1000);
constexpr char kBo[] = "a/participations/k/conflicts/bo";

std::optional<Conflict> Stored(Conflict::State state) {
  Conflict conflict;
  conflict.set_name(kBo);
  conflict.set_state(state);
  conflict.set_declared(true);
  return conflict;
}

TEST(ConflictRules, OneDeclaresNoneOrAGround) {
  EXPECT_EQ(Declare(std::nullopt, kBo, Conflict::NONE, "", "bo")->state(), Conflict::NONE_DECLARED);
  auto declared = Declare(Stored(Conflict::NONE_DECLARED), kBo, Conflict::EMPLOYER, "min chef", "bo");
  ASSERT_TRUE(declared.ok()) << declared.status();
  EXPECT_EQ(declared->state(), Conflict::DECLARED);
  EXPECT_EQ(declared->person(), "people/bo");
  EXPECT_EQ(declared->raised_by(), "");
  EXPECT_EQ(declared->statement(), "min chef");
}

TEST(ConflictRules, OneDeclaresOnlyForOneself) {
  EXPECT_THAT(Fields(Declare(std::nullopt, kBo, Conflict::NONE, "", "anna").status()),
              ElementsAre("name FIELD_NOT_ALLOWED"));
}

TEST(ConflictRules, OnesOwnWordLiftsNothing) {
  for (auto state : {Conflict::DECLARED, Conflict::UNDER_REVIEW, Conflict::RECUSED}) {
    for (auto ground : {Conflict::NONE, Conflict::BUSINESS}) {
      EXPECT_EQ(Reason(Declare(Stored(state), kBo, ground, "", "bo").status()), "WRONG_STATE") << state;
    }
  }
}

TEST(ConflictRules, OnesOwnWordDoesNotReplaceADecision) {
  EXPECT_EQ(Reason(Declare(Stored(Conflict::CLEARED), kBo, Conflict::NONE, "", "bo").status()), "WRONG_STATE");
  EXPECT_EQ(Declare(Stored(Conflict::CLEARED), kBo, Conflict::BUSINESS, "", "bo")->state(), Conflict::DECLARED);
}

TEST(ConflictRules, OneDeclaresAlsoWhereWhatAnotherRaisedIsCleared) {
  const auto raised = Raise(std::nullopt, kBo, Conflict::BUSINESS, "leverantör", "anna");
  const auto cleared = Decide(*raised, false, "ingen grund", "olle", kNow);
  EXPECT_FALSE(cycle::Opens(*cleared) || cycle::Shuts(*cleared));
  EXPECT_EQ(Declare(*cleared, kBo, Conflict::NONE, "", "bo")->state(), Conflict::NONE_DECLARED);
  const auto again = Raise(Stored(Conflict::NONE_DECLARED), kBo, Conflict::BUSINESS, "leverantör", "anna");
  EXPECT_TRUE(cycle::Opens(*Decide(*again, false, "ingen grund", "olle", kNow)));
}

TEST(ConflictRules, AnotherRaisesAtAnyTime) {
  for (const auto& stored : {std::optional<Conflict>(), Stored(Conflict::NONE_DECLARED), Stored(Conflict::CLEARED)}) {
    auto raised = Raise(stored, kBo, Conflict::CONSULTED, "har hjälpt dem", "anna");
    ASSERT_TRUE(raised.ok()) << raised.status();
    EXPECT_EQ(raised->state(), Conflict::UNDER_REVIEW);
    EXPECT_EQ(raised->raised_by(), "people/anna");
  }
}

TEST(ConflictRules, NobodyRaisesTheirOwnOrNone) {
  EXPECT_THAT(Fields(Raise(std::nullopt, kBo, Conflict::NONE, "", "bo").status()),
              ElementsAre("name FIELD_NOT_ALLOWED", "ground FIELD_NOT_ALLOWED"));
}

TEST(ConflictRules, WhatIsShutIsNotRaisedAgain) {
  for (auto state : {Conflict::DECLARED, Conflict::UNDER_REVIEW, Conflict::RECUSED}) {
    EXPECT_EQ(Reason(Raise(Stored(state), kBo, Conflict::BUSINESS, "", "anna").status()), "WRONG_STATE");
  }
}

TEST(ConflictRules, AnotherDecidesWhatWaits) {
  for (auto state : {Conflict::DECLARED, Conflict::UNDER_REVIEW}) {
    auto recused = Decide(*Stored(state), true, "arbetar där", "olle", kNow);
    ASSERT_TRUE(recused.ok()) << recused.status();
    EXPECT_EQ(recused->state(), Conflict::RECUSED);
    EXPECT_EQ(recused->decided_by(), "people/olle");
    EXPECT_EQ(recused->reason(), "arbetar där");
    EXPECT_EQ(recused->decided_time().seconds(), 1000);
    EXPECT_EQ(Decide(*Stored(state), false, "r", "olle", kNow)->state(), Conflict::CLEARED);
  }
}

TEST(ConflictRules, NobodyDecidesTheirOwn) {
  for (int state = Conflict::NONE_DECLARED; state <= Conflict::RECUSED; ++state) {
    for (bool recused : {false, true}) {
      EXPECT_EQ(Reason(Decide(*Stored(static_cast<Conflict::State>(state)), recused, "r", "bo", kNow).status()),
                "NOT_ALLOWED");
    }
  }
}

TEST(ConflictRules, WhatDoesNotWaitIsNotDecided) {
  for (auto state : {Conflict::NONE_DECLARED, Conflict::CLEARED, Conflict::RECUSED}) {
    EXPECT_EQ(Reason(Decide(*Stored(state), false, "r", "olle", kNow).status()), "WRONG_STATE");
  }
}

}  // namespace
}  // namespace krans::scoring
