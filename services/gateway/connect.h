#ifndef KRANS_SERVICES_GATEWAY_CONNECT_H_
#define KRANS_SERVICES_GATEWAY_CONNECT_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/rpc/status.pb.h"

namespace krans::gateway {

// The Connect protocol (connectrpc.com/docs/protocol) as far as text and bytes go. Refusals of these functions have the
// reason MALFORMED.

enum class Codec { kProto, kJson };

// What a Content-Type says of a call's messages.
struct Coding {
  Codec codec = Codec::kProto;
  bool stream = false;

  friend bool operator==(const Coding&, const Coding&) = default;
};

// Empty where the protocol has no such type: 415.
std::optional<Coding> CodingOf(absl::string_view content_type);
absl::string_view ContentTypeOf(Coding coding);

// Of a google.rpc.Code: the name on the wire ("invalid_argument"), and the HTTP status of a unary call's answer.
absl::string_view CodeName(int code);
int HttpStatusOf(int code);

// The body of a failed unary call's answer, and the last message of a stream: without an error where the code is OK.
std::string ErrorBody(const google::rpc::Status& status);
std::string EndOfStream(const google::rpc::Status& status);

// Bytes as the value of a header or trailer whose name ends in "-bin".
std::string BinaryValue(absl::string_view bytes);

// A message of a stream, in its envelope.
std::string Envelope(absl::string_view message);

// The message in the only envelope of a server stream's request.
absl::StatusOr<std::string> OnlyMessage(absl::string_view body);

// What a Connect-Timeout-Ms header allows, at most `most`; `most` where the header is empty.
absl::StatusOr<absl::Duration> TimeoutOf(absl::string_view header, absl::Duration most);

// The call that the query of a GET states.
struct GetCall {
  Codec codec = Codec::kProto;
  std::string message;
};
absl::StatusOr<GetCall> ParseGet(absl::string_view query);

// The value of `name` in a query or a form ("a=b&c=d"), decoded; nothing where it is not there or not well-formed.
std::optional<std::string> QueryValue(absl::string_view query, absl::string_view name);

}  // namespace krans::gateway

#endif  // KRANS_SERVICES_GATEWAY_CONNECT_H_
