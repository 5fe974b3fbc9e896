#ifndef KRANS_SERVICES_GATEWAY_FILES_H_
#define KRANS_SERVICES_GATEWAY_FILES_H_

#include <functional>
#include <memory>
#include <utility>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "google/rpc/status.pb.h"
#include "services/gateway/api.h"
#include "services/gateway/backend.h"
#include "services/gateway/exchange.h"

namespace krans::gateway {

// The largest file that is taken, in bytes.
inline constexpr size_t kMostFileBytes = 25 << 20;

// The extracts of boards' minutes as files (README.md): PUT sends one in, GET fetches it, neither ever whole in memory.
// The service holds them, and decides who may and what is taken; refusals are those of a unary call. Thread-safe; what
// it is given outlives it and every exchange.
class Files {
 public:
  explicit Files(Api::Parts parts) : parts_(std::move(parts)) {}

  // `name` is the extract's, what follows /files/. The body is read in parts. The request is known to be no other
  // site's.
  void Handle(const std::shared_ptr<Exchange>& exchange, absl::string_view name) const;

 private:
  struct Transfer;
  using Shared = std::shared_ptr<Transfer>;

  void Take(const Shared& transfer) const;
  void Save(const Shared& transfer) const;
  void Begin(const Shared& transfer) const;
  void Give(const Shared& transfer, int next) const;

  // Calls the method for the transfer's session; a refusal is answered, and `then` not called.
  void Ask(const Shared& transfer, absl::string_view method, const google::protobuf::Message& request,
           std::function<void(const Incoming&)> then) const;
  void Refuse(const Shared& transfer, const google::rpc::Status& status) const;

  const Api::Parts parts_;
};

}  // namespace krans::gateway

#endif  // KRANS_SERVICES_GATEWAY_FILES_H_
