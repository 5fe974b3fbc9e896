#include "services/gateway/backend.h"

#include <condition_variable>
#include <mutex>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/rpc/code.pb.h"
#include "grpcpp/client_context.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/channel_arguments.h"
#include "grpcpp/support/client_callback.h"
#include "services/rpc/byte_buffer.h"
#include "services/rpc/error.h"

namespace krans::gateway {
namespace {

constexpr char kPosition[] = "krans-position";
constexpr char kWarning[] = "krans-warning-bin";
constexpr int kMostMessageBytes = 8 << 20;

std::shared_ptr<grpc::Channel> ChannelTo(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1000);
  arguments.SetMaxReceiveMessageSize(kMostMessageBytes);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

google::rpc::Status Whole(const grpc::Status& status) {
  google::rpc::Status whole;
  if (status.ok()) return whole;
  if (!status.error_details().empty() && whole.ParseFromString(status.error_details()) && whole.code() != 0) {
    return whole;
  }
  whole.Clear();
  whole.set_code(status.error_code());
  // What gRPC says of connections is for the log of this machine, not for a browser.
  whole.set_message(status.error_code() == grpc::StatusCode::UNAVAILABLE ? "The service does not answer."
                                                                         : status.error_message());
  return whole;
}

// What the service sent under that name with the end of the call; empty where it sent nothing.
std::string Trailer(const grpc::ClientContext& context, const char* name) {
  const auto& trailers = context.GetServerTrailingMetadata();
  const auto found = trailers.find(name);
  return found == trailers.end() ? "" : std::string(found->second.data(), found->second.size());
}

google::rpc::Status UnknownMethod() { return rpc::ToRpcStatus(rpc::Refuse(access::v1::UNKNOWN_METHOD), ""); }

void Address(const Outgoing& call, grpc::ClientContext* context) {
  context->set_deadline(absl::ToChronoTime(call.deadline));
  if (!call.token.empty()) context->AddMetadata("authorization", absl::StrCat("Bearer ", call.token));
  if (!call.position.empty()) context->AddMetadata(kPosition, call.position);
}

}  // namespace

// How many hold a channel. The last of them must not be one of gRPC's threads, which would wait for itself to end it.
class Backend::Calls {
 public:
  class Place {
   public:
    explicit Place(Calls* calls) : calls_(calls) { calls_->Count(1); }
    ~Place() { calls_->Count(-1); }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

   private:
    Calls* const calls_;
  };

  void WaitForNone() {
    std::unique_lock lock(mutex_);
    none_.wait(lock, [this] { return open_ == 0; });
  }

 private:
  void Count(int change) {
    std::lock_guard lock(mutex_);
    open_ += change;
    if (open_ == 0) none_.notify_all();
  }

  std::mutex mutex_;  // guards the count
  std::condition_variable none_;
  int open_ = 0;
};

struct Backend::Unary : Call {
  explicit Unary(Calls* calls) : place(calls) {}
  void Cancel() override { context.TryCancel(); }

  const Calls::Place place;  // outlives the context, which holds the channel
  grpc::ClientContext context;
  grpc::ByteBuffer sent;
  grpc::ByteBuffer received;
};

// A stream under way. Holds itself until gRPC is done with it.
class Backend::Reading : public Stream, public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  using Then = std::function<void(std::optional<std::string>)>;

  explicit Reading(Calls* calls) : place_(calls) {}

  static std::shared_ptr<Reading> Start(Calls* calls, grpc::GenericStub* client, const Outgoing& call) {
    auto reading = std::make_shared<Reading>(calls);
    reading->self_ = reading;
    Address(call, &reading->context_);
    client->PrepareBidiStreamingCall(&reading->context_, absl::StrCat("/", call.path), {}, reading.get());
    reading->sent_ = rpc::BufferOf(call.request);
    // Without a hold, a read that begins outside a reaction races with the end.
    reading->AddHold();
    reading->StartWriteLast(&reading->sent_, grpc::WriteOptions());
    reading->StartCall();
    return reading;
  }

  void Next(Then then) override {
    {
      std::lock_guard lock(mutex_);
      if (held_) {
        then_ = std::move(then);
        received_.Clear();
        StartRead(&received_);
        return;
      }
      if (!done_) {
        then_ = std::move(then);
        return;
      }
    }
    then(std::nullopt);
  }

  google::rpc::Status status() const override {
    std::lock_guard lock(mutex_);
    return status_;
  }

  void Cancel() override {
    context_.TryCancel();
    std::unique_lock lock(mutex_);
    if (!held_ || then_ != nullptr) return;
    held_ = false;
    lock.unlock();
    RemoveHold();
  }

  void OnReadDone(bool ok) override {
    Then then;
    {
      std::lock_guard lock(mutex_);
      if (ok) {
        std::swap(then, then_);
      } else {
        held_ = false;
      }
    }
    if (!ok) return RemoveHold();
    then(rpc::BytesOf(received_));
  }

  void OnDone(const grpc::Status& status) override {
    const std::shared_ptr<Reading> self = std::move(self_);
    Then then;
    {
      std::lock_guard lock(mutex_);
      status_ = Whole(status);
      done_ = true;
      std::swap(then, then_);
    }
    if (then != nullptr) then(std::nullopt);
  }

 private:
  const Calls::Place place_;  // outlives the context, which holds the channel
  grpc::ClientContext context_;
  grpc::ByteBuffer sent_;
  grpc::ByteBuffer received_;
  std::shared_ptr<Reading> self_;
  mutable std::mutex mutex_;  // guards the rest
  Then then_;                 // of the Next that waits
  bool held_ = true;
  bool done_ = false;
  google::rpc::Status status_;
};

Backend::Backend(const rpc::Addresses& addresses) : calls_(std::make_unique<Calls>()) {
  for (const auto& [service, address] : addresses) {
    clients_[service] = std::make_unique<grpc::GenericStub>(ChannelTo(address));
  }
}

Backend::~Backend() { calls_->WaitForNone(); }

std::vector<std::string> Backend::services() const {
  std::vector<std::string> names;
  for (const auto& [service, client] : clients_) names.push_back(service);
  return names;
}

grpc::GenericStub* Backend::ClientOf(absl::string_view service) {
  const auto found = clients_.find(service);
  return found == clients_.end() ? nullptr : found->second.get();
}

std::shared_ptr<Backend::Call> Backend::Ask(Outgoing call, std::function<void(Incoming)> done) {
  auto unary = std::make_shared<Unary>(calls_.get());
  grpc::GenericStub* client = ClientOf(call.service);
  if (client == nullptr) {
    done({UnknownMethod(), "", "", ""});
    return unary;
  }
  Address(call, &unary->context);
  unary->sent = rpc::BufferOf(call.request);
  client->UnaryCall(&unary->context, absl::StrCat("/", call.path), {}, &unary->sent, &unary->received,
                    [unary, done = std::move(done)](const grpc::Status& status) {
                      done({Whole(status), status.ok() ? rpc::BytesOf(unary->received) : "",
                            Trailer(unary->context, kPosition), Trailer(unary->context, kWarning)});
                    });
  return unary;
}

std::shared_ptr<Backend::Stream> Backend::Open(const Outgoing& call) {
  grpc::GenericStub* client = ClientOf(call.service);
  if (client == nullptr) return nullptr;
  return Reading::Start(calls_.get(), client, call);
}

}  // namespace krans::gateway
