#include "tests/bench/load.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>

#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/grpcpp.h"

namespace krans::bench {
namespace {

using Clock = std::chrono::steady_clock;

std::shared_ptr<grpc::Channel> Connect(int port) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  return grpc::CreateCustomChannel("127.0.0.1:" + std::to_string(port), grpc::InsecureChannelCredentials(), arguments);
}

struct Slot {
  std::unique_ptr<grpc::ClientContext> context;
  std::unique_ptr<grpc::GenericClientAsyncResponseReader> call;
  grpc::ByteBuffer received;
  grpc::Status status;
  Clock::time_point began;
};

std::string Bytes(const grpc::ByteBuffer& buffer) {
  grpc::Slice slice;
  if (!buffer.DumpToSingleSlice(&slice).ok()) return "";
  return std::string(reinterpret_cast<const char*>(slice.begin()), slice.size());
}

}  // namespace

Result RunLoad(int port, const std::string& method, const std::vector<std::string>& tokens, int in_flight,
               absl::Duration duration, const std::function<std::string(int)>& request,
               const std::function<void(int, const std::string&)>& answered) {
  grpc::GenericStub stub(Connect(port));
  grpc::CompletionQueue queue;
  std::vector<Slot> slots(static_cast<size_t>(in_flight));
  auto begin = [&](size_t i) {
    Slot& slot = slots[i];
    slot.context = std::make_unique<grpc::ClientContext>();
    if (!tokens.empty()) slot.context->AddMetadata("authorization", "Bearer " + tokens[i % tokens.size()]);
    const grpc::Slice slice(request(static_cast<int>(i)));
    slot.began = Clock::now();
    slot.call = stub.PrepareUnaryCall(slot.context.get(), method, grpc::ByteBuffer(&slice, 1), &queue);
    slot.call->StartCall();
    slot.call->Finish(&slot.received, &slot.status, reinterpret_cast<void*>(i));
  };
  Result result;
  std::vector<double> seconds;
  const Clock::time_point started = Clock::now();
  const Clock::time_point end = started + absl::ToChronoNanoseconds(duration);
  for (size_t i = 0; i < slots.size(); ++i) begin(i);
  size_t open = slots.size();
  while (open > 0) {
    void* tag;
    bool ok;
    queue.Next(&tag, &ok);
    const Clock::time_point now = Clock::now();
    const auto i = reinterpret_cast<size_t>(tag);
    Slot& slot = slots[i];
    if (slot.status.ok()) {
      seconds.push_back(std::chrono::duration<double>(now - slot.began).count());
      answered(static_cast<int>(i), Bytes(slot.received));
    } else if (result.failed++ == 0) {
      fprintf(stderr, "%s: %s\n", method.c_str(), slot.status.error_message().c_str());
    }
    if (now < end) {
      begin(i);
    } else {
      --open;
    }
  }
  const double took = std::chrono::duration<double>(Clock::now() - started).count();
  queue.Shutdown();
  result.per_second = static_cast<double>(seconds.size()) / took;
  if (!seconds.empty()) {
    std::nth_element(seconds.begin(), seconds.begin() + static_cast<std::ptrdiff_t>(seconds.size() / 2), seconds.end());
    result.median_seconds = seconds[seconds.size() / 2];
  }
  return result;
}

double RunStream(int port, const std::string& method) {
  grpc::GenericStub stub(Connect(port));
  grpc::CompletionQueue queue;
  grpc::ClientContext context;
  void* tag;
  bool ok;
  auto call = stub.PrepareCall(&context, method, &queue);
  call->StartCall(nullptr);
  queue.Next(&tag, &ok);
  const grpc::Slice nothing("");
  call->WriteLast(grpc::ByteBuffer(&nothing, 1), grpc::WriteOptions(), nullptr);
  queue.Next(&tag, &ok);
  int messages = 0;
  Clock::time_point began;
  for (;;) {
    grpc::ByteBuffer received;
    call->Read(&received, nullptr);
    queue.Next(&tag, &ok);
    if (!ok) break;
    if (messages++ == 0) began = Clock::now();
  }
  const double took = std::chrono::duration<double>(Clock::now() - began).count();
  grpc::Status status;
  call->Finish(&status, nullptr);
  queue.Next(&tag, &ok);
  queue.Shutdown();
  return messages / took;
}

}  // namespace krans::bench
