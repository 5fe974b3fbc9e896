#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/access/matrix.h"
#include "tests/access/personas.h"
#include "tests/access/survey.h"
#include "tests/access/tally.h"
#include "tests/access/year.h"

namespace krans::proof {
namespace {

constexpr int kPhases = access::v1::Phase_ARRAYSIZE;

bool Has(const access::v1::Rule& rule, access::v1::Relation relation) {
  return std::find(rule.relations().begin(), rule.relations().end(), relation) != rule.relations().end();
}

// Whether the outcome says that the door found a relation.
bool PastTheDoor(Outcome outcome) {
  return outcome == Outcome::kAllowed || outcome == Outcome::kPhaseClosed || outcome == Outcome::kNoRecord;
}

bool IsOfTheCase(const Row& row) { return absl::StartsWith(row.resource, kCase); }
bool IsOfTheMatter(const Row& row) {
  return absl::StartsWith(row.resource, kMatter) || absl::EndsWith(row.resource, "/announcement");
}

bool Barred(const Row& row, const Persona& persona) {
  return (persona.barred_from_case && IsOfTheCase(row)) || (persona.barred_from_matter && IsOfTheMatter(row));
}

// Whether the persona has one of the rule's relations, by what personas.cc says.
bool Entitled(const Row& row, const Persona& persona) {
  for (const access::v1::Relation relation : persona.relations) {
    if (!Has(*row.rule, relation)) continue;
    const bool personal = relation == access::v1::OWN_ASSESSMENT || relation == access::v1::OWN_NOTE;
    if (personal && !row.person.empty() && row.person != persona.person) continue;
    return true;
  }
  return false;
}

// Every cell once: the row, who calls, and what came of it.
template <typename Visit>
void ForEachCell(const Visit& visit) {
  for (const auto& [title, by_persona] : TheSurvey().matrix) {
    const Row& row = TheSurvey().rows.at(title);
    for (const Persona& persona : Personas()) {
      const ByPhase& by_phase = by_persona.at(persona.name);
      for (int phase = 0; phase < kPhases; ++phase) {
        const std::string cell = absl::StrCat(title, ", ", persona.name, ", ",
                                              access::v1::Phase_Name(static_cast<access::v1::Phase>(phase)));
        visit(row, persona, by_phase[static_cast<size_t>(phase)], cell);
      }
    }
  }
}

void Lost(const std::string& cell, const std::string& why) {
  if (++TheTally().lost <= 40) ADD_FAILURE() << cell << ": " << why;
}

TEST(AccessTest, IsAsStatedInEveryCell) {
  TheTally().done = TheSurvey().cells;
  if (std::getenv("KRANS_ACCESS_WRITE") != nullptr) {
    std::ifstream before(KRANS_MATRIX);
    std::string head, line;
    while (std::getline(before, line) && absl::StartsWith(line, "#")) absl::StrAppend(&head, line, "\n");
    std::ofstream(KRANS_MATRIX) << head << Write(TheSurvey().matrix);
  }
  std::ifstream file(KRANS_MATRIX);
  std::stringstream text;
  text << file.rdbuf();
  const Matrix stated = Read(text.str());
  for (const auto& [title, by_persona] : stated) {
    if (TheSurvey().matrix.count(title) == 0) Lost(title, "stated, and there is no such row");
  }
  for (const auto& [title, by_persona] : TheSurvey().matrix) {
    const auto row = stated.find(title);
    if (row == stated.end()) {
      Lost(title, "not stated");
      continue;
    }
    for (const auto& [persona, by_phase] : by_persona) {
      for (size_t phase = 0; phase < by_phase.size(); ++phase) {
        const auto cell = row->second.find(persona);
        const Outcome says = cell == row->second.end() ? Outcome::kFailed : cell->second[phase];
        if (says == by_phase[phase] && says != Outcome::kFailed) continue;
        Lost(absl::StrCat(title, ", ", persona, ", ", access::v1::Phase_Name(static_cast<access::v1::Phase>(phase))),
             absl::StrCat(NameOf(by_phase[phase]), ", stated: ", NameOf(says)));
      }
    }
  }
}

TEST(AccessTest, TriesAtLeastTwentyThousandCells) { EXPECT_GE(TheSurvey().cells, 20000); }

TEST(AccessTest, TheMatrixReadsAsItWasWritten) { EXPECT_EQ(Read(Write(TheSurvey().matrix)), TheSurvey().matrix); }

TEST(AccessTest, NobodyFailsForWantOfAWorld) {
  ForEachCell([](const Row&, const Persona&, Outcome outcome, const std::string& cell) {
    if (outcome == Outcome::kFailed) Lost(cell, "neither answered nor refused");
  });
}

TEST(AccessTest, WithoutAnAssertionOnlyWhatIsAnyonesAnswers) {
  ForEachCell([](const Row& row, const Persona& persona, Outcome outcome, const std::string& cell) {
    if (persona.name != "anonymous") return;
    const Outcome due = Has(*row.rule, access::v1::ANYONE) ? Outcome::kAllowed : Outcome::kUnauthenticated;
    if (outcome != due) Lost(cell, NameOf(outcome));
  });
}

TEST(AccessTest, WhoeverIsBarredFaresAsAStranger) {
  ForEachCell([](const Row& row, const Persona& persona, Outcome outcome, const std::string& cell) {
    if (!Barred(row, persona)) return;
    if (outcome != Outcome::kNotFound && outcome != Outcome::kSignIn) Lost(cell, NameOf(outcome));
  });
  for (const auto& [title, by_persona] : TheSurvey().matrix) {
    for (const Persona& persona : Personas()) {
      if (!Barred(TheSurvey().rows.at(title), persona)) continue;
      if (by_persona.at(persona.name) != by_persona.at("stranger"))
        Lost(title, persona.name + " and a stranger differ");
    }
  }
}

TEST(AccessTest, AuditorsChangeNothing) {
  ForEachCell([](const Row& row, const Persona& persona, Outcome outcome, const std::string& cell) {
    if (persona.relations.count(access::v1::AUDITOR) == 0 || row.rule->effect() != access::v1::CHANGE) return;
    if (PastTheDoor(outcome)) Lost(cell, NameOf(outcome));
  });
}

TEST(AccessTest, ObserversChangeNothingButConflicts) {
  ForEachCell([](const Row& row, const Persona& persona, Outcome outcome, const std::string& cell) {
    if (persona.name != "observer" || row.rule->effect() != access::v1::CHANGE) return;
    if (PastTheDoor(outcome) && !absl::StrContains(row.method, "v1.Conflicts/")) Lost(cell, NameOf(outcome));
  });
}

TEST(AccessTest, NobodyButItsOwnerSeesAnAssessmentBeforeConsensus) {
  ForEachCell([](const Row& row, const Persona& persona, Outcome outcome, const std::string& cell) {
    if (row.method != "krans.scoring.v1.Assessments/GetAssessment" || !row.before_consensus) return;
    if (outcome == Outcome::kAllowed && !row.person.empty() && row.person != persona.person) Lost(cell, "seen");
  });
}

TEST(AccessTest, OnlyThoseWhoHaveOneOfTheRulesRelationsPassTheDoor) {
  ForEachCell([](const Row& row, const Persona& persona, Outcome outcome, const std::string& cell) {
    if (PastTheDoor(outcome) && (!Entitled(row, persona) || Barred(row, persona))) Lost(cell, NameOf(outcome));
  });
}

TEST(AccessTest, OnlyMethodsWithPhasesAreClosedByThem) {
  ForEachCell([](const Row& row, const Persona&, Outcome outcome, const std::string& cell) {
    if (outcome == Outcome::kPhaseClosed && row.rule->phases().empty()) Lost(cell, "closed by a phase it has not");
  });
}

TEST(AccessTest, WhoeverIsNoLongerSomebodyFaresAsAStranger) {
  for (const auto& [title, by_persona] : TheSurvey().matrix) {
    for (const char* persona : {"former-office-revoked", "former-office-expired", "examiner-dismissed"}) {
      if (by_persona.at(persona) != by_persona.at("stranger"))
        Lost(title, std::string(persona) + " and a stranger differ");
    }
  }
}

}  // namespace
}  // namespace krans::proof

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  const int failed = RUN_ALL_TESTS();
  const krans::proof::Tally& tally = krans::proof::TheTally();
  printf("two worlds pairs=%ld\n", tally.pairs);
  printf("access done=%ld lost=%ld silent=%ld\n", tally.done, tally.lost, tally.silent);
  return failed;
}
