#include "services/sitevisits/issue_rules.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/cycle/names.h"
#include "services/rpc/error.h"
#include "services/sitevisits/evidence_rules.h"
#include "services/sitevisits/identity_number_rules.h"

namespace krans::sitevisits {
namespace {

using rpc::Refuse;
using rpc::Violations;
using scoring::v1::Evaluation;
using v1::VisitIssue;

constexpr int kMostPerCriterion = 3;

absl::Status CheckUnresolved(const VisitIssue& issue) {
  if (issue.state() != VisitIssue::RESOLVED) return absl::OkStatus();
  return Refuse(access::v1::WRONG_STATE, {{"state", "RESOLVED"}, {"needs", "OPEN or ASSIGNED"}});
}

// Whether nobody, or somebody of the team.
bool IsOf(const std::vector<std::string>& team, const std::string& owner) {
  return owner.empty() || std::find(team.begin(), team.end(), owner) != team.end();
}

}  // namespace

absl::Status CheckShared(Evaluation::State evaluation) {
  if (evaluation >= Evaluation::CONSENSUS) return absl::OkStatus();
  return Refuse(access::v1::WRONG_STATE, {{"state", Evaluation::State_Name(evaluation)}, {"needs", "CONSENSUS"}});
}

absl::StatusOr<VisitIssue> Raise(const std::optional<VisitIssue>& standing, const VisitIssue& wish,
                                 const submissions::v1::ScoringScheme& scheme, const std::vector<VisitIssue>& others,
                                 const std::vector<std::string>& team) {
  if (standing.has_value()) KRANS_RETURN(CheckUnresolved(*standing));
  Violations violations;
  if (!HasCriterion(scheme, wish.criterion())) {
    violations.Add("criterion", access::v1::FIELD_REFERENCE, "a criterion of the year's scheme");
  }
  const auto same = std::count_if(others.begin(), others.end(), [&](const VisitIssue& other) {
    return other.name() != wish.name() && other.criterion() == wish.criterion();
  });
  if (same >= kMostPerCriterion) {
    violations.Add("criterion", access::v1::FIELD_TOO_MANY, rpc::AtMost(kMostPerCriterion));
  }
  if (!IsOf(team, wish.owner())) {
    violations.Add("owner", access::v1::FIELD_REFERENCE, "a member of the team, declared free of conflict");
  }
  violations.Under("issue");
  KRANS_RETURN(violations.status());
  VisitIssue issue = wish;
  issue.set_state(wish.owner().empty() ? VisitIssue::OPEN : VisitIssue::ASSIGNED);
  return issue;
}

absl::StatusOr<VisitIssue> Resolve(VisitIssue issue, const v1::ResolveVisitIssueRequest& request,
                                   const std::vector<std::string>& team, const std::vector<std::string>& known,
                                   absl::string_view person) {
  KRANS_RETURN(CheckUnresolved(issue));
  if (!IsOf(team, issue.owner())) {
    return Refuse(access::v1::WRONG_STATE,
                  {{"state", VisitIssue::State_Name(issue.state())},
                   {"needs", absl::StrCat("another owner than:", cycle::LastSegment(issue.owner()))}});
  }
  Violations violations;
  for (int i = 0; i < request.evidence_size(); ++i) {
    const auto& names = request.evidence();
    const std::string field = absl::StrCat("evidence[", i, "]");
    if (std::find(known.begin(), known.end(), names[i]) == known.end()) {
      violations.Add(field, access::v1::FIELD_REFERENCE, "evidence of the same case");
    } else if (std::find(names.begin(), names.begin() + i, names[i]) != names.begin() + i) {
      violations.Add(field, access::v1::FIELD_DUPLICATE, "each piece of evidence once");
    }
  }
  if (HoldsIdentityNumber(request.finding())) {
    violations.Add("finding", access::v1::FIELD_NOT_ALLOWED, "no personal identity numbers");
  }
  KRANS_RETURN(violations.status());
  if (request.evidence().empty() && request.result() != VisitIssue::NOT_SUPPORTED) {
    return Refuse(access::v1::EVIDENCE_NEEDED);
  }
  issue.set_state(VisitIssue::RESOLVED);
  issue.set_result(request.result());
  issue.set_finding(request.finding());
  *issue.mutable_evidence() = request.evidence();
  issue.set_resolved_by(std::string(person));
  return issue;
}

}  // namespace krans::sitevisits
