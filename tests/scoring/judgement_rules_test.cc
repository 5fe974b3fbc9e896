#include "services/scoring/judgement_rules.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "krans/scoring/v1/assessments.pb.h"
#include "krans/scoring/v1/consensus.pb.h"
#include "tests/scoring/scheme.h"
#include "tests/scoring/text.h"

namespace krans::scoring {
namespace {

constexpr char kComment[] = R"(comments { kind: STRENGTH text: "God dialog" } )";

struct Sentence {
  const char* says;
  std::string item;
  std::vector<std::string> wrong;
};

void PrintTo(const Sentence& sentence, std::ostream* out) { *out << sentence.says; }

class Judgement : public testing::TestWithParam<Sentence> {};

TEST_P(Judgement, IsAsTheSchemeHasIt) {
  auto item = Text<v1::AssessmentItem>(GetParam().item);
  if (item.name().empty()) item.set_name("x/items/k1");
  rpc::Violations violations;
  CheckJudgement(TestScheme(), item, &violations);
  EXPECT_THAT(Fields(violations.status()), testing::UnorderedElementsAreArray(GetParam().wrong));
}

INSTANTIATE_TEST_SUITE_P(
    Rules, Judgement,
    testing::Values(
        Sentence{"an item may be empty", "", {}}, Sentence{"comments come alone", kComment, {}},
        Sentence{"a band follows its comments", kComment + std::string(R"(band: "b3")"), {}},
        Sentence{"a score follows its band", kComment + std::string(R"(band: "b3" score: 65)"), {}},
        Sentence{"zero is a score", kComment + std::string(R"(band: "b0" score: 0)"), {}},
        Sentence{"a hundred is a score", kComment + std::string(R"(band: "b5" score: 100)"), {}},
        Sentence{"RefusesAScoreWithoutAComment", R"(band: "b3" score: 50)", {"comments FIELD_COMMENT_NEEDED"}},
        Sentence{"RefusesABandWithoutAComment", R"(band: "b3")", {"comments FIELD_COMMENT_NEEDED"}},
        Sentence{"RefusesAScoreWithoutABand", kComment + std::string("score: 50"), {"band FIELD_REQUIRED"}},
        Sentence{
            "RefusesAScoreOffTheGrid", kComment + std::string(R"(band: "b3" score: 52)"), {"score FIELD_OFF_GRID"}},
        Sentence{"RefusesAScoreBelowItsBand",
                 kComment + std::string(R"(band: "b3" score: 45)"),
                 {"score FIELD_OUTSIDE_BAND"}},
        Sentence{"RefusesAScoreAboveItsBand",
                 kComment + std::string(R"(band: "b3" score: 70)"),
                 {"score FIELD_OUTSIDE_BAND"}},
        Sentence{"RefusesAScoreBetweenBands",
                 kComment + std::string(R"(band: "b0" score: 7)"),
                 {"score FIELD_OFF_GRID", "score FIELD_OUTSIDE_BAND"}},
        Sentence{
            "RefusesANegativeScore", kComment + std::string(R"(band: "b0" score: -5)"), {"score FIELD_OUT_OF_RANGE"}},
        Sentence{"RefusesAScorePastTheScheme",
                 kComment + std::string(R"(band: "b5" score: 105)"),
                 {"score FIELD_OUT_OF_RANGE"}},
        Sentence{"RefusesAnUnknownBand", kComment + std::string(R"(band: "b9" score: 50)"), {"band FIELD_REFERENCE"}},
        Sentence{
            "RefusesABlankComment", R"(comments { kind: STRENGTH text: " \t" })", {"comments[0].text FIELD_REQUIRED"}},
        Sentence{"RefusesMoreCommentsThanTheSchemeHas",
                 std::string(kComment) + kComment + kComment + kComment,
                 {"comments FIELD_TOO_MANY"}},
        Sentence{"what cannot be assessed needs no score", "not_assessable: true", {}},
        Sentence{"what cannot be assessed may say why", kComment + std::string("not_assessable: true"), {}},
        Sentence{"RefusesAScoreOfWhatCannotBeAssessed",
                 kComment + std::string(R"(band: "b3" score: 50 not_assessable: true)"),
                 {"band FIELD_NOT_ALLOWED", "score FIELD_NOT_ALLOWED"}},
        Sentence{"NamesEverythingAtOnce",
                 R"(name: "x/items/k9" band: "b9" score: 51)",
                 {"name FIELD_REFERENCE", "band FIELD_REFERENCE", "comments FIELD_COMMENT_NEEDED",
                  "score FIELD_OFF_GRID"}}));

TEST(JudgementRules, HoldTheTeamsItemsToTheSame) {
  rpc::Violations violations;
  CheckJudgement(TestScheme(), Text<v1::ConsensusItem>(R"(name: "x/items/k1" band: "b3" score: 71)"), &violations);
  EXPECT_THAT(Fields(violations.status()), testing::ElementsAre("comments FIELD_COMMENT_NEEDED", "score FIELD_OFF_GRID",
                                                                "score FIELD_OUTSIDE_BAND"));
}

TEST(JudgementRules, ASchemeWithoutALimitTakesAnyNumberOfComments) {
  auto scheme = TestScheme();
  scheme.set_max_comments(0);
  v1::AssessmentItem item = Text<v1::AssessmentItem>(R"(name: "x/items/k1")");
  for (int i = 0; i < 15; ++i) item.add_comments()->set_text("x");
  rpc::Violations violations;
  CheckJudgement(scheme, item, &violations);
  EXPECT_TRUE(violations.empty());
}

}  // namespace
}  // namespace krans::scoring
