#include "services/sitevisits/evidence_rules.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/parse.h"
#include "tests/violations.h"

namespace krans::sitevisits {
namespace {

using testing::ElementsAre;
using v1::Evidence;

absl::StatusOr<Evidence> KeepNew(const std::string& wish) {
  return Keep(std::nullopt, Parse<Evidence>(wish), Parse<submissions::v1::ScoringScheme>(R"(criteria { code: "k1" })"),
              "people/anna");
}

TEST(Fact, IsKeptWithWhoCapturedItFirst) {
  const auto first = KeepNew(R"(fact: "Rutinen finns." criteria: "k1")");
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(first->captured_by(), "people/anna");
  const auto second = Keep(*first, Parse<Evidence>(R"(fact: "Rutinen följs.")"), {}, "people/bo");
  EXPECT_EQ(second->captured_by(), "people/anna");
  EXPECT_EQ(second->fact(), "Rutinen följs.");
}

TEST(Fact, NamesNobodyByNumberAndOnlyCriteriaThatAreThere) {
  EXPECT_THAT(ViolationsOf(KeepNew(R"(fact: "19900116-2388 sade det" source_role: "900116-2388" criteria: "k1"
                                      criteria: "k2")")
                               .status()),
              ElementsAre("evidence.criteria[1] FIELD_REFERENCE", "evidence.fact FIELD_NOT_ALLOWED",
                          "evidence.source_role FIELD_NOT_ALLOWED"));
}

}  // namespace
}  // namespace krans::sitevisits
