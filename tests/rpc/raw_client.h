#ifndef KRANS_TESTS_RPC_RAW_CLIENT_H_
#define KRANS_TESTS_RPC_RAW_CLIENT_H_

#include <memory>
#include <string>

#include "google/rpc/status.pb.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/grpcpp.h"

namespace krans::rpc {

// What came back of a call.
struct RawReply {
  grpc::Status status;
  std::string response;
  std::string position;

  // The reason in the details; empty where there is none.
  std::string reason() const;
};

// A client that sends any bytes to any method of a server on this machine. Thread-safe.
class RawClient {
 public:
  explicit RawClient(int port);

  RawReply Call(const std::string& method, const std::string& request, const std::string& token,
                const std::string& position = "", bool compressed = false);

  // A stream of messages that is read one at a time.
  class Stream {
   public:
    Stream(grpc::GenericStub* stub, const std::string& method, const std::string& request, const std::string& token);
    ~Stream();

    // Sends one more message of the caller's.
    bool Write(const std::string& request);

    // The next message; false at the end.
    bool Read(std::string* response);

    // What the stream ended with, after the last Read.
    grpc::Status Finish();

    void Cancel() { context_.TryCancel(); }

   private:
    bool Step();

    grpc::CompletionQueue queue_;
    grpc::ClientContext context_;
    std::unique_ptr<grpc::GenericClientAsyncReaderWriter> call_;
  };
  std::unique_ptr<Stream> Open(const std::string& method, const std::string& request, const std::string& token) {
    return std::make_unique<Stream>(&stub_, method, request, token);
  }

 private:
  grpc::GenericStub stub_;
};

}  // namespace krans::rpc

#endif  // KRANS_TESTS_RPC_RAW_CLIENT_H_
