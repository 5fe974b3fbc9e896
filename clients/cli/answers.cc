#include "clients/cli/answers.h"

#include <map>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/names.h"
#include "clients/cli/record.h"
#include "clients/cli/schema.h"
#include "clients/cli/values.h"
#include "krans/jury/v1/decisions.pb.h"
#include "krans/scoring/v1/consensus.pb.h"
#include "krans/submissions/v1/participations.pb.h"

namespace krans::cli {
namespace {

using jury::v1::Outcome;
using scoring::v1::Comment;
using scoring::v1::ConsensusItemView;
using scoring::v1::IndividualJudgement;
using submissions::v1::EligibilityRule;
using submissions::v1::Explanation;
using submissions::v1::RuleVerdict;

// A message whose type the method's own descriptor has promised.
template <typename T>
T As(const google::protobuf::Message& message) {
  T copy;
  copy.CopyFrom(message);
  return copy;
}

std::string Pick(const View& view, const char* en, const char* sv) {
  return view.language == Language::kSwedish ? sv : en;
}

// Text under an indent, broken where the terminal ends.
void PrintIndented(absl::string_view text, size_t indent, const View& view, std::ostream& out) {
  const size_t room = view.width > indent + 30 ? view.width - indent : std::string::npos;
  for (const std::string& line : Wrap(text, room)) out << std::string(indent, ' ') << line << "\n";
}

// The verdict, and the rules that stand in its way.
void PrintVerdict(const Explanation& explanation, const std::string& label, submissions::v1::Verdict verdict,
                  EligibilityRule::AppliesTo applies_to, const View& view, std::ostream& out) {
  std::vector<std::string> fails, unknown;
  for (const RuleVerdict& rule : explanation.rules()) {
    if (rule.rule().applies_to() != applies_to) continue;
    if (rule.verdict() == submissions::v1::FAIL) fails.push_back(ValueAt(rule, "rule.code", view));
    if (rule.verdict() == submissions::v1::UNKNOWN) unknown.push_back(ValueAt(rule, "rule.code", view));
  }
  const auto* value = submissions::v1::Verdict_descriptor()->FindValueByNumber(verdict);
  out << label << ": " << (value == nullptr ? "" : WordFor(*value, view.language)) << "\n";
  if (!fails.empty()) {
    PrintIndented(Pick(view, "fails: ", "uppfylls inte: ") + absl::StrJoin(fails, ", "), 4, view, out);
  }
  if (!unknown.empty()) {
    PrintIndented(Pick(view, "a fact is missing: ", "uppgift saknas: ") + absl::StrJoin(unknown, ", "), 4, view, out);
  }
}

std::string ScoreOf(const IndividualJudgement& judgement, const View& view) {
  if (judgement.not_assessable()) return Pick(view, "not assessable", "går inte att bedöma");
  if (!judgement.has_score()) return judgement.band();
  return judgement.band().empty() ? absl::StrCat(judgement.score())
                                  : absl::StrCat(judgement.score(), " (", judgement.band(), ")");
}

void PrintComments(const google::protobuf::RepeatedPtrField<Comment>& comments, absl::string_view who, const View& view,
                   std::ostream& out) {
  for (const Comment& comment : comments) {
    const char* sign = comment.kind() == Comment::STRENGTH ? "+ " : "- ";
    const std::string evidence = comment.evidence().empty() ? "" : absl::StrCat(" [", comment.evidence(), "]");
    PrintIndented(absl::StrCat(sign, who, ": ", comment.text(), evidence, comment.major() ? " (!)" : ""), 2, view, out);
  }
}

void PrintItem(const ConsensusItemView& item, const View& view, std::ostream& out) {
  out << "\n" << LastSegment(item.item().name()) << "\n";
  for (const IndividualJudgement& judgement : item.individual()) {
    PrintComments(judgement.comments(), Shorten(judgement.person(), view.award), view, out);
  }
  const std::string team = Pick(view, "team", "laget");
  PrintComments(item.item().comments(), team, view, out);
  const std::pair<std::string, std::string> texts[] = {
      {Pick(view, "rationale", "motivering"), item.item().rationale()},
      {Pick(view, "discussion note", "diskussion"), item.item().discussion_note()}};
  for (const auto& [label, text] : texts) {
    if (!text.empty()) PrintIndented(absl::StrCat("  ", label, ": ", text), 0, view, out);
  }
  for (const auto& question : item.item().questions()) {
    PrintIndented(absl::StrCat("? ", ValueAt(question, "kind", view), ": ", question.text()), 2, view, out);
  }
  for (const auto& word : item.item().words()) {
    if (!word.dissents()) continue;
    PrintIndented(
        absl::StrCat(Shorten(word.person(), view.award), Pick(view, " dissents: ", " är skiljaktig: "), word.reason()),
        2, view, out);
  }
}

void PrintOutcomes(const google::protobuf::RepeatedPtrField<Outcome>& outcomes, const std::string& title,
                   const View& view, std::ostream& out) {
  if (outcomes.empty()) return;
  out << "  " << title << "\n";
  for (const Outcome& outcome : outcomes) {
    out << "    " << outcome.unit_display_name() << "\n";
    if (!outcome.good_example().empty()) {
      PrintIndented(absl::StrCat(Pick(view, "Good example: ", "Gott exempel: "), outcome.good_example()), 6, view, out);
    }
    if (!outcome.motivation().empty()) PrintIndented(outcome.motivation(), 6, view, out);
  }
}

}  // namespace

void ShowExplanation(const google::protobuf::Message& answer, const View& view, std::ostream& out) {
  const auto explanation = As<Explanation>(answer);
  out << Shorten(explanation.unit(), view.award) << ", " << Shorten(explanation.cycle(), view.award) << "\n";
  PrintVerdict(explanation, Pick(view, "  take part", "  delta"), explanation.participate(),
               EligibilityRule::PARTICIPATE, view, out);
  PrintVerdict(explanation, Pick(view, "  win", "  vinna"), explanation.win(), EligibilityRule::WIN, view, out);
  out << "\n";
  PrintList(answer,
            {"rule.code", "rule.applies_to", "rule.severity", "verdict", "fact_@", "change_@", "rule.source.reference",
             "rule.text_sv"},
            view, out);
}

void ShowConsensus(const google::protobuf::Message& answer, const View& view, std::ostream& out) {
  const auto consensus = As<scoring::v1::ConsensusView>(answer);
  std::vector<std::string> people;
  for (const ConsensusItemView& item : consensus.items()) {
    for (const IndividualJudgement& judgement : item.individual()) {
      if (std::find(people.begin(), people.end(), judgement.person()) == people.end()) {
        people.push_back(judgement.person());
      }
    }
  }
  std::vector<std::string> titles = {"criterion"};
  for (const std::string& person : people) titles.push_back(Shorten(person, view.award));
  for (const char* title : {"spread", "suggestion", "before visit", "score", "band", "state", "etag"}) {
    titles.emplace_back(title);
  }
  Table table(std::move(titles));
  for (const ConsensusItemView& item : consensus.items()) {
    std::vector<std::string> row = {LastSegment(item.item().name())};
    std::map<std::string, std::string> scores;
    for (const IndividualJudgement& judgement : item.individual()) {
      scores[judgement.person()] = ScoreOf(judgement, view);
    }
    for (const std::string& person : people) row.push_back(scores[person]);
    row.push_back(absl::StrCat(item.spread(), item.alarm() ? " (!)" : ""));
    for (const char* path : {"suggestion", "before_visit", "item.score", "item.band", "item.state", "item.etag"}) {
      row.push_back(ValueAt(item, path, view));
    }
    table.Add(std::move(row));
  }
  table.Print(view, out);
  for (const ConsensusItemView& item : consensus.items()) PrintItem(item, view, out);
  const std::string waiting = ValueAt(consensus, "waiting_for", view);
  if (!waiting.empty()) out << "\n" << Pick(view, "Waiting for: ", "Väntar på: ") << waiting << "\n";
}

void ShowOutcomes(const google::protobuf::Message& answer, const View& view, std::ostream& out) {
  const auto outcomes = As<jury::v1::ListOutcomesResponse>(answer);
  if (outcomes.classes().empty()) {
    out << Pick(view, "Nothing is announced.\n", "Inget är tillkännagivet.\n");
    return;
  }
  for (const submissions::v1::Source& note : outcomes.invented()) {
    out << Pick(view, "INVENTED, nothing that the city decided: ", "PÅHITTAT, inget som staden beslutat: ")
        << note.reference() << "\n\n";
  }
  for (const jury::v1::AnnouncedClass& announced : outcomes.classes()) {
    const std::string label = Pick(view, announced.label_en().c_str(), announced.label_sv().c_str());
    out << (label.empty() ? announced.class_outcome().class_code() : label) << "\n";
    if (announced.class_outcome().no_award()) {
      PrintIndented(absl::StrCat(Pick(view, "No award: ", "Ingen utmärkelse: "), announced.class_outcome().reason()), 2,
                    view, out);
    }
    PrintOutcomes(announced.winners(), Pick(view, "Winners", "Vinnare"), view, out);
    PrintOutcomes(announced.mentions(), Pick(view, "Honourable mentions", "Hedersomnämnanden"), view, out);
    std::vector<std::string> rest;
    for (const Outcome& outcome : announced.participants()) rest.push_back(outcome.unit_display_name());
    if (rest.empty()) continue;
    out << "  " << Pick(view, "Took part", "Deltog") << "\n";
    PrintIndented(absl::StrJoin(rest, ", "), 4, view, out);
  }
}

}  // namespace krans::cli
