#include "services/jury/outcome_rules.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/cycle/names.h"
#include "services/cycle/participation_rules.h"
#include "services/jury/matter_rules.h"

namespace krans::jury {
namespace {

using submissions::v1::CompetitionClass;
using submissions::v1::Cycle;
using submissions::v1::Participation;
using v1::AnnouncedClass;
using v1::ClassOutcome;
using v1::Decision;
using v1::Outcome;

// Compares byte by byte as the alphabet does: the three characters after z in ASCII stand for its last letters.
std::string SortKey(absl::string_view name) {
  std::string key = absl::StrReplaceAll(name, {{"å", "{"},
                                               {"Å", "{"},
                                               {"ä", "|"},
                                               {"Ä", "|"},
                                               {"ö", "}"},
                                               {"Ö", "}"},
                                               {"é", "e"},
                                               {"É", "e"},
                                               {"ü", "y"},
                                               {"Ü", "y"}});
  absl::AsciiStrToLower(&key);
  return key;
}

void Sort(google::protobuf::RepeatedPtrField<Outcome>* outcomes) {
  std::sort(outcomes->begin(), outcomes->end(), [](const Outcome& a, const Outcome& b) {
    return std::make_pair(SortKey(a.unit_display_name()), a.name()) <
           std::make_pair(SortKey(b.unit_display_name()), b.name());
  });
}

}  // namespace

std::vector<Outcome> OutcomesOf(const Decision& decision, const std::vector<Participation>& participations,
                                absl::string_view class_code, int year) {
  std::vector<Outcome> outcomes;
  for (const Participation& participation : participations) {
    if (!cycle::TakesPart(participation)) continue;
    Outcome outcome;
    outcome.set_name(absl::StrCat(participation.name(), "/outcome"));
    outcome.set_kind(Outcome::PARTICIPANT);
    outcome.set_unit(participation.unit());
    outcome.set_unit_display_name(participation.unit_display_name());
    outcome.set_class_code(std::string(class_code));
    outcome.set_year(year);
    for (const v1::Winner& winner : decision.proposal().winners()) {
      if (winner.participation() != participation.name()) continue;
      outcome.set_kind(Outcome::WINNER);
      outcome.set_motivation(winner.motivation());
    }
    for (const v1::Mention& mention : decision.proposal().mentions()) {
      if (mention.participation() != participation.name()) continue;
      outcome.set_kind(Outcome::HONOURABLE_MENTION);
      outcome.set_motivation(mention.motivation());
      outcome.set_good_example(mention.good_example());
    }
    outcomes.push_back(std::move(outcome));
  }
  return outcomes;
}

ClassOutcome ClassOutcomeOf(const Decision& decision, absl::string_view class_code) {
  ClassOutcome outcome;
  outcome.set_name(
      absl::StrCat(cycle::CycleOf(decision.name()), "/classOutcomes/", cycle::LastSegment(MatterOf(decision.name()))));
  outcome.set_class_code(std::string(class_code));
  outcome.set_no_award(decision.proposal().winners().empty());
  outcome.set_reason(decision.proposal().no_award_reason());
  return outcome;
}

std::vector<AnnouncedClass> Announced(const Cycle& cycle, const std::vector<ClassOutcome>& classes,
                                      const std::vector<Outcome>& outcomes) {
  std::vector<AnnouncedClass> announced;
  for (const std::string& code : MatterCodes(cycle)) {
    for (const ClassOutcome& class_outcome : classes) {
      if (cycle::LastSegment(class_outcome.name()) != code) continue;
      AnnouncedClass one;
      *one.mutable_class_outcome() = class_outcome;
      for (const CompetitionClass& competition_class : cycle.classes()) {
        if (competition_class.code() != class_outcome.class_code()) continue;
        one.set_label_sv(competition_class.label_sv());
        one.set_label_en(competition_class.label_en());
      }
      for (const Outcome& outcome : outcomes) {
        if (outcome.class_code() != class_outcome.class_code()) continue;
        *(outcome.kind() == Outcome::WINNER               ? one.add_winners()
          : outcome.kind() == Outcome::HONOURABLE_MENTION ? one.add_mentions()
                                                          : one.add_participants()) = outcome;
      }
      Sort(one.mutable_winners());
      Sort(one.mutable_mentions());
      Sort(one.mutable_participants());
      announced.push_back(std::move(one));
    }
  }
  return announced;
}

bool AlphabeticallyBefore(absl::string_view a, absl::string_view b) { return SortKey(a) < SortKey(b); }

}  // namespace krans::jury
