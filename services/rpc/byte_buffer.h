#ifndef KRANS_SERVICES_RPC_BYTE_BUFFER_H_
#define KRANS_SERVICES_RPC_BYTE_BUFFER_H_

#include <string>

#include "grpcpp/support/byte_buffer.h"

namespace krans::rpc {

// All bytes of a message as it came; none where it came compressed.
std::string BytesOf(const grpc::ByteBuffer& buffer);

// A message of these bytes.
grpc::ByteBuffer BufferOf(const std::string& bytes);

}  // namespace krans::rpc

#endif  // KRANS_SERVICES_RPC_BYTE_BUFFER_H_
