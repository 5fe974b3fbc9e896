#include "services/scoring/conflict_rules.h"

#include <string>

#include "services/cycle/case_rules.h"
#include "services/cycle/names.h"
#include "services/cycle/timestamp.h"
#include "services/rpc/error.h"

namespace krans::scoring {
namespace {

using v1::Conflict;

absl::Status WrongState(Conflict::State state, absl::string_view needs) {
  return rpc::Refuse(access::v1::WRONG_STATE, {{"state", Conflict::State_Name(state)}, {"needs", std::string(needs)}});
}

Conflict Said(absl::string_view name, Conflict::State state, Conflict::Ground ground, absl::string_view statement) {
  Conflict conflict;
  conflict.set_name(std::string(name));
  conflict.set_person(cycle::PersonName(cycle::LastSegment(name)));
  conflict.set_state(state);
  conflict.set_ground(ground);
  conflict.set_statement(std::string(statement));
  return conflict;
}

}  // namespace

bool IsPending(Conflict::State state) { return state == Conflict::DECLARED || state == Conflict::UNDER_REVIEW; }

absl::StatusOr<Conflict> Declare(const std::optional<Conflict>& stored, absl::string_view name, Conflict::Ground ground,
                                 absl::string_view statement, absl::string_view caller) {
  rpc::Violations violations;
  if (cycle::LastSegment(name) != caller) {
    violations.Add("name", access::v1::FIELD_NOT_ALLOWED, "one declares only for oneself");
  }
  KRANS_RETURN(violations.status());
  if (stored && cycle::Shuts(*stored)) return WrongState(stored->state(), "no conflict that shuts the case");
  if (stored && stored->state() == Conflict::CLEARED && stored->declared() && ground == Conflict::NONE) {
    return WrongState(stored->state(), "a ground");
  }
  Conflict conflict =
      Said(name, ground == Conflict::NONE ? Conflict::NONE_DECLARED : Conflict::DECLARED, ground, statement);
  conflict.set_declared(true);
  return conflict;
}

absl::StatusOr<Conflict> Raise(const std::optional<Conflict>& stored, absl::string_view name, Conflict::Ground ground,
                               absl::string_view statement, absl::string_view caller) {
  rpc::Violations violations;
  if (cycle::LastSegment(name) == caller) {
    violations.Add("name", access::v1::FIELD_NOT_ALLOWED, "one's own conflict is declared, not raised");
  }
  if (ground == Conflict::NONE) violations.Add("ground", access::v1::FIELD_NOT_ALLOWED, "a ground");
  KRANS_RETURN(violations.status());
  if (stored && cycle::Shuts(*stored)) return WrongState(stored->state(), "no conflict that shuts the case");
  Conflict conflict = Said(name, Conflict::UNDER_REVIEW, ground, statement);
  conflict.set_raised_by(cycle::PersonName(caller));
  conflict.set_declared(stored && stored->declared());
  return conflict;
}

absl::StatusOr<Conflict> Decide(const Conflict& stored, bool recused, absl::string_view reason,
                                absl::string_view caller, absl::Time now) {
  if (cycle::LastSegment(stored.name()) == caller) return rpc::Refuse(access::v1::NOT_ALLOWED);
  if (!IsPending(stored.state())) return WrongState(stored.state(), "DECLARED or UNDER_REVIEW");
  Conflict decided = stored;
  decided.set_state(recused ? Conflict::RECUSED : Conflict::CLEARED);
  decided.set_decided_by(cycle::PersonName(caller));
  decided.set_reason(std::string(reason));
  *decided.mutable_decided_time() = cycle::ToTimestamp(now);
  return decided;
}

}  // namespace krans::scoring
