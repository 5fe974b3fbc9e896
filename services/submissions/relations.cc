#include "services/submissions/relations.h"

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "krans/submissions/v1/board_matters.pb.h"
#include "krans/submissions/v1/organisation.pb.h"
#include "krans/submissions/v1/participations.pb.h"
#include "krans/submissions/v1/people.pb.h"
#include "services/cycle/case_rules.h"
#include "services/cycle/deadline_rules.h"
#include "services/cycle/names.h"
#include "services/cycle/relations.h"
#include "services/rpc/error.h"

namespace krans::submissions {
namespace {

using rpc::Caller;
using storage::ReadTransaction;

// The first two segments: "units/kruton" of "units/kruton/distinctions/2019".
std::string Top(absl::string_view name) {
  const size_t first = name.find('/');
  return std::string(name.substr(0, first == absl::string_view::npos ? first : name.find('/', first + 1)));
}

bool IsMatter(absl::string_view name) { return absl::StrContains(name, "/boardMatters/"); }

// Who is concerned: a body, nobody where the resource is unknown, and any where it belongs to no body.
struct Concerned {
  bool any = false;
  std::string body;
};

template <typename T>
absl::StatusOr<Concerned> BodyOf(const ReadTransaction& state, absl::string_view name) {
  KRANS_ASSIGN(const std::optional<T> record, state.Find<T>(name));
  return record ? Concerned{false, record->body()} : Concerned{};
}

absl::StatusOr<Concerned> ConcernedBy(const ReadTransaction& state, absl::string_view resource) {
  if (absl::StartsWith(resource, "bodies/")) return Concerned{false, Top(resource)};
  if (absl::StartsWith(resource, "units/")) return BodyOf<v1::Unit>(state, Top(resource));
  if (IsMatter(resource)) return BodyOf<v1::BoardMatter>(state, resource);
  const absl::string_view participation = cycle::ParticipationOf(resource);
  if (!participation.empty()) return BodyOf<v1::Participation>(state, participation);
  return Concerned{true, ""};
}

// The body and those that succeed it.
absl::StatusOr<std::set<std::string>> Successors(const ReadTransaction& state, std::string body) {
  std::set<std::string> successors;
  while (!body.empty() && successors.insert(body).second) {
    KRANS_ASSIGN(std::optional<v1::Body> record, state.Find<v1::Body>(body));
    body = record ? record->successor() : "";
  }
  return successors;
}

absl::StatusOr<bool> IsRegistrar(const Caller& caller, absl::string_view resource, const ReadTransaction& state) {
  if (caller.person.empty()) return false;
  KRANS_ASSIGN(const std::vector<v1::Role> held, state.ByIndex<v1::Role>("person", {cycle::PersonName(caller.person)}));
  if (held.empty()) return false;
  KRANS_ASSIGN(Concerned concerned, ConcernedBy(state, resource));
  KRANS_ASSIGN(const std::set<std::string> bodies, Successors(state, std::move(concerned.body)));
  std::vector<v1::Role> fitting;
  for (const v1::Role& role : held) {
    if (concerned.any || bodies.count(role.body()) > 0) fitting.push_back(role);
  }
  return cycle::HasRole(fitting, v1::Role::REGISTRAR, absl::ToCivilDay(caller.now, cycle::Stockholm()));
}

absl::StatusOr<bool> ManagesUnit(const ReadTransaction& state, absl::string_view unit, absl::string_view person) {
  KRANS_ASSIGN(const std::optional<v1::Unit> record, state.Find<v1::Unit>(unit));
  return record && record->manager() == cycle::PersonName(person);
}

absl::StatusOr<bool> IsUnitManager(const Caller& caller, absl::string_view resource, const ReadTransaction& state) {
  if (caller.person.empty()) return false;
  if (absl::StartsWith(resource, "units/")) return ManagesUnit(state, Top(resource), caller.person);
  if (IsMatter(resource)) {
    KRANS_ASSIGN(const std::optional<v1::BoardMatter> matter, state.Find<v1::BoardMatter>(resource));
    if (!matter) return false;
    for (const std::string& participation : matter->participations()) {
      KRANS_ASSIGN(const bool manages, cycle::Manages(state, participation, caller.person));
      if (manages) return true;
    }
    return false;
  }
  KRANS_ASSIGN(const bool manages, cycle::Manages(state, resource, caller.person));
  if (manages) return true;
  const std::string unit = cycle::UnitOf(resource);
  if (unit.empty()) return false;
  return ManagesUnit(state, unit, caller.person);
}

}  // namespace

void DefineRelations(rpc::Access* access) {
  cycle::RelateAward(access, "");
  access->Relate(access::v1::REGISTRAR, "", IsRegistrar);
  access->Relate(access::v1::UNIT_MANAGER, "", IsUnitManager);
}

absl::StatusOr<bool> IsOffice(const rpc::Access& access, const Caller& caller, const ReadTransaction& state) {
  access::v1::Rule rule;
  rule.add_relations(access::v1::OFFICE);
  return access.Related(rule, caller, "", state);
}

}  // namespace krans::submissions
