#include "services/sitevisits/evidence_rules.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/rpc/error.h"
#include "services/sitevisits/identity_number_rules.h"

namespace krans::sitevisits {

using v1::Evidence;

bool HasCriterion(const submissions::v1::ScoringScheme& scheme, absl::string_view code) {
  return std::any_of(scheme.criteria().begin(), scheme.criteria().end(),
                     [&](const submissions::v1::Criterion& criterion) { return criterion.code() == code; });
}

absl::StatusOr<Evidence> Keep(const std::optional<Evidence>& standing, const Evidence& wish,
                              const submissions::v1::ScoringScheme& scheme, absl::string_view person) {
  rpc::Violations violations;
  for (int i = 0; i < wish.criteria_size(); ++i) {
    if (!HasCriterion(scheme, wish.criteria(i))) {
      violations.Add(absl::StrCat("criteria[", i, "]"), access::v1::FIELD_REFERENCE,
                     "a criterion of the year's scheme");
    }
  }
  constexpr char kNobody[] = "no personal identity numbers";
  if (HoldsIdentityNumber(wish.fact())) violations.Add("fact", access::v1::FIELD_NOT_ALLOWED, kNobody);
  if (HoldsIdentityNumber(wish.source_role())) violations.Add("source_role", access::v1::FIELD_NOT_ALLOWED, kNobody);
  violations.Under("evidence");
  KRANS_RETURN(violations.status());
  Evidence evidence = wish;
  evidence.set_captured_by(standing.has_value() ? standing->captured_by() : std::string(person));
  return evidence;
}

}  // namespace krans::sitevisits
