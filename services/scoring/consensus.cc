#include "services/scoring/consensus.h"

#include <algorithm>
#include <optional>

#include "krans/scoring/v1/scorebooks.pb.h"
#include "services/rpc/error.h"
#include "services/scoring/names.h"
#include "services/scoring/scorebook_rules.h"
#include "services/scoring/standing.h"

namespace krans::scoring {

using storage::ReadTransaction;
using storage::WriteTransaction;
using v1::AssessmentItem;
using v1::ConsensusItem;
using v1::Evaluation;

absl::StatusOr<std::vector<ConsensusItem>> ItemsOf(const ReadTransaction& state, absl::string_view name, Stage stage) {
  return state.Children<ConsensusItem>(ItemOf(StageName(name, stage), ""));
}

absl::StatusOr<std::vector<AssessmentItem>> JudgementsOf(const ReadTransaction& state, absl::string_view name,
                                                         const std::vector<std::string>& voices,
                                                         absl::string_view criterion) {
  std::vector<AssessmentItem> judgements;
  for (const std::string& voice : voices) {
    KRANS_ASSIGN(const auto item, state.Find<AssessmentItem>(ItemOf(AssessmentOf(name, voice), criterion)));
    if (item) judgements.push_back(*item);
  }
  return judgements;
}

absl::Status CloseIfAgreed(WriteTransaction& state, absl::string_view name, Stage stage) {
  KRANS_ASSIGN(const std::vector<ConsensusItem> items, ItemsOf(state, name, stage));
  if (!std::all_of(items.begin(), items.end(), IsAgreed)) return absl::OkStatus();
  if (stage == Stage::kPost) return Advance(state, name, Evaluation::FINAL_CONSENSUS).status();
  const std::string questions = absl::StrCat(cycle::ParticipationOf(name), "/visitQuestions");
  KRANS_RETURN(state.Put(QuestionsOf(questions, items)).status());
  return Advance(state, name, Evaluation::CONSENSUS_AGREED).status();
}

absl::Status GoOnWithout(WriteTransaction& state, absl::string_view name, absl::string_view person) {
  KRANS_ASSIGN(const Evaluation::State evaluation, EvaluationStateOf(state, name));
  if (evaluation == Evaluation::FINAL_CONSENSUS) return AdvanceIfSigned(state, name);
  const std::optional<Stage> stage = OpenStage(evaluation);
  if (!stage) return absl::OkStatus();
  KRANS_ASSIGN(const std::vector<ConsensusItem> items, ItemsOf(state, name, *stage));
  if (items.empty()) return absl::OkStatus();
  KRANS_ASSIGN(const std::vector<std::string> voices, VoicesOf(state, name));
  for (const ConsensusItem& item : items) {
    std::optional<ConsensusItem> before;
    if (stage == Stage::kPost) {
      KRANS_ASSIGN(before,
                   state.Find<ConsensusItem>(ItemOf(StageName(name, Stage::kPre), cycle::LastSegment(item.name()))));
    }
    KRANS_RETURN(state.Put(Settled(Without(item, before, person), voices)).status());
  }
  return CloseIfAgreed(state, name, *stage);
}

absl::Status AdvanceIfSigned(WriteTransaction& state, absl::string_view name) {
  KRANS_ASSIGN(const auto scorebook, state.Find<v1::Scorebook>(ScorebookOf(name)));
  KRANS_ASSIGN(const std::vector<std::string> voices, VoicesOf(state, name));
  if (!scorebook || !Unsigned(*scorebook, voices).empty()) return absl::OkStatus();
  return Advance(state, name, Evaluation::SIGNED).status();
}

}  // namespace krans::scoring
