#include "services/rpc/caller.h"

#include <utility>

#include "services/rpc/error.h"

namespace krans::rpc {

absl::Status LetPass(const Caller& caller, absl::Status status) {
  if (ReasonOf(status) != access::v1::GATE_WARNS) return status;
  if (caller.warning != nullptr) *caller.warning = std::move(status);
  return absl::OkStatus();
}

}  // namespace krans::rpc
