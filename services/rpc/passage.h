#ifndef KRANS_SERVICES_RPC_PASSAGE_H_
#define KRANS_SERVICES_RPC_PASSAGE_H_

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "services/rpc/door.h"
#include "services/rpc/method.h"
#include "services/rpc/positions.h"
#include "storage/transaction.h"

namespace krans::rpc {

// One call on its way through the door. Held by whoever has the next step; one step at a time, so it needs no lock.
class Door::Passage : public std::enable_shared_from_this<Door::Passage> {
 public:
  // `door` outlives the passage.
  Passage(const Door& door, Call call);

  // What needs no state: method, identity, sign-in, size, fields, the krans-position brought. Then, once those it
  // names are followed that far, `then` with OK, or with what is wrong. Where the fields leave no doubt which resource
  // is meant, what is wrong with them waits for access, and for what the handler finds wrong with others.
  void Enter(std::function<void(absl::Status)> then);

  // All that a call does on a state of the store: from cancellation and access to the handler; for a stream, what
  // comes before it.
  absl::Status Read(const storage::ReadTransaction& state);
  absl::Status Write(storage::WriteTransaction& state);
  absl::Status Begin(const storage::ReadTransaction& state) const;

  absl::StatusOr<std::shared_ptr<Source>> Stream() const;

  // Enters the read in the access log where the rule says so, and goes on with `then` when the reply may leave.
  void Audit(std::function<void(absl::Status)> then) const;

  // The reply, after the log line: every error is a refusal from here on.
  Reply Leave(absl::Status status, int64_t position);

  const Method& method() const { return *method_; }
  storage::Change change() const;

 private:
  absl::Status Identify();
  absl::Status Parse();
  absl::Status Admit(const storage::ReadTransaction& state) const;
  absl::Status CheckPhase(const storage::ReadTransaction& state) const;
  absl::Status Handle(absl::Status first, const std::function<absl::Status()>& handler) const;

  // As in Reply.
  std::string Warning() const;

  void Log(const Reply& reply, const std::string& incident, const std::string& cause) const;

  const Door& door_;
  const std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  Call call_;
  const Method* method_ = nullptr;
  Caller caller_;
  Positions brought_;
  std::unique_ptr<google::protobuf::Message> request_;
  absl::Status fields_;  // what the schema says of the request
  std::string resource_;
  std::string response_;
  absl::Status warning_;  // of the handler
  std::string replayed_warning_;
};

}  // namespace krans::rpc

#endif  // KRANS_SERVICES_RPC_PASSAGE_H_
