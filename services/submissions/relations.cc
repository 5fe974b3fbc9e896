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
#include "krans/submissions/v1/submissions.pb.h"
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

// The board's matter that the resource is or belongs to; empty where it is of none.
absl::string_view MatterOf(absl::string_view name) {
  static constexpr absl::string_view kMatters = "/boardMatters/";
  const size_t at = name.find(kMatters);
  return at == absl::string_view::npos ? "" : name.substr(0, name.find('/', at + kMatters.size()));
}

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
  if (const absl::string_view matter = MatterOf(resource); !matter.empty()) {
    return BodyOf<v1::BoardMatter>(state, matter);
  }
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
  KRANS_ASSIGN(const bool apart, WorksForTheAward(state, cycle::PersonName(caller.person), caller.now));
  if (apart) return false;
  if (absl::StartsWith(resource, "units/")) return ManagesUnit(state, Top(resource), caller.person);
  if (const absl::string_view name = MatterOf(resource); !name.empty()) {
    KRANS_ASSIGN(const std::optional<v1::BoardMatter> matter, state.Find<v1::BoardMatter>(name));
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

// The cases that a resource is, belongs to, or is about; nothing where it is about cases and is not there.
absl::StatusOr<std::optional<std::vector<std::string>>> CasesIn(const ReadTransaction& state,
                                                                absl::string_view resource) {
  std::vector<std::string> cases;
  if (const absl::string_view participation = cycle::ParticipationOf(resource); !participation.empty()) {
    cases.emplace_back(participation);
  } else if (const absl::string_view name = MatterOf(resource); !name.empty()) {
    KRANS_ASSIGN(const std::optional<v1::BoardMatter> matter, state.Find<v1::BoardMatter>(name));
    if (!matter) return std::nullopt;
    cases = {matter->participations().begin(), matter->participations().end()};
  } else if (absl::EndsWith(resource, "/opening")) {
    KRANS_ASSIGN(const std::optional<v1::Opening> opening, state.Find<v1::Opening>(resource));
    if (!opening) return std::nullopt;
    for (const v1::OpeningItem& item : opening->items()) cases.emplace_back(cycle::ParticipationOf(item.submission()));
  }
  return cases;
}

// `holds`, but for a resource with a case in it that a conflict shuts to the caller, and for one that is not there, so
// that both look the same.
rpc::Access::Holds OutOfConflict(const rpc::Access* access, rpc::Access::Holds holds) {
  return [access, holds = std::move(holds)](const Caller& caller, absl::string_view resource,
                                            const ReadTransaction& state) -> absl::StatusOr<bool> {
    KRANS_ASSIGN(const bool held, holds(caller, resource, state));
    if (!held) return false;
    KRANS_ASSIGN(const std::optional<std::vector<std::string>> cases, CasesIn(state, resource));
    if (!cases.has_value()) return false;
    if (!cases->empty()) KRANS_RETURN(access->CheckFresh("scoring"));
    for (const std::string& each : *cases) {
      KRANS_ASSIGN(const bool shut, cycle::ShutOut(state, each, caller.person));
      if (shut) return false;
    }
    return true;
  };
}

}  // namespace

absl::StatusOr<bool> WorksForTheAward(const ReadTransaction& state, absl::string_view person, absl::Time now) {
  KRANS_ASSIGN(const std::vector<v1::Role> held, state.ByIndex<v1::Role>("person", {std::string(person)}));
  const absl::CivilDay today = absl::ToCivilDay(now, cycle::Stockholm());
  return cycle::HasRole(held, v1::Role::OFFICE, today) || cycle::HasRole(held, v1::Role::AUDITOR, today);
}

void DefineRelations(rpc::Access* access) {
  cycle::RelateAward(access, "", "scoring");
  access->Relate(access::v1::OFFICE, "",
                 OutOfConflict(access, cycle::WhereTheCaseExists(cycle::HoldsRole(v1::Role::OFFICE))));
  access->Relate(access::v1::AUDITOR, "",
                 OutOfConflict(access, cycle::WhereTheCaseExists(cycle::HoldsRole(v1::Role::AUDITOR))));
  access->Relate(access::v1::REGISTRAR, "", OutOfConflict(access, IsRegistrar));
  access->Relate(access::v1::UNIT_MANAGER, "", IsUnitManager);
}

absl::StatusOr<bool> IsOffice(const rpc::Access& access, const Caller& caller, const ReadTransaction& state) {
  access::v1::Rule rule;
  rule.add_relations(access::v1::OFFICE);
  return access.Related(rule, caller, "", state);
}

}  // namespace krans::submissions
