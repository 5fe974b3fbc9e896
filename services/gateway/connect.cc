#include "services/gateway/connect.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "google/protobuf/util/json_util.h"
#include "google/rpc/code.pb.h"
#include "krans/gateway/v1/connect.pb.h"
#include "services/rpc/error.h"

namespace krans::gateway {
namespace {

constexpr char kEndOfStream = 2;
constexpr size_t kEnvelopeBytes = 5;
constexpr size_t kMostTimeoutDigits = 10;

struct CodeRow {
  int code;
  const char* name;
  int http;
};

constexpr CodeRow kCodes[] = {
    {google::rpc::CANCELLED, "canceled", 499},
    {google::rpc::UNKNOWN, "unknown", 500},
    {google::rpc::INVALID_ARGUMENT, "invalid_argument", 400},
    {google::rpc::DEADLINE_EXCEEDED, "deadline_exceeded", 504},
    {google::rpc::NOT_FOUND, "not_found", 404},
    {google::rpc::ALREADY_EXISTS, "already_exists", 409},
    {google::rpc::PERMISSION_DENIED, "permission_denied", 403},
    {google::rpc::RESOURCE_EXHAUSTED, "resource_exhausted", 429},
    {google::rpc::FAILED_PRECONDITION, "failed_precondition", 400},
    {google::rpc::ABORTED, "aborted", 409},
    {google::rpc::OUT_OF_RANGE, "out_of_range", 400},
    {google::rpc::UNIMPLEMENTED, "unimplemented", 501},
    {google::rpc::INTERNAL, "internal", 500},
    {google::rpc::UNAVAILABLE, "unavailable", 503},
    {google::rpc::DATA_LOSS, "data_loss", 500},
    {google::rpc::UNAUTHENTICATED, "unauthenticated", 401},
};

const CodeRow& RowOf(int code) {
  const auto* row =
      std::find_if(std::begin(kCodes), std::end(kCodes), [&](const CodeRow& r) { return r.code == code; });
  return row == std::end(kCodes) ? kCodes[1] : *row;
}

absl::Status Malformed(absl::string_view what) {
  return rpc::Refuse(access::v1::MALFORMED, {{"what", std::string(what)}});
}

v1::Error ToError(const google::rpc::Status& status) {
  v1::Error error;
  error.set_code(std::string(CodeName(status.code())));
  error.set_message(status.message());
  for (const google::protobuf::Any& detail : status.details()) {
    const size_t slash = detail.type_url().rfind('/');
    v1::Error::Detail& out = *error.add_details();
    out.set_type(detail.type_url().substr(slash == std::string::npos ? 0 : slash + 1));
    out.set_value(BinaryValue(detail.value()));
  }
  return error;
}

std::string ToJson(const google::protobuf::Message& message) {
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(message, &json).ok()) return "{}";
  return json;
}

std::string InEnvelope(char flags, absl::string_view message) {
  const auto size = static_cast<uint32_t>(message.size());
  std::string out = {flags, static_cast<char>(size >> 24), static_cast<char>(size >> 16), static_cast<char>(size >> 8),
                     static_cast<char>(size)};
  out.append(message.data(), message.size());
  return out;
}

// Undoes %41 and +. False where an escape is not one.
bool Unescape(absl::string_view text, std::string* out) {
  out->clear();
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+') {
      out->push_back(' ');
    } else if (text[i] != '%') {
      out->push_back(text[i]);
    } else {
      if (i + 2 >= text.size() || !absl::ascii_isxdigit(static_cast<unsigned char>(text[i + 1])) ||
          !absl::ascii_isxdigit(static_cast<unsigned char>(text[i + 2]))) {
        return false;
      }
      out->append(absl::HexStringToBytes(text.substr(i + 1, 2)));
      i += 2;
    }
  }
  return true;
}

// Base64 with either alphabet, padded or not.
bool FromAnyBase64(std::string text, std::string* bytes) {
  std::replace(text.begin(), text.end(), '+', '-');
  std::replace(text.begin(), text.end(), '/', '_');
  return absl::WebSafeBase64Unescape(text, bytes);
}

}  // namespace

std::optional<Coding> CodingOf(absl::string_view content_type) {
  const size_t end = content_type.find(';');
  const std::string type = absl::AsciiStrToLower(absl::StripAsciiWhitespace(content_type.substr(0, end)));
  if (end != absl::string_view::npos) {
    const std::string parameter = absl::AsciiStrToLower(absl::StripAsciiWhitespace(content_type.substr(end + 1)));
    if (parameter != "charset=utf-8" && parameter != "charset=\"utf-8\"") return std::nullopt;
  }
  for (const Coding coding : {Coding{Codec::kProto, false}, Coding{Codec::kJson, false}, Coding{Codec::kProto, true},
                              Coding{Codec::kJson, true}}) {
    if (type == ContentTypeOf(coding)) return coding;
  }
  return std::nullopt;
}

absl::string_view ContentTypeOf(Coding coding) {
  if (coding.stream) return coding.codec == Codec::kProto ? "application/connect+proto" : "application/connect+json";
  return coding.codec == Codec::kProto ? "application/proto" : "application/json";
}

absl::string_view CodeName(int code) { return RowOf(code).name; }
int HttpStatusOf(int code) { return RowOf(code).http; }

std::string ErrorBody(const google::rpc::Status& status) { return ToJson(ToError(status)); }

std::string EndOfStream(const google::rpc::Status& status) {
  v1::EndOfStream end;
  if (status.code() != google::rpc::OK) *end.mutable_error() = ToError(status);
  return InEnvelope(kEndOfStream, ToJson(end));
}

std::string BinaryValue(absl::string_view bytes) {
  std::string value = absl::Base64Escape(bytes);
  value.erase(value.find_last_not_of('=') + 1);
  return value;
}

std::string Envelope(absl::string_view message) { return InEnvelope(0, message); }

absl::StatusOr<std::string> OnlyMessage(absl::string_view body) {
  if (body.size() < kEnvelopeBytes) return Malformed("an envelope has five bytes before its message");
  if (body[0] != 0) return Malformed("flags of the envelope: messages are neither compressed nor the last");
  uint32_t size = 0;
  for (size_t i = 1; i < kEnvelopeBytes; ++i) size = size << 8 | static_cast<unsigned char>(body[i]);
  if (body.size() - kEnvelopeBytes != size) return Malformed("not exactly one message of the length stated");
  return std::string(body.substr(kEnvelopeBytes));
}

absl::StatusOr<absl::Duration> TimeoutOf(absl::string_view header, absl::Duration most) {
  if (header.empty()) return most;
  int64_t milliseconds = 0;
  if (header.size() > kMostTimeoutDigits || !std::all_of(header.begin(), header.end(), absl::ascii_isdigit) ||
      !absl::SimpleAtoi(header, &milliseconds)) {
    return Malformed("Connect-Timeout-Ms is at most ten digits");
  }
  return std::min(absl::Milliseconds(milliseconds), most);
}

std::optional<std::string> QueryValue(absl::string_view query, absl::string_view name) {
  for (absl::string_view part : absl::StrSplit(query, '&')) {
    if (!absl::ConsumePrefix(&part, name) || !absl::ConsumePrefix(&part, "=")) continue;
    std::string value;
    if (!Unescape(part, &value)) return std::nullopt;
    return value;
  }
  return std::nullopt;
}

absl::StatusOr<GetCall> ParseGet(absl::string_view query) {
  if (QueryValue(query, "connect").value_or("v1") != "v1") return Malformed("connect: v1");
  if (!QueryValue(query, "compression").value_or("").empty() && QueryValue(query, "compression") != "identity") {
    return absl::UnimplementedError("compression: only identity");
  }
  GetCall call;
  const std::string encoding = QueryValue(query, "encoding").value_or("");
  if (encoding != "json" && encoding != "proto") return Malformed("encoding: json or proto");
  call.codec = encoding == "json" ? Codec::kJson : Codec::kProto;
  std::optional<std::string> message = QueryValue(query, "message");
  if (!message.has_value()) return Malformed("message: the request");
  const std::string base64 = QueryValue(query, "base64").value_or("");
  if (base64 != "1") {
    call.message = *std::move(message);
  } else if (!FromAnyBase64(*std::move(message), &call.message)) {
    return Malformed("message: not base64");
  }
  return call;
}

}  // namespace krans::gateway
