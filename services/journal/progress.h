#ifndef KRANS_SERVICES_JOURNAL_PROGRESS_H_
#define KRANS_SERVICES_JOURNAL_PROGRESS_H_

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/rpc/door.h"

namespace krans::journal {

// How far a service is with those it follows, and who waits for it to get further. A source is fresh while all that its
// journal held at some moment of the last ten seconds is mirrored: hearing from it is not enough. One thread for all
// who wait. Thread-safe.
class Progress : public rpc::Following {
 public:
  // `elapsed` is a clock that never goes back, from any beginning.
  Progress(const std::vector<std::string>& sources, std::function<absl::Duration()> elapsed);

  // Those who wait are told that it was in vain.
  ~Progress() override;

  // The source said that its journal's head is at `head`.
  void Heard(absl::string_view source, const rpc::Seen& head);

  // The source is mirrored up to `position`.
  void Applied(absl::string_view source, const rpc::Seen& position);

  // The source's journal is not the one that was followed: nothing of it is fresh or reached until Found.
  void Lost(absl::string_view source);

  // It is.
  void Found(absl::string_view source);

  bool IsLost(absl::string_view source) const;

  // Since when the source is behind; zero where it is mirrored to the last head heard of, without end where it is lost.
  absl::Duration Lag(absl::string_view source) const;

  bool Fresh(absl::string_view source) const override;
  void WhenReached(absl::string_view source, const rpc::Seen& seen, absl::Duration at_most,
                   std::function<void(bool reached)> then) override;

 private:
  struct Source {
    bool lost = false;
    rpc::Seen applied;
    std::optional<rpc::Seen> heard;                        // a head not yet reached when it was heard
    absl::Duration heard_at;                               // when
    absl::Duration caught_up = -absl::InfiniteDuration();  // the last moment whose head is mirrored
  };
  struct Waiter {
    std::string source;
    rpc::Seen seen;
    std::function<void(bool)> then;
  };
  using Deadline = std::chrono::steady_clock::time_point;
  using Waiters = std::multimap<Deadline, Waiter>;

  using Thens = std::vector<std::function<void(bool)>>;

  void CatchUp(Source* source) const;
  Thens TakeReached(absl::string_view name);
  void Run();

  const std::function<absl::Duration()> elapsed_;
  mutable std::mutex mutex_;  // guards all below
  std::condition_variable wake_;
  std::map<std::string, Source, std::less<>> sources_;
  Waiters waiters_;
  bool ended_ = false;
  std::thread thread_;
};

}  // namespace krans::journal

#endif  // KRANS_SERVICES_JOURNAL_PROGRESS_H_
