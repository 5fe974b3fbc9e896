#ifndef KRANS_SERVICES_RPC_EXCHANGE_H_
#define KRANS_SERVICES_RPC_EXCHANGE_H_

#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"
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

  // What is under way of one sort, and how much may be.
  struct Places {
    const int most;
    std::atomic<int> taken = 0;
  };
  Places calls, streams, of_services;

 private:
  mutable std::mutex mutex_;
  bool stopping_ = false;
  std::set<std::shared_ptr<Source>> sources_;
  std::map<std::string, Metrics::Method*> figures_;
};

// What is the same of every call, whoever receives it for gRPC: its headers, its trailers, its place among the calls
// and its figures. Counted from its making to its end. Thread-safe but for Trail.
class Server::Exchange {
 public:
  // Takes one of the core's `places`. `figures` may be null. `context` outlives it.
  Exchange(std::shared_ptr<Core> core, grpc::CallbackServerContext* context, std::string method, Core::Places* places,
           Metrics::Method* figures);
  ~Exchange();
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  // False where there are too many at once already; to be asked once.
  bool Admitted();

  // The call with that request; asks back whether it was cancelled while the exchange lasts.
  Call TakeCall(std::string request);

  // Puts what goes with a response into the trailers.
  void Trail(const Reply& reply);

  // The status as gRPC sends it; what the figures count.
  grpc::Status End(const absl::Status& status);

  void Cancel() { cancelled_ = true; }
  bool cancelled() const { return cancelled_; }

 private:
  const std::shared_ptr<Core> core_;
  grpc::CallbackServerContext* const context_;
  const std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  const std::string method_;
  Core::Places* const places_;
  Metrics::Method* const figures_;
  std::atomic<int> code_ = 0;
  std::atomic<bool> cancelled_ = false;
};

}  // namespace krans::rpc

#endif  // KRANS_SERVICES_RPC_EXCHANGE_H_
