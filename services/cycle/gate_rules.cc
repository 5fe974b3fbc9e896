#include "services/cycle/gate_rules.h"

#include <utility>

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

absl::Status Shut(GateState gate, rpc::Metadata metadata) {
  if (gate == GateState::kOff) return absl::OkStatus();
  return rpc::Refuse(gate == GateState::kWarn ? access::v1::GATE_WARNS : access::v1::GATE_CLOSED, std::move(metadata));
}

}  // namespace krans::cycle
