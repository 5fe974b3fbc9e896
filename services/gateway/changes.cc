#include "services/gateway/changes.h"

#include <mutex>
#include <utility>
#include <vector>

#include "google/rpc/code.pb.h"
#include "krans/gateway/v1/changes.pb.h"
#include "services/rpc/error.h"

namespace krans::gateway {
namespace {

constexpr char kChanges[] = "krans.journal.v1.Journal/Changes";
constexpr int kMostWaiting = 4096;  // names that a slow reader has not taken

// All of them as one, from when each has said something; ends with the first that ends.
class Merged : public Backend::Stream, public std::enable_shared_from_this<Merged> {
 public:
  using Then = std::function<void(std::optional<std::string>)>;

  explicit Merged(std::vector<std::shared_ptr<Stream>> streams)
      : streams_(std::move(streams)), unheard_(streams_.size()) {}

  void Begin() {
    for (const std::shared_ptr<Stream>& stream : streams_) Follow(stream, 1);
  }

  void Next(Then then) override {
    std::unique_lock lock(mutex_);
    if (has_message_ && unheard_ == 0) return Give(std::move(then), std::move(lock));
    if (!ended_) {
      then_ = std::move(then);
      return;
    }
    lock.unlock();
    then(std::nullopt);
  }

  google::rpc::Status status() const override {
    std::lock_guard lock(mutex_);
    return status_;
  }

  void Cancel() override {
    for (const std::shared_ptr<Stream>& stream : streams_) stream->Cancel();
  }

 private:
  // `unheard`: 1 where the next message is the stream's first, else 0.
  void Follow(const std::shared_ptr<Stream>& stream, size_t unheard) {
    stream->Next([self = shared_from_this(), stream, unheard](std::optional<std::string> message) {
      if (!message.has_value()) return self->End(stream->status());
      if (self->Add(*message, unheard)) self->Follow(stream, 0);
    });
  }

  // False where nobody wants more.
  bool Add(const std::string& message, size_t unheard) {
    std::unique_lock lock(mutex_);
    if (ended_) return false;
    unheard_ -= unheard;
    v1::WatchResponse more;
    if (!more.ParseFromString(message) || waiting_.changed_size() + more.changed_size() > kMostWaiting) {
      lock.unlock();
      End(rpc::ToRpcStatus(rpc::Refuse(access::v1::STOPPING), ""));
      return false;
    }
    waiting_.MergeFrom(more);
    has_message_ = true;
    if (then_ != nullptr && unheard_ == 0) Give(std::exchange(then_, nullptr), std::move(lock));
    return true;
  }

  void Give(Then then, std::unique_lock<std::mutex> lock) {
    std::string message = waiting_.SerializeAsString();
    waiting_.Clear();
    has_message_ = false;
    lock.unlock();
    then(std::move(message));
  }

  void End(google::rpc::Status status) {
    Then then;
    {
      std::lock_guard lock(mutex_);
      if (ended_) return;
      ended_ = true;
      has_message_ = false;
      status_ = std::move(status);
      std::swap(then, then_);
    }
    Cancel();
    if (then != nullptr) then(std::nullopt);
  }

  const std::vector<std::shared_ptr<Stream>> streams_;
  mutable std::mutex mutex_;  // guards the rest
  size_t unheard_;            // streams that have said nothing yet
  v1::WatchResponse waiting_;
  bool has_message_ = false;
  bool ended_ = false;
  Then then_;  // of the Next that waits
  google::rpc::Status status_;
};

}  // namespace

std::shared_ptr<Backend::Stream> WatchChanges(Backend* backend, const Outgoing& call) {
  std::vector<std::shared_ptr<Backend::Stream>> streams;
  for (const std::string& service : backend->services()) {
    streams.push_back(backend->Open({service, kChanges, call.token, call.position, "", call.deadline}));
  }
  auto merged = std::make_shared<Merged>(std::move(streams));
  merged->Begin();
  return merged;
}

}  // namespace krans::gateway
