#include "services/scoring/assessment_rules.h"

#include <algorithm>

#include "absl/strings/str_join.h"
#include "services/cycle/names.h"
#include "services/cycle/timestamp.h"
#include "services/rpc/error.h"
#include "services/scoring/judgement_rules.h"
#include "services/scoring/standing_rules.h"

namespace krans::scoring {
namespace {

using v1::Assessment;
using v1::AssessmentItem;
using v1::Evaluation;

absl::Status WrongState(const Assessment& assessment, absl::string_view needs) {
  return rpc::Refuse(access::v1::WRONG_STATE,
                     {{"state", Assessment::State_Name(assessment.state())}, {"needs", std::string(needs)}});
}

absl::Status CheckBeforeConsensus(Evaluation::State evaluation) {
  if (!IsConsensusOpen(evaluation)) return absl::OkStatus();
  return rpc::Refuse(access::v1::WRONG_STATE,
                     {{"state", Evaluation::State_Name(evaluation)}, {"needs", "consensus not open"}});
}

}  // namespace

bool IsClosed(Assessment::State state) { return state != Assessment::STATE_UNSPECIFIED && state != Assessment::DRAFT; }

absl::Status CheckSave(const submissions::v1::ScoringScheme& scheme, Assessment::State state,
                       const AssessmentItem& item) {
  if (IsClosed(state)) return rpc::Refuse(access::v1::ASSESSMENT_LOCKED);
  rpc::Violations violations;
  CheckJudgement(scheme, item, &violations);
  violations.Under("item");
  return violations.status();
}

Assessment Begun(absl::string_view name) {
  Assessment assessment;
  assessment.set_name(std::string(name));
  assessment.set_state(Assessment::DRAFT);
  return assessment;
}

absl::StatusOr<Assessment> Lock(const submissions::v1::ScoringScheme& scheme, const Assessment& assessment,
                                const std::vector<AssessmentItem>& items, absl::string_view content_hash,
                                absl::Time now) {
  if (IsClosed(assessment.state())) return rpc::Refuse(access::v1::ASSESSMENT_LOCKED);
  std::vector<std::string> missing;
  for (const auto& criterion : scheme.criteria()) {
    const bool judged = std::any_of(items.begin(), items.end(), [&](const AssessmentItem& item) {
      return cycle::LastSegment(item.name()) == criterion.code() && IsJudged(item);
    });
    if (!judged) missing.push_back(criterion.code());
  }
  if (!missing.empty()) {
    return rpc::Refuse(access::v1::ASSESSMENT_INCOMPLETE, {{"criteria", absl::StrJoin(missing, ",")}});
  }
  Assessment locked = assessment;
  locked.set_state(Assessment::LOCKED);
  *locked.mutable_locked_time() = cycle::ToTimestamp(now);
  locked.set_content_hash(std::string(content_hash));
  return locked;
}

absl::Status CheckReopenPhase(const std::set<access::v1::Phase>& open) {
  if (open.count(access::v1::INDIVIDUAL) > 0) return absl::OkStatus();
  return rpc::Refuse(access::v1::PHASE_CLOSED, {{"phases", access::v1::Phase_Name(access::v1::INDIVIDUAL)}});
}

absl::StatusOr<Assessment> Reopen(const Assessment& assessment, Evaluation::State evaluation,
                                  absl::string_view reason) {
  KRANS_RETURN(CheckBeforeConsensus(evaluation));
  if (!IsClosed(assessment.state())) return WrongState(assessment, "LOCKED or EXCUSED");
  Assessment reopened = Begun(assessment.name());
  reopened.set_reason(std::string(reason));
  return reopened;
}

absl::StatusOr<Assessment> Excuse(const Assessment& assessment, Evaluation::State evaluation,
                                  absl::string_view reason) {
  KRANS_RETURN(CheckBeforeConsensus(evaluation));
  if (IsClosed(assessment.state())) return WrongState(assessment, "DRAFT, or none begun");
  Assessment excused = Begun(assessment.name());
  excused.set_state(Assessment::EXCUSED);
  excused.set_reason(std::string(reason));
  return excused;
}

}  // namespace krans::scoring
