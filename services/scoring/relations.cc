#include "services/scoring/relations.h"

#include <memory>
#include <optional>
#include <string>

#include "absl/strings/match.h"
#include "krans/scoring/v1/assessments.pb.h"
#include "krans/scoring/v1/conflicts.pb.h"
#include "krans/scoring/v1/examiners.pb.h"
#include "krans/scoring/v1/teams.pb.h"
#include "krans/submissions/v1/people.pb.h"
#include "services/cycle/case_rules.h"
#include "services/cycle/relations.h"
#include "services/rpc/error.h"
#include "services/scoring/examiner_rules.h"
#include "services/scoring/names.h"
#include "services/scoring/standing.h"

namespace krans::scoring {
namespace {

using rpc::Caller;
using storage::ReadTransaction;
using v1::Assessment;
using v1::Conflict;
using v1::Examiner;
using v1::Membership;
using v1::Team;

bool IsBelowCycle(absl::string_view name, absl::string_view collection) {
  const absl::string_view cycle = cycle::CycleOf(name);
  return !cycle.empty() && absl::StartsWith(name.substr(cycle.size()), collection);
}

// Of an assessment only once consensus is open (I-12).
rpc::Access::Holds Audits() {
  return [audits = cycle::WhereTheCaseExists(cycle::HoldsRole(submissions::v1::Role::AUDITOR))](
             const Caller& caller, absl::string_view resource, const ReadTransaction& state) -> absl::StatusOr<bool> {
    KRANS_ASSIGN(const bool holds, audits(caller, resource, state));
    if (!holds || IdBelow(resource, "assessments").empty()) return holds;
    KRANS_ASSIGN(const v1::Evaluation::State evaluation, EvaluationStateOf(state, resource));
    return IsConsensusOpen(evaluation);
  };
}

absl::StatusOr<bool> IsExaminer(const Caller& caller, absl::string_view resource, const ReadTransaction& state) {
  if (caller.person.empty()) return false;
  const std::string own = ExaminerOf(resource, caller.person);
  if (IsBelowCycle(resource, "/examiners/") && resource != own) return false;
  KRANS_ASSIGN(const std::shared_ptr<const Examiner> examiner, state.Look<Examiner>(own));
  return examiner != nullptr && !examiner->dismissed();
}

// The caller's membership in the team that has the case, or that is the resource; none where they are not ready.
absl::StatusOr<std::optional<Membership>> Assigned(const Caller& caller, absl::string_view resource,
                                                   const ReadTransaction& state) {
  if (caller.person.empty()) return std::nullopt;
  KRANS_ASSIGN(const std::shared_ptr<const Examiner> examiner,
               state.Look<Examiner>(ExaminerOf(resource, caller.person)));
  if (!examiner || !cycle::IsReady(*examiner)) return std::nullopt;
  std::shared_ptr<const Team> team;
  if (IsBelowCycle(resource, "/teams/")) {
    KRANS_ASSIGN(team, state.Look<Team>(resource));
  } else if (!cycle::ParticipationOf(resource).empty()) {
    KRANS_ASSIGN(team, TeamOf(state, resource));
  }
  if (!team) return std::nullopt;
  return cycle::MembershipOf(*team, cycle::PersonName(caller.person));
}

// The same, once the caller is declared free of conflict in the case.
absl::StatusOr<std::optional<Membership>> Open(const Caller& caller, absl::string_view resource,
                                               const ReadTransaction& state) {
  if (cycle::ParticipationOf(resource).empty()) return std::nullopt;
  KRANS_ASSIGN(const std::optional<Membership> member, Assigned(caller, resource, state));
  if (!member) return std::nullopt;
  KRANS_ASSIGN(const std::shared_ptr<const Conflict> conflict,
               state.Look<Conflict>(ConflictOf(resource, caller.person)));
  if (!conflict || !cycle::Opens(*conflict)) return std::nullopt;
  return member;
}

absl::StatusOr<bool> IsAssigned(const Caller& caller, absl::string_view resource, const ReadTransaction& state) {
  const absl::string_view concerned = IdBelow(resource, "conflicts");
  if (!concerned.empty() && concerned != caller.person) return false;
  KRANS_ASSIGN(const std::optional<Membership> member, Assigned(caller, resource, state));
  return member.has_value();
}

absl::StatusOr<bool> IsMember(const Caller& caller, absl::string_view resource, const ReadTransaction& state) {
  KRANS_ASSIGN(const std::optional<Membership> member, Open(caller, resource, state));
  if (!member) return false;
  const absl::string_view examiner = IdBelow(resource, "assessments");
  const bool of_colleagues =
      (!examiner.empty() && examiner != caller.person) || !IdBelow(resource, "consensus").empty();
  if (!of_colleagues) return true;
  KRANS_ASSIGN(const v1::Evaluation::State evaluation, EvaluationStateOf(state, resource));
  KRANS_ASSIGN(const std::shared_ptr<const Assessment> own,
               state.Look<Assessment>(AssessmentOf(resource, caller.person)));
  return SeesColleagues(member->role(), own ? own->state() : Assessment::STATE_UNSPECIFIED, evaluation);
}

absl::StatusOr<bool> IsScorer(const Caller& caller, absl::string_view resource, const ReadTransaction& state) {
  KRANS_ASSIGN(const bool member, IsMember(caller, resource, state));
  if (!member) return false;
  KRANS_ASSIGN(const std::optional<Membership> membership, Open(caller, resource, state));
  return membership && cycle::Scores(membership->role());
}

absl::StatusOr<bool> IsLead(const Caller& caller, absl::string_view resource, const ReadTransaction& state) {
  KRANS_ASSIGN(const std::optional<Membership> member, Open(caller, resource, state));
  return member && member->role() == Membership::LEAD;
}

absl::StatusOr<bool> OwnsAssessment(const Caller& caller, absl::string_view resource, const ReadTransaction& state) {
  if (IdBelow(resource, "assessments") != caller.person) return false;
  KRANS_ASSIGN(const std::optional<Membership> member, Open(caller, resource, state));
  return member && cycle::Scores(member->role());
}

}  // namespace

void DefineRelations(rpc::Access* access) {
  cycle::RelateAward(access, "submissions", "");
  access->Relate(access::v1::AUDITOR, "submissions", Audits());
  access->Bar("", [](const Caller& caller, absl::string_view resource, const ReadTransaction& state) {
    return cycle::ShutOut(state, resource, caller.person);
  });
  access->Relate(access::v1::EXAMINER, "", IsExaminer);
  access->Relate(access::v1::ASSIGNED, "", IsAssigned);
  access->Relate(access::v1::TEAM_MEMBER, "", IsMember);
  access->Relate(access::v1::TEAM_SCORER, "", IsScorer);
  access->Relate(access::v1::TEAM_LEAD, "", IsLead);
  access->Relate(access::v1::OWN_ASSESSMENT, "", OwnsAssessment);
}

}  // namespace krans::scoring
