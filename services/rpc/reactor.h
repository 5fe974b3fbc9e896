#ifndef KRANS_SERVICES_RPC_REACTOR_H_
#define KRANS_SERVICES_RPC_REACTOR_H_

#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/support/byte_buffer.h"
#include "services/rpc/server.h"

namespace krans::rpc {

// What the calls of one server share. Thread-safe.
class Server::Core {
 public:
  Core(Door* served, ServerOptions given);

  // The figures of a method that exists.
  Metrics::Method* FiguresOf(const std::string& method);

  // Keeps an open stream's source, so that Stop can end it. False where the server is stopping.
  bool Add(const std::shared_ptr<Source>& source);
  void Remove(const std::shared_ptr<Source>& source);

  bool stopping() const;
  void Stop();

  Door* const door;
  const ServerOptions options;
  Health health;
  OpenMethods open_methods;
  Metrics::Method* unknown_method = nullptr;
  std::atomic<int> calls = 0;
  std::atomic<int> streams = 0;

 private:
  mutable std::mutex mutex_;
  bool stopping_ = false;
  std::set<std::shared_ptr<Source>> sources_;
  std::map<std::string, Metrics::Method*> figures_;
};

// One call as gRPC sees it. Owns itself, from Begin to OnDone.
class Server::Reactor : public grpc::ServerGenericBidiReactor {
 public:
  static Reactor* Begin(std::shared_ptr<Core> core, grpc::GenericCallbackServerContext* context);

  void OnReadDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  Reactor(std::shared_ptr<Core> core, grpc::GenericCallbackServerContext* context);

  // OnDone does not block, so it may run where the last operation ended and not on a thread of its own.
  bool InternalInlineable() override { return true; }

  bool Admitted();
  Call TakeCall(std::string request);
  void Respond(const std::string& message);
  void End(const absl::Status& status);
  void AnswerOpen(const std::string& request);
  void Stream(absl::StatusOr<std::shared_ptr<Source>> source);
  void Pull();

  const std::shared_ptr<Core> core_;
  grpc::GenericCallbackServerContext* const context_;
  const std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  const std::string method_;
  const OpenMethod* const open_;
  const bool stream_;
  Metrics::Method* figures_ = nullptr;
  std::atomic<int> code_ = 0;
  std::atomic<bool> cancelled_ = false;
  grpc::ByteBuffer in_;
  grpc::ByteBuffer out_;
  std::mutex mutex_;  // guards source_
  std::shared_ptr<Source> source_;
};

}  // namespace krans::rpc

#endif  // KRANS_SERVICES_RPC_REACTOR_H_
