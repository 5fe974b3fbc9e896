#include "services/gateway/api.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "google/rpc/code.pb.h"
#include "services/gateway/account.h"
#include "services/gateway/changes.h"
#include "services/rpc/error.h"

namespace krans::gateway {
namespace {

constexpr absl::Duration kMostTime = absl::Seconds(30);
constexpr absl::Duration kMostStreamTime = absl::Hours(8);
constexpr char kWarning[] = "Trailer-Krans-Warning-Bin";
constexpr char kJournal[] = "journal";
constexpr char kWatch[] = "krans.gateway.v1.Changes/Watch";

google::rpc::Status ToStatus(const absl::Status& status) {
  const bool plainly = absl::IsUnimplemented(status) || absl::IsDeadlineExceeded(status);
  if (rpc::ReasonOf(status) != access::v1::REASON_UNSPECIFIED || !plainly) return rpc::ToRpcStatus(status, "");
  google::rpc::Status plain;
  plain.set_code(static_cast<int>(status.code()));
  plain.set_message(std::string(status.message()));
  return plain;
}

// Compression that nobody agreed on.
bool IsCompressed(const Request& request) {
  for (const char* header : {"content-encoding", "connect-content-encoding"}) {
    if (request.headers.count(header) > 0 && request.header(header) != "identity") return true;
  }
  return false;
}

Response Plain(int status) {
  Response response;
  response.status = status;
  response.headers = {{"Cache-Control", "no-store"}};
  return response;
}

}  // namespace

Response Refusal(const google::rpc::Status& status) {
  Response response = Plain(HttpStatusOf(status.code()));
  response.headers.emplace_back("Content-Type", "application/json");
  response.body = ErrorBody(status);
  return response;
}

Response Refusal(const absl::Status& status) { return Refusal(ToStatus(status)); }

Response WrongMethod(absl::string_view allowed) {
  Response response = Plain(405);
  response.headers.emplace_back("Allow", allowed);
  return response;
}

// One call under way.
struct Api::Call {
  std::shared_ptr<Exchange> exchange;
  const Schema::Method* method = nullptr;
  Coding coding;
  Account account;
  std::shared_ptr<Backend::Stream> stream;

  std::string cookie() const { return std::string(exchange->request().cookie(kSessionCookie)); }
};

void Api::Handle(const std::shared_ptr<Exchange>& exchange, absl::string_view path) const {
  const Request& request = exchange->request();
  // The journal is every service's: its path says whose is meant.
  std::vector<std::string> steps = absl::StrSplit(path, '/');
  const std::string whose = steps.size() == 3 ? steps[0] : "";
  if (!whose.empty()) steps.erase(steps.begin());
  const Schema::Method* method = parts_.schema->Find(absl::StrJoin(steps, "/"));
  if (method == nullptr || (method->service == kJournal) == whose.empty()) {
    Response unknown = Refusal(rpc::Refuse(access::v1::UNKNOWN_METHOD));
    unknown.status = 404;
    return exchange->Reply(std::move(unknown));
  }

  const bool get = request.method == "GET";
  if (get ? !method->read || method->stream : request.method != "POST") {
    return exchange->Reply(WrongMethod(method->read && !method->stream ? "GET, POST" : "POST"));
  }
  Coding coding;
  std::string message;
  if (get) {
    absl::StatusOr<GetCall> parsed = ParseGet(request.query);
    if (!parsed.ok()) return exchange->Reply(Refusal(parsed.status()));
    coding.codec = parsed->codec;
    message = std::move(parsed->message);
  } else {
    const std::optional<Coding> told = CodingOf(request.header("content-type"));
    if (!told.has_value() || told->stream != method->stream) {
      Response response = Plain(415);
      response.headers.emplace_back("Accept-Post", absl::StrCat(ContentTypeOf({Codec::kProto, method->stream}), ", ",
                                                                ContentTypeOf({Codec::kJson, method->stream})));
      return exchange->Reply(std::move(response));
    }
    coding = *told;
    message = request.body;
  }

  auto call = std::make_shared<Call>(
      Call{exchange, method, coding, Account(parts_.metrics, parts_.log, method->path), nullptr});
  auto refuse = [&](const absl::Status& status) {
    const google::rpc::Status whole = ToStatus(status);
    call->account.End(whole.code());
    if (!method->stream) return exchange->Reply(Refusal(whole));
    Response head = Plain(200);
    head.headers.emplace_back("Content-Type", std::string(ContentTypeOf(call->coding)));
    head.body = EndOfStream(whole);
    exchange->Reply(std::move(head));
  };
  const absl::StatusOr<absl::Duration> timeout =
      TimeoutOf(request.header("connect-timeout-ms"), method->stream ? kMostStreamTime : kMostTime);
  if (!timeout.ok()) return refuse(timeout.status());
  if (*timeout == absl::ZeroDuration()) return refuse(absl::DeadlineExceededError("There was no time left."));
  if (IsCompressed(request)) return refuse(absl::UnimplementedError("Compression: only identity is understood."));
  const std::string cookie = call->cookie();
  const size_t versions = request.headers.count("connect-protocol-version");
  if ((versions > 0 && request.header("connect-protocol-version") != "1") ||
      (versions == 0 && !get && !cookie.empty())) {
    return refuse(rpc::Refuse(access::v1::MALFORMED, {{"what", "Connect-Protocol-Version: 1"}}));
  }
  if (method->stream) {
    absl::StatusOr<std::string> only = OnlyMessage(message);
    if (!only.ok()) return refuse(only.status());
    message = *std::move(only);
  }
  if (call->coding.codec == Codec::kJson) {
    absl::StatusOr<std::string> translated = parts_.schema->RequestFromJson(*method, message);
    if (!translated.ok()) return refuse(translated.status());
    message = *std::move(translated);
  }

  Outgoing outgoing = {
      whose.empty() ? method->service : whose, method->path, "", "", std::move(message), absl::Now() + *timeout};
  if (std::optional<Sessions::Visit> visit = parts_.sessions->Enter(cookie); visit.has_value()) {
    outgoing.token = std::move(visit->token);
    outgoing.position = std::move(visit->position);
  }
  if (method->stream) return Stream(std::move(call), outgoing);
  Ask(std::move(call), std::move(outgoing));
}

void Api::Ask(std::shared_ptr<Call> call, Outgoing outgoing) const {
  const std::shared_ptr<Exchange> exchange = call->exchange;
  const std::shared_ptr<Backend::Call> asked =
      parts_.backend->Ask(std::move(outgoing), [this, call = std::move(call)](Incoming incoming) {
        Response response = Plain(200);
        if (incoming.status.code() != google::rpc::OK) {
          response = Refusal(incoming.status);
        } else {
          response.headers.emplace_back("Content-Type", std::string(ContentTypeOf(call->coding)));
          if (!incoming.warning.empty()) response.headers.emplace_back(kWarning, BinaryValue(incoming.warning));
          response.body = std::move(incoming.response);
          if (call->coding.codec == Codec::kJson) {
            absl::StatusOr<std::string> json = parts_.schema->ResponseToJson(*call->method, response.body);
            if (!json.ok()) {
              response = Refusal(json.status());
              incoming.status.set_code(google::rpc::INTERNAL);
            } else {
              response.body = *std::move(json);
            }
          }
          if (!call->method->read && !incoming.position.empty()) {
            parts_.sessions->Saw(call->cookie(), incoming.position);
          }
        }
        call->account.End(incoming.status.code());
        call->exchange->Reply(std::move(response));
      });
  exchange->WhenGone([asked] { asked->Cancel(); });
}

void Api::Stream(std::shared_ptr<Call> call, const Outgoing& outgoing) const {
  Response head = Plain(200);
  head.headers.emplace_back("Content-Type", std::string(ContentTypeOf(call->coding)));
  head.headers.emplace_back("X-Accel-Buffering", "no");
  call->stream = outgoing.path == kWatch ? WatchChanges(parts_.backend, outgoing) : parts_.backend->Open(outgoing);
  if (call->stream == nullptr) {
    const google::rpc::Status unknown = ToStatus(rpc::Refuse(access::v1::UNKNOWN_METHOD));
    call->account.End(unknown.code());
    head.body = EndOfStream(unknown);
    return call->exchange->Reply(std::move(head));
  }
  call->exchange->Begin(std::move(head));
  call->exchange->WhenGone([stream = call->stream] { stream->Cancel(); });
  Pump(call);
}

// Passes one message on, and then the next.
void Api::Pump(const std::shared_ptr<Call>& call) const {
  call->stream->Next([this, call](std::optional<std::string> message) {
    std::optional<google::rpc::Status> ended;
    if (!message.has_value()) {
      ended = call->stream->status();
    } else if (const std::string cookie = call->cookie(); !cookie.empty() && !parts_.sessions->Look(cookie)) {
      // Over, or renewed: opened again, the stream is judged by what the cookie is then.
      ended = ToStatus(rpc::Refuse(access::v1::STOPPING));
    } else if (call->coding.codec == Codec::kJson) {
      absl::StatusOr<std::string> json = parts_.schema->ResponseToJson(*call->method, *message);
      if (!json.ok()) ended = ToStatus(json.status());
      if (json.ok()) message = *std::move(json);
    }
    if (ended.has_value()) {
      call->stream->Cancel();
      call->account.End(ended->code());
      call->exchange->Write(EndOfStream(*ended), [call](bool) { call->exchange->End(); });
      return;
    }
    call->exchange->Write(Envelope(*message), [this, call](bool wanted) {
      if (wanted) return Pump(call);
      call->stream->Cancel();
      call->account.End(google::rpc::CANCELLED);
    });
  });
}

}  // namespace krans::gateway
