#ifndef KRANS_SERVICES_GATEWAY_BACKEND_H_
#define KRANS_SERVICES_GATEWAY_BACKEND_H_

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/generic/generic_stub.h"
#include "services/rpc/installation.h"

namespace krans::gateway {

// What is sent with a call.
struct Outgoing {
  std::string service;   // who is called: "scoring"
  std::string path;      // "krans.scoring.v1.Teams/GetTeam"
  std::string token;     // an assertion; empty for nobody
  std::string position;  // a krans-position, or empty
  std::string request;   // serialised
  absl::Time deadline;   // by this machine's clock
};

// What came back. `status` is whole, with its details.
struct Incoming {
  google::rpc::Status status;
  std::string response;
  std::string position;
  std::string warning;  // a google.rpc.Status, serialised, where a gate let the change pass with a warning; or empty
};

// The services, called by method name with messages as bytes. Calls back on gRPC's threads. Thread-safe.
class Backend {
 public:
  // A call under way. Whoever holds it may cancel it; letting go of it does not.
  class Call {
   public:
    virtual ~Call() = default;
    virtual void Cancel() = 0;
  };

  // A server stream, asked for one message at a time.
  class Stream {
   public:
    virtual ~Stream() = default;

    // Calls `then` once: a message, or nothing at the end, and `status` is then set. Not again before `then` was
    // called.
    virtual void Next(std::function<void(std::optional<std::string> message)> then) = 0;
    virtual google::rpc::Status status() const = 0;

    // Ends the call at the service; `then` of an outstanding Next is still called. Needed where the end was not read.
    virtual void Cancel() = 0;
  };

  explicit Backend(const rpc::Addresses& addresses);

  // Waits until every call has ended and been let go of. Whoever has calls under way cancels them first.
  ~Backend();

  // The services that there are.
  std::vector<std::string> services() const;

  // UNAVAILABLE, without a reason, where the service does not answer.
  std::shared_ptr<Call> Ask(Outgoing call, std::function<void(Incoming)> done);

  std::shared_ptr<Stream> Open(const Outgoing& call);

 private:
  class Calls;
  struct Unary;
  class Reading;
  grpc::GenericStub* ClientOf(absl::string_view service);

  std::map<std::string, std::unique_ptr<grpc::GenericStub>, std::less<>> clients_;
  const std::unique_ptr<Calls> calls_;
};

}  // namespace krans::gateway

#endif  // KRANS_SERVICES_GATEWAY_BACKEND_H_
