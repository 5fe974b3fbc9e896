#include "tests/rpc/raw_client.h"

#include <future>
#include <vector>

#include "google/rpc/error_details.pb.h"

namespace krans::rpc {
namespace {

grpc::ByteBuffer Buffer(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return grpc::ByteBuffer(&slice, 1);
}

std::string Bytes(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  std::string bytes;
  if (!buffer.Dump(&slices).ok()) return bytes;
  for (const grpc::Slice& slice : slices) bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  return bytes;
}

std::shared_ptr<grpc::Channel> Connect(int port) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetMaxReceiveMessageSize(64 << 20);
  return grpc::CreateCustomChannel("127.0.0.1:" + std::to_string(port), grpc::InsecureChannelCredentials(), arguments);
}

}  // namespace

std::string RawReply::reason() const {
  google::rpc::Status whole;
  google::rpc::ErrorInfo info;
  whole.ParseFromString(status.error_details());
  for (const auto& detail : whole.details()) {
    if (detail.UnpackTo(&info)) return info.reason();
  }
  return "";
}

RawClient::RawClient(int port) : stub_(Connect(port)) {}

RawReply RawClient::Call(const std::string& method, const std::string& request, const std::string& token,
                         const std::string& position, bool compressed) {
  grpc::ClientContext context;
  if (!token.empty()) context.AddMetadata("authorization", "Bearer " + token);
  if (!position.empty()) context.AddMetadata("krans-position", position);
  if (compressed) context.set_compression_algorithm(GRPC_COMPRESS_GZIP);
  const grpc::ByteBuffer sent = Buffer(request);
  grpc::ByteBuffer received;
  std::promise<grpc::Status> done;
  stub_.UnaryCall(&context, "/" + method, {}, &sent, &received, [&](grpc::Status status) { done.set_value(status); });
  RawReply reply;
  reply.status = done.get_future().get();
  if (reply.status.ok()) reply.response = Bytes(received);
  const auto& trailing = context.GetServerTrailingMetadata();
  if (auto found = trailing.find("krans-position"); found != trailing.end()) {
    reply.position = std::string(found->second.data(), found->second.size());
  }
  return reply;
}

RawClient::Stream::Stream(grpc::GenericStub* stub, const std::string& method, const std::string& request,
                          const std::string& token) {
  if (!token.empty()) context_.AddMetadata("authorization", "Bearer " + token);
  call_ = stub->PrepareCall(&context_, "/" + method, &queue_);
  call_->StartCall(nullptr);
  if (Step()) Write(request);
}

RawClient::Stream::~Stream() {
  context_.TryCancel();
  queue_.Shutdown();
  void* tag;
  bool ok;
  while (queue_.Next(&tag, &ok)) {
  }
}

bool RawClient::Stream::Step() {
  void* tag;
  bool ok = false;
  return queue_.Next(&tag, &ok) && ok;
}

bool RawClient::Stream::Write(const std::string& request) {
  call_->Write(Buffer(request), nullptr);
  return Step();
}

bool RawClient::Stream::Read(std::string* response) {
  grpc::ByteBuffer received;
  call_->Read(&received, nullptr);
  if (!Step()) return false;
  *response = Bytes(received);
  return true;
}

grpc::Status RawClient::Stream::Finish() {
  grpc::Status status;
  call_->Finish(&status, nullptr);
  Step();
  return status;
}

}  // namespace krans::rpc
