#include <optional>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "krans/jury/v1/decisions.pb.h"
#include "krans/submissions/v1/board_matters.pb.h"
#include "krans/submissions/v1/participations.pb.h"
#include "services/cycle/names.h"
#include "services/rpc/error.h"
#include "services/submissions/board_rules.h"
#include "services/submissions/cycle_rules.h"
#include "services/submissions/eligibility_rules.h"
#include "services/submissions/handlers.h"
#include "services/submissions/organisation_rules.h"
#include "services/submissions/submission_rules.h"

namespace krans::submissions {
namespace {

using rpc::Caller;
using storage::ReadTransaction;
using storage::WriteTransaction;

// "awards/kvalitet" of "awards/kvalitet/cycles/2024".
absl::string_view AwardOf(absl::string_view cycle) { return cycle.substr(0, cycle.find("/cycles/")); }

std::string ParticipationName(absl::string_view cycle, absl::string_view unit) {
  return absl::StrCat(cycle, "/participations/", cycle::LastSegment(unit));
}

// What the unit and those it succeeds received: in years before Krans, and by the jury's announced outcomes.
absl::StatusOr<std::vector<Received>> ReceivedBy(const ReadTransaction& state, absl::string_view cycle,
                                                 const v1::Unit& unit) {
  KRANS_ASSIGN(const std::vector<v1::Unit> lineage,
               Lineage(unit, [&](const std::string& name) { return state.Get<v1::Unit>(name); }));
  std::vector<Received> received;
  for (const v1::Unit& each : lineage) {
    KRANS_ASSIGN(const auto distinctions, state.Children<v1::Distinction>(absl::StrCat(each.name(), "/distinctions/")));
    for (const v1::Distinction& distinction : distinctions) {
      KRANS_ASSIGN(const int year, YearOf(distinction.name()));
      received.push_back({each.name(), each.display_name(), year, distinction.kind()});
    }
    KRANS_ASSIGN(const auto outcomes, state.ByIndex<jury::v1::Outcome>("unit", {each.name()}));
    for (const jury::v1::Outcome& outcome : outcomes) {
      if (!absl::StartsWith(outcome.name(), absl::StrCat(AwardOf(cycle), "/"))) continue;
      if (outcome.kind() == jury::v1::Outcome::WINNER) {
        received.push_back({each.name(), each.display_name(), outcome.year(), v1::Distinction::WINNER});
      } else if (outcome.kind() == jury::v1::Outcome::HONOURABLE_MENTION) {
        received.push_back({each.name(), each.display_name(), outcome.year(), v1::Distinction::HONOURABLE_MENTION});
      }
    }
  }
  return received;
}

absl::StatusOr<std::optional<v1::BoardMatter>> ActInForce(const ReadTransaction& state,
                                                          const std::string& participation) {
  KRANS_ASSIGN(const auto matters, state.ByIndex<v1::BoardMatter>("participations", {participation}));
  for (const v1::BoardMatter& each : matters) {
    if (IsInForce(each, participation)) return each;
  }
  return std::nullopt;
}

absl::StatusOr<v1::Eligibility> DeclareFacts(const Caller&, WriteTransaction& state,
                                             const v1::DeclareEligibilityRequest& request) {
  const std::string participation(cycle::ParticipationOf(request.eligibility().name()));
  KRANS_ASSIGN(const v1::Participation registered, state.Get<v1::Participation>(participation));
  KRANS_ASSIGN(const v1::Eligibility declared, Declare(request.eligibility()));
  KRANS_ASSIGN(const auto submission, state.Find<v1::Submission>(absl::StrCat(participation, "/submission")));
  KRANS_RETURN(CheckOpenToUnit(registered, submission));
  return state.Put(declared);
}

// The eligibility of a unit in a year by these facts, by what the records say of its past, and by its board's act.
absl::StatusOr<v1::Explanation> ExplainUnit(const rpc::Access& access, const ReadTransaction& state,
                                            absl::string_view cycle, absl::string_view unit, const v1::UnitFacts& facts,
                                            const std::optional<v1::BoardMatter>& act) {
  KRANS_RETURN(access.CheckFresh("jury"));  // who received what, I-07
  KRANS_ASSIGN(const v1::Cycle year, state.Get<v1::Cycle>(cycle));
  KRANS_ASSIGN(const auto rules, state.Find<v1::EligibilityRules>(EligibilityRulesOf(cycle)));
  KRANS_ASSIGN(const v1::Unit record, state.Get<v1::Unit>(unit));
  KRANS_ASSIGN(const std::vector<Received> received, ReceivedBy(state, cycle, record));
  return Explain({year, rules ? *rules : v1::EligibilityRules(), record, facts, received, act});
}

absl::StatusOr<v1::Eligibility> DecideOnUnit(const rpc::Access& access, const Caller& caller, WriteTransaction& state,
                                             const v1::DecideEligibilityRequest& request) {
  KRANS_ASSIGN(const v1::Eligibility eligibility, state.Get<v1::Eligibility>(request.name()));
  const std::string participation(cycle::ParticipationOf(request.name()));
  KRANS_ASSIGN(const auto act, ActInForce(state, participation));
  KRANS_ASSIGN(const v1::Explanation explanation, ExplainUnit(access, state, cycle::CycleOf(participation),
                                                              cycle::UnitOf(participation), eligibility.facts(), act));
  KRANS_ASSIGN(const bool announced, state.Has<jury::v1::Outcome>(absl::StrCat(participation, "/outcome")));
  KRANS_ASSIGN(const v1::Eligibility decided,
               Decide(eligibility, explanation, announced, request, cycle::PersonName(caller.person), caller.now));
  return state.Put(decided);
}

// A case that the caller may not know of is explained as one that was never registered.
absl::StatusOr<v1::Explanation> ExplainToCaller(const rpc::Access& access, const Caller& caller,
                                                const ReadTransaction& state,
                                                const v1::ExplainEligibilityRequest& request) {
  const std::string participation = ParticipationName(request.cycle(), request.unit());
  KRANS_ASSIGN(const bool readable,
               access.MayRead("krans.submissions.v1.Participations/GetParticipation", caller, participation, state));
  v1::UnitFacts facts;
  std::optional<v1::BoardMatter> act;
  if (readable) {
    KRANS_ASSIGN(const auto declared, state.Find<v1::Eligibility>(absl::StrCat(participation, "/eligibility")));
    if (declared) facts = declared->facts();
    KRANS_ASSIGN(act, ActInForce(state, participation));
  }
  facts.MergeFrom(request.facts());
  return ExplainUnit(access, state, request.cycle(), request.unit(), facts, act);
}

}  // namespace

void ServeEligibility(rpc::Door* door) {
  door->Write<v1::DeclareEligibilityRequest, v1::Eligibility>("krans.submissions.v1.Participations/DeclareEligibility",
                                                              DeclareFacts);
  door->Write<v1::DecideEligibilityRequest, v1::Eligibility>(
      "krans.submissions.v1.Participations/DecideEligibility",
      [door](const Caller& caller, WriteTransaction& state, const v1::DecideEligibilityRequest& request) {
        return DecideOnUnit(door->access(), caller, state, request);
      });
  door->Read<v1::ExplainEligibilityRequest, v1::Explanation>(
      "krans.submissions.v1.Participations/ExplainEligibility",
      [door](const Caller& caller, const ReadTransaction& state, const v1::ExplainEligibilityRequest& request) {
        return ExplainToCaller(door->access(), caller, state, request);
      });
}

}  // namespace krans::submissions
