#include "services/submissions/eligibility_verdicts.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace krans::submissions {
namespace {

using v1::EligibilityRule;
using v1::RuleVerdict;
using v1::UnitFacts;

// A sentence in Swedish and English.
struct Words {
  std::string sv;
  std::string en;
};

struct Finding {
  v1::Verdict verdict = v1::UNKNOWN;
  Words fact;
  Words change;
};

const Words kNotStated = {"Uppgift saknas", "Not stated"};
const Words kNothing = {"", ""};

Finding Unknown(Words change) { return {v1::UNKNOWN, kNotStated, std::move(change)}; }

// What is either so or not.
struct Condition {
  EligibilityRule::Code code;
  bool (UnitFacts::*has)() const;
  bool (UnitFacts::*get)() const;
  const char* yes_sv;
  const char* no_sv;
  const char* yes_en;
  const char* no_en;
};

constexpr Condition kConditions[] = {
    {EligibilityRule::CITY_FINANCED, &UnitFacts::has_city_financed, &UnitFacts::city_financed,
     "Verksamheten finansieras av Stockholms stad", "Verksamheten finansieras inte av Stockholms stad",
     "The unit is financed by the City of Stockholm", "The unit is not financed by the City of Stockholm"},
    {EligibilityRule::BUDGET_RESPONSIBILITY, &UnitFacts::has_budget_responsibility, &UnitFacts::budget_responsibility,
     "Chefen har budgetansvar", "Chefen har inte budgetansvar", "The manager is responsible for the budget",
     "The manager is not responsible for the budget"},
    {EligibilityRule::STAFF_RESPONSIBILITY, &UnitFacts::has_staff_responsibility, &UnitFacts::staff_responsibility,
     "Chefen har personalansvar", "Chefen har inte personalansvar", "The manager is responsible for the staff",
     "The manager is not responsible for the staff"},
    {EligibilityRule::OPERATIONAL_RESPONSIBILITY, &UnitFacts::has_operational_responsibility,
     &UnitFacts::operational_responsibility, "Chefen har verksamhetsansvar", "Chefen har inte verksamhetsansvar",
     "The manager is responsible for the operation", "The manager is not responsible for the operation"},
    {EligibilityRule::OPERATIONAL_PLAN, &UnitFacts::has_operational_plan, &UnitFacts::operational_plan,
     "Det finns en verksamhetsplan med mål", "Det finns ingen verksamhetsplan med mål",
     "There is an operational plan with goals", "There is no operational plan with goals"},
};

Finding JudgeCondition(const Condition& condition, const UnitFacts& facts) {
  const Words needed = {absl::StrCat("Behövs: ", condition.yes_sv), absl::StrCat("Needed: ", condition.yes_en)};
  if (!(facts.*condition.has)()) return Unknown(needed);
  if ((facts.*condition.get)()) return {v1::PASS, {condition.yes_sv, condition.yes_en}, kNothing};
  return {v1::FAIL, {condition.no_sv, condition.no_en}, needed};
}

Finding JudgeStaff(int32_t least, const UnitFacts& facts) {
  const Words needed = {absl::StrCat("Minst ", least, " medarbetare inklusive chef"),
                        absl::StrCat("At least ", least, " employees including the manager")};
  if (!facts.has_staff()) return Unknown(needed);
  const Words fact = {absl::StrCat(facts.staff(), " medarbetare inklusive chef"),
                      absl::StrCat(facts.staff(), " employees including the manager")};
  if (facts.staff() >= least) return {v1::PASS, fact, kNothing};
  return {v1::FAIL, fact, needed};
}

// `those`: the places, all of them; `some`: a number of places.
Finding JudgeShare(int32_t least, std::optional<int64_t> part, std::optional<int64_t> whole, const Words& those,
                   const Words& some) {
  const Words needed = {absl::StrCat("Minst ", least, " procent av ", those.sv, " från Stockholms stad"),
                        absl::StrCat("At least ", least, " per cent of ", those.en, " from the City of Stockholm")};
  if (!part || !whole || *whole == 0) return Unknown(needed);
  const Words fact = {absl::StrCat(*part, " av ", *whole, " ", some.sv, " från Stockholms stad"),
                      absl::StrCat(*part, " of ", *whole, " ", some.en, " from the City of Stockholm")};
  if (*part * 100 >= least * *whole) return {v1::PASS, fact, kNothing};
  const int64_t short_of = (least * *whole + 99) / 100;
  return {v1::FAIL,
          fact,
          {absl::StrCat(needed.sv, ": ", short_of, " av ", *whole),
           absl::StrCat(needed.en, ": ", short_of, " of ", *whole)}};
}

Finding JudgePlaces(int32_t least, const UnitFacts& facts) {
  if (!facts.has_places_bought_singly()) {
    return Unknown({"Ange om staden köper enstaka platser", "State whether the city buys single places"});
  }
  if (!facts.places_bought_singly()) {
    return {v1::NOT_APPLICABLE, {"Staden köper inte enstaka platser", "The city does not buy single places"}, kNothing};
  }
  return JudgeShare(least, facts.has_places_stockholm() ? std::make_optional(facts.places_stockholm()) : std::nullopt,
                    facts.has_places() ? std::make_optional(facts.places()) : std::nullopt, {"platserna", "the places"},
                    {"platser", "places"});
}

Finding JudgeChildren(int32_t least, const UnitFacts& facts) {
  return JudgeShare(least,
                    facts.has_children_stockholm() ? std::make_optional(facts.children_stockholm()) : std::nullopt,
                    facts.has_children() ? std::make_optional(facts.children()) : std::nullopt,
                    {"barnen", "the children"}, {"barn", "children"});
}

// "-120 000".
std::string Grouped(int64_t amount, absl::string_view separator) {
  std::string digits = absl::StrCat(std::abs(amount));
  for (int at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3) digits.insert(at, std::string(separator));
  return absl::StrCat(amount < 0 ? "-" : "", digits);
}

// The facts about several years' money, one after the other; FAIL where one is a deficit, UNKNOWN where one is missing.
struct Amount {
  bool stated;
  int64_t amount;
  Words noun;
};

Finding JudgeMoney(std::initializer_list<Amount> amounts, Words needed) {
  Finding finding = {v1::PASS, kNothing, kNothing};
  for (const Amount& each : amounts) {
    const absl::string_view comma = finding.fact.sv.empty() ? "" : ", ";
    if (each.stated) {
      absl::StrAppend(&finding.fact.sv, comma, each.noun.sv, " ", Grouped(each.amount, " "), " kr");
      absl::StrAppend(&finding.fact.en, comma, each.noun.en, " SEK ", Grouped(each.amount, ","));
      if (each.amount < 0) finding.verdict = v1::FAIL;
    } else {
      absl::StrAppend(&finding.fact.sv, comma, each.noun.sv, ": uppgift saknas");
      absl::StrAppend(&finding.fact.en, comma, each.noun.en, ": not stated");
      if (finding.verdict == v1::PASS) finding.verdict = v1::UNKNOWN;
    }
  }
  if (finding.verdict != v1::PASS) finding.change = std::move(needed);
  return finding;
}

Amount Previous(const UnitFacts& facts) {
  return {facts.has_previous_result(), facts.previous_result(), {"Föregående års resultat", "Last year's result"}};
}
Amount Forecast(const UnitFacts& facts) {
  return {facts.has_current_forecast(), facts.current_forecast(), {"årets prognos", "this year's forecast"}};
}

Finding JudgeCooldown(int32_t years, v1::Distinction::Kind kind, const EligibilityCase& about) {
  const Words noun = kind == v1::Distinction::WINNER ? Words{"Kvalitetsutmärkelsen", "the award"}
                                                     : Words{"hedersomnämnande", "an honourable mention"};
  const Received* latest = nullptr;
  for (const Received& each : about.received) {
    if (each.kind != kind || each.year >= about.cycle.year()) continue;
    if (latest == nullptr || each.year > latest->year) latest = &each;
  }
  if (latest == nullptr) {
    return {v1::PASS, {absl::StrCat("Har inte fått ", noun.sv), absl::StrCat("Has not received ", noun.en)}, kNothing};
  }
  Words fact = {absl::StrCat("Fick ", noun.sv, " ", latest->year),
                absl::StrCat("Received ", noun.en, " in ", latest->year)};
  if (latest->unit != about.unit.name()) {
    absl::StrAppend(&fact.sv, " som ", latest->unit_display_name);
    absl::StrAppend(&fact.en, " as ", latest->unit_display_name);
  }
  if (about.cycle.year() > latest->year + years) return {v1::PASS, fact, kNothing};
  const int again = latest->year + years + 1;
  return {v1::FAIL, fact, {absl::StrCat("Kan delta igen ", again), absl::StrCat("May take part again in ", again)}};
}

Finding JudgeBoard(const EligibilityCase& about) {
  const Words needed = {"Nämndens eller styrelsens protokoll granskat av stadsledningskontoret",
                        "The board's minutes, verified by the process office"};
  if (!about.board_act) {
    return {v1::UNKNOWN, {"Nämnden eller styrelsen har inte behandlat deltagandet", "No board has acted yet"}, needed};
  }
  const v1::BoardMatter& act = *about.board_act;
  if (act.result() == v1::BoardMatter::REJECTED) {
    return {v1::FAIL,
            {absl::StrCat("Nämnden eller styrelsen sade nej ", act.meeting_date()),
             absl::StrCat("The board said no on ", act.meeting_date())},
            {"Ett nytt beslut i nämnden eller styrelsen", "A new decision by the board"}};
  }
  const std::string where = absl::StrCat(act.meeting_date(), act.paragraph().empty() ? "" : " § ", act.paragraph());
  if (act.state() != v1::BoardMatter::VERIFIED) {
    return {v1::UNKNOWN,
            {absl::StrCat("Behandlat ", where, ", protokollet är inte granskat"),
             absl::StrCat("Handled on ", where, ", minutes not verified")},
            needed};
  }
  return {v1::PASS,
          {absl::StrCat("Behandlat ", where, ", protokollet är granskat"),
           absl::StrCat("Handled on ", where, ", minutes verified")},
          kNothing};
}

Finding Find(const EligibilityRule& rule, const EligibilityCase& about) {
  for (const Condition& condition : kConditions) {
    if (condition.code == rule.code()) return JudgeCondition(condition, about.facts);
  }
  switch (rule.code()) {
    case EligibilityRule::FORECAST_BALANCED:
      return JudgeMoney({Forecast(about.facts)}, {"En prognos utan underskott", "A forecast without a deficit"});
    case EligibilityRule::NO_RECENT_DEFICIT:
      return JudgeMoney({Previous(about.facts), Forecast(about.facts)},
                        {"Inget underskott i föregående års resultat eller årets prognos",
                         "No deficit in last year's result or this year's forecast"});
    case EligibilityRule::BOARD_VERIFIED:
      return JudgeBoard(about);
    default:
      break;
  }
  if (!rule.has_parameter())
    return Unknown({"Året anger inget tal för regeln", "The year states no number for the rule"});
  switch (rule.code()) {
    case EligibilityRule::MIN_STAFF:
      return JudgeStaff(rule.parameter(), about.facts);
    case EligibilityRule::MIN_STOCKHOLM_PLACES:
      return JudgePlaces(rule.parameter(), about.facts);
    case EligibilityRule::MIN_STOCKHOLM_CHILDREN:
      return JudgeChildren(rule.parameter(), about.facts);
    case EligibilityRule::WINNER_COOLDOWN:
      return JudgeCooldown(rule.parameter(), v1::Distinction::WINNER, about);
    case EligibilityRule::MENTION_COOLDOWN:
      return JudgeCooldown(rule.parameter(), v1::Distinction::HONOURABLE_MENTION, about);
    default:
      return Unknown({"En nyare version av Krans", "A newer version of Krans"});
  }
}

template <typename Kinds, typename Kind>
bool IsAbout(const Kinds& kinds, Kind kind) {
  return kinds.empty() || std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

}  // namespace

RuleVerdict Judge(const EligibilityRule& rule, const EligibilityCase& about) {
  Finding finding;
  if (IsAbout(rule.unit_kinds(), about.unit.kind()) && IsAbout(rule.operator_kinds(), about.unit.operator_kind())) {
    finding = Find(rule, about);
  } else {
    finding = {
        v1::NOT_APPLICABLE, {"Regeln gäller andra slags enheter", "The rule is about other kinds of unit"}, kNothing};
  }
  RuleVerdict verdict;
  *verdict.mutable_rule() = rule;
  verdict.set_verdict(finding.verdict);
  verdict.set_fact_sv(finding.fact.sv);
  verdict.set_fact_en(finding.fact.en);
  verdict.set_change_sv(finding.change.sv);
  verdict.set_change_en(finding.change.en);
  return verdict;
}

}  // namespace krans::submissions
