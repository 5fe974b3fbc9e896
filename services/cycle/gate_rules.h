#ifndef KRANS_SERVICES_CYCLE_GATE_RULES_H_
#define KRANS_SERVICES_CYCLE_GATE_RULES_H_

#include "absl/status/status.h"
#include "krans/submissions/v1/cycles.pb.h"
#include "services/rpc/error.h"

namespace krans::cycle {

// What a gate does where its condition does not hold: nothing, a warning, a refusal (GATE_CLOSED).
enum class GateState { kOff, kWarn, kBlock };

// The gate's state in that year (domain.md 5.3, G1 to G6). Off only where the year says so: a gate that it does not
// name blocks, and so does one whose severity it does not state or this program does not know.
GateState StateOf(const submissions::v1::Calendar& calendar, submissions::v1::Gate::Code code);

// Where the gate's condition does not hold: OK where it is off, GATE_WARNS where it warns, else GATE_CLOSED. `metadata`
// names the gate and what it needs.
absl::Status Shut(GateState gate, rpc::Metadata metadata);

}  // namespace krans::cycle

#endif  // KRANS_SERVICES_CYCLE_GATE_RULES_H_
