#ifndef KRANS_SERVICES_JURY_MATTER_RULES_H_
#define KRANS_SERVICES_JURY_MATTER_RULES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "krans/jury/v1/matters.pb.h"
#include "krans/submissions/v1/cycles.pb.h"
#include "krans/submissions/v1/participations.pb.h"

namespace krans::jury {

// The matter that the resource is or belongs to: "awards/k/cycles/2024/matters/social". Empty where there is none.
absl::string_view MatterOf(absl::string_view name);

// The codes of the year's matters in order: its classes, or "all" where it states none.
std::vector<std::string> MatterCodes(const submissions::v1::Cycle& cycle);

// One participation of the year, and how far it came.
struct Entrant {
  submissions::v1::Participation participation;
  submissions::v1::Eligibility::State eligibility = submissions::v1::Eligibility::STATE_UNSPECIFIED;
  bool opened = false;     // its submission
  bool delivered = false;  // its scorebook
};

// Those who compete before the matter `code`: of that class, registered, not found ineligible, and with a submission
// that was opened.
std::vector<Entrant> Competing(const std::vector<Entrant>& entrants, absl::string_view code);

// The matter as presented: blinded where the year says so (P-49). FIELD_INVALID where the year has no such class,
// WRONG_STATE with those of the `competing` whose scorebook is not delivered.
absl::StatusOr<v1::Matter> Present(absl::string_view name, const submissions::v1::Cycle& cycle,
                                   const std::vector<Entrant>& competing);

// Names show from here. WRONG_STATE unless blinded, DECISION_FINAL once decided.
absl::StatusOr<v1::Matter> Reveal(v1::Matter matter);

// The decided matter as taken up again, where proposals may be made. WRONG_STATE unless decided.
absl::StatusOr<v1::Matter> Reopen(v1::Matter matter, absl::string_view reason);

// DECISION_FINAL once decided (I-30).
absl::Status CheckUndecided(const v1::Matter& matter);

// The same, and WRONG_STATE while blinded.
absl::Status CheckNamed(const v1::Matter& matter);

// "A" for 0, "Z" for 25, "AA" for 26.
std::string LetterOf(int place);

}  // namespace krans::jury

#endif  // KRANS_SERVICES_JURY_MATTER_RULES_H_
