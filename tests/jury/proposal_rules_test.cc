#include "services/jury/proposal_rules.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/rpc/error.h"
#include "tests/parse.h"
#include "tests/violations.h"

namespace krans::jury {
namespace {

using cycle::GateState;
using rpc::ReasonOf;
using submissions::v1::BoardMatter;
using submissions::v1::Eligibility;
using submissions::v1::Participation;
using testing::ElementsAre;
using testing::IsEmpty;
using v1::Proposal;

const std::vector<std::string> kCases = {"p/a", "p/b", "p/c"};

std::vector<std::string> Wrong(const std::string& proposal) {
  return ViolationsOf(CheckProposal(Parse<Proposal>(proposal), kCases));
}

TEST(Proposal, HasAnyNumberOfWinnersAndMentions) {
  EXPECT_THAT(Wrong("winners { participation: 'p/a' }"), IsEmpty());
  EXPECT_THAT(Wrong("winners { participation: 'p/a' } winners { participation: 'p/b' }"
                    " mentions { participation: 'p/c' }"),
              IsEmpty());
}

TEST(Proposal, GivesAReasonExactlyWhereNobodyWins) {
  EXPECT_THAT(Wrong("no_award_reason: 'none ready'"), IsEmpty());
  EXPECT_THAT(Wrong("no_award_reason: 'none ready' mentions { participation: 'p/c' }"), IsEmpty());
  EXPECT_THAT(Wrong(""), ElementsAre("proposal.no_award_reason FIELD_REQUIRED"));
  EXPECT_THAT(Wrong("mentions { participation: 'p/c' }"), ElementsAre("proposal.no_award_reason FIELD_REQUIRED"));
  EXPECT_THAT(Wrong("no_award_reason: 'x' winners { participation: 'p/a' }"),
              ElementsAre("proposal.no_award_reason FIELD_NOT_ALLOWED"));
}

TEST(Proposal, DistinguishesNobodyTwice) {
  EXPECT_THAT(Wrong("winners { participation: 'p/a' } mentions { participation: 'p/a' }"),
              ElementsAre("proposal.mentions[0].participation FIELD_DUPLICATE"));
  EXPECT_THAT(Wrong("winners { participation: 'p/a' } winners { participation: 'p/a' }"),
              ElementsAre("proposal.winners[1].participation FIELD_DUPLICATE"));
}

TEST(Proposal, IsAboutTheCasesOfTheMatter) {
  EXPECT_THAT(Wrong("winners { participation: 'p/x' } mentions { participation: 'p/y' }"),
              ElementsAre("proposal.winners[0].participation FIELD_REFERENCE",
                          "proposal.mentions[0].participation FIELD_REFERENCE"));
}

TEST(Gate, StopsWinnersWhoMayNotWinWhereItBlocks) {
  const auto proposal = Parse<Proposal>(
      "winners { participation: 'p/a' } winners { participation: 'p/b' }"
      " mentions { participation: 'p/c' }");
  EXPECT_TRUE(CheckWinners(proposal, {"p/a", "p/b"}, GateState::kBlock).ok());
  EXPECT_TRUE(CheckWinners(proposal, {}, GateState::kOff).ok());
  EXPECT_EQ(ReasonOf(CheckWinners(proposal, {}, GateState::kWarn)), access::v1::GATE_WARNS);
  const absl::Status closed = CheckWinners(proposal, {"p/a"}, GateState::kBlock);
  EXPECT_EQ(ReasonOf(closed), access::v1::GATE_CLOSED);
  EXPECT_EQ(MetadataOf(closed, "needs"), "p/b");
}

TEST(Proposal, HonoursOnlyThoseWhoTakePart) {
  const auto proposal = Parse<Proposal>("winners { participation: 'p/a' } mentions { participation: 'p/c' }");
  EXPECT_TRUE(CheckTakingPart(proposal, {"p/a", "p/c"}).ok());
  const absl::Status gone = CheckTakingPart(proposal, {"p/b"});
  EXPECT_EQ(ReasonOf(gone), access::v1::WRONG_STATE);
  EXPECT_EQ(MetadataOf(gone, "needs"), "p/a,p/c");
}

constexpr char kName[] = "awards/k/cycles/2026/participations/kruton";

bool Wins(const std::string& eligibility, const char* board = "VERIFIED", const char* state = "REGISTERED") {
  return MayWin(Parse<Participation>(std::string("name: '") + kName + "' state: " + state),
                Parse<Eligibility>(std::string("name: '") + kName + "/eligibility' " + eligibility),
                {Parse<BoardMatter>(std::string("result: APPROVED participations: '") + kName + "' state: " + board)});
}

TEST(Winner, IsFoundEligibleByTheOffice) {
  EXPECT_TRUE(Wins("state: VERIFIED"));
  EXPECT_TRUE(Wins("state: WAIVED"));
  for (const char* state : {"DECLARED", "REJECTED", "REVOKED", "STATE_UNSPECIFIED"}) {
    EXPECT_FALSE(Wins(std::string("state: ") + state)) << state;
  }
}

TEST(Winner, TakesPart) {
  EXPECT_TRUE(Wins("state: VERIFIED", "VERIFIED", "LATE_REGISTERED"));
  for (const char* state : {"WITHDRAWN", "DEFERRED", "STATE_UNSPECIFIED"}) {
    EXPECT_FALSE(Wins("state: VERIFIED", "VERIFIED", state)) << state;
  }
}

TEST(Winner, HasABoardActInForce) { EXPECT_FALSE(Wins("state: VERIFIED", "DECIDED")); }

TEST(Winner, MeetsEveryRuleForWinning) {
  auto verdict = [](const std::string& verdict, const std::string& rule) {
    return Wins("state: VERIFIED verdicts { verdict: " + verdict + " rule { " + rule + " } }");
  };
  const std::string balanced = "code: FORECAST_BALANCED applies_to: WIN severity: BLOCK";
  for (const char* good : {"PASS", "WAIVED", "NOT_APPLICABLE"}) EXPECT_TRUE(verdict(good, balanced)) << good;
  for (const char* bad : {"FAIL", "UNKNOWN", "VERDICT_UNSPECIFIED"}) EXPECT_FALSE(verdict(bad, balanced)) << bad;
  EXPECT_TRUE(verdict("FAIL", "code: FORECAST_BALANCED applies_to: WIN severity: WARN"));
  EXPECT_TRUE(verdict("FAIL", "code: FORECAST_BALANCED applies_to: PARTICIPATE severity: BLOCK"));
  EXPECT_TRUE(verdict("UNKNOWN", "code: BOARD_VERIFIED applies_to: WIN severity: BLOCK"));
}

TEST(Proposal, StandsUntilItFalls) {
  EXPECT_THAT(Standing({Parse<Proposal>("name: 'a'"), Parse<Proposal>("name: 'b' fallen: true")}), ElementsAre("a"));
}

}  // namespace
}  // namespace krans::jury
