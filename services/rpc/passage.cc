#include "services/rpc/passage.h"

#include <atomic>
#include <optional>
#include <random>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/rpc/assertion.h"
#include "services/rpc/replays.h"
#include "services/rpc/seal.h"
#include "storage/journal.h"

namespace krans::rpc {
namespace {

constexpr size_t kMostRequestBytes = 1 << 20;
constexpr absl::Duration kLongestWait = absl::Seconds(1);
constexpr absl::string_view kServicePrefix = "service:";

template <typename Body>
absl::Status Guarded(Body body) {
  try {
    return body();
  } catch (const std::exception& thrown) {
    return absl::InternalError(thrown.what());
  }
}

std::string NewIncident() {
  static std::random_device device;
  static std::atomic<uint32_t> count = 0;
  return absl::StrFormat("%08x%08x", device(), ++count);
}

// Text of an error without what may name a person or a resource, fit for a JSON string.
std::string Masked(absl::string_view cause) {
  std::string masked;
  for (size_t at = 0; at < cause.size() && masked.size() < 300;) {
    size_t end = cause.find(' ', at);
    if (end == absl::string_view::npos) end = cause.size();
    const absl::string_view word = cause.substr(at, end - at);
    absl::StrAppend(&masked, masked.empty() ? "" : " ", absl::StrContains(word, '/') ? "(name)" : word);
    at = end + 1;
  }
  for (char& c : masked) {
    if (c == '"' || c == '\\' || absl::ascii_iscntrl(c)) c = '?';
  }
  return masked;
}

// In milliseconds, UTC. Most calls come in the same second as the one before.
std::string Timestamp(absl::Time time) {
  thread_local int64_t second = -1;
  thread_local std::string prefix;
  const int64_t millis = absl::ToUnixMillis(time);
  if (second != millis / 1000) {
    second = millis / 1000;
    prefix = absl::FormatTime("%Y-%m-%dT%H:%M:%S.", absl::FromUnixSeconds(second), absl::UTCTimeZone());
  }
  return absl::StrCat(prefix, absl::Dec(millis % 1000, absl::kZeroPad3), "Z");
}

}  // namespace

Door::Passage::Passage(const Door& door, Call call) : door_(door), call_(std::move(call)) {
  caller_.warning = &warning_;
  if (auto found = door_.methods_.find(call_.method); found != door_.methods_.end()) method_ = found->second.get();
}

absl::Status Door::Passage::Identify() {
  caller_.now = call_.received;
  const access::v1::SignIn needed = method_->rule->sign_in();
  if (call_.token.empty()) {
    for (int relation : method_->rule->relations()) {
      if (relation == access::v1::ANYONE && needed == access::v1::SIGN_IN_UNSPECIFIED) return absl::OkStatus();
    }
    return Refuse(access::v1::UNAUTHENTICATED);
  }
  absl::StatusOr<Assertion> assertion = door_.options_.verifier->Verify(call_.token, door_.options_.clock());
  if (!assertion.ok()) return Refuse(access::v1::UNAUTHENTICATED);
  if (absl::StartsWith(assertion->subject, kServicePrefix)) {
    caller_.service = assertion->subject.substr(kServicePrefix.size());
  } else {
    caller_.person = std::move(assertion->subject);
  }
  caller_.session = std::move(assertion->session);
  caller_.acr = std::move(assertion->acr);
  caller_.authenticated = assertion->authenticated;
  if (needed != access::v1::SIGN_IN_UNSPECIFIED && !SignedIn(caller_, needed)) {
    return Refuse(access::v1::SIGN_IN_TOO_WEAK, {{"required", access::v1::SignIn_Name(needed)}});
  }
  return absl::OkStatus();
}

absl::Status Door::Passage::Parse() {
  if (call_.request.size() > kMostRequestBytes) {
    return Refuse(access::v1::TOO_LARGE, {{"limit", absl::StrCat(kMostRequestBytes)}});
  }
  request_.reset(method_->request->New());
  if (!request_->ParseFromString(call_.request)) {
    KRANS_RETURN(CheckUtf8(*method_->request->GetDescriptor(), call_.request));
    return Refuse(access::v1::MALFORMED);
  }
  fields_ = method_->fields.Check(request_.get());
  resource_ = method_->Resource(*request_);
  if (!fields_.ok() && resource_.empty() && !method_->rule->resource().empty()) return fields_;
  if (!call_.position.empty()) {
    absl::StatusOr<std::string> opened = door_.options_.seal->Open(Purpose::kPosition, call_.position, "");
    if (!opened.ok()) return Refuse(access::v1::MALFORMED, {{"header", "krans-position"}});
    KRANS_ASSIGN(brought_, DecodePositions(*opened));
  }
  return absl::OkStatus();
}

void Door::Passage::Enter(std::function<void(absl::Status)> then) {
  if (method_ == nullptr) return then(Refuse(access::v1::UNKNOWN_METHOD));
  absl::Status status = Guarded([&] {
    KRANS_RETURN(Identify());
    return Parse();
  });
  if (!status.ok()) return then(std::move(status));
  // Those not yet reached, and whether one never will be; the last to answer goes on.
  struct Waiting {
    std::atomic<int> left = 1;
    std::atomic<bool> late = false;
    std::function<void(absl::Status)> then;
  };
  auto waiting = std::make_shared<Waiting>();
  waiting->then = std::move(then);
  auto arrive = [waiting](bool reached) {
    if (!reached) waiting->late = true;
    if (--waiting->left > 0) return;
    waiting->then(waiting->late ? Refuse(access::v1::SOURCE_SILENT) : absl::OkStatus());
  };
  if (door_.options_.following != nullptr) {
    for (const auto& [source, seen] : brought_) {
      if (source == door_.options_.service) continue;
      ++waiting->left;
      door_.options_.following->WhenReached(source, seen, kLongestWait, arrive);
    }
  }
  arrive(true);
}

absl::Status Door::Passage::Admit(const storage::ReadTransaction& state) const {
  if (call_.cancelled && call_.cancelled()) return absl::CancelledError();
  KRANS_ASSIGN(bool related, door_.access_.Related(*method_->rule, caller_, resource_, state));
  if (related) return absl::OkStatus();
  if (method_->rule->resource().empty()) return Refuse(access::v1::NOT_ALLOWED);
  for (const access::v1::Rule* get_rule : method_->get_rules) {
    absl::StatusOr<bool> may_know = door_.access_.Related(*get_rule, caller_, resource_, state);
    if (may_know.ok() && *may_know) return Refuse(access::v1::NOT_ALLOWED);
  }
  return Refuse(access::v1::NOT_FOUND);
}

absl::Status Door::Passage::CheckPhase(const storage::ReadTransaction& state) const {
  return door_.access_.CheckPhase(*method_->rule, resource_, state, caller_.now);
}

// What the handler says; where something `first` or the fields are refused already, that, with all that the handler
// finds wrong with other fields. Nothing is told of the version of what the handler says is not there for the caller.
absl::Status Door::Passage::Handle(absl::Status first, const std::function<absl::Status()>& handler) const {
  if (first.ok() && fields_.ok()) return handler();
  absl::Status said = handler();
  if (!first.ok() && absl::IsNotFound(said)) return said;
  return WithViolations(first.ok() ? fields_ : WithViolations(std::move(first), fields_), said);
}

absl::Status Door::Passage::Read(const storage::ReadTransaction& state) {
  return Guarded([&] {
    KRANS_RETURN(Admit(state));
    if (absl::Status phase = CheckPhase(state); !phase.ok()) return WithViolations(std::move(phase), fields_);
    return Handle(absl::OkStatus(), [&] { return method_->reader(caller_, state, *request_, &response_); });
  });
}

absl::Status Door::Passage::Begin(const storage::ReadTransaction& state) const {
  return Guarded([&] {
    KRANS_RETURN(Admit(state));
    absl::Status phase = CheckPhase(state);
    return phase.ok() ? fields_ : WithViolations(std::move(phase), fields_);
  });
}

absl::StatusOr<std::shared_ptr<Source>> Door::Passage::Stream() const {
  std::shared_ptr<Source> source;
  KRANS_RETURN(Guarded([&]() -> absl::Status {
    KRANS_ASSIGN(source, method_->streamer(caller_, *request_));
    return absl::OkStatus();
  }));
  return source;
}

absl::Status Door::Passage::Write(storage::WriteTransaction& state) {
  return Guarded([&]() -> absl::Status {
    KRANS_RETURN(Admit(state));
    const std::string id = Method::Text(*request_, method_->request_id);
    Replay replay;
    if (!id.empty() && fields_.ok()) {
      replay.digest = storage::Digest("", call_.request);
      KRANS_ASSIGN(std::optional<Replay> earlier, Replays::Find(state, caller_, method_->name, id));
      if (earlier.has_value()) {
        if (earlier->digest != replay.digest) return Refuse(access::v1::REQUEST_ID_REUSED);
        std::unique_ptr<google::protobuf::Message> record(method_->response->New());
        KRANS_RETURN(state.GetMessage(earlier->record, record.get()));
        KRANS_RETURN(door_.Redact(caller_, state, record.get()));
        record->SerializeToString(&response_);
        replayed_warning_ = std::move(earlier->warning);
        return absl::OkStatus();
      }
    }
    // What the handler finds in another phase may be secret yet; what it finds in an older version is the caller's.
    if (absl::Status phase = CheckPhase(state); !phase.ok()) return WithViolations(std::move(phase), fields_);
    KRANS_RETURN(Handle(method_->CheckEtag(*request_, state),
                        [&] { return method_->writer(caller_, state, *request_, &response_, &replay.record); }));
    if (id.empty()) return absl::OkStatus();
    replay.warning = Warning();
    return door_.replays_.Keep(state, caller_, method_->name, id, replay);
  });
}

std::string Door::Passage::Warning() const {
  return warning_.ok() ? replayed_warning_ : ToRpcStatus(warning_, "").SerializeAsString();
}

void Door::Passage::Audit(std::function<void(absl::Status)> then) const {
  switch (method_->rule->audit_read()) {
    case access::v1::ENTERED_FIRST:
      return door_.options_.store->Enter(change(), resource_, std::move(then));
    case access::v1::ENTERED:
      door_.options_.store->Enter(change(), resource_, [](absl::Status) {});
      [[fallthrough]];
    default:
      return then(absl::OkStatus());
  }
}

storage::Change Door::Passage::change() const {
  return {caller_.actor(), method_->name, caller_.now, Method::Text(*request_, method_->reason)};
}

Reply Door::Passage::Leave(absl::Status status, int64_t position) {
  Reply reply;
  std::string incident, cause;
  if (status.ok()) {
    Positions seen = std::move(brought_);
    seen[door_.options_.service] = {door_.epoch_, position};
    absl::StatusOr<std::string> bytes = EncodePositions(seen);
    if (bytes.ok()) bytes = door_.options_.seal->Close(Purpose::kPosition, *bytes, "");
    if (bytes.ok()) reply.position = *std::move(bytes);
    reply.response = std::move(response_);
    reply.warning = Warning();
  } else if (absl::IsNotFound(status)) {
    status = Refuse(access::v1::NOT_FOUND);
  } else if (const access::v1::Reason reason = ReasonOf(status);
             reason == access::v1::INTERNAL ||
             (reason == access::v1::REASON_UNSPECIFIED && !absl::IsCancelled(status))) {
    incident = NewIncident();
    cause = absl::StrCat(absl::StatusCodeToString(status.code()), ": ", status.message());
    status = absl::IsUnavailable(status) && !door_.options_.store->Writable().ok()
                 ? Refuse(access::v1::READ_ONLY)
                 : Refuse(access::v1::INTERNAL, {{"incident", incident}});
  }
  fields_ = absl::OkStatus();  // whoever hears shares nothing with what the writer's thread ends
  reply.status = std::move(status);
  if (door_.options_.log) Log(reply, incident, cause);
  return reply;
}

void Door::Passage::Log(const Reply& reply, const std::string& incident, const std::string& cause) const {
  const auto took = std::chrono::steady_clock::now() - began_;
  const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(took).count();
  std::string line = absl::StrCat(R"({"time":")", Timestamp(call_.received), R"(","service":")", door_.options_.service,
                                  R"(","method":")", method_ == nullptr ? "unknown" : method_->name, R"(","code":")",
                                  absl::StatusCodeToString(reply.status.code()), R"(","ms":)", micros / 1000, ".",
                                  absl::Dec(micros % 1000, absl::kZeroPad3), R"(,"request_bytes":)",
                                  call_.request.size(), R"(,"response_bytes":)", reply.response.size());
  if (!reply.status.ok()) {
    absl::StrAppend(&line, R"(,"reason":")", access::v1::Reason_Name(ReasonOf(reply.status)), R"(")");
  }
  if (!incident.empty()) {
    absl::StrAppend(&line, R"(,"incident":")", incident, R"(","cause":")", Masked(cause), R"(")");
  }
  door_.options_.log(absl::StrCat(line, "}"));
}

}  // namespace krans::rpc
