#include "services/jury/outcome_rules.h"

#include <algorithm>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/parse.h"

namespace krans::jury {
namespace {

using submissions::v1::Cycle;
using submissions::v1::Participation;
using testing::ElementsAre;
using v1::ClassOutcome;
using v1::Decision;
using v1::Outcome;

TEST(Alphabet, EndsWithItsThreeOwnLetters) {
  std::vector<std::string> names = {"Örby",       "Zinken", "Ängby", "årsta",  "abborren",
                                    "Äppelviken", "Éva",    "Ezra",  "Åkeshov"};
  std::sort(names.begin(), names.end(), AlphabeticallyBefore);
  EXPECT_THAT(names,
              ElementsAre("abborren", "Éva", "Ezra", "Zinken", "Åkeshov", "årsta", "Ängby", "Äppelviken", "Örby"));
}

TEST(Outcome, IsWrittenForEveryParticipantWhoHasNotWithdrawn) {
  const auto decision = Parse<Decision>(R"(
      name: "awards/k/cycles/2026/matters/social/decision"
      proposal { winners { participation: "p/a" motivation: "m" } winners { participation: "p/b" }
                 mentions { participation: "p/c" good_example: "g" motivation: "n" }
                 mentions { participation: "p/e" } })");
  const auto outcomes = OutcomesOf(
      decision,
      {Parse<Participation>("name: 'p/a' state: REGISTERED unit: 'units/a'"),
       Parse<Participation>("name: 'p/b' state: WITHDRAWN"), Parse<Participation>("name: 'p/c' state: REGISTERED"),
       Parse<Participation>("name: 'p/d' state: LATE_REGISTERED unit_display_name: 'D'"),
       Parse<Participation>("name: 'p/e' state: WITHDRAWN")},
      "social", 2026);
  ASSERT_EQ(outcomes.size(), 3);
  EXPECT_EQ(outcomes[0].ShortDebugString(), R"(name: "p/a/outcome" kind: WINNER unit: "units/a" class_code: "social" )"
                                            R"(motivation: "m" year: 2026)");
  EXPECT_EQ(outcomes[1].kind(), Outcome::HONOURABLE_MENTION);
  EXPECT_EQ(outcomes[1].good_example(), "g");
  EXPECT_EQ(outcomes[2].kind(), Outcome::PARTICIPANT);
  EXPECT_EQ(outcomes[2].unit_display_name(), "D");
}

TEST(ClassOutcome, SaysWhyNobodyWon) {
  EXPECT_EQ(ClassOutcomeOf(Parse<Decision>("name: 'awards/k/cycles/2026/matters/all/decision'"
                                           " proposal { no_award_reason: 'r' }"),
                           "")
                .ShortDebugString(),
            R"(name: "awards/k/cycles/2026/classOutcomes/all" no_award: true reason: "r")");
  EXPECT_FALSE(ClassOutcomeOf(Parse<Decision>("name: 'awards/k/cycles/2026/matters/social/decision'"
                                              " proposal { winners { participation: 'p' } }"),
                              "social")
                   .no_award());
}

TEST(Announced, IsInTheOrderOfClassesAndNames) {
  const auto year = Parse<Cycle>(
      "classes { code: 'social' label_sv: 'Socialtjänst' } classes { code: 'school' } classes { code: 'other' }");
  auto outcome = [](const std::string& code, const std::string& kind, const std::string& name) {
    return Parse<Outcome>("class_code: '" + code + "' kind: " + kind + " unit_display_name: '" + name + "'");
  };
  const auto classes = Announced(
      year,
      {Parse<ClassOutcome>("name: 'c/school' class_code: 'school'"),
       Parse<ClassOutcome>("name: 'c/social' class_code: 'social'")},
      {outcome("school", "WINNER", "Ö"), outcome("school", "WINNER", "Å"), outcome("school", "HONOURABLE_MENTION", "B"),
       outcome("social", "PARTICIPANT", "Z"), outcome("social", "PARTICIPANT", "a")});
  ASSERT_EQ(classes.size(), 2);
  EXPECT_EQ(classes[0].class_outcome().class_code(), "social");
  EXPECT_EQ(classes[0].label_sv(), "Socialtjänst");
  EXPECT_EQ(classes[0].participants(0).unit_display_name(), "a");
  EXPECT_EQ(classes[1].winners(0).unit_display_name(), "Å");
  EXPECT_EQ(classes[1].winners(1).unit_display_name(), "Ö");
  EXPECT_EQ(classes[1].mentions_size(), 1);
}

}  // namespace
}  // namespace krans::jury
