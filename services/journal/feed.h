#ifndef KRANS_SERVICES_JOURNAL_FEED_H_
#define KRANS_SERVICES_JOURNAL_FEED_H_

#include <condition_variable>
#include <cstdint>
#include <functional>
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

// One service's journal, as those who listen to it receive it. A thread of its own fills the messages of those who are
// ready for one, so a slow listener holds up nobody and costs nothing. Thread-safe.
class Feed {
 public:
  // Makes the message that follows a position and moves it on. Nothing where there is nothing to tell of what it moved
  // past, unless `due`. Called on the feed's thread.
  using Batch = std::function<absl::StatusOr<std::optional<std::string>>(int64_t* position, bool due)>;

  // `store` outlives the feed.
  explicit Feed(storage::Store* store);

  // Ends every watch.
  ~Feed();

  // What `batch` makes of everything after the journal's present head, at most four times a second, due every ten
  // seconds. The source may outlive the feed.
  std::shared_ptr<rpc::Source> Follow(Batch batch);

  // What Watch sends after a position: batches in order and without gaps, and the head at least every two seconds.
  // POSITION_LOST where the position is not in this journal. The source may outlive the feed.
  absl::StatusOr<std::shared_ptr<rpc::Source>> Watch(const storage::Position& after);

 private:
  class Reader;
  struct Shared;
  void Run();
  absl::StatusOr<std::optional<std::string>> Entries(int64_t* position);

  storage::Store* const store_;
  const std::shared_ptr<Shared> shared_;
  Delivery delivery_;
  int64_t hint_;
  std::thread thread_;
};

}  // namespace krans::journal

#endif  // KRANS_SERVICES_JOURNAL_FEED_H_
