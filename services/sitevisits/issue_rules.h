#ifndef KRANS_SERVICES_SITEVISITS_ISSUE_RULES_H_
#define KRANS_SERVICES_SITEVISITS_ISSUE_RULES_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "krans/scoring/v1/teams.pb.h"
#include "krans/sitevisits/v1/issues.pb.h"
#include "krans/submissions/v1/cycles.pb.h"

namespace krans::sitevisits {

// Whether the team may share what it thinks and finds: once consensus is open for the case, as an issue or a fact tells
// colleagues what one examiner thinks (I-12). WRONG_STATE before.
absl::Status CheckShared(scoring::v1::Evaluation::State evaluation);

// The issue as raised or changed: ASSIGNED where it has an owner of the `team`, else OPEN. About a criterion of the
// scheme, at most three issues each (P-06); `others` are all issues of the case. Errors: WRONG_STATE once resolved,
// FIELD_INVALID under "issue".
absl::StatusOr<v1::VisitIssue> Raise(const std::optional<v1::VisitIssue>& standing, const v1::VisitIssue& wish,
                                     const submissions::v1::ScoringScheme& scheme,
                                     const std::vector<v1::VisitIssue>& others, const std::vector<std::string>& team);

// What was found. Every result but NOT_SUPPORTED stands on evidence, which is among `known`, the names of the case's
// evidence (I-19). Errors: WRONG_STATE once resolved, and where the owner is no longer of the `team` (KL 6:30),
// EVIDENCE_NEEDED, FIELD_INVALID.
absl::StatusOr<v1::VisitIssue> Resolve(v1::VisitIssue issue, const v1::ResolveVisitIssueRequest& request,
                                       const std::vector<std::string>& team, const std::vector<std::string>& known,
                                       absl::string_view person);

}  // namespace krans::sitevisits

#endif  // KRANS_SERVICES_SITEVISITS_ISSUE_RULES_H_
