#include "services/submissions/role_rules.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/cycle/case_rules.h"
#include "services/cycle/names.h"
#include "services/rpc/error.h"
#include "services/submissions/dates.h"

namespace krans::submissions {
namespace {

using v1::Role;

constexpr size_t kLongestId = 63;

std::string IdOf(const Role& role) {
  std::string id =
      absl::StrCat(cycle::LastSegment(role.person()), "-", absl::AsciiStrToLower(Role::Kind_Name(role.kind())));
  if (!role.body().empty()) absl::StrAppend(&id, "-", cycle::LastSegment(role.body()));
  return id;
}

}  // namespace

absl::StatusOr<Role> Grant(const Role& role, bool person_exists, bool body_exists, const std::vector<Role>& held,
                           absl::string_view granter) {
  if (role.person() == granter) return rpc::Refuse(access::v1::NOT_ALLOWED);
  Role granted = role;
  granted.set_name(absl::StrCat("roles/", IdOf(role)));
  granted.set_granted_by(std::string(granter));

  rpc::Violations violations;
  if (IdOf(role).size() > kLongestId) {
    violations.Add("role.person", access::v1::FIELD_TOO_LONG, "the role's id is the person's and the body's together");
  }
  if (!person_exists) violations.Add("role.person", access::v1::FIELD_REFERENCE, "a person who exists");
  if (!role.body().empty() && !body_exists) {
    violations.Add("role.body", access::v1::FIELD_REFERENCE, "a body that exists");
  }
  if (role.kind() == Role::REGISTRAR && role.body().empty()) {
    violations.Add("role.body", access::v1::FIELD_REQUIRED, "the body whose registrar it is");
  }
  if (role.kind() != Role::REGISTRAR && !role.body().empty()) {
    violations.Add("role.body", access::v1::FIELD_NOT_ALLOWED, "given for a registrar only");
  }
  if (IsReversed(role.from(), role.to())) {
    violations.Add("role.to", access::v1::FIELD_DATE, "not before the day it begins");
  }
  const bool apart = std::any_of(held.begin(), held.end(), [&](const Role& other) {
    return !other.revoked() && (other.kind() == Role::AUDITOR) != (role.kind() == Role::AUDITOR);
  });
  if (apart) {
    violations.Add("role.kind", access::v1::FIELD_NOT_ALLOWED, "an auditor has no other role, and nobody else audits");
  }
  if (!violations.empty()) return violations.status();
  for (const Role& other : held) {
    if (other.name() == granted.name() && !other.revoked()) {
      return rpc::Refuse(access::v1::ALREADY_EXISTS, {{"resource", other.name()}});
    }
  }
  return granted;
}

absl::StatusOr<Role> Revoke(const Role& role, const std::vector<Role>& offices, absl::CivilDay day) {
  if (role.revoked()) {
    return rpc::Refuse(access::v1::WRONG_STATE, {{"state", "REVOKED"}, {"needs", "a role that is not revoked"}});
  }
  std::vector<Role> others;
  for (const Role& each : offices) {
    if (each.name() != role.name() && each.to().empty()) others.push_back(each);
  }
  if (role.kind() == Role::OFFICE && !cycle::HasRole(others, Role::OFFICE, day)) {
    return rpc::Refuse(access::v1::WRONG_STATE,
                       {{"state", "LAST"}, {"needs", "another person in the office, whose role has no end"}});
  }
  Role revoked = role;
  revoked.set_revoked(true);
  return revoked;
}

}  // namespace krans::submissions
