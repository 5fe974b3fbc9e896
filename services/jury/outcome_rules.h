#ifndef KRANS_SERVICES_JURY_OUTCOME_RULES_H_
#define KRANS_SERVICES_JURY_OUTCOME_RULES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "krans/jury/v1/decisions.pb.h"
#include "krans/submissions/v1/cycles.pb.h"
#include "krans/submissions/v1/participations.pb.h"

namespace krans::jury {

// What the decision means for each of the matter's `participations`: none is passed over (RQ-77), but for those who
// no longer take part.
std::vector<v1::Outcome> OutcomesOf(const v1::Decision& decision,
                                    const std::vector<submissions::v1::Participation>& participations,
                                    absl::string_view class_code, int year);

// What the decision means for the class, or for the year where it has no classes (RQ-68).
v1::ClassOutcome ClassOutcomeOf(const v1::Decision& decision, absl::string_view class_code);

// What was announced, in the order of the year's classes; within each, winners, mentions and the rest by the Swedish
// alphabet, never by place (I-27). Classes that were not announced are left out.
std::vector<v1::AnnouncedClass> Announced(const submissions::v1::Cycle& cycle,
                                          const std::vector<v1::ClassOutcome>& classes,
                                          const std::vector<v1::Outcome>& outcomes);

// Whether `a` comes before `b` by the Swedish alphabet: without regard to case, å, ä and ö last and in that order, é
// and ü as e and y.
bool AlphabeticallyBefore(absl::string_view a, absl::string_view b);

}  // namespace krans::jury

#endif  // KRANS_SERVICES_JURY_OUTCOME_RULES_H_
