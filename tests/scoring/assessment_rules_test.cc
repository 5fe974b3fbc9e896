#include "services/scoring/assessment_rules.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/scoring/scheme.h"
#include "tests/scoring/text.h"

namespace krans::scoring {
namespace {

using v1::Assessment;
using v1::AssessmentItem;
using v1::Evaluation;

const absl::Time kNow = absl::FromUnixSeconds(1000);
const std::string kJudged = R"(comments { kind: STRENGTH text: "x" } band: "b3" score: 50)";

AssessmentItem Item(const std::string& criterion, const std::string& rest = kJudged) {
  return Text<AssessmentItem>("name: \"a/items/" + criterion + "\" " + rest);
}

Assessment In(Assessment::State state) {
  Assessment assessment = Begun("a");
  assessment.set_state(state);
  return assessment;
}

TEST(AssessmentRules, SavesInADraftAndInWhatBegins) {
  EXPECT_TRUE(CheckSave(TestScheme(), Assessment::STATE_UNSPECIFIED, Item("k1")).ok());
  EXPECT_TRUE(CheckSave(TestScheme(), Assessment::DRAFT, Item("k1")).ok());
}

TEST(AssessmentRules, SavesNothingInWhatIsClosed) {
  for (Assessment::State state : {Assessment::LOCKED, Assessment::EXCUSED, static_cast<Assessment::State>(77)}) {
    EXPECT_EQ(Reason(CheckSave(TestScheme(), state, Item("k1"))), "ASSESSMENT_LOCKED") << state;
  }
}

TEST(AssessmentRules, NamesFieldsBelowTheItem) {
  EXPECT_THAT(Fields(CheckSave(TestScheme(), Assessment::DRAFT, Item("k9", "not_assessable: true"))),
              testing::ElementsAre("item.name FIELD_REFERENCE"));
}

TEST(AssessmentRules, LocksWhatIsJudgedThroughout) {
  auto locked =
      Lock(TestScheme(), In(Assessment::DRAFT), {Item("k1"), Item("k2", "not_assessable: true")}, "hash", kNow);
  ASSERT_TRUE(locked.ok()) << locked.status();
  EXPECT_EQ(locked->state(), Assessment::LOCKED);
  EXPECT_EQ(locked->content_hash(), "hash");
  EXPECT_EQ(locked->locked_time().seconds(), 1000);
}

TEST(AssessmentRules, NamesTheCriteriaThatLackAJudgement) {
  auto refused = Lock(TestScheme(), In(Assessment::DRAFT),
                      {Item("k1", R"(comments { kind: STRENGTH text: "x" } band: "b3")")}, "hash", kNow);
  EXPECT_EQ(Reason(refused.status()), "ASSESSMENT_INCOMPLETE");
  EXPECT_EQ(Detail(refused.status(), "criteria"), "k1,k2");
}

TEST(AssessmentRules, LocksOnce) {
  for (Assessment::State state : {Assessment::LOCKED, Assessment::EXCUSED}) {
    EXPECT_EQ(Reason(Lock(TestScheme(), In(state), {Item("k1"), Item("k2")}, "hash", kNow).status()),
              "ASSESSMENT_LOCKED");
  }
}

TEST(AssessmentRules, ReopensWhatIsClosedWithoutItsHash) {
  Assessment locked = In(Assessment::LOCKED);
  locked.set_content_hash("hash");
  auto reopened = Reopen(locked, Evaluation::TEAM_ASSIGNED, "fel läst");
  ASSERT_TRUE(reopened.ok()) << reopened.status();
  EXPECT_EQ(reopened->state(), Assessment::DRAFT);
  EXPECT_EQ(reopened->content_hash(), "");
  EXPECT_EQ(reopened->reason(), "fel läst");
  EXPECT_TRUE(Reopen(In(Assessment::EXCUSED), Evaluation::TEAM_ASSIGNED, "frisk").ok());
  EXPECT_EQ(Reason(Reopen(In(Assessment::DRAFT), Evaluation::TEAM_ASSIGNED, "r").status()), "WRONG_STATE");
}

TEST(AssessmentRules, ExcusesFromWhatIsNotGiven) {
  EXPECT_EQ(Excuse(In(Assessment::DRAFT), Evaluation::TEAM_ASSIGNED, "sjuk")->state(), Assessment::EXCUSED);
  EXPECT_EQ(Reason(Excuse(In(Assessment::LOCKED), Evaluation::TEAM_ASSIGNED, "r").status()), "WRONG_STATE");
  EXPECT_EQ(Reason(Excuse(In(Assessment::EXCUSED), Evaluation::TEAM_ASSIGNED, "r").status()), "WRONG_STATE");
}

TEST(AssessmentRules, ChangesNothingOnceConsensusIsOpen) {
  for (auto state : {Evaluation::CONSENSUS, Evaluation::CONSENSUS_AGREED, Evaluation::FINAL_CONSENSUS,
                     Evaluation::SIGNED, Evaluation::DELIVERED_TO_JURY}) {
    EXPECT_EQ(Reason(Reopen(In(Assessment::LOCKED), state, "r").status()), "WRONG_STATE");
    EXPECT_EQ(Reason(Excuse(In(Assessment::DRAFT), state, "r").status()), "WRONG_STATE");
  }
}

}  // namespace
}  // namespace krans::scoring
