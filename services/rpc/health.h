#ifndef KRANS_SERVICES_RPC_HEALTH_H_
#define KRANS_SERVICES_RPC_HEALTH_H_

#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "services/rpc/open_method.h"

namespace krans::rpc {

// grpc.health.v1: whether the services of one server take calls. Thread-safe.
class Health {
 public:
  // Serving while `able` says so, each of `services` and the server as a whole (""). `able` may be empty: always.
  Health(const std::vector<std::string>& services, std::function<bool()> able);

  // Tells those who watch, where what `able` says has changed.
  void Look();

  // No more, for good: those who watch are told.
  void Stop();

  // Check and Watch. They keep what they need alive.
  OpenMethods Methods() const;

 private:
  class State;
  class Watch;
  std::shared_ptr<State> state_;
};

}  // namespace krans::rpc

#endif  // KRANS_SERVICES_RPC_HEALTH_H_
