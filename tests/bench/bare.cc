#include "tests/bench/bare.h"

#include <mutex>
#include <utility>

#include "grpcpp/impl/codegen/proto_utils.h"
#include "grpcpp/impl/codegen/server_callback_handlers.h"
#include "grpcpp/impl/codegen/service_type.h"
#include "grpcpp/support/server_callback.h"
#include "krans/scoring/v1/assessments.pb.h"

namespace krans::bench {
namespace {

using scoring::v1::AssessmentItem;
using scoring::v1::SaveItemRequest;

// Sends what it was given, one message after the other.
class Writer : public grpc::ServerWriteReactor<grpc::ByteBuffer> {
 public:
  explicit Writer(const std::vector<grpc::ByteBuffer>* messages) : messages_(messages) { OnWriteDone(true); }
  void OnWriteDone(bool ok) override {
    if (!ok || at_ == messages_->size()) return Finish(grpc::Status::OK);
    message_ = (*messages_)[at_++];
    StartWrite(&message_);
  }
  void OnDone() override { delete this; }

 private:
  const std::vector<grpc::ByteBuffer>* const messages_;
  size_t at_ = 0;
  grpc::ByteBuffer message_;
};

}  // namespace

class BareServer::Service : public grpc::Service {
 public:
  explicit Service(std::function<std::vector<std::string>()> messages) : source_(std::move(messages)) {
    AddMethod(new grpc::internal::RpcServiceMethod(kEcho, grpc::internal::RpcMethod::NORMAL_RPC, nullptr));
    MarkMethodCallback(
        0, new grpc::internal::CallbackUnaryHandler<SaveItemRequest, AssessmentItem>(
               [](grpc::CallbackServerContext* context, const SaveItemRequest* request, AssessmentItem* response) {
                 *response = request->item();
                 auto* reactor = context->DefaultReactor();
                 reactor->Finish(grpc::Status::OK);
                 return reactor;
               }));
    AddMethod(new grpc::internal::RpcServiceMethod(kStream, grpc::internal::RpcMethod::SERVER_STREAMING, nullptr));
    MarkMethodRawCallback(1, new grpc::internal::CallbackServerStreamingHandler<grpc::ByteBuffer, grpc::ByteBuffer>(
                                 [this](grpc::CallbackServerContext*, const grpc::ByteBuffer*) {
                                   std::call_once(filled_, [this] { Fill(); });
                                   return new Writer(&messages_);
                                 }));
  }

 private:
  void Fill() {
    for (const std::string& bytes : source_()) {
      const grpc::Slice slice(bytes);
      messages_.emplace_back(&slice, 1);
    }
  }

  const std::function<std::vector<std::string>()> source_;
  std::once_flag filled_;
  std::vector<grpc::ByteBuffer> messages_;
};

BareServer::BareServer(std::function<std::vector<std::string>()> messages)
    : service_(std::make_unique<Service>(std::move(messages))) {
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
  builder.RegisterService(service_.get());
  server_ = builder.BuildAndStart();
}

BareServer::~BareServer() { server_->Shutdown(std::chrono::system_clock::now()); }

}  // namespace krans::bench
