#include "services/journal/progress.h"

#include <utility>

namespace krans::journal {
namespace {

constexpr absl::Duration kFreshFor = absl::Seconds(10);

}  // namespace

Progress::Progress(const std::vector<std::string>& sources, std::function<absl::Duration()> elapsed)
    : elapsed_(std::move(elapsed)) {
  for (const std::string& source : sources) sources_[source];
  thread_ = std::thread([this] { Run(); });
}

Progress::~Progress() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    ended_ = true;
  }
  wake_.notify_one();
  thread_.join();
  for (auto& [deadline, waiter] : waiters_) waiter.then(false);
}

void Progress::CatchUp(Source* source) const {
  if (!source->heard.has_value() || source->applied < *source->heard) return;
  source->caught_up = source->heard_at;
  source->heard.reset();
}

// Those who wait no longer for the source. The mutex is held.
Progress::Thens Progress::TakeReached(absl::string_view name) {
  const Source& source = sources_.find(name)->second;
  Thens reached;
  for (auto waiter = waiters_.begin(); waiter != waiters_.end() && !source.lost;) {
    if (waiter->second.source == name && waiter->second.seen <= source.applied) {
      reached.push_back(std::move(waiter->second.then));
      waiter = waiters_.erase(waiter);
    } else {
      ++waiter;
    }
  }
  return reached;
}

void Progress::Heard(absl::string_view name, const rpc::Seen& head) {
  std::lock_guard<std::mutex> lock(mutex_);
  Source& source = sources_.find(name)->second;
  if (!source.heard.has_value() || source.applied >= head) {
    source.heard = head;
    source.heard_at = elapsed_();
  }
  CatchUp(&source);
}

void Progress::Applied(absl::string_view name, const rpc::Seen& position) {
  Thens reached;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    Source& source = sources_.find(name)->second;
    source.applied = position;
    CatchUp(&source);
    reached = TakeReached(name);
  }
  for (auto& then : reached) then(true);
}

void Progress::Lost(absl::string_view name) {
  std::lock_guard<std::mutex> lock(mutex_);
  Source& source = sources_.find(name)->second;
  source.lost = true;
  source.heard.reset();
  source.caught_up = -absl::InfiniteDuration();
}

void Progress::Found(absl::string_view name) {
  Thens reached;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    Source& source = sources_.find(name)->second;
    if (!source.lost) return;
    source.lost = false;
    reached = TakeReached(name);
  }
  for (auto& then : reached) then(true);
}

bool Progress::IsLost(absl::string_view name) const {
  std::lock_guard<std::mutex> lock(mutex_);
  auto source = sources_.find(name);
  return source != sources_.end() && source->second.lost;
}

absl::Duration Progress::Lag(absl::string_view name) const {
  std::lock_guard<std::mutex> lock(mutex_);
  const Source& source = sources_.find(name)->second;
  if (source.lost || source.caught_up == -absl::InfiniteDuration()) return absl::InfiniteDuration();
  return !source.heard.has_value() ? absl::ZeroDuration() : elapsed_() - source.caught_up;
}

bool Progress::Fresh(absl::string_view name) const {
  std::lock_guard<std::mutex> lock(mutex_);
  auto source = sources_.find(name);
  return source != sources_.end() && !source->second.lost && elapsed_() - source->second.caught_up <= kFreshFor;
}

void Progress::WhenReached(absl::string_view name, const rpc::Seen& seen, absl::Duration at_most,
                           std::function<void(bool)> then) {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    auto source = sources_.find(name);
    if (source != sources_.end() && (source->second.lost || source->second.applied < seen)) {
      const Deadline deadline = std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(at_most);
      waiters_.emplace(deadline, Waiter{std::string(name), seen, std::move(then)});
      wake_.notify_one();
      return;
    }
  }
  then(true);
}

void Progress::Run() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (!ended_) {
    if (waiters_.empty()) {
      wake_.wait(lock);
      continue;
    }
    const Deadline next = waiters_.begin()->first;
    if (std::chrono::steady_clock::now() < next) {
      wake_.wait_until(lock, next);
      continue;
    }
    std::function<void(bool)> then = std::move(waiters_.begin()->second.then);
    waiters_.erase(waiters_.begin());
    lock.unlock();
    then(false);
    lock.lock();
  }
}

}  // namespace krans::journal
