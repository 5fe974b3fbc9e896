#include "clients/example/example.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/cycle/names.h"
#include "services/rpc/fields.h"
#include "services/submissions/cycle_rules.h"
#include "services/submissions/eligibility_rules.h"

namespace krans::example {
namespace {

using submissions::v1::CycleFile;
using submissions::v1::EligibilityRule;
using submissions::v1::Explanation;
using submissions::v1::Unit;
using submissions::v1::UnitFacts;
using submissions::v1::Verdict;

const Material& TheMaterial() {
  static const auto& material = *[] {
    absl::StatusOr<Material> read = ReadMaterial(KRANS_DEPLOY);
    EXPECT_TRUE(read.ok()) << read.status();
    return new Material(*std::move(read));
  }();
  return material;
}

const v1::Example& TheExample() { return TheMaterial().example; }

// The entries that take part to the end.
std::vector<v1::Entry> Cases() {
  std::vector<v1::Entry> cases;
  for (const v1::Entry& entry : TheExample().entries()) {
    if (entry.rejected().empty()) cases.push_back(entry);
  }
  return cases;
}

const Unit& UnitNamed(const std::string& name) {
  for (const Unit& unit : TheExample().units()) {
    if (unit.name() == name) return unit;
  }
  ADD_FAILURE() << name;
  return Unit::default_instance();
}

Explanation Explain(const CycleFile& year, const std::string& unit, const UnitFacts& facts) {
  std::vector<submissions::Received> received;
  for (const auto& distinction : TheExample().distinctions()) {
    if (distinction.name().rfind(unit + "/", 0) != 0) continue;
    received.push_back({unit, UnitNamed(unit).display_name(),
                        std::stoi(std::string(cycle::LastSegment(distinction.name()))), distinction.kind()});
  }
  return submissions::Explain({year.cycle(), year.eligibility(), UnitNamed(unit), facts, received,
                               std::optional<submissions::v1::BoardMatter>()});
}

std::set<int> Failing(const Explanation& explanation) {
  std::set<int> failing;
  for (const auto& rule : explanation.rules()) {
    if (rule.verdict() == submissions::v1::FAIL) failing.insert(rule.rule().code());
  }
  return failing;
}

Explanation ExplainEntry(const std::string& unit) {
  for (const v1::Entry& entry : TheExample().entries()) {
    if (entry.unit() == unit) return Explain(TheMaterial().year, "units/" + unit, entry.facts());
  }
  ADD_FAILURE() << unit;
  return {};
}

Explanation ExplainWinner(int year) {
  for (const CycleFile& file : TheMaterial().earlier_years) {
    if (file.cycle().year() != year) continue;
    for (const auto& eligibility : TheExample().earlier_eligibility()) {
      if (cycle::CycleOf(eligibility.name()) == file.cycle().name()) {
        return Explain(file, "units/forskolan-solstigen", eligibility.facts());
      }
    }
  }
  ADD_FAILURE() << year;
  return {};
}

TEST(Example, YearsFitAndPassTheFieldChecks) {
  const rpc::FieldChecks checks(*submissions::v1::ImportCycleRequest::descriptor());
  std::vector<CycleFile> years = TheMaterial().earlier_years;
  years.push_back(TheMaterial().year);
  for (const CycleFile& file : years) {
    submissions::v1::ImportCycleRequest request;
    *request.mutable_file() = file;
    EXPECT_TRUE(checks.Check(&request).ok()) << file.cycle().name() << checks.Check(&request);
    EXPECT_TRUE(submissions::CheckNames(file).ok()) << submissions::CheckNames(file);
    EXPECT_TRUE(submissions::CheckFits(file).ok()) << file.cycle().name() << submissions::CheckFits(file);
  }
}

TEST(Example, InventsEveryPersonAndSaysSo) {
  for (const auto& person : TheExample().people()) EXPECT_EQ(person.source().origin(), submissions::v1::INVENTED);
}

TEST(Example, SaysOfEveryUnitAndBoardWhereItIsFrom) {
  for (const Unit& unit : TheExample().units()) {
    const bool marked = unit.display_name().find("(påhittad)") != std::string::npos;
    const bool invented = marked || !unit.manager().empty();
    EXPECT_EQ(unit.source().origin(), invented ? submissions::v1::INVENTED : submissions::v1::HOUSE) << unit.name();
    EXPECT_FALSE(unit.source().reference().empty()) << unit.name();
  }
  for (const auto& body : TheExample().bodies()) EXPECT_FALSE(body.source().reference().empty()) << body.name();
}

TEST(Example, MarksNoDecisionAndNoClassOfAUnitAsStatedByTheDocuments) {
  for (const auto& meeting : TheExample().meetings()) {
    EXPECT_EQ(meeting.matter().source().origin(),
              meeting.has_decision() ? submissions::v1::INVENTED : submissions::v1::STATED)
        << meeting.matter().name();
  }
  for (const auto& earlier : TheExample().earlier()) EXPECT_NE(earlier.source().origin(), submissions::v1::STATED);
}

TEST(Example, SaysOfItsYearThatItsOutcomesAreInvented) {
  const auto& notes = TheMaterial().year.cycle().notes();
  EXPECT_TRUE(std::any_of(notes.begin(), notes.end(),
                          [](const auto& note) { return note.origin() == submissions::v1::INVENTED; }));
}

TEST(Example, HasTheTargetsAndOutcomesThatTheDocumentsState) {
  std::map<std::string, int> targets, outcomes;
  for (const auto& target : TheExample().targets())
    targets[std::string(cycle::LastSegment(target.name()))] = target.target();
  for (const auto& earlier : TheExample().earlier()) {
    if (earlier.source().origin() == submissions::v1::HOUSE) {
      ++outcomes[std::string(cycle::LastSegment(cycle::CycleOf(earlier.name())))];
    }
  }
  EXPECT_EQ(targets, (std::map<std::string, int>{{"2012", 7}, {"2014", 5}}));
  EXPECT_EQ(outcomes, (std::map<std::string, int>{{"2012", 3}, {"2014", 3}, {"2019", 1}}));
}

TEST(Example, ExplainsAUnitOfFourEmployeesByThatRuleAlone) {
  const Explanation explanation = ExplainEntry("fridhems-traffpunkt");
  EXPECT_EQ(explanation.participate(), submissions::v1::FAIL);
  EXPECT_EQ(Failing(explanation), std::set<int>{EligibilityRule::MIN_STAFF});
}

TEST(Example, ExplainsADeficitLastYearByThatRuleAlone) {
  const Explanation explanation = ExplainEntry("rosenlunds-verkstad");
  EXPECT_EQ(explanation.participate(), submissions::v1::FAIL);
  EXPECT_EQ(Failing(explanation), std::set<int>{EligibilityRule::NO_RECENT_DEFICIT});
}

TEST(Example, BarsAWinnerOf2019FromTheTwoYearsAfterAndNotFromTheThird) {
  for (int year : {2020, 2021}) {
    EXPECT_EQ(ExplainWinner(year).participate(), submissions::v1::FAIL) << year;
    EXPECT_EQ(Failing(ExplainWinner(year)), std::set<int>{EligibilityRule::WINNER_COOLDOWN}) << year;
  }
  EXPECT_EQ(ExplainWinner(2022).participate(), submissions::v1::PASS);
}

TEST(Example, LetsTheRestTakePartOneOfThemByAWaiver) {
  for (const v1::Entry& entry : Cases()) {
    const Explanation explanation = ExplainEntry(entry.unit());
    EXPECT_EQ(Failing(explanation),
              entry.waived().empty() ? std::set<int>() : std::set<int>{EligibilityRule::OPERATIONAL_RESPONSIBILITY})
        << entry.unit();
  }
}

TEST(Example, AnswersEveryQuestionOnce) {
  std::set<std::string> questions;
  for (const auto& question : TheMaterial().year.questions().questions()) questions.insert(question.code());
  for (const v1::Entry& entry : Cases()) {
    std::multiset<std::string> answered;
    for (const auto& answer : entry.answers()) answered.insert(answer.question());
    EXPECT_EQ(answered, std::multiset<std::string>(questions.begin(), questions.end())) << entry.unit();
  }
}

TEST(Example, HasAScoreOfEveryVoiceForEveryCriterionOnTheGrid) {
  const auto& scheme = TheMaterial().year.scheme();
  for (const v1::Entry& entry : Cases()) {
    const auto voices = VoicesOf(TheExample(), ParticipationName(TheExample(), entry)).size();
    EXPECT_GE(voices, 3u) << entry.unit();
    ASSERT_EQ(entry.judgements_size(), scheme.criteria_size()) << entry.unit();
    for (int i = 0; i < entry.judgements_size(); ++i) {
      const v1::Judgement& judgement = entry.judgements(i);
      EXPECT_EQ(judgement.criterion(), scheme.criteria(i).code()) << entry.unit();
      EXPECT_EQ(judgement.scores_size(), static_cast<int>(voices)) << entry.unit() << judgement.criterion();
      EXPECT_FALSE(judgement.strengths().empty() || judgement.improvements().empty());
      std::vector<int> scores(judgement.scores().begin(), judgement.scores().end());
      scores.push_back(judgement.agreed());
      if (judgement.verification().has_score()) scores.push_back(judgement.verification().score());
      for (int score : scores) EXPECT_TRUE(score % scheme.step() == 0 && score >= 0 && score <= 100) << score;
    }
  }
}

TEST(Example, HasOneCaseOfWidelySpreadScoresWithItsDiscussion) {
  int discussed = 0;
  for (const v1::Entry& entry : Cases()) {
    for (const v1::Judgement& judgement : entry.judgements()) discussed += !judgement.discussion().empty();
  }
  EXPECT_EQ(discussed, 1);
}

TEST(Example, HasTeamsWithNobodyOfTheUnitsOwnAdministrationAndNoTwoOfOne) {
  std::map<std::string, std::string> employer;
  for (const auto& person : TheExample().people()) employer[person.name()] = person.body();
  for (const auto& team : TheExample().teams()) {
    std::set<std::string> bodies;
    for (const auto& member : team.members()) EXPECT_TRUE(bodies.insert(employer.at(member.person())).second);
    for (const std::string& participation : team.participations()) {
      EXPECT_FALSE(bodies.count(UnitNamed(cycle::UnitOf(participation)).body())) << participation;
    }
  }
}

TEST(Example, HasADecisionForEveryClassAndOneMentionWithItsGoodExample) {
  std::vector<std::string> classes, decided;
  for (const auto& each : TheMaterial().year.cycle().classes()) classes.push_back(each.code());
  int mentions = 0, none = 0, winners = 0;
  for (const v1::ClassMatter& matter : TheExample().matters()) {
    decided.push_back(matter.class_code());
    const auto& proposal = matter.proposals(0).proposal();
    winners += proposal.winners_size();
    mentions += proposal.mentions_size();
    none += !proposal.no_award_reason().empty();
    EXPECT_EQ(proposal.winners().empty(), !proposal.no_award_reason().empty()) << matter.class_code();
    for (const auto& mention : proposal.mentions()) EXPECT_FALSE(mention.good_example().empty());
  }
  EXPECT_EQ(decided, classes);
  EXPECT_EQ(winners, 2);
  EXPECT_EQ(mentions, 1);
  EXPECT_EQ(none, 3);
}

TEST(Example, HasOneTieThatTheChairBreaks) {
  int ties = 0;
  for (const v1::ClassMatter& matter : TheExample().matters()) {
    if (matter.proposals_size() < 2) continue;
    ties += matter.proposals(0).voters_size() == matter.proposals(1).voters_size();
    const auto& voters = matter.proposals(0).voters();
    EXPECT_NE(std::find(voters.begin(), voters.end(), ChairOf(TheExample())), voters.end());
    EXPECT_EQ(matter.proposals(0).voters_size() + matter.proposals(1).voters_size() + matter.recused_size(),
              TheExample().jury().members_size());
  }
  EXPECT_EQ(ties, 1);
}

}  // namespace
}  // namespace krans::example
