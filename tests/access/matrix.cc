#include "tests/access/matrix.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "tests/access/personas.h"

namespace krans::proof {
namespace {

using access::v1::Phase;

constexpr char kElse[] = "else";
constexpr char kNoPhase[] = "NONE";
constexpr const char* kOutcomes[] = {"UNAUTHENTICATED", "SIGN_IN",   "NOT_FOUND", "NOT_ALLOWED",
                                     "PHASE_CLOSED",    "NO_RECORD", "ALLOWED",   "FAILED"};

std::string PhaseName(int phase) { return phase == 0 ? kNoPhase : access::v1::Phase_Name(static_cast<Phase>(phase)); }

// "INDIVIDUAL FINAL ALLOWED, else PHASE_CLOSED": the outcome that most phases share stands last.
std::string Phrase(const ByPhase& by_phase) {
  std::map<Outcome, std::vector<std::string>> phases;
  for (size_t i = 0; i < by_phase.size(); ++i) phases[by_phase[i]].push_back(PhaseName(static_cast<int>(i)));
  const auto most = std::max_element(phases.begin(), phases.end(),
                                     [](const auto& a, const auto& b) { return a.second.size() < b.second.size(); });
  std::string phrase;
  for (auto at = phases.begin(); at != phases.end(); ++at) {
    if (at != most) absl::StrAppend(&phrase, absl::StrJoin(at->second, " "), " ", NameOf(at->first), ", ");
  }
  return absl::StrCat(phrase, phases.size() > 1 ? "else " : "", NameOf(most->first));
}

std::optional<Outcome> OutcomeOf(absl::string_view name) {
  const auto* found = std::find(std::begin(kOutcomes), std::end(kOutcomes), name);
  if (found == std::end(kOutcomes)) return std::nullopt;
  return static_cast<Outcome>(found - std::begin(kOutcomes));
}

ByPhase ParsePhrase(absl::string_view phrase) {
  ByPhase by_phase;
  by_phase.fill(Outcome::kFailed);
  for (absl::string_view part : absl::StrSplit(phrase, ", ")) {
    std::vector<absl::string_view> words = absl::StrSplit(part, ' ');
    const std::optional<Outcome> outcome = OutcomeOf(words.back());
    if (!outcome) continue;
    words.pop_back();
    const bool rest = words.empty() || words[0] == kElse;
    for (size_t i = 0; i < by_phase.size(); ++i) {
      const bool named = std::find(words.begin(), words.end(), PhaseName(static_cast<int>(i))) != words.end();
      if (named || (rest && by_phase[i] == Outcome::kFailed)) by_phase[i] = *outcome;
    }
  }
  return by_phase;
}

}  // namespace

const char* NameOf(Outcome outcome) { return kOutcomes[static_cast<int>(outcome)]; }

std::string Write(const Matrix& matrix) {
  std::string text;
  for (const auto& [row, by_persona] : matrix) {
    absl::StrAppend(&text, "\n", row, "\n");
    std::vector<std::pair<std::string, std::vector<std::string>>> groups;
    for (const Persona& persona : Personas()) {
      const auto found = by_persona.find(persona.name);
      if (found == by_persona.end()) continue;
      const std::string phrase = Phrase(found->second);
      auto group = std::find_if(groups.begin(), groups.end(), [&](const auto& g) { return g.first == phrase; });
      if (group == groups.end()) group = groups.insert(group, {phrase, {}});
      group->second.push_back(persona.name);
    }
    const auto largest = std::max_element(
        groups.begin(), groups.end(), [](const auto& a, const auto& b) { return a.second.size() < b.second.size(); });
    for (auto group = groups.begin(); group != groups.end(); ++group) {
      if (group == largest) continue;
      absl::StrAppend(&text, "  ", absl::StrJoin(group->second, " "), ": ", group->first, "\n");
    }
    absl::StrAppend(&text, "  ", kElse, ": ", largest->first, "\n");
  }
  return text;
}

Matrix Read(const std::string& text) {
  Matrix matrix;
  ByPersona* row = nullptr;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    if (line.empty() || line[0] == '#') continue;
    if (line[0] != ' ') {
      row = &matrix[std::string(line)];
      continue;
    }
    const std::pair<absl::string_view, absl::string_view> sides =
        absl::StrSplit(line.substr(2), absl::MaxSplits(": ", 1));
    if (row == nullptr) continue;
    std::set<absl::string_view> names = absl::StrSplit(sides.first, ' ');
    for (const Persona& persona : Personas()) {
      if (names.count(persona.name) > 0) (*row)[persona.name] = ParsePhrase(sides.second);
      if (names.count(kElse) > 0) row->emplace(persona.name, ParsePhrase(sides.second));
    }
  }
  return matrix;
}

}  // namespace krans::proof
