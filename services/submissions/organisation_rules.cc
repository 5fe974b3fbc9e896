#include "services/submissions/organisation_rules.h"

#include <set>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/cycle/names.h"
#include "services/rpc/error.h"
#include "services/submissions/dates.h"

namespace krans::submissions {

using rpc::Violations;

namespace {

void CheckYear(absl::string_view name, absl::string_view field, Violations* violations) {
  const absl::StatusOr<int> year = YearOf(name);
  if (year.ok() && *year >= 1990 && *year <= 2200) return;
  violations->Add(field, access::v1::FIELD_OUT_OF_RANGE, rpc::Between(1990, 2200));
}

}  // namespace

absl::StatusOr<std::vector<v1::Unit>> Lineage(const v1::Unit& unit, const UnitByName& find) {
  std::vector<v1::Unit> lineage = {unit};
  std::set<std::string> seen = {unit.name()};
  for (size_t i = 0; i < lineage.size(); ++i) {
    const std::vector<std::string> predecessors(lineage[i].predecessors().begin(), lineage[i].predecessors().end());
    for (const std::string& name : predecessors) {
      if (!seen.insert(name).second) continue;
      absl::StatusOr<v1::Unit> found = find(name);
      if (absl::IsNotFound(found.status())) continue;
      if (!found.ok()) return found.status();
      lineage.push_back(*std::move(found));
    }
  }
  return lineage;
}

absl::StatusOr<int> YearOf(absl::string_view name) {
  int year = 0;
  if (absl::SimpleAtoi(cycle::LastSegment(name), &year)) return year;
  return absl::DataLossError(absl::StrCat(name, ": ends with no year"));
}

absl::Status CheckBody(const v1::Body& body, bool successor_exists) {
  Violations violations;
  if (IsReversed(body.valid_from(), body.valid_to())) {
    violations.Add("body.valid_to", access::v1::FIELD_DATE, "not before valid_from");
  }
  if (!body.successor().empty() && (!successor_exists || body.successor() == body.name())) {
    violations.Add("body.successor", access::v1::FIELD_REFERENCE, "another body that exists");
  }
  return violations.status();
}

absl::Status CheckTarget(const v1::ParticipationTarget& target, bool body_exists) {
  Violations violations;
  CheckYear(target.name(), "target.name", &violations);
  if (!body_exists) violations.Add("target.name", access::v1::FIELD_REFERENCE, "begins with a body that exists");
  return violations.status();
}

absl::Status CheckDistinction(const v1::Distinction& distinction, bool unit_exists) {
  Violations violations;
  CheckYear(distinction.name(), "distinction.name", &violations);
  if (!unit_exists) violations.Add("distinction.name", access::v1::FIELD_REFERENCE, "begins with a unit that exists");
  return violations.status();
}

absl::Status CheckUnit(const v1::Unit& unit, bool body_exists, bool manager_exists, bool manager_apart,
                       const UnitByName& find) {
  Violations violations;
  if (!body_exists) violations.Add("unit.body", access::v1::FIELD_REFERENCE, "a body that exists");
  if (!unit.manager().empty() && !manager_exists) {
    violations.Add("unit.manager", access::v1::FIELD_REFERENCE, "a person who exists");
  } else if (manager_apart) {
    violations.Add("unit.manager", access::v1::FIELD_NOT_ALLOWED, "nobody of the process office, and no auditor");
  }
  if (IsReversed(unit.valid_from(), unit.valid_to())) {
    violations.Add("unit.valid_to", access::v1::FIELD_DATE, "not before valid_from");
  }
  for (int i = 0; i < unit.predecessors_size(); ++i) {
    const std::string path = absl::StrCat("unit.predecessors[", i, "]");
    absl::StatusOr<v1::Unit> predecessor = find(unit.predecessors(i));
    if (absl::IsNotFound(predecessor.status())) {
      violations.Add(path, access::v1::FIELD_REFERENCE, "a unit that exists");
      continue;
    }
    if (!predecessor.ok()) return predecessor.status();
    KRANS_ASSIGN(const std::vector<v1::Unit> lineage, Lineage(*predecessor, find));
    for (const v1::Unit& each : lineage) {
      if (each.name() == unit.name()) violations.Add(path, access::v1::FIELD_REFERENCE, "no successor of this unit");
    }
  }
  return violations.status();
}

}  // namespace krans::submissions
