#ifndef KRANS_SERVICES_JOURNAL_FEED_H_
#define KRANS_SERVICES_JOURNAL_FEED_H_

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "absl/status/statusor.h"
#include "services/journal/delivery.h"
#include "services/rpc/door.h"
#include "storage/store.h"

namespace krans::journal {

// One service's journal, as those who follow it receive it. A thread of its own fills the messages of those who are
// ready for one, so a slow follower holds up nobody and costs nothing. Thread-safe.
class Feed {
 public:
  // `store` outlives the feed.
  explicit Feed(storage::Store* store);

  // Ends every watch.
  ~Feed();

  // What Watch sends after a position: batches in order and without gaps, and the head at least every two seconds.
  // POSITION_LOST where the position is not in this journal. The source may outlive the feed.
  absl::StatusOr<std::shared_ptr<rpc::Source>> Watch(const storage::Position& after);

 private:
  class Reader;
  struct Shared;
  void Run();
  absl::StatusOr<std::optional<std::string>> Batch(int64_t* position);

  storage::Store* const store_;
  const std::shared_ptr<Shared> shared_;
  Delivery delivery_;
  int64_t hint_;
  std::thread thread_;
};

}  // namespace krans::journal

#endif  // KRANS_SERVICES_JOURNAL_FEED_H_
