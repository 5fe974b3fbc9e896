#ifndef KRANS_SERVICES_SITEVISITS_EVIDENCE_RULES_H_
#define KRANS_SERVICES_SITEVISITS_EVIDENCE_RULES_H_

#include <optional>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "krans/sitevisits/v1/notes.pb.h"
#include "krans/submissions/v1/cycles.pb.h"

namespace krans::sitevisits {

bool HasCriterion(const submissions::v1::ScoringScheme& scheme, absl::string_view code);

// The fact as it may be kept: of those criteria that the scheme has, and naming nobody by identity number (I-20). Who
// captured it first stays. FIELD_INVALID under "evidence".
absl::StatusOr<v1::Evidence> Keep(const std::optional<v1::Evidence>& standing, const v1::Evidence& wish,
                                  const submissions::v1::ScoringScheme& scheme, absl::string_view person);

}  // namespace krans::sitevisits

#endif  // KRANS_SERVICES_SITEVISITS_EVIDENCE_RULES_H_
