#ifndef KRANS_SERVICES_JOURNAL_FOLLOWER_H_
#define KRANS_SERVICES_JOURNAL_FOLLOWER_H_

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "krans/journal/v1/journal.pb.h"
#include "services/journal/progress.h"
#include "services/journal/upstream.h"
#include "services/rpc/mint.h"
#include "services/rpc/module.h"
#include "storage/store.h"

namespace krans::journal {

// What a follower needs of its service.
struct FollowerOptions {
  std::string service;  // the one that follows
  storage::Store* store = nullptr;
  rpc::Signer signer;                            // speaks for "service:" and the service
  std::map<std::string, std::string> addresses;  // of every source
  std::function<absl::Time()> clock;             // for assertions
  std::function<void(absl::string_view line)> log;
};

// Follows other services' journals and keeps copies of the records wanted. Every entry is checked against the chain
// before what it says is applied, exactly once, with the position reached; a source that is away is tried again until
// it is back. One thread for each source. Thread-safe.
class Follower {
 public:
  // INVALID_ARGUMENT where a type is not linked in or a source has no address. What is passed outlives the follower;
  // `progress` must know the sources.
  static absl::StatusOr<std::unique_ptr<Follower>> Start(FollowerOptions options, const std::vector<rpc::Edge>& edges,
                                                         Progress* progress);
  ~Follower();

 private:
  struct Source;
  Follower(FollowerOptions options, Progress* progress);
  struct Ahead;
  void Run(Source* source);
  absl::Status Follow(Source* source);
  absl::Status Check(const Source& source, const v1::WatchResponse& response, storage::Position* at,
                     std::vector<storage::Copy>* copies) const;
  void Report(const Source& source, const absl::Status& status) const;

  const FollowerOptions options_;
  Progress* const progress_;
  std::vector<std::unique_ptr<Source>> sources_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool ended_ = false;
};

}  // namespace krans::journal

#endif  // KRANS_SERVICES_JOURNAL_FOLLOWER_H_
