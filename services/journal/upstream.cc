#include "services/journal/upstream.h"

#include <chrono>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/channel.h"
#include "grpcpp/create_channel.h"
#include "services/journal/delivery.h"
#include "services/rpc/error.h"

namespace krans::journal {
namespace {

constexpr char kWatch[] = "/krans.journal.v1.Journal/Watch";
constexpr int kMostMessageBytes = 8 << 20;
constexpr absl::Duration kToOpen = absl::Seconds(5);

std::shared_ptr<grpc::Channel> Connect(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1000);
  arguments.SetMaxReceiveMessageSize(kMostMessageBytes);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

// The refusal that the service ended with, as it was made there.
absl::Status Refusal(const grpc::Status& status) {
  google::rpc::Status whole;
  google::rpc::ErrorInfo info;
  if (whole.ParseFromString(status.error_details())) {
    for (const auto& detail : whole.details()) {
      access::v1::Reason reason;
      if (detail.UnpackTo(&info) && access::v1::Reason_Parse(info.reason(), &reason)) return rpc::Refuse(reason);
    }
  }
  return absl::Status(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
}

}  // namespace

// One call. Every step is waited for on its own queue before the next is begun.
struct Upstream::Watch {
  ~Watch() {
    queue.Shutdown();
    void* tag;
    bool ok;
    while (queue.Next(&tag, &ok)) {
    }
  }

  grpc::CompletionQueue queue;
  grpc::ClientContext context;
  std::unique_ptr<grpc::GenericClientAsyncReaderWriter> call;
  grpc::ByteBuffer received;
  grpc::Status status;
  bool silent = false;  // cancelled here, for want of patience
};

Upstream::Upstream(const std::string& address) : stub_(Connect(address)) {}

Upstream::~Upstream() { Cancel(); }

// Waits for the step under way; false where it failed. A step that takes too long is cancelled, then waited for.
bool Upstream::Step(absl::Duration patience) {
  void* tag;
  bool ok = false;
  const auto deadline = std::chrono::system_clock::now() + absl::ToChronoNanoseconds(patience);
  if (watch_->queue.AsyncNext(&tag, &ok, deadline) == grpc::CompletionQueue::TIMEOUT) {
    watch_->silent = true;
    watch_->context.TryCancel();
    watch_->queue.Next(&tag, &ok);
    return false;
  }
  return ok;
}

absl::Status Upstream::Open(const std::string& token, const storage::Position& after) {
  auto watch = std::make_unique<Watch>();
  watch->context.AddMetadata("authorization", absl::StrCat("Bearer ", token));
  watch->call = stub_.PrepareCall(&watch->context, kWatch, &watch->queue);
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (cancelled_) return absl::CancelledError();
    watch_ = std::move(watch);
  }
  watch_->call->StartCall(nullptr);
  if (!Step(kToOpen)) return End();
  v1::WatchRequest request;
  *request.mutable_after() = ToMessage(after);
  const grpc::Slice slice(request.SerializeAsString());
  watch_->call->WriteLast(grpc::ByteBuffer(&slice, 1), grpc::WriteOptions(), nullptr);
  return Step(kToOpen) ? absl::OkStatus() : End();
}

absl::StatusOr<v1::WatchResponse> Upstream::Read(absl::Duration patience) {
  watch_->received.Clear();
  watch_->call->Read(&watch_->received, nullptr);
  if (!Step(patience)) return End();
  std::vector<grpc::Slice> slices;
  std::string bytes;
  if (watch_->received.Dump(&slices).ok()) {
    for (const grpc::Slice& slice : slices) bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  v1::WatchResponse response;
  if (!response.ParseFromString(bytes)) return absl::DataLossError("a message of the journal does not parse");
  return response;
}

absl::Status Upstream::End() {
  watch_->call->Finish(&watch_->status, nullptr);
  void* tag;
  bool ok;
  watch_->queue.Next(&tag, &ok);
  if (watch_->silent) return absl::DeadlineExceededError("nothing came");
  if (watch_->status.ok()) return absl::UnavailableError("the journal's stream ended");
  return Refusal(watch_->status);
}

void Upstream::Cancel() {
  std::lock_guard<std::mutex> lock(mutex_);
  cancelled_ = true;
  if (watch_ != nullptr) watch_->context.TryCancel();
}

}  // namespace krans::journal
