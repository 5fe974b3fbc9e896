#include "services/journal/feed.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <set>
#include <utility>
#include <vector>

#include "services/rpc/error.h"

namespace krans::journal {
namespace {

using Clock = std::chrono::steady_clock;
using Then = std::function<void(absl::StatusOr<std::optional<std::string>>)>;

constexpr size_t kMostEntries = 256;
constexpr size_t kMostBytes = 256 << 10;

// How long a listener may hear nothing, and how soon it may hear something again.
struct Pace {
  std::chrono::milliseconds idle;
  std::chrono::milliseconds pause;
};
constexpr Pace kFollower = {std::chrono::seconds(2), std::chrono::milliseconds(0)};
constexpr Pace kPerson = {std::chrono::seconds(10), std::chrono::milliseconds(250)};

}  // namespace

// What the feed's thread and the readers share; lives as long as the last of them.
struct Feed::Shared {
  std::mutex mutex;
  std::condition_variable wake;
  bool ended = false;
  int64_t head = 0;
  std::set<std::shared_ptr<Reader>> waiting;  // those with a Next to answer
};

// One watch.
class Feed::Reader : public rpc::Source, public std::enable_shared_from_this<Reader> {
 public:
  Reader(std::shared_ptr<Shared> shared, Pace pace, int64_t position, Batch batch)
      : shared_(std::move(shared)), pace(pace), batch(std::move(batch)), position(position) {}

  void Next(Then asked) override {
    {
      std::lock_guard<std::mutex> lock(shared_->mutex);
      if (!shared_->ended && !cancelled) {
        then = std::move(asked);
        shared_->waiting.insert(shared_from_this());
        shared_->wake.notify_one();
        return;
      }
    }
    asked(std::nullopt);
  }

  void Cancel() override {
    std::lock_guard<std::mutex> lock(shared_->mutex);
    cancelled = true;
    shared_->wake.notify_one();
  }

 private:
  const std::shared_ptr<Shared> shared_;

 public:
  const Pace pace;
  const Batch batch;
  // Guarded by the shared mutex while waiting; the feed's thread's own once taken from there.
  int64_t position;
  Clock::time_point due;    // when something must be sent; at first at once
  Clock::time_point after;  // when something may be sent
  Then then;
  std::atomic<bool> cancelled = false;
};

Feed::Feed(storage::Store* store) : store_(store), shared_(std::make_shared<Shared>()) {
  hint_ = store_->OnCommit([shared = shared_](int64_t position) {
    std::lock_guard<std::mutex> lock(shared->mutex);
    shared->head = position;
    if (!shared->waiting.empty()) shared->wake.notify_one();
  });
  thread_ = std::thread([this] { Run(); });
}

Feed::~Feed() {
  store_->RemoveHint(hint_);
  {
    std::lock_guard<std::mutex> lock(shared_->mutex);
    shared_->ended = true;
    shared_->wake.notify_one();
  }
  thread_.join();
}

absl::StatusOr<std::shared_ptr<rpc::Source>> Feed::Watch(const storage::Position& after) {
  absl::StatusOr<storage::Position> here = store_->At(after.position);
  if (!here.ok() && !absl::IsOutOfRange(here.status())) return here.status();
  const bool same = here.ok() && here->hash == after.hash && (after.position == 0 || here->epoch == after.epoch);
  if (!same) return rpc::Refuse(access::v1::POSITION_LOST);
  return std::make_shared<Reader>(shared_, kFollower, after.position,
                                  [this](int64_t* position, bool) { return Entries(position); });
}

std::shared_ptr<rpc::Source> Feed::Follow(Batch batch) {
  return std::make_shared<Reader>(shared_, kPerson, store_->Head().position, std::move(batch));
}

void Feed::Run() {
  for (;;) {
    std::vector<std::shared_ptr<Reader>> ready;
    bool ended;
    {
      std::unique_lock<std::mutex> lock(shared_->mutex);
      auto is_ready = [this](const Reader& reader) {
        const Clock::time_point now = Clock::now();
        return shared_->ended || reader.cancelled || reader.due <= now ||
               (reader.position < shared_->head && reader.after <= now);
      };
      for (;;) {
        shared_->head = std::max(shared_->head, store_->Head().position);
        Clock::time_point due = Clock::now() + kFollower.idle;
        for (const std::shared_ptr<Reader>& reader : shared_->waiting) {
          if (is_ready(*reader)) ready.push_back(reader);
          due = std::min(due, reader->position < shared_->head ? reader->after : reader->due);
        }
        if (!ready.empty() || shared_->ended) break;
        shared_->wake.wait_until(lock, due);
      }
      ended = shared_->ended;
      for (const std::shared_ptr<Reader>& reader : ready) shared_->waiting.erase(reader);
    }
    for (const std::shared_ptr<Reader>& reader : ready) {
      if (ended || reader->cancelled) {
        const Then then = std::move(reader->then);
        then(std::nullopt);
        continue;
      }
      const Clock::time_point now = Clock::now();
      absl::StatusOr<std::optional<std::string>> message = reader->batch(&reader->position, reader->due <= now);
      reader->after = now + reader->pace.pause;
      if (message.ok() && !message->has_value()) {
        std::lock_guard<std::mutex> lock(shared_->mutex);
        shared_->waiting.insert(reader);
        continue;
      }
      reader->due = now + reader->pace.idle;
      const Then then = std::move(reader->then);
      then(std::move(message));
    }
    if (ended) return;
  }
}

absl::StatusOr<std::optional<std::string>> Feed::Entries(int64_t* position) {
  v1::WatchResponse response;
  *response.mutable_head() = ToMessage(store_->Head());
  KRANS_ASSIGN(std::vector<storage::StoredEntry> entries, store_->ReadFrom(*position, kMostEntries));
  size_t bytes = 0;
  for (const storage::StoredEntry& stored : entries) {
    if (bytes > kMostBytes) break;
    KRANS_RETURN(delivery_.ToFollower(stored, &response));
    bytes += stored.entry.size() + stored.payload.size();
    ++*position;
  }
  return response.SerializeAsString();
}

}  // namespace krans::journal
