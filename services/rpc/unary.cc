#include "services/rpc/unary.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "grpcpp/impl/codegen/server_callback_handlers.h"
#include "services/rpc/byte_buffer.h"

namespace krans::rpc {

// One call. Owns itself, to OnDone.
class Server::Unary::Reactor : public grpc::ServerUnaryReactor {
 public:
  Reactor(const std::shared_ptr<Core>& core, grpc::CallbackServerContext* context, const std::string& method,
          Metrics::Method* figures, const grpc::ByteBuffer& request, grpc::ByteBuffer* response)
      : exchange_(core, context, method, &core->calls, figures) {
    if (!exchange_.Admitted()) {
      Finish(exchange_.End(Refuse(access::v1::OVERLOADED)));
      return;
    }
    core->door->Answer(exchange_.TakeCall(BytesOf(request)), [this, response](Reply reply) {
      if (reply.status.ok()) {
        exchange_.Trail(reply);
        *response = BufferOf(reply.response);
      }
      Finish(exchange_.End(reply.status));
    });
  }

  void OnCancel() override { exchange_.Cancel(); }
  void OnDone() override { delete this; }

 private:
  // OnDone does not block, so it may run where the last operation ended and not on a thread of its own.
  bool InternalInlineable() override { return true; }

  Exchange exchange_;
};

Server::Unary::Unary(std::shared_ptr<Core> core) {
  using Handler = grpc::internal::CallbackUnaryHandler<grpc::ByteBuffer, grpc::ByteBuffer>;
  for (const std::string& method : core->door->UnaryMethods()) {
    const std::string& path = *paths_.emplace_back(std::make_unique<std::string>(absl::StrCat("/", method)));
    AddMethod(new grpc::internal::RpcServiceMethod(path.c_str(), grpc::internal::RpcMethod::NORMAL_RPC, nullptr));
    MarkMethodRawCallback(paths_.size() - 1,
                          new Handler([core, method, figures = core->FiguresOf(method)](
                                          grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
                                          grpc::ByteBuffer* response) {
                            return new Reactor(core, context, method, figures, *request, response);
                          }));
  }
}

}  // namespace krans::rpc
