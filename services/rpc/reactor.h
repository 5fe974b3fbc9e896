#ifndef KRANS_SERVICES_RPC_REACTOR_H_
#define KRANS_SERVICES_RPC_REACTOR_H_

#include <memory>
#include <mutex>
#include <string>

#include "grpcpp/generic/async_generic_service.h"
#include "services/rpc/exchange.h"

namespace krans::rpc {

// A call that is not one request and one response of the door's: a stream, a method about the server, or one that is
// not there. Owns itself, from Begin to OnDone.
class Server::Reactor : public grpc::ServerGenericBidiReactor {
 public:
  static Reactor* Begin(std::shared_ptr<Core> core, grpc::GenericCallbackServerContext* context);

  void OnReadDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  Reactor(std::shared_ptr<Core> core, grpc::GenericCallbackServerContext* context, const std::string& method,
          const OpenMethod* open);

  // OnDone does not block, so it may run where the last operation ended and not on a thread of its own.
  bool InternalInlineable() override { return true; }

  Core::Places* PlacesOf(const std::string& method) const;
  void Respond(const std::string& message);
  void End(const absl::Status& status);
  void AnswerOpen(const std::string& request);
  void Stream(absl::StatusOr<std::shared_ptr<Source>> source);
  void Pull();

  const std::shared_ptr<Core> core_;
  const OpenMethod* const open_;
  const bool stream_;
  Exchange exchange_;
  grpc::ByteBuffer in_;
  grpc::ByteBuffer out_;
  std::mutex mutex_;  // guards source_
  std::shared_ptr<Source> source_;
};

}  // namespace krans::rpc

#endif  // KRANS_SERVICES_RPC_REACTOR_H_
