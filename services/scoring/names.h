#ifndef KRANS_SERVICES_SCORING_NAMES_H_
#define KRANS_SERVICES_SCORING_NAMES_H_

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/cycle/names.h"

namespace krans::scoring {

// Names of the records around a case. `name` is a participation or a resource below one, people are ids ("anna").

inline std::string EvaluationOf(absl::string_view name) {
  return absl::StrCat(cycle::ParticipationOf(name), "/evaluation");
}
inline std::string ConflictOf(absl::string_view name, absl::string_view person) {
  return absl::StrCat(cycle::ParticipationOf(name), "/conflicts/", person);
}
inline std::string AssessmentOf(absl::string_view name, absl::string_view person) {
  return absl::StrCat(cycle::ParticipationOf(name), "/assessments/", person);
}
inline std::string ScorebookOf(absl::string_view name) {
  return absl::StrCat(cycle::ParticipationOf(name), "/scorebook");
}

// The year's scheme and an examiner of the year; `name` is the cycle or a resource below it.
inline std::string SchemeOf(absl::string_view name) { return absl::StrCat(cycle::CycleOf(name), "/scheme"); }
inline std::string ExaminerOf(absl::string_view name, absl::string_view person) {
  return absl::StrCat(cycle::CycleOf(name), "/examiners/", person);
}

// The item for a criterion of an assessment or a stage.
inline std::string ItemOf(absl::string_view parent, absl::string_view criterion) {
  return absl::StrCat(parent, "/items/", criterion);
}

// The id that follows `collection` below the participation: "anna" in ".../assessments/anna/items/k1" for
// "assessments". Empty where the name has no such part.
inline absl::string_view IdBelow(absl::string_view name, absl::string_view collection) {
  const absl::string_view participation = cycle::ParticipationOf(name);
  if (participation.empty() || name.size() == participation.size()) return {};
  absl::string_view rest = name.substr(participation.size() + 1);
  if (rest.size() <= collection.size() || rest.substr(0, collection.size()) != collection) return {};
  if (rest[collection.size()] != '/') return {};
  rest.remove_prefix(collection.size() + 1);
  return rest.substr(0, rest.find('/'));
}

}  // namespace krans::scoring

#endif  // KRANS_SERVICES_SCORING_NAMES_H_
