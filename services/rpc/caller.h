#ifndef KRANS_SERVICES_RPC_CALLER_H_
#define KRANS_SERVICES_RPC_CALLER_H_

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace krans::rpc {

// Who calls, as a verified assertion says, and when the call was completely received. Both `person` and `service` are
// empty for a call without assertion.
struct Caller {
  std::string person;   // a person's id: [a-z0-9-]{1,64}
  std::string service;  // "scoring" where another service calls
  std::string session;
  std::string acr;
  absl::Time authenticated = absl::InfinitePast();
  absl::Time now;                   // server time of complete receipt: what deadlines are judged by (I-04)
  absl::Status* warning = nullptr;  // see LetPass; null: nobody listens

  // As it stands in the journal: the person, or "service:scoring".
  std::string actor() const { return service.empty() ? person : "service:" + service; }
};

// Turns GATE_WARNS into OK, and has it sent with the answer. Any other status stays as it is.
absl::Status LetPass(const Caller& caller, absl::Status status);

}  // namespace krans::rpc

#endif  // KRANS_SERVICES_RPC_CALLER_H_
