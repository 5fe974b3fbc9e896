#ifndef KRANS_SERVICES_JURY_SITTING_RULES_H_
#define KRANS_SERVICES_JURY_SITTING_RULES_H_

#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "krans/jury/v1/juries.pb.h"
#include "krans/jury/v1/matters.pb.h"
#include "krans/submissions/v1/cycles.pb.h"

namespace krans::jury {

// Who sits at a matter. People are names ("people/anna").
struct Sitting {
  std::vector<std::string> present;  // and not recused, in the jury's order (I-22)
  std::set<std::string> recused;     // of the jury's members
  std::string presiding;             // see Sit; empty where nobody can
  int quorum = 0;                    // more than half of the jury's seats (KL 6:27)
};

// `recused` are those members for whom the matter does not exist. The first of these presides who is neither recused
// nor absent: the chair, the deputy, the members in the jury's order, the longest-serving first. Neither domain.md nor
// KL names a third: this is our default, after the practice of boards' standing orders, where the longest-serving
// member presides until the board chooses another. Before anybody is recorded as present, all may preside.
Sitting Sit(const v1::Jury& jury, const v1::Matter& matter, std::set<std::string> recused);

// NO_QUORUM where fewer than the quorum are present, counted after recusals (I-23).
absl::Status CheckQuorum(const Sitting& sitting);

// What the rules of a jury need to know of the year's people, by their names.
struct Excluded {
  std::set<std::string> unknown;    // no such person
  std::set<std::string> auditors;   // change nothing (I-36)
  std::set<std::string> officers;   // the jury's secretary, without a vote (domain.md 5.5)
  std::set<std::string> examiners;  // of the year
};

// The jury as it may be set: one chair, one deputy, since the chair may be the superior of a unit that competes
// (domain.md 3.3), as many members as the year states seats, each once and none of `excluded`; with `substitutes`, more
// than the seats. FIELD_INVALID under "jury".
absl::Status CheckJury(const v1::Jury& jury, const submissions::v1::JuryRules& rules, const Excluded& excluded,
                       bool substitutes);

// WRONG_STATE unless the jury is the `standing` one, with or without substitutes after its members: once a matter is
// presented nobody leaves it or changes role (domain.md 3.3, 5.2).
absl::Status CheckSubstitutes(const v1::Jury& jury, const v1::Jury& standing);

// The matter with those recorded as present: members, each once, none recused (KL 6:30). Errors: DECISION_FINAL,
// FIELD_INVALID.
absl::StatusOr<v1::Matter> RecordPresent(v1::Matter matter, const v1::Jury& jury, const Sitting& sitting,
                                         const std::vector<std::string>& present);

}  // namespace krans::jury

#endif  // KRANS_SERVICES_JURY_SITTING_RULES_H_
