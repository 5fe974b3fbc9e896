#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gtest/gtest.h"
#include "tests/deploy/cycle_file.h"

namespace krans {
namespace {

using submissions::v1::BoardAct;
using submissions::v1::CompetitionClass;
using submissions::v1::CycleFile;
using submissions::v1::EligibilityRule;
using submissions::v1::Milestone;
using submissions::v1::OperatorKind_Name;
using submissions::v1::SubmissionPart;
using submissions::v1::UnitKind_Name;

const char* YesNo(bool value) { return value ? "yes" : "no"; }

std::string Day(const CycleFile& file, Milestone::Kind kind) {
  for (const Milestone& milestone : file.calendar().milestones()) {
    if (milestone.kind() == kind) return milestone.due();
  }
  return "-";
}

// Every rule of the code: "51 PARTICIPATE BLOCK PRESCHOOL PRIVATE_GRANT", one after the other.
std::string Rules(const CycleFile& file, EligibilityRule::Code code) {
  std::vector<std::string> rules;
  for (const EligibilityRule& rule : file.eligibility().rules()) {
    if (rule.code() != code) continue;
    std::string text = rule.has_parameter() ? absl::StrCat(rule.parameter(), " ") : "";
    absl::StrAppend(&text, EligibilityRule::AppliesTo_Name(rule.applies_to()), " ",
                    EligibilityRule::Severity_Name(rule.severity()));
    for (int kind : rule.unit_kinds()) absl::StrAppend(&text, " ", UnitKind_Name(kind));
    for (int kind : rule.operator_kinds()) absl::StrAppend(&text, " ", OperatorKind_Name(kind));
    rules.push_back(text);
  }
  return rules.empty() ? "-" : absl::StrJoin(rules, "; ");
}

std::string Class(const CycleFile& file, const std::string& code) {
  for (const CompetitionClass& one : file.cycle().classes()) {
    if (one.code() != code) continue;
    return absl::StrCat(one.label_sv(), one.includes_exercise_of_authority() ? " (authority)" : "");
  }
  return "-";
}

std::string Or(bool present, const std::string& value) { return present ? value : "-"; }

// The parameters of a year, in the order of the table below.
const std::vector<std::pair<std::string, std::function<std::string(const CycleFile&)>>>& Parameters() {
  static const auto& parameters =
      *new std::vector<std::pair<std::string, std::function<std::string(const CycleFile&)>>>{
          {"registration.deadline", [](const auto& f) { return Day(f, Milestone::REGISTRATION); }},
          {"submission.deadline", [](const auto& f) { return Day(f, Milestone::SUBMISSION); }},
          {"submission.parts",
           [](const auto& f) {
             return absl::StrJoin(f.cycle().parts(), " ", [](std::string* out, const SubmissionPart& part) {
               out->append(SubmissionPart::Kind_Name(part.kind()));
             });
           }},
          {"board.act",
           [](const auto& f) {
             return absl::StrJoin(f.cycle().board().acts(), " ",
                                  [](std::string* out, int act) { out->append(BoardAct::Act_Name(act)); });
           }},
          {"board.deadline", [](const auto& f) { return Day(f, Milestone::BOARD_EVIDENCE); }},
          {"board.evidence",
           [](const auto& f) { return Or(!f.cycle().board().evidence().empty(), f.cycle().board().evidence()); }},
          {"board.recipient",
           [](const auto& f) { return Or(!f.cycle().board().recipient().empty(), f.cycle().board().recipient()); }},
          {"board.includesCompanyBoards",
           [](const auto& f) {
             return Or(f.cycle().board().has_company_boards(), YesNo(f.cycle().board().company_boards()));
           }},
          {"board.immediateAdjustmentSeen",
           [](const auto& f) {
             return Or(f.cycle().board().has_immediate_adjustment_seen(),
                       YesNo(f.cycle().board().immediate_adjustment_seen()));
           }},
          {"eligibility.operators", [](const auto& f) { return Rules(f, EligibilityRule::CITY_FINANCED); }},
          {"eligibility.manager.budget",
           [](const auto& f) { return Rules(f, EligibilityRule::BUDGET_RESPONSIBILITY); }},
          {"eligibility.manager.staff", [](const auto& f) { return Rules(f, EligibilityRule::STAFF_RESPONSIBILITY); }},
          {"eligibility.manager.operational",
           [](const auto& f) { return Rules(f, EligibilityRule::OPERATIONAL_RESPONSIBILITY); }},
          {"eligibility.operationalPlan", [](const auto& f) { return Rules(f, EligibilityRule::OPERATIONAL_PLAN); }},
          {"eligibility.minStaffInclManager", [](const auto& f) { return Rules(f, EligibilityRule::MIN_STAFF); }},
          {"eligibility.minStockholmPlacesPct",
           [](const auto& f) { return Rules(f, EligibilityRule::MIN_STOCKHOLM_PLACES); }},
          {"eligibility.minStockholmChildrenPct",
           [](const auto& f) { return Rules(f, EligibilityRule::MIN_STOCKHOLM_CHILDREN); }},
          {"eligibility.economy.forecast", [](const auto& f) { return Rules(f, EligibilityRule::FORECAST_BALANCED); }},
          {"eligibility.economy.deficit", [](const auto& f) { return Rules(f, EligibilityRule::NO_RECENT_DEFICIT); }},
          {"eligibility.cooldownWinnerYears", [](const auto& f) { return Rules(f, EligibilityRule::WINNER_COOLDOWN); }},
          {"eligibility.cooldownMentionYears",
           [](const auto& f) { return Rules(f, EligibilityRule::MENTION_COOLDOWN); }},
          {"eligibility.board", [](const auto& f) { return Rules(f, EligibilityRule::BOARD_VERIFIED); }},
          {"ceremony.date", [](const auto& f) { return Day(f, Milestone::CEREMONY); }},
          {"ceremony.place",
           [](const auto& f) {
             return Or(f.cycle().recognition().has_ceremony_place(), f.cycle().recognition().ceremony_place());
           }},
          {"evaluation.examinerTeams",
           [](const auto& f) {
             return Or(f.cycle().evaluation().has_examiner_teams(), YesNo(f.cycle().evaluation().examiner_teams()));
           }},
          {"evaluation.siteVisit",
           [](const auto& f) {
             return Or(f.cycle().evaluation().has_site_visit(), YesNo(f.cycle().evaluation().site_visit()));
           }},
          {"evaluation.teamSize", [](const auto& f) { return Or(f.cycle().evaluation().has_team_min(), "stated"); }},
          {"jury.chair", [](const auto& f) { return Or(f.cycle().jury().has_chair(), f.cycle().jury().chair()); }},
          {"jury.seats", [](const auto& f) { return Or(f.cycle().jury().has_seats(), "stated"); }},
          {"award.perClass",
           [](const auto& f) {
             return Or(f.cycle().recognition().has_per_class(), f.cycle().recognition().per_class());
           }},
          {"award.winnerGets",
           [](const auto& f) {
             return Or(f.cycle().recognition().has_winner_gets(), f.cycle().recognition().winner_gets());
           }},
          {"award.mentionGets",
           [](const auto& f) {
             return Or(f.cycle().recognition().has_mention_gets(), f.cycle().recognition().mention_gets());
           }},
          {"award.participantGets",
           [](const auto& f) {
             return Or(f.cycle().recognition().has_participant_gets(), f.cycle().recognition().participant_gets());
           }},
          {"feedback.visit",
           [](const auto& f) {
             return Or(f.cycle().recognition().has_feedback_visit(), YesNo(f.cycle().recognition().feedback_visit()));
           }},
          {"class.preschool", [](const auto& f) { return Class(f, "preschool"); }},
          {"class.school", [](const auto& f) { return Class(f, "school"); }},
          {"class.elderly", [](const auto& f) { return Class(f, "elderly"); }},
          {"class.social", [](const auto& f) { return Class(f, "social"); }},
          {"class.other", [](const auto& f) { return Class(f, "other"); }},
          {"classes", [](const auto& f) { return absl::StrCat(f.cycle().classes_size()); }},
          {"phases", [](const auto& f) { return absl::StrCat(f.calendar().phases_size()); }},
          {"gates", [](const auto& f) { return absl::StrCat(f.calendar().gates_size()); }},
          {"questions", [](const auto& f) { return Or(f.has_questions(), "stated"); }},
          {"scheme", [](const auto& f) { return Or(f.has_scheme(), "stated"); }},
      };
  return parameters;
}

struct Year {
  const char* name;
  std::map<std::string, std::string> stated;  // what the documents state; every other parameter is "-" or "0"
};

constexpr char kMoney[] = "en summa pengar att använda för att utveckla verksamheten ytterligare";
constexpr char kOthers[] =
    "Andra verksamheter, såsom administrativa verksamheter, stadens bolag och tekniska verksamheter";

// Written from the documents' own text.
const std::vector<Year>& Years() {
  static const auto& years = *new std::vector<Year>{
      {"2012",
       {{"submission.parts", "ACCOUNT"},
        {"board.act", "APPROVAL"},
        {"board.deadline", "2012-06-30"},
        {"board.evidence", "protokoll"},
        {"board.recipient", "Stadsledningskontoret, Enheten för kvalitetsutveckling"},
        {"board.immediateAdjustmentSeen", "yes"},
        {"eligibility.operators", "PARTICIPATE BLOCK"},
        {"ceremony.date", "2012-11-20"},
        {"ceremony.place", "Blå Hallen, Stadshuset"},
        {"class.preschool", "förskola"},
        {"class.school", "skola"},
        {"class.elderly", "äldreomsorg"},
        {"class.social", "annan vård och omsorg"},
        {"class.other", "andra verksamheter"},
        {"classes", "5"}}},
      {"2014",
       {{"submission.deadline", "2014-05-19"},
        {"submission.parts", "ACCOUNT"},
        {"board.act", "APPROVAL"},
        {"board.deadline", "2014-06-30"},
        {"board.evidence", "protokoll"},
        {"board.recipient", "kvalitetsutmarkelsen@stockholm.se, Stadsledningskontoret"},
        {"board.immediateAdjustmentSeen", "yes"},
        {"eligibility.operators", "PARTICIPATE BLOCK"},
        {"ceremony.date", "2014-11-25"},
        {"ceremony.place", "Blå Hallen, Stadshuset"},
        {"class.preschool", "Förskola"},
        {"class.school", "Skola"},
        {"class.elderly", "Äldreomsorg inklusive myndighetsutövning (authority)"},
        {"class.social", "Socialtjänst och omsorg om funktionsnedsatta inklusive myndighetsutövning (authority)"},
        {"class.other", kOthers},
        {"classes", "5"}}},
      {"2019",
       {{"submission.deadline", "2019-05-20"},
        {"submission.parts", "ACCOUNT"},
        {"board.act", "NOTIFICATION"},
        {"board.deadline", "2019-06-30"},
        {"board.immediateAdjustmentSeen", "no"},
        {"eligibility.operators", "PARTICIPATE BLOCK"},
        {"eligibility.manager.budget", "PARTICIPATE BLOCK"},
        {"eligibility.manager.staff", "PARTICIPATE BLOCK"},
        {"eligibility.minStockholmPlacesPct", "51 PARTICIPATE BLOCK"},
        {"eligibility.minStockholmChildrenPct",
         "51 PARTICIPATE BLOCK PRESCHOOL; 51 PARTICIPATE BLOCK SCHOOL PRIVATE_GRANT"},
        {"eligibility.economy.forecast", "PARTICIPATE BLOCK"},
        {"eligibility.cooldownWinnerYears", "2 PARTICIPATE BLOCK"},
        {"eligibility.cooldownMentionYears", "0 PARTICIPATE BLOCK"},
        {"ceremony.date", "2019-11-26"},
        {"ceremony.place", "Stadshuset"},
        {"evaluation.examinerTeams", "yes"},
        {"evaluation.siteVisit", "yes"},
        {"jury.chair", "stadsdirektören"},
        {"award.perClass", "0..n"},
        {"award.winnerGets", "ett diplom och en prischeck som kan användas till att utveckla verksamheten vidare"},
        {"award.participantGets", "återföringsbesök"},
        {"feedback.visit", "yes"},
        {"class.preschool", "Förskola"},
        {"class.school", "Skola"},
        {"class.elderly", "Äldreomsorg inkl. myndighetsutövning (authority)"},
        {"class.social",
         "Socialtjänst samt stöd och service till personer med funktionsnedsättning inkl. myndighetsutövning "
         "(authority)"},
        {"class.other", kOthers},
        {"classes", "5"}}},
      {"2024",
       {{"registration.deadline", "2024-03-22"},
        {"submission.deadline", "2024-05-17"},
        {"submission.parts", "ACCOUNT PRESENTATION"},
        {"board.act", "NOTIFICATION APPROVAL INFORMATION"},
        {"board.deadline", "2024-06-28"},
        {"board.evidence", "protokollsutdrag"},
        {"board.recipient", "kvalitetsutmärkelsen@stockholm.se"},
        {"board.includesCompanyBoards", "yes"},
        {"board.immediateAdjustmentSeen", "no"},
        {"eligibility.operators", "PARTICIPATE BLOCK"},
        {"eligibility.manager.budget", "PARTICIPATE BLOCK"},
        {"eligibility.manager.staff", "PARTICIPATE BLOCK"},
        {"eligibility.manager.operational", "PARTICIPATE BLOCK"},
        {"eligibility.operationalPlan", "PARTICIPATE BLOCK"},
        {"eligibility.minStaffInclManager", "5 PARTICIPATE BLOCK"},
        {"eligibility.minStockholmPlacesPct", "51 PARTICIPATE BLOCK"},
        {"eligibility.minStockholmChildrenPct", "51 PARTICIPATE BLOCK PRESCHOOL PRIVATE_GRANT"},
        {"eligibility.economy.deficit", "PARTICIPATE BLOCK"},
        {"ceremony.date", "2024-11-26"},
        {"award.winnerGets", kMoney},
        {"award.mentionGets", kMoney},
        {"award.participantGets", "uppmärksammas på start.stockholm och får ett diplom"}}}};
  return years;
}

TEST(YearFile, StatesWhatTheYearsDocumentsStateAndNothingElse) {
  for (const Year& year : Years()) {
    const CycleFile file = ReadCycleFile(year.name);
    for (const auto& [parameter, value] : Parameters()) {
      const auto stated = year.stated.find(parameter);
      if (stated != year.stated.end()) {
        EXPECT_EQ(value(file), stated->second) << year.name << " " << parameter;
      } else {
        const std::string actual = value(file);
        EXPECT_TRUE(actual == "-" || actual == "0" || actual.empty()) << year.name << " " << parameter << " " << actual;
      }
    }
  }
}

TEST(YearFile, HasNoParameterThatTheTableDoesNotKnow) {
  for (const Year& year : Years()) {
    for (const auto& [stated, value] : year.stated) {
      EXPECT_TRUE(std::any_of(Parameters().begin(), Parameters().end(), [&](const auto& parameter) {
        return parameter.first == stated;
      })) << stated;
    }
  }
}

TEST(YearFile, LeavesTheWeekendAsUndecidedAsItsDocuments) {
  for (const Year& year : Years()) {
    const CycleFile file = ReadCycleFile(year.name);
    for (const Milestone& milestone : file.calendar().milestones()) {
      EXPECT_EQ(milestone.weekend_policy(), Milestone::WEEKEND_POLICY_UNSPECIFIED) << year.name;
    }
  }
}

}  // namespace
}  // namespace krans
