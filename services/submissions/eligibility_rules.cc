#include "services/submissions/eligibility_rules.h"

#include <vector>

#include "absl/strings/str_join.h"
#include "services/cycle/timestamp.h"
#include "services/rpc/error.h"
#include "services/submissions/eligibility_verdicts.h"

namespace krans::submissions {
namespace {

using v1::Eligibility;
using v1::EligibilityRule;

bool Binds(const v1::RuleVerdict& verdict) { return verdict.rule().severity() != EligibilityRule::WARN; }

bool StandsAgainst(const v1::RuleVerdict& verdict) {
  return Binds(verdict) && (verdict.verdict() == v1::FAIL || verdict.verdict() == v1::UNKNOWN);
}

// FAIL before UNKNOWN before PASS.
v1::Verdict Worse(v1::Verdict a, v1::Verdict b) {
  if (a == v1::FAIL || b == v1::FAIL) return v1::FAIL;
  return a == v1::UNKNOWN || b == v1::UNKNOWN ? v1::UNKNOWN : v1::PASS;
}

absl::Status WrongState(const Eligibility& eligibility, absl::string_view needs) {
  return rpc::Refuse(access::v1::WRONG_STATE,
                     {{"state", Eligibility::State_Name(eligibility.state())}, {"needs", std::string(needs)}});
}

}  // namespace

v1::Explanation Explain(const EligibilityCase& about) {
  v1::Explanation explanation;
  explanation.set_unit(about.unit.name());
  explanation.set_cycle(about.cycle.name());
  v1::Verdict participate = v1::PASS;
  v1::Verdict win = v1::PASS;
  for (const EligibilityRule& rule : about.rules.rules()) {
    const v1::RuleVerdict& verdict = *explanation.add_rules() = Judge(rule, about);
    if (!Binds(verdict)) continue;
    v1::Verdict& of = rule.applies_to() == EligibilityRule::PARTICIPATE ? participate : win;
    of = Worse(of, verdict.verdict());
  }
  explanation.set_participate(participate);
  explanation.set_win(Worse(participate, win));
  return explanation;
}

absl::StatusOr<Eligibility> Declare(const Eligibility& declaration) {
  const v1::UnitFacts& facts = declaration.facts();
  rpc::Violations violations;
  if (facts.has_places() && facts.places_stockholm() > facts.places()) {
    violations.Add("eligibility.facts.places_stockholm", access::v1::FIELD_OUT_OF_RANGE, rpc::AtMost(facts.places()));
  }
  if (facts.has_children() && facts.children_stockholm() > facts.children()) {
    violations.Add("eligibility.facts.children_stockholm", access::v1::FIELD_OUT_OF_RANGE,
                   rpc::AtMost(facts.children()));
  }
  if (facts.carried_deficit() > 0) {
    violations.Add("eligibility.facts.carried_deficit", access::v1::FIELD_OUT_OF_RANGE, rpc::AtMost(0));
  }
  if (!violations.empty()) return violations.status();
  Eligibility declared;
  declared.set_name(declaration.name());
  declared.set_state(Eligibility::DECLARED);
  *declared.mutable_facts() = facts;
  return declared;
}

absl::StatusOr<Eligibility> Decide(const Eligibility& eligibility, const v1::Explanation& explanation, bool announced,
                                   const v1::DecideEligibilityRequest& request, absl::string_view person,
                                   absl::Time now) {
  Eligibility decided = eligibility;
  *decided.mutable_verdicts() = explanation.rules();
  const bool granted = eligibility.state() == Eligibility::VERIFIED || eligibility.state() == Eligibility::WAIVED;
  const bool final = announced && eligibility.state() != Eligibility::DECLARED;
  switch (request.state()) {
    case Eligibility::VERIFIED:
    case Eligibility::WAIVED: {
      if (final) return WrongState(eligibility, "DECLARED");
      std::vector<std::string> against;
      for (v1::RuleVerdict& verdict : *decided.mutable_verdicts()) {
        if (verdict.rule().applies_to() != EligibilityRule::PARTICIPATE || !StandsAgainst(verdict)) continue;
        if (request.state() == Eligibility::WAIVED && verdict.rule().severity() == EligibilityRule::WAIVABLE) {
          verdict.set_verdict(v1::WAIVED);
        } else {
          against.push_back(EligibilityRule::Code_Name(verdict.rule().code()));
        }
      }
      if (!against.empty()) return rpc::Refuse(access::v1::NOT_ELIGIBLE, {{"rules", absl::StrJoin(against, ",")}});
      break;
    }
    case Eligibility::REJECTED:
      if (final) return WrongState(eligibility, "DECLARED");
      if (granted) return WrongState(eligibility, "DECLARED,REJECTED,REVOKED");
      break;
    case Eligibility::REVOKED:
      if (!granted) return WrongState(eligibility, "VERIFIED,WAIVED");
      break;
    default: {
      rpc::Violations violations;
      violations.Add("state", access::v1::FIELD_NOT_ALLOWED, "one of VERIFIED, WAIVED, REJECTED, REVOKED");
      return violations.status();
    }
  }
  decided.set_state(request.state());
  decided.set_reason(request.reason());
  decided.set_decided_by(std::string(person));
  *decided.mutable_decided_time() = cycle::ToTimestamp(now);
  return decided;
}

}  // namespace krans::submissions
