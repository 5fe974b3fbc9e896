#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

#include "krans/scoring/v1/conflicts.pb.h"
#include "krans/scoring/v1/teams.pb.h"
#include "services/cycle/case_rules.h"
#include "services/cycle/deadline_rules.h"
#include "services/cycle/gate_rules.h"
#include "services/cycle/names.h"
#include "services/cycle/relations.h"
#include "services/rpc/door.h"
#include "services/rpc/listing.h"
#include "services/scoring/handlers.h"
#include "services/scoring/names.h"
#include "services/scoring/standing.h"
#include "services/scoring/team_rules.h"

namespace krans::scoring {
namespace {

using rpc::Caller;
using storage::ReadTransaction;
using storage::WriteTransaction;
using submissions::v1::Calendar;
using submissions::v1::Cycle;
using submissions::v1::Eligibility;
using submissions::v1::Gate;
using submissions::v1::Participation;
using submissions::v1::Person;
using submissions::v1::Role;
using submissions::v1::Submission;
using submissions::v1::Unit;
using v1::Conflict;
using v1::Evaluation;
using v1::Examiner;
using v1::Membership;
using v1::Team;

constexpr char kGet[] = "krans.scoring.v1.Teams/GetTeam";
constexpr char kList[] = "krans.scoring.v1.Teams/ListTeams";
constexpr char kSave[] = "krans.scoring.v1.Teams/SaveTeam";

// Leaves out the cases that a conflict shuts to the caller.
absl::Status Redact(const Caller& caller, const ReadTransaction& state, Team* team) {
  std::vector<std::string> seen;
  for (const std::string& participation : team->participations()) {
    KRANS_ASSIGN(const bool shut, cycle::ShutOut(state, participation, caller.person));
    if (!shut) seen.push_back(participation);
  }
  *team->mutable_participations() = {seen.begin(), seen.end()};
  return absl::OkStatus();
}

absl::StatusOr<MemberFacts> FactsOf(const ReadTransaction& state, absl::string_view cycle, const std::string& person,
                                    absl::CivilDay today) {
  MemberFacts facts;
  KRANS_ASSIGN(facts.person, state.Find<Person>(person));
  KRANS_ASSIGN(facts.examiner, state.Find<Examiner>(ExaminerOf(cycle, cycle::LastSegment(person))));
  KRANS_ASSIGN(const std::vector<Role> roles, state.ByIndex<Role>("person", {person}));
  facts.auditor = cycle::HasRole(roles, Role::AUDITOR, today);
  KRANS_ASSIGN(std::vector<Participation> all, state.Children<Participation>(absl::StrCat(cycle, "/participations/")));
  for (Participation& participation : all) {
    KRANS_ASSIGN(const auto unit, state.Look<Unit>(participation.unit()));
    const bool manages = unit != nullptr && unit->manager() == person;
    if (manages || participation.contact() == person) facts.contact_of.push_back(std::move(participation));
  }
  return facts;
}

absl::StatusOr<CaseFacts> FactsOf(const ReadTransaction& state, const Team& team, const std::string& participation) {
  CaseFacts facts;
  KRANS_ASSIGN(facts.participation, state.Find<Participation>(participation));
  KRANS_ASSIGN(facts.unit, state.Find<Unit>(cycle::UnitOf(participation)));
  KRANS_ASSIGN(const auto eligibility, state.Find<Eligibility>(absl::StrCat(participation, "/eligibility")));
  if (eligibility) facts.eligibility = eligibility->state();
  KRANS_ASSIGN(const auto submission, state.Find<Submission>(absl::StrCat(participation, "/submission")));
  if (submission) facts.submission = submission->state();
  for (const Membership& member : team.members()) {
    KRANS_ASSIGN(const bool shut, cycle::ShutOut(state, participation, cycle::LastSegment(member.person())));
    if (shut) facts.barred.insert(member.person());
  }
  KRANS_ASSIGN(const std::shared_ptr<const Team> other, TeamOf(state, participation));
  facts.has_other_team = other != nullptr && other->name() != team.name();
  return facts;
}

absl::Status SetEvaluations(WriteTransaction& state, const Team& stored, const Team& team) {
  const auto has = [](const Team& some, const std::string& participation) {
    return std::count(some.participations().begin(), some.participations().end(), participation) > 0;
  };
  for (const std::string& participation : stored.participations()) {
    if (!has(team, participation)) KRANS_RETURN(state.Delete<Evaluation>(EvaluationOf(participation)));
  }
  for (const std::string& participation : team.participations()) {
    if (has(stored, participation)) continue;
    Evaluation evaluation;
    evaluation.set_name(EvaluationOf(participation));
    evaluation.set_state(Evaluation::TEAM_ASSIGNED);
    evaluation.set_team(team.name());
    KRANS_RETURN(state.Put(evaluation).status());
  }
  return absl::OkStatus();
}

absl::StatusOr<Team> SaveTeam(const Caller& caller, WriteTransaction& state, const v1::SaveTeamRequest& request) {
  const std::string cycle(cycle::CycleOf(request.team().name()));
  TeamChange change;
  change.team = request.team();
  KRANS_ASSIGN(change.cycle, state.Get<Cycle>(cycle));
  KRANS_ASSIGN(const std::optional<Team> stored, state.Find<Team>(change.team.name()));
  if (stored) change.stored = *stored;
  KRANS_ASSIGN(const std::optional<Calendar> calendar, state.Find<Calendar>(cycle::CalendarOf(cycle)));
  change.gate =
      cycle::StateOf(calendar.value_or(Calendar::default_instance()), Gate::G2_TEAM_NEEDS_ACCEPTED_AND_ELIGIBLE);
  const absl::CivilDay today = absl::ToCivilDay(caller.now, cycle::Stockholm());
  for (const Membership& member : change.team.members()) {
    KRANS_ASSIGN(MemberFacts facts, FactsOf(state, cycle, member.person(), today));
    change.members.push_back(std::move(facts));
  }
  for (const std::string& participation : change.team.participations()) {
    KRANS_ASSIGN(CaseFacts facts, FactsOf(state, change.team, participation));
    change.cases.push_back(std::move(facts));
  }
  for (const std::string& participation : change.stored.participations()) {
    KRANS_ASSIGN(const Evaluation::State evaluation, EvaluationStateOf(state, participation));
    if (IsConsensusOpen(evaluation)) change.in_consensus.insert(participation);
  }
  KRANS_RETURN(rpc::LetPass(caller, CheckTeam(change)));
  KRANS_RETURN(SetEvaluations(state, change.stored, change.team));
  return state.Put(change.team);
}

}  // namespace

void ServeTeams(rpc::Door* door) {
  door->Redact<Team>(Redact);
  door->Read<v1::GetTeamRequest, Team>(
      kGet, [](const Caller&, const ReadTransaction& state, const v1::GetTeamRequest& request) {
        return state.Get<Team>(request.name());
      });
  door->Write<v1::SaveTeamRequest, Team>(kSave, SaveTeam);
  door->Read<v1::ListTeamsRequest, v1::ListTeamsResponse>(
      kList,
      [door](const Caller& caller, const ReadTransaction& state,
             const v1::ListTeamsRequest& request) -> absl::StatusOr<v1::ListTeamsResponse> {
        KRANS_RETURN(cycle::CheckYear(state, request.parent()));
        const rpc::PageAsk ask{kList, request.parent(), request.page_size(), request.page_token()};
        const std::string prefix = absl::StrCat(request.parent(), "/teams/");
        KRANS_ASSIGN(auto page, rpc::ListReadable<Team>(*door, kGet, caller, state, prefix, ask));
        v1::ListTeamsResponse response;
        response.mutable_teams()->Assign(page.records.begin(), page.records.end());
        response.set_next_page_token(rpc::PageToken(*door, caller, ask, page.next));
        return response;
      });
}

}  // namespace krans::scoring
