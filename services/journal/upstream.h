#ifndef KRANS_SERVICES_JOURNAL_UPSTREAM_H_
#define KRANS_SERVICES_JOURNAL_UPSTREAM_H_

#include <memory>
#include <mutex>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/generic/generic_stub.h"
#include "krans/journal/v1/journal.pb.h"
#include "storage/journal.h"

namespace krans::journal {

// Another service's journal over the network, watched by one thread at a time; Cancel may come from any other.
class Upstream {
 public:
  // `address`: "127.0.0.1:7101".
  explicit Upstream(const std::string& address);
  ~Upstream();

  // Begins a watch after a position, in place of one that was open.
  absl::Status Open(const std::string& token, const storage::Position& after);

  // The next message, waited for. Otherwise what the watch ended with: the service's own refusal (ReasonOf), or
  // DEADLINE_EXCEEDED where nothing came for `patience`. After an error, Open again.
  absl::StatusOr<v1::WatchResponse> Read(absl::Duration patience);

  // Ends the watch that is open and every later one.
  void Cancel();

 private:
  struct Watch;
  bool Step(absl::Duration patience);
  absl::Status End();

  grpc::GenericStub stub_;
  std::mutex mutex_;  // guards the two below
  bool cancelled_ = false;
  std::unique_ptr<Watch> watch_;
};

}  // namespace krans::journal

#endif  // KRANS_SERVICES_JOURNAL_UPSTREAM_H_
