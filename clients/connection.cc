#include "clients/connection.h"

#include <chrono>
#include <fstream>
#include <future>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/rpc/error_details.pb.h"
#include "grpcpp/client_context.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/channel_arguments.h"

namespace krans::clients {
namespace {

constexpr char kPosition[] = "krans-position";
constexpr char kWarning[] = "krans-warning-bin";

std::string Bytes(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  std::string bytes;
  if (!buffer.Dump(&slices).ok()) return bytes;
  for (const grpc::Slice& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return bytes;
}

google::rpc::Status Whole(const grpc::Status& status) {
  google::rpc::Status whole;
  if (status.ok()) return whole;
  if (!status.error_details().empty() && whole.ParseFromString(status.error_details()) && whole.code() != 0) {
    return whole;
  }
  whole.Clear();
  whole.set_code(status.error_code());
  whole.set_message(status.error_message());
  return whole;
}

}  // namespace

absl::StatusOr<Addresses> ReadAddresses(const std::string& dir) {
  const std::string path = dir + "/addresses";
  std::ifstream in(path);
  if (!in)
    return absl::NotFoundError(
        absl::StrCat("no file ", path, ": no daemon has started there; --data DIR or KRANS_DATA says where to look"));
  Addresses addresses;
  std::string line;
  while (std::getline(in, line)) {
    const std::vector<std::string> parts = absl::StrSplit(line, ' ');
    if (parts.size() != 2 || parts[0].empty() || parts[1].empty()) {
      return absl::FailedPreconditionError(absl::StrCat(path, ": not a service and its address: ", line));
    }
    addresses[parts[0]] = parts[1];
  }
  return addresses;
}

absl::string_view ServiceOf(absl::string_view method) {
  const std::vector<absl::string_view> parts = absl::StrSplit(method, '.');
  return parts.size() == 4 && parts[0] == "krans" ? parts[1] : absl::string_view();
}

std::string ReasonOf(const google::rpc::Status& status) {
  google::rpc::ErrorInfo info;
  for (const google::protobuf::Any& detail : status.details()) {
    if (detail.UnpackTo(&info)) return info.reason();
  }
  return "";
}

Answer Connection::Call(absl::string_view method, absl::string_view token, std::string request,
                        absl::Duration timeout) {
  return CallAt(ServiceOf(method), method, token, std::move(request), timeout);
}

Answer Connection::CallAt(absl::string_view service, absl::string_view method, absl::string_view token,
                          std::string request, absl::Duration timeout) {
  const auto address = addresses_.find(service);
  if (address == addresses_.end()) {
    return {Whole({grpc::StatusCode::UNIMPLEMENTED, absl::StrCat("no service has ", method)}), "", {}};
  }

  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + absl::ToChronoMilliseconds(timeout));
  if (!token.empty()) context.AddMetadata("authorization", absl::StrCat("Bearer ", token));
  if (const std::string seen = position(); !seen.empty()) context.AddMetadata(kPosition, seen);

  const grpc::Slice slice(request);
  const grpc::ByteBuffer sent(&slice, 1);
  grpc::ByteBuffer received;
  std::promise<grpc::Status> promise;
  grpc::GenericStub stub(ChannelTo(address->second));
  stub.UnaryCall(&context, absl::StrCat("/", method), {}, &sent, &received,
                 [&promise](grpc::Status status) { promise.set_value(std::move(status)); });
  const grpc::Status status = promise.get_future().get();

  for (const auto* metadata : {&context.GetServerInitialMetadata(), &context.GetServerTrailingMetadata()}) {
    const auto found = metadata->find(kPosition);
    if (found != metadata->end()) set_position(std::string(found->second.data(), found->second.size()));
  }
  Answer answer = {Whole(status), status.ok() ? Bytes(received) : "", {}};
  const auto& trailing = context.GetServerTrailingMetadata();
  if (const auto found = trailing.find(kWarning); found != trailing.end()) {
    answer.warning.ParseFromArray(found->second.data(), static_cast<int>(found->second.size()));
  }
  return answer;
}

std::string Connection::position() const {
  std::lock_guard lock(mutex_);
  return position_;
}

void Connection::set_position(std::string position) {
  std::lock_guard lock(mutex_);
  position_ = std::move(position);
}

std::shared_ptr<grpc::Channel> Connection::ChannelTo(const std::string& address) {
  std::lock_guard lock(mutex_);
  std::shared_ptr<grpc::Channel>& channel = channels_[address];
  if (channel == nullptr) {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
    arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1000);
    channel = grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
  }
  return channel;
}

}  // namespace krans::clients
