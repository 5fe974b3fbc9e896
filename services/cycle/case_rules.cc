#include "services/cycle/case_rules.h"

#include <algorithm>

#include "services/cycle/deadline_rules.h"

namespace krans::cycle {
namespace {

using scoring::v1::Conflict;
using scoring::v1::Membership;
using submissions::v1::Role;

bool Runs(const Role& role, absl::CivilDay today) {
  const absl::StatusOr<absl::CivilDay> from = ParseDay(role.from());
  if (!from.ok() || today < *from) return false;
  if (role.to().empty()) return true;
  const absl::StatusOr<absl::CivilDay> to = ParseDay(role.to());
  return to.ok() && today <= *to;
}

}  // namespace

bool HasRole(const std::vector<Role>& roles, Role::Kind kind, absl::CivilDay today) {
  return std::any_of(roles.begin(), roles.end(),
                     [&](const Role& role) { return role.kind() == kind && !role.revoked() && Runs(role, today); });
}

bool Opens(const Conflict& conflict) {
  return conflict.state() == Conflict::NONE_DECLARED || (conflict.state() == Conflict::CLEARED && conflict.declared());
}

bool Shuts(const Conflict& conflict) {
  return conflict.state() != Conflict::NONE_DECLARED && conflict.state() != Conflict::CLEARED;
}

std::optional<Membership> MembershipOf(const scoring::v1::Team& team, absl::string_view person) {
  for (const Membership& member : team.members()) {
    if (member.person() == person) return member;
  }
  return std::nullopt;
}

bool Scores(Membership::Role role) {
  return role == Membership::LEAD || role == Membership::EXAMINER || role == Membership::TRAINEE;
}

std::vector<absl::string_view> Lacks(const scoring::v1::Examiner& examiner) {
  std::vector<absl::string_view> lacks;
  if (examiner.manager_approved().empty()) lacks.push_back("manager_approved");
  if (examiner.trained().empty()) lacks.push_back("trained");
  if (examiner.code_signed().empty()) lacks.push_back("code_signed");
  if (examiner.dismissed()) lacks.push_back("dismissed");
  return lacks;
}

}  // namespace krans::cycle
