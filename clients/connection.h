#ifndef KRANS_CLIENTS_CONNECTION_H_
#define KRANS_CLIENTS_CONNECTION_H_

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/channel.h"

namespace krans::clients {

// Where each service listens, by its name: {"scoring", "127.0.0.1:41003"}.
using Addresses = std::map<std::string, std::string, std::less<>>;

// What the daemons wrote into DIR/addresses: a line for each service, its name and its address with a space between.
// NOT_FOUND where there is no such file, FAILED_PRECONDITION where a line is not like that.
absl::StatusOr<Addresses> ReadAddresses(const std::string& dir);

// The service that has the method: "scoring" for "krans.scoring.v1.Teams/GetTeam". Empty where it is no such name.
absl::string_view ServiceOf(absl::string_view method);

// What came back of one call. `status` is whole, with the details that say why (ErrorInfo, BadRequest).
struct Answer {
  google::rpc::Status status;
  std::string response;         // serialised
  google::rpc::Status warning;  // of what was done all the same; its code is 0 where there is none

  bool ok() const { return status.code() == 0; }
};

// The reason of a refusal ("PHASE_CLOSED"); empty where the status holds none, as when no service answered.
std::string ReasonOf(const google::rpc::Status& status);

// Calls the services by method name, with messages as bytes, and carries the krans-position from each answer to the
// next call, so that every call sees what those before it did, at whichever service. Thread-safe; calls made at the
// same time need not see each other's.
class Connection {
 public:
  explicit Connection(Addresses addresses) : addresses_(std::move(addresses)) {}

  // Waits for the answer, at most `timeout`. `token` may be empty. A method of no known service is UNIMPLEMENTED; a
  // service that does not answer is UNAVAILABLE, without a reason.
  Answer Call(absl::string_view method, absl::string_view token, std::string request,
              absl::Duration timeout = absl::Seconds(30));

  // The same for methods that every service has, as its journal's and its health: asks the one that is named.
  Answer CallAt(absl::string_view service, absl::string_view method, absl::string_view token, std::string request,
                absl::Duration timeout = absl::Seconds(30));

  // What the calls so far have seen, for a Connection that goes on where this one ended.
  std::string position() const;
  void set_position(std::string position);

 private:
  std::shared_ptr<grpc::Channel> ChannelTo(const std::string& address);

  const Addresses addresses_;
  mutable std::mutex mutex_;  // guards the two below
  std::map<std::string, std::shared_ptr<grpc::Channel>> channels_;
  std::string position_;
};

}  // namespace krans::clients

#endif  // KRANS_CLIENTS_CONNECTION_H_
