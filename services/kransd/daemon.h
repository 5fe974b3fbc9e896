#ifndef KRANS_SERVICES_KRANSD_DAEMON_H_
#define KRANS_SERVICES_KRANSD_DAEMON_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/journal/feed.h"
#include "services/journal/follower.h"
#include "services/journal/progress.h"
#include "services/kransd/data_dir.h"
#include "services/rpc/assertion.h"
#include "services/rpc/door.h"
#include "services/rpc/metrics.h"
#include "services/rpc/module.h"
#include "services/rpc/seal.h"
#include "services/rpc/server.h"
#include "storage/store.h"

namespace krans::kransd {

struct DaemonOptions {
  std::string dir;  // the data directory
  bool reflection = false;
  std::function<absl::Time()> clock = absl::Now;  // what deadlines, sign-ins and the journal go by
  rpc::Metrics* metrics = nullptr;                // outlives the daemon; null: none
  std::function<void(absl::string_view line)> log;
};

// One service, running: its store, its door on the network at the address the data directory names, its journal for
// others, and its copies of theirs. Thread-safe.
class Daemon {
 public:
  // Every reason not to start is an error here, from the store's refusal to a method without a rule.
  static absl::StatusOr<std::unique_ptr<Daemon>> Start(const rpc::ServiceModule& module, DaemonOptions options);

  // Takes no more calls, waits for those under way at most five seconds, and closes the store.
  ~Daemon();

  int port() const { return server_->port(); }

  // What has to be done now and then: superseded payloads leave the journal, blobs that no record names go.
  void Tidy();

  // Takes the keys that others trust and seal with as their files have them now; to be called once a minute. Where a
  // file cannot be read or is not as it must be, the keys before stay, and the log says why. A key that seals is
  // replaced at every service within that minute: a position may meanwhile be refused once, as MALFORMED.
  void LookAtKeys();

  storage::Store& store() { return *store_; }

 private:
  Daemon(DaemonOptions options, ServiceLock lock) : options_(std::move(options)), lock_(std::move(lock)) {}
  absl::Status Run(const rpc::ServiceModule& module);

  // In the order of what needs what; destroyed from the end.
  const DaemonOptions options_;
  std::string service_;
  ServiceLock lock_;
  std::unique_ptr<rpc::Verifier> verifier_;
  std::unique_ptr<rpc::Seal> seal_;
  std::unique_ptr<journal::Progress> progress_;
  std::unique_ptr<rpc::Door> door_;
  std::unique_ptr<storage::Store> store_;
  std::unique_ptr<journal::Feed> feed_;
  std::unique_ptr<rpc::Server> server_;
  int64_t health_hint_ = 0;
  std::unique_ptr<journal::Follower> follower_;
};

}  // namespace krans::kransd

#endif  // KRANS_SERVICES_KRANSD_DAEMON_H_
