#ifndef KRANS_SERVICES_GATEWAY_CHANGES_H_
#define KRANS_SERVICES_GATEWAY_CHANGES_H_

#include <memory>

#include "services/gateway/backend.h"

namespace krans::gateway {

// krans.gateway.v1.Changes/Watch: what every service tells the caller of its changes, as one stream. `call` is the call
// of the gateway's method; its request says nothing that services need to know.
std::shared_ptr<Backend::Stream> WatchChanges(Backend* backend, const Outgoing& call);

}  // namespace krans::gateway

#endif  // KRANS_SERVICES_GATEWAY_CHANGES_H_
