#ifndef KRANS_SERVICES_CYCLE_CASE_RULES_H_
#define KRANS_SERVICES_CYCLE_CASE_RULES_H_

#include <optional>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "krans/scoring/v1/conflicts.pb.h"
#include "krans/scoring/v1/examiners.pb.h"
#include "krans/scoring/v1/teams.pb.h"
#include "krans/submissions/v1/people.pb.h"

namespace krans::cycle {

// Who has to do with a case, by the award's records. People are names ("people/anna").

// Whether one of a person's `roles` is of that kind, not revoked, and holds on `today`, both days included. A role
// whose days are no days does not hold.
bool HasRole(const std::vector<submissions::v1::Role>& roles, submissions::v1::Role::Kind kind, absl::CivilDay today);

// Whether the conflict shuts the case to its person: declared, under review or recused (KL 6:30, I-09). A state that
// this program does not know shuts it too.
bool Shuts(const scoring::v1::Conflict& conflict);

// Whether the conflict opens the case to its person: none declared, or declared and cleared by another (I-09). What
// another raised and cleared opens nothing to who has declared nothing.
bool Opens(const scoring::v1::Conflict& conflict);

// The person's membership in the team; empty where they are no member.
std::optional<scoring::v1::Membership> MembershipOf(const scoring::v1::Team& team, absl::string_view person);

// Whether that role judges: leads, examiners and trainees. An observer reads, and writes nothing.
bool Scores(scoring::v1::Membership::Role role);

// What an examiner of the year still lacks before any access: "manager_approved", "trained", "code_signed", or
// "dismissed" (I-10, P-09, P-14, P-21). Empty: ready.
std::vector<absl::string_view> Lacks(const scoring::v1::Examiner& examiner);

inline bool IsReady(const scoring::v1::Examiner& examiner) { return Lacks(examiner).empty(); }

}  // namespace krans::cycle

#endif  // KRANS_SERVICES_CYCLE_CASE_RULES_H_
