#include "services/rpc/health.h"

#include <utility>

#include "grpc/health/v1/health.pb.h"
#include "services/rpc/error.h"

namespace krans::rpc {

using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;

class Health::State {
 public:
  State(const std::vector<std::string>& services, std::function<bool()> able)
      : services_(services.begin(), services.end()), able_(std::move(able)) {
    services_.insert("");
  }

  HealthCheckResponse::ServingStatus Of(const std::string& service) const {
    if (services_.count(service) == 0) return HealthCheckResponse::SERVICE_UNKNOWN;
    std::lock_guard<std::mutex> lock(mutex_);
    return stopped_ || (able_ && !able_()) ? HealthCheckResponse::NOT_SERVING : HealthCheckResponse::SERVING;
  }

  void Stop() {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      stopped_ = true;
    }
    Look();
  }

  void Look() {
    std::lock_guard<std::mutex> watching(watches_mutex_);
    for (Watch* watch : watches_) TellChange(watch);
  }

  void Add(Watch* watch) {
    std::lock_guard<std::mutex> lock(watches_mutex_);
    watches_.insert(watch);
  }

  void Remove(Watch* watch) {
    std::lock_guard<std::mutex> lock(watches_mutex_);
    watches_.erase(watch);
  }

 private:
  static void TellChange(Watch* watch);

  std::set<std::string> services_;
  const std::function<bool()> able_;
  mutable std::mutex mutex_;
  bool stopped_ = false;
  std::mutex watches_mutex_;  // taken before mutex_ and a watch's own
  std::set<Watch*> watches_;
};

// Sends the status, and again when it changes.
class Health::Watch : public Source {
 public:
  Watch(std::shared_ptr<State> state, std::string service) : state_(std::move(state)), service_(std::move(service)) {
    state_->Add(this);
  }
  ~Watch() override { state_->Remove(this); }

  void Next(std::function<void(absl::StatusOr<std::optional<std::string>>)> then) override {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      then_ = std::move(then);
    }
    Tell();
  }

  void Cancel() override {
    std::function<void(absl::StatusOr<std::optional<std::string>>)> then;
    {
      std::lock_guard<std::mutex> lock(mutex_);
      cancelled_ = true;
      then.swap(then_);
    }
    if (then) then(std::nullopt);
  }

  void Tell() {
    HealthCheckResponse response;
    response.set_status(state_->Of(service_));
    std::function<void(absl::StatusOr<std::optional<std::string>>)> then;
    bool cancelled;
    {
      std::lock_guard<std::mutex> lock(mutex_);
      cancelled = cancelled_;
      if (!cancelled && told_ == response.status()) return;
      if (then_) told_ = response.status();
      then.swap(then_);
    }
    if (!then) return;
    if (cancelled) return then(std::nullopt);
    then(response.SerializeAsString());
  }

 private:
  const std::shared_ptr<State> state_;
  const std::string service_;
  std::mutex mutex_;
  std::optional<HealthCheckResponse::ServingStatus> told_;
  bool cancelled_ = false;
  std::function<void(absl::StatusOr<std::optional<std::string>>)> then_;
};

void Health::State::TellChange(Watch* watch) { watch->Tell(); }

Health::Health(const std::vector<std::string>& services, std::function<bool()> able)
    : state_(std::make_shared<State>(services, std::move(able))) {}

void Health::Look() { state_->Look(); }

void Health::Stop() { state_->Stop(); }

OpenMethods Health::Methods() const {
  OpenMethods methods;
  methods["grpc.health.v1.Health/Check"].answer =
      [state = state_](const std::string& bytes) -> absl::StatusOr<std::string> {
    HealthCheckRequest request;
    if (!request.ParseFromString(bytes)) return Refuse(access::v1::MALFORMED);
    HealthCheckResponse response;
    response.set_status(state->Of(request.service()));
    if (response.status() == HealthCheckResponse::SERVICE_UNKNOWN) return Refuse(access::v1::NOT_FOUND);
    return response.SerializeAsString();
  };
  methods["grpc.health.v1.Health/Watch"].watch = [state = state_](const std::string& bytes) {
    HealthCheckRequest request;
    request.ParseFromString(bytes);
    return std::make_shared<Watch>(state, request.service());
  };
  return methods;
}

}  // namespace krans::rpc
