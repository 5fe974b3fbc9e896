#include "services/submissions/eligibility_rules.h"

#include <optional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/submissions/parse.h"

namespace krans::submissions {
namespace {

using testing::HasSubstr;
using v1::Eligibility;
using v1::EligibilityRule;

// Everything that 2024 asks of a unit, fulfilled.
constexpr char kAllWell[] = R"(city_financed: true budget_responsibility: true staff_responsibility: true
  operational_responsibility: true operational_plan: true staff: 12 places_bought_singly: false
  previous_result: 0 current_forecast: 15000)";

// A year with one rule of a BLOCK kind.
v1::EligibilityRules OneRule(const std::string& rule) {
  return Parse<v1::EligibilityRules>("rules { applies_to: PARTICIPATE severity: BLOCK " + rule + " }");
}

// A unit seen by the rules of one year.
struct Seen {
  v1::Cycle cycle = Parse<v1::Cycle>(R"(name: "awards/k/cycles/2024" year: 2024)");
  v1::EligibilityRules rules;
  v1::Unit unit = Parse<v1::Unit>(R"(name: "units/kruton" kind: PRESCHOOL operator_kind: MUNICIPAL)");
  v1::UnitFacts facts;
  std::vector<Received> received;
  std::optional<v1::BoardMatter> board_act;

  v1::Explanation Explained() const { return Explain({cycle, rules, unit, facts, received, board_act}); }
};

struct Sentence {
  std::string what;
  std::string rule;
  std::string facts;
  v1::Verdict verdict;
  std::string fact;    // a part of the English one
  std::string change;  // the same
};

TEST(EligibilityRulesTest, SayHowManyPlacesInSwedishAsItIsWritten) {
  Seen seen;
  seen.rules = OneRule("code: MIN_STOCKHOLM_PLACES parameter: 51");
  seen.facts = Parse<v1::UnitFacts>("places_bought_singly: true places: 10 places_stockholm: 5");
  const v1::RuleVerdict places = seen.Explained().rules(0);
  EXPECT_EQ(places.fact_sv(), "5 av 10 platser från Stockholms stad");
  EXPECT_EQ(places.change_sv(), "Minst 51 procent av platserna från Stockholms stad: 6 av 10");
  EXPECT_EQ(places.change_en(), "At least 51 per cent of the places from the City of Stockholm: 6 of 10");
  seen.rules = OneRule("code: MIN_STOCKHOLM_CHILDREN parameter: 51");
  seen.facts = Parse<v1::UnitFacts>("children: 40 children_stockholm: 20");
  EXPECT_EQ(seen.Explained().rules(0).fact_sv(), "20 av 40 barn från Stockholms stad");
}

class EligibilityRuleTest : public testing::TestWithParam<Sentence> {};

TEST_P(EligibilityRuleTest, JudgesByTheFact) {
  const Sentence& sentence = GetParam();
  Seen seen;
  seen.rules = OneRule(sentence.rule);
  seen.facts = Parse<v1::UnitFacts>(sentence.facts);
  const v1::Explanation explanation = seen.Explained();
  ASSERT_EQ(explanation.rules_size(), 1);
  const v1::RuleVerdict& verdict = explanation.rules(0);
  EXPECT_EQ(verdict.verdict(), sentence.verdict) << verdict.DebugString();
  EXPECT_THAT(verdict.fact_en(), HasSubstr(sentence.fact));
  EXPECT_THAT(verdict.change_en(), HasSubstr(sentence.change));
  EXPECT_FALSE(verdict.fact_sv().empty());
  EXPECT_EQ(verdict.change_sv().empty(), sentence.change.empty()) << verdict.change_sv();
  EXPECT_EQ(verdict.change_en().empty(), sentence.change.empty()) << verdict.change_en();
}

INSTANTIATE_TEST_SUITE_P(
    All, EligibilityRuleTest,
    testing::ValuesIn(std::vector<Sentence>{
        {"FinancedByTheCity", "code: CITY_FINANCED", "city_financed: true", v1::PASS, "is financed", ""},
        {"NotFinancedByTheCity", "code: CITY_FINANCED", "city_financed: false", v1::FAIL, "not financed", "Needed"},
        {"FinancingNotStated", "code: CITY_FINANCED", "", v1::UNKNOWN, "Not stated", "Needed"},
        {"NoBudget", "code: BUDGET_RESPONSIBILITY", "budget_responsibility: false", v1::FAIL, "budget", "budget"},
        {"NoStaffResponsibility", "code: STAFF_RESPONSIBILITY", "staff_responsibility: false", v1::FAIL, "staff",
         "staff"},
        {"NoOperation", "code: OPERATIONAL_RESPONSIBILITY", "operational_responsibility: false", v1::FAIL, "operation",
         "operation"},
        {"NoPlan", "code: OPERATIONAL_PLAN", "operational_plan: false", v1::FAIL, "no operational plan", "Needed"},
        {"FourEmployees", "code: MIN_STAFF parameter: 5", "staff: 4", v1::FAIL, "4 employees", "At least 5"},
        {"FiveEmployees", "code: MIN_STAFF parameter: 5", "staff: 5", v1::PASS, "5 employees", ""},
        {"NoEmployees", "code: MIN_STAFF parameter: 5", "staff: 0", v1::FAIL, "0 employees", "At least 5"},
        {"EmployeesNotStated", "code: MIN_STAFF parameter: 5", "", v1::UNKNOWN, "Not stated", "At least 5"},
        {"ARuleWithoutItsNumber", "code: MIN_STAFF", "staff: 5", v1::UNKNOWN, "Not stated", "no number"},
        {"PlacesNotBoughtSingly", "code: MIN_STOCKHOLM_PLACES parameter: 51", "places_bought_singly: false",
         v1::NOT_APPLICABLE, "does not buy", ""},
        {"PlacesPerhapsBoughtSingly", "code: MIN_STOCKHOLM_PLACES parameter: 51", "places: 10 places_stockholm: 10",
         v1::UNKNOWN, "Not stated", "single places"},
        {"FiftyOnePerCentOfPlaces", "code: MIN_STOCKHOLM_PLACES parameter: 51",
         "places_bought_singly: true places: 100 places_stockholm: 51", v1::PASS, "51 of 100", ""},
        {"FiftyPerCentOfPlaces", "code: MIN_STOCKHOLM_PLACES parameter: 51",
         "places_bought_singly: true places: 10 places_stockholm: 5", v1::FAIL, "5 of 10", "6 of 10"},
        {"NoPlacesAtAll", "code: MIN_STOCKHOLM_PLACES parameter: 51",
         "places_bought_singly: true places: 0 places_stockholm: 0", v1::UNKNOWN, "Not stated", "51 per cent"},
        {"HalfTheFactAboutPlaces", "code: MIN_STOCKHOLM_PLACES parameter: 51", "places_bought_singly: true places: 10",
         v1::UNKNOWN, "Not stated", "51 per cent"},
        {"EnoughChildren", "code: MIN_STOCKHOLM_CHILDREN parameter: 51", "children: 40 children_stockholm: 39",
         v1::PASS, "39 of 40 children", ""},
        {"TooFewChildren", "code: MIN_STOCKHOLM_CHILDREN parameter: 51", "children: 40 children_stockholm: 20",
         v1::FAIL, "20 of 40 children", "21 of 40"},
        {"IndependentPreschoolsOnly",
         "code: MIN_STOCKHOLM_CHILDREN parameter: 51 unit_kinds: PRESCHOOL operator_kinds: PRIVATE_GRANT",
         "children: 40 children_stockholm: 0", v1::NOT_APPLICABLE, "other kinds", ""},
        {"SchoolsOnly", "code: MIN_STOCKHOLM_CHILDREN parameter: 51 unit_kinds: SCHOOL",
         "children: 40 children_stockholm: 0", v1::NOT_APPLICABLE, "other kinds", ""},
        {"ForecastBalanced", "code: FORECAST_BALANCED", "current_forecast: 0", v1::PASS, "SEK 0", ""},
        {"ForecastDeficit", "code: FORECAST_BALANCED", "current_forecast: -1", v1::FAIL, "SEK -1", "without a deficit"},
        {"DeficitLastYear", "code: NO_RECENT_DEFICIT", "previous_result: -120000 current_forecast: 5000", v1::FAIL,
         "Last year's result SEK -120,000", "No deficit"},
        {"DeficitThisYear", "code: NO_RECENT_DEFICIT", "previous_result: 1 current_forecast: -1", v1::FAIL,
         "forecast SEK -1", "No deficit"},
        {"AnOldDeficitOnly", "code: NO_RECENT_DEFICIT",
         "previous_result: 0 current_forecast: 0 carried_deficit: -900000", v1::PASS, "SEK 0", ""},
        {"DeficitKnownForecastNot", "code: NO_RECENT_DEFICIT", "previous_result: -1", v1::FAIL, "not stated",
         "No deficit"},
        {"ForecastNotStated", "code: NO_RECENT_DEFICIT", "previous_result: 1", v1::UNKNOWN, "not stated", "No deficit"},
        {"NeverWon", "code: WINNER_COOLDOWN parameter: 2", "", v1::PASS, "Has not received", ""},
        {"NoBoardActYet", "code: BOARD_VERIFIED", "", v1::UNKNOWN, "No board has acted", "minutes"},
    }),
    [](const auto& sentence) { return sentence.param.what; });

TEST(EligibilityTest, FourEmployeesIn2024CannotTakePartAndIsToldWhy) {
  Seen seen;
  const auto file = ParseFile<v1::CycleFile>(KRANS_SOURCE "/deploy/cycles/2024.textproto");
  seen.cycle = file.cycle();
  seen.rules = file.eligibility();
  seen.facts = Parse<v1::UnitFacts>(kAllWell);
  EXPECT_EQ(seen.Explained().participate(), v1::PASS) << seen.Explained().DebugString();
  seen.facts.set_staff(4);
  const v1::Explanation explanation = seen.Explained();
  EXPECT_EQ(explanation.participate(), v1::FAIL);
  EXPECT_EQ(explanation.win(), v1::FAIL);
  for (const v1::RuleVerdict& each : explanation.rules()) {
    if (each.rule().code() != EligibilityRule::MIN_STAFF) {
      EXPECT_NE(each.verdict(), v1::FAIL) << each.DebugString();
      continue;
    }
    EXPECT_EQ(each.verdict(), v1::FAIL);
    EXPECT_EQ(each.fact_sv(), "4 medarbetare inklusive chef");
    EXPECT_EQ(each.change_sv(), "Minst 5 medarbetare inklusive chef");
    EXPECT_EQ(each.rule().text_sv(), "Består av minst fem medarbetare inklusive chef.");
    EXPECT_THAT(each.rule().source().reference(), HasSubstr("000:41"));
  }
}

TEST(EligibilityTest, ADeficitLastYearIn2024CannotTakePart) {
  Seen seen;
  const auto file = ParseFile<v1::CycleFile>(KRANS_SOURCE "/deploy/cycles/2024.textproto");
  seen.cycle = file.cycle();
  seen.rules = file.eligibility();
  seen.facts = Parse<v1::UnitFacts>(kAllWell);
  seen.facts.set_previous_result(-250000);
  EXPECT_EQ(seen.Explained().participate(), v1::FAIL);
}

TEST(EligibilityTest, AWinnerOf2019IsOutIn2020And2021AndBackIn2022) {
  Seen seen;
  seen.rules = ParseFile<v1::CycleFile>(KRANS_SOURCE "/deploy/cycles/2019.textproto").eligibility();
  seen.facts = Parse<v1::UnitFacts>(std::string(kAllWell) + " children: 40 children_stockholm: 40");
  seen.received = {{"units/kruton", "Kruton", 2019, v1::Distinction::WINNER}};
  const std::vector<std::pair<int, v1::Verdict>> expected = {
      {2019, v1::PASS}, {2020, v1::FAIL}, {2021, v1::FAIL}, {2022, v1::PASS}};
  for (const auto& [year, verdict] : expected) {
    seen.cycle.set_year(year);
    const v1::Explanation explanation = seen.Explained();
    EXPECT_EQ(explanation.participate(), verdict) << year << explanation.DebugString();
  }
}

TEST(EligibilityTest, AWinnersSuccessorIsOutTooAndToldWhoWon) {
  Seen seen;
  seen.rules = OneRule("code: WINNER_COOLDOWN parameter: 2");
  seen.received = {{"units/gamla", "Gamla enheten", 2023, v1::Distinction::WINNER}};
  const v1::Explanation explanation = seen.Explained();
  EXPECT_EQ(explanation.participate(), v1::FAIL);
  EXPECT_EQ(explanation.rules(0).fact_sv(), "Fick Kvalitetsutmärkelsen 2023 som Gamla enheten");
  EXPECT_EQ(explanation.rules(0).change_sv(), "Kan delta igen 2026");
}

TEST(EligibilityTest, TheLatestOfSeveralWinsCounts) {
  Seen seen;
  seen.rules = OneRule("code: WINNER_COOLDOWN parameter: 2");
  seen.received = {{"units/kruton", "Kruton", 2022, v1::Distinction::WINNER},
                   {"units/kruton", "Kruton", 2014, v1::Distinction::WINNER}};
  EXPECT_EQ(seen.Explained().participate(), v1::FAIL);
}

TEST(EligibilityTest, AMentionBarsNobodyTheYearAfter) {
  Seen seen;
  seen.rules = Parse<v1::EligibilityRules>(R"(
    rules { code: WINNER_COOLDOWN parameter: 2 applies_to: PARTICIPATE severity: BLOCK }
    rules { code: MENTION_COOLDOWN parameter: 0 applies_to: PARTICIPATE severity: BLOCK })");
  seen.received = {{"units/kruton", "Kruton", 2023, v1::Distinction::HONOURABLE_MENTION}};
  EXPECT_EQ(seen.Explained().participate(), v1::PASS);
}

TEST(EligibilityTest, TheBoardsActCountsWhenItsMinutesAreVerified) {
  Seen seen;
  seen.rules = OneRule("code: BOARD_VERIFIED");
  seen.board_act =
      Parse<v1::BoardMatter>(R"(state: DECIDED result: APPROVED meeting_date: "2024-06-11" paragraph: "12")");
  EXPECT_EQ(seen.Explained().participate(), v1::UNKNOWN);
  seen.board_act->set_state(v1::BoardMatter::VERIFIED);
  EXPECT_EQ(seen.Explained().participate(), v1::PASS);
  EXPECT_EQ(seen.Explained().rules(0).fact_sv(), "Behandlat 2024-06-11 § 12, protokollet är granskat");
  seen.board_act->set_result(v1::BoardMatter::REJECTED);
  EXPECT_EQ(seen.Explained().participate(), v1::FAIL);
}

TEST(EligibilityTest, KeepsTakingPartAndWinningApart) {
  Seen seen;
  seen.rules = Parse<v1::EligibilityRules>(R"(
    rules { code: CITY_FINANCED applies_to: PARTICIPATE severity: BLOCK }
    rules { code: FORECAST_BALANCED applies_to: WIN severity: BLOCK })");
  seen.facts = Parse<v1::UnitFacts>("city_financed: true current_forecast: -1");
  EXPECT_EQ(seen.Explained().participate(), v1::PASS);
  EXPECT_EQ(seen.Explained().win(), v1::FAIL);
  seen.facts = Parse<v1::UnitFacts>("city_financed: false current_forecast: 1");
  EXPECT_EQ(seen.Explained().participate(), v1::FAIL);
  EXPECT_EQ(seen.Explained().win(), v1::FAIL);
}

TEST(EligibilityTest, AWarningDecidesNothing) {
  Seen seen;
  seen.rules =
      Parse<v1::EligibilityRules>("rules { code: MIN_STAFF parameter: 5 applies_to: PARTICIPATE severity: WARN }");
  seen.facts.set_staff(4);
  EXPECT_EQ(seen.Explained().rules(0).verdict(), v1::FAIL);
  EXPECT_EQ(seen.Explained().participate(), v1::PASS);
}

TEST(EligibilityTest, AYearWithoutRulesAsksForNothing) { EXPECT_EQ(Seen().Explained().participate(), v1::PASS); }

TEST(DeclarationTest, NamesAllFactsThatCannotBeTrueTogether) {
  const auto declared = Declare(Parse<Eligibility>(R"(
    name: "n" facts { places: 3 places_stockholm: 4 children: 1 children_stockholm: 2 carried_deficit: 1 })"));
  EXPECT_EQ(Told(declared.status()),
            "FIELD_INVALID eligibility.facts.places_stockholm:FIELD_OUT_OF_RANGE "
            "eligibility.facts.children_stockholm:FIELD_OUT_OF_RANGE "
            "eligibility.facts.carried_deficit:FIELD_OUT_OF_RANGE");
}

TEST(DeclarationTest, ForgetsAnEarlierDecision) {
  const auto declared = Declare(Parse<Eligibility>(R"(name: "n" state: VERIFIED decided_by: "x" facts { staff: 7 })"));
  ASSERT_TRUE(declared.ok());
  EXPECT_EQ(declared->state(), Eligibility::DECLARED);
  EXPECT_TRUE(declared->decided_by().empty());
  EXPECT_EQ(declared->facts().staff(), 7);
}

struct Decision {
  std::string what;
  Eligibility::State from;
  Eligibility::State to;
  std::string verdicts;  // of the rules
  std::string told;
  bool announced = false;
};

class EligibilityDecisionTest : public testing::TestWithParam<Decision> {};

TEST_P(EligibilityDecisionTest, FollowsTheVerdicts) {
  const Decision& decision = GetParam();
  Eligibility eligibility;
  eligibility.set_state(decision.from);
  v1::DecideEligibilityRequest request;
  request.set_state(decision.to);
  request.set_reason("seen");
  const auto decided = Decide(eligibility, Parse<v1::Explanation>(decision.verdicts), decision.announced, request,
                              "people/eva", At("2024-04-02"));
  EXPECT_EQ(Told(decided.status()), decision.told);
  if (!decided.ok()) return;
  EXPECT_EQ(decided->state(), decision.to);
  EXPECT_EQ(decided->reason(), "seen");
  EXPECT_EQ(decided->decided_by(), "people/eva");
}

constexpr char kStaffFails[] =
    "rules { rule { code: MIN_STAFF applies_to: PARTICIPATE severity: BLOCK } verdict: FAIL }";
constexpr char kPlanWaivable[] =
    "rules { rule { code: OPERATIONAL_PLAN applies_to: PARTICIPATE severity: WAIVABLE } verdict: FAIL }";
constexpr char kPlanUnknown[] =
    "rules { rule { code: OPERATIONAL_PLAN applies_to: PARTICIPATE severity: BLOCK } verdict: UNKNOWN }";
constexpr char kOnlyWinFails[] =
    "rules { rule { code: BOARD_VERIFIED applies_to: WIN severity: BLOCK } verdict: FAIL }";

INSTANTIATE_TEST_SUITE_P(
    All, EligibilityDecisionTest,
    testing::ValuesIn(std::vector<Decision>{
        {"VerifiesWhatHolds", Eligibility::DECLARED, Eligibility::VERIFIED, "", "OK"},
        {"VerifiesWhereOnlyWinningFails", Eligibility::DECLARED, Eligibility::VERIFIED, kOnlyWinFails, "OK"},
        {"VerifiesNothingThatFails", Eligibility::DECLARED, Eligibility::VERIFIED, kStaffFails,
         "NOT_ELIGIBLE rules=MIN_STAFF"},
        {"VerifiesNothingUnknown", Eligibility::DECLARED, Eligibility::VERIFIED, kPlanUnknown,
         "NOT_ELIGIBLE rules=OPERATIONAL_PLAN"},
        {"VerifiesNothingToBeWaived", Eligibility::DECLARED, Eligibility::VERIFIED, kPlanWaivable,
         "NOT_ELIGIBLE rules=OPERATIONAL_PLAN"},
        {"WaivesWhatMayBe", Eligibility::DECLARED, Eligibility::WAIVED, kPlanWaivable, "OK"},
        {"WaivesNoBlock", Eligibility::DECLARED, Eligibility::WAIVED, kStaffFails, "NOT_ELIGIBLE rules=MIN_STAFF"},
        {"Rejects", Eligibility::DECLARED, Eligibility::REJECTED, kStaffFails, "OK"},
        {"RejectsNothingVerified", Eligibility::VERIFIED, Eligibility::REJECTED, "",
         "WRONG_STATE needs=DECLARED,REJECTED,REVOKED state=VERIFIED"},
        {"RevokesWhatWasVerified", Eligibility::VERIFIED, Eligibility::REVOKED, kStaffFails, "OK"},
        {"RevokesWhatWasWaived", Eligibility::WAIVED, Eligibility::REVOKED, "", "OK"},
        {"RevokesNothingDeclared", Eligibility::DECLARED, Eligibility::REVOKED, "",
         "WRONG_STATE needs=VERIFIED,WAIVED state=DECLARED"},
        {"VerifiesAgain", Eligibility::VERIFIED, Eligibility::VERIFIED, "", "OK"},
        {"VerifiesNothingAgainThatFailsNow", Eligibility::VERIFIED, Eligibility::VERIFIED, kStaffFails,
         "NOT_ELIGIBLE rules=MIN_STAFF"},
        {"VerifiesWhatWasRejectedByMistake", Eligibility::REJECTED, Eligibility::VERIFIED, "", "OK"},
        {"VerifiesWhatWasRevokedByMistake", Eligibility::REVOKED, Eligibility::VERIFIED, "", "OK"},
        {"WaivesWhatWasRevokedByMistake", Eligibility::REVOKED, Eligibility::WAIVED, kPlanWaivable, "OK"},
        {"VerifiesNothingAgainOnceAnnounced", Eligibility::REVOKED, Eligibility::VERIFIED, "",
         "WRONG_STATE needs=DECLARED state=REVOKED", true},
        {"RejectsNothingAgainOnceAnnounced", Eligibility::REVOKED, Eligibility::REJECTED, "",
         "WRONG_STATE needs=DECLARED state=REVOKED", true},
        {"VerifiesWhatIsDeclaredOnceAnnounced", Eligibility::DECLARED, Eligibility::VERIFIED, "", "OK", true},
        {"RevokesOnceAnnounced", Eligibility::VERIFIED, Eligibility::REVOKED, "", "OK", true},
        {"DeclaresNothing", Eligibility::DECLARED, Eligibility::DECLARED, "", "FIELD_INVALID state:FIELD_NOT_ALLOWED"},
    }),
    [](const auto& decision) { return decision.param.what; });

TEST(EligibilityDecisionTest, MarksWhatItWaived) {
  Eligibility eligibility;
  eligibility.set_state(Eligibility::DECLARED);
  v1::DecideEligibilityRequest request;
  request.set_state(Eligibility::WAIVED);
  const auto decided =
      Decide(eligibility, Parse<v1::Explanation>(kPlanWaivable), false, request, "people/eva", At("2024-04-02"));
  ASSERT_TRUE(decided.ok());
  EXPECT_EQ(decided->verdicts(0).verdict(), v1::WAIVED);
}

}  // namespace
}  // namespace krans::submissions
