#include "services/scoring/standing_rules.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/scoring/text.h"

namespace krans::scoring {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using v1::Assessment;
using v1::Conflict;
using v1::Evaluation;
using v1::Membership;

const Standing kAnna{"anna", Membership::LEAD, Conflict::NONE_DECLARED, Assessment::LOCKED};

Standing Bo(Conflict::State conflict, Assessment::State assessment, Membership::Role role = Membership::EXAMINER) {
  return {"bo", role, conflict, assessment};
}

TEST(StandingRules, NothingOfAColleagueIsSeenBeforeConsensusWhateverOnesOwnState) {
  for (auto role : {Membership::LEAD, Membership::EXAMINER, Membership::TRAINEE, Membership::OBSERVER}) {
    for (int own = 0; own <= Assessment::EXCUSED; ++own) {
      for (auto state : {Evaluation::STATE_UNSPECIFIED, Evaluation::TEAM_ASSIGNED}) {
        EXPECT_FALSE(SeesColleagues(role, static_cast<Assessment::State>(own), state));
      }
    }
  }
}

TEST(StandingRules, InConsensusWhoScoresSeesWithTheirOwnLocked) {
  for (auto role : {Membership::LEAD, Membership::EXAMINER, Membership::TRAINEE}) {
    EXPECT_TRUE(SeesColleagues(role, Assessment::LOCKED, Evaluation::CONSENSUS));
    EXPECT_FALSE(SeesColleagues(role, Assessment::DRAFT, Evaluation::CONSENSUS));
    EXPECT_FALSE(SeesColleagues(role, Assessment::EXCUSED, Evaluation::DELIVERED_TO_JURY));
    EXPECT_FALSE(SeesColleagues(role, Assessment::STATE_UNSPECIFIED, Evaluation::CONSENSUS));
  }
  EXPECT_TRUE(SeesColleagues(Membership::OBSERVER, Assessment::STATE_UNSPECIFIED, Evaluation::CONSENSUS));
  EXPECT_FALSE(SeesColleagues(Membership::ROLE_UNSPECIFIED, Assessment::LOCKED, Evaluation::CONSENSUS));
}

TEST(StandingRules, TheVoicesAreWhoCountsAndHasLockedAndIsNotRecused) {
  EXPECT_THAT(Voices({kAnna, Bo(Conflict::NONE_DECLARED, Assessment::LOCKED)}), ElementsAre("anna", "bo"));
  EXPECT_THAT(Voices({kAnna, Bo(Conflict::UNDER_REVIEW, Assessment::LOCKED)}), ElementsAre("anna", "bo"));
  EXPECT_THAT(Voices({kAnna, Bo(Conflict::RECUSED, Assessment::LOCKED)}), ElementsAre("anna"));
  EXPECT_THAT(Voices({kAnna, Bo(Conflict::NONE_DECLARED, Assessment::EXCUSED)}), ElementsAre("anna"));
  EXPECT_THAT(Voices({kAnna, Bo(Conflict::CLEARED, Assessment::LOCKED, Membership::TRAINEE)}), ElementsAre("anna"));
  EXPECT_THAT(Voices({}), IsEmpty());
}

TEST(StandingRules, ConsensusMayOpenWhenEveryAssessmentIsLockedOrExcused) {
  EXPECT_TRUE(CheckComplete({kAnna, Bo(Conflict::NONE_DECLARED, Assessment::LOCKED)}).ok());
  EXPECT_TRUE(CheckComplete({kAnna, Bo(Conflict::NONE_DECLARED, Assessment::EXCUSED)}).ok());
  EXPECT_TRUE(CheckComplete({kAnna, Bo(Conflict::STATE_UNSPECIFIED, Assessment::EXCUSED)}).ok());
  EXPECT_TRUE(CheckComplete({kAnna, Bo(Conflict::RECUSED, Assessment::DRAFT)}).ok());
  EXPECT_TRUE(CheckComplete({kAnna, Bo(Conflict::NONE_DECLARED, Assessment::DRAFT, Membership::TRAINEE)}).ok());
  EXPECT_TRUE(
      CheckComplete({kAnna, Bo(Conflict::STATE_UNSPECIFIED, Assessment::STATE_UNSPECIFIED, Membership::OBSERVER)})
          .ok());
}

TEST(StandingRules, OtherwiseItIsRefusedInTheSameWordsWhateverIsMissing) {
  const std::string none = CheckComplete({}).ToString();
  for (const Standing& bo :
       {Bo(Conflict::NONE_DECLARED, Assessment::DRAFT), Bo(Conflict::STATE_UNSPECIFIED, Assessment::STATE_UNSPECIFIED),
        Bo(Conflict::UNDER_REVIEW, Assessment::LOCKED), Bo(Conflict::DECLARED, Assessment::EXCUSED)}) {
    const absl::Status refused = CheckComplete({kAnna, bo});
    EXPECT_EQ(Reason(refused), "WRONG_STATE");
    EXPECT_EQ(refused.ToString(), none);
  }
}

}  // namespace
}  // namespace krans::scoring
