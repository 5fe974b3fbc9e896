#include "services/sitevisits/relations.h"

#include <optional>

#include "krans/scoring/v1/teams.pb.h"
#include "services/cycle/case_rules.h"
#include "services/cycle/names.h"
#include "services/cycle/relations.h"
#include "services/rpc/error.h"
#include "services/sitevisits/note_rules.h"

namespace krans::sitevisits {
namespace {

using rpc::Caller;
using scoring::v1::Membership;
using scoring::v1::Team;
using storage::ReadTransaction;

constexpr char kSubmissions[] = "submissions";
constexpr char kScoring[] = "scoring";

absl::StatusOr<bool> IsMember(const Caller& caller, absl::string_view resource, const ReadTransaction& state) {
  KRANS_ASSIGN(const std::optional<Membership> member, cycle::OpenMembership(state, resource, caller.person));
  return member.has_value();
}

absl::StatusOr<bool> IsScorer(const Caller& caller, absl::string_view resource, const ReadTransaction& state) {
  KRANS_ASSIGN(const std::optional<Membership> member, cycle::OpenMembership(state, resource, caller.person));
  return member.has_value() && cycle::Scores(member->role());
}

absl::StatusOr<bool> IsLead(const Caller& caller, absl::string_view resource, const ReadTransaction& state) {
  KRANS_ASSIGN(const std::optional<Membership> member, cycle::OpenMembership(state, resource, caller.person));
  return member.has_value() && member->role() == Membership::LEAD;
}

absl::StatusOr<bool> OwnsNote(const Caller& caller, absl::string_view resource, const ReadTransaction& state) {
  if (WriterOf(resource) != caller.person) return false;
  return IsScorer(caller, resource, state);
}

}  // namespace

void DefineRelations(rpc::Access* access) {
  cycle::RelateAward(access, kSubmissions, kScoring);
  access->Relate(access::v1::TEAM_MEMBER, kScoring, IsMember);
  access->Relate(access::v1::TEAM_SCORER, kScoring, IsScorer);
  access->Relate(access::v1::TEAM_LEAD, kScoring, IsLead);
  access->Relate(access::v1::OWN_NOTE, kScoring, OwnsNote);
  access->Relate(access::v1::UNIT_MANAGER, kSubmissions,
                 [](const Caller& caller, absl::string_view resource, const ReadTransaction& state) {
                   return cycle::Manages(state, resource, caller.person);
                 });
  access->Bar(kScoring, [](const Caller& caller, absl::string_view resource, const ReadTransaction& state) {
    return cycle::ShutOut(state, resource, caller.person);
  });
  access->Bar("", [](const Caller& caller, absl::string_view resource, const ReadTransaction&) -> absl::StatusOr<bool> {
    const std::string writer = WriterOf(resource);
    return !writer.empty() && writer != caller.person;
  });
}

absl::StatusOr<std::vector<std::string>> OpenTeam(const ReadTransaction& state, absl::string_view name) {
  std::vector<std::string> people;
  KRANS_ASSIGN(const std::vector<Team> teams,
               state.ByIndex<Team>("participations", {std::string(cycle::ParticipationOf(name))}));
  for (const Team& team : teams) {
    for (const Membership& member : team.members()) {
      KRANS_ASSIGN(const std::optional<Membership> open,
                   cycle::OpenMembership(state, name, cycle::LastSegment(member.person())));
      if (open.has_value()) people.push_back(member.person());
    }
  }
  return people;
}

}  // namespace krans::sitevisits
