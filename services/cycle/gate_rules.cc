#include "services/cycle/gate_rules.h"

namespace krans::cycle {

using submissions::v1::Gate;

GateState StateOf(const submissions::v1::Calendar& calendar, Gate::Code code) {
  for (const Gate& gate : calendar.gates()) {
    if (gate.code() != code) continue;
    if (!gate.on()) return GateState::kOff;
    return gate.severity() == Gate::WARN ? GateState::kWarn : GateState::kBlock;
  }
  return GateState::kBlock;
}

}  // namespace krans::cycle
