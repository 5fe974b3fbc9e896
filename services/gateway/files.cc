#include "services/gateway/files.h"

#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "google/rpc/code.pb.h"
#include "krans/submissions/v1/extracts.pb.h"
#include "services/gateway/account.h"
#include "services/gateway/connect.h"
#include "services/rpc/error.h"

namespace krans::gateway {
namespace {

constexpr char kService[] = "submissions";
constexpr char kExtracts[] = "krans.submissions.v1.Extracts/";
constexpr absl::Duration kMostTime = absl::Seconds(30);  // of one call

// The value of a header that names the file, whatever its characters (RFC 6266, RFC 8187).
std::string Disposition(absl::string_view file_name) {
  std::string value = "attachment; filename*=UTF-8''";
  for (const char c : file_name) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c)) || absl::StrContains("-._~", c)) {
      value.push_back(c);
    } else {
      absl::StrAppendFormat(&value, "%%%02X", static_cast<unsigned char>(c));
    }
  }
  return value;
}

// Of an answer that is no such message, or of no file.
google::rpc::Status Broken() { return rpc::ToRpcStatus(rpc::Refuse(access::v1::INTERNAL), ""); }

google::rpc::Status NotFound() { return rpc::ToRpcStatus(rpc::Refuse(access::v1::NOT_FOUND), ""); }

}  // namespace

// One file under way.
struct Files::Transfer {
  std::shared_ptr<Exchange> exchange;
  std::string cookie;
  Account account;
  submissions::v1::SaveExtractRequest save;
  submissions::v1::Extract extract;
  bool begun = false;  // to answer
};

void Files::Refuse(const Shared& transfer, const google::rpc::Status& status) const {
  transfer->account.End(status.code());
  // An answer that has begun can only be broken off, which whoever reads it notices.
  if (!transfer->begun) transfer->exchange->Reply(Refusal(status));
}

void Files::Handle(const std::shared_ptr<Exchange>& exchange, absl::string_view name) const {
  const Request& request = exchange->request();
  const bool put = request.method == "PUT";
  if (!put && request.method != "GET") return exchange->Reply(WrongMethod("GET, PUT"));
  auto transfer = std::make_shared<Transfer>(
      Transfer{.exchange = exchange,
               .cookie = std::string(request.cookie(kSessionCookie)),
               .account = Account(parts_.metrics, parts_.log, put ? "PUT /files" : "GET /files")});
  if (!absl::EndsWith(name, "/extract")) return Refuse(transfer, NotFound());
  submissions::v1::Extract& extract = *transfer->save.mutable_extract();
  extract.set_name(std::string(name));
  if (!put) return Begin(transfer);
  absl::string_view etag = request.header("if-match");
  if (absl::ConsumePrefix(&etag, "\"")) absl::ConsumeSuffix(&etag, "\"");
  extract.set_etag(std::string(etag));
  extract.set_file_name(QueryValue(request.query, "file_name").value_or(""));
  transfer->save.set_request_id(QueryValue(request.query, "request_id").value_or(""));
  Take(transfer);
}

// Stores the next part of what is sent, and then what follows it.
void Files::Take(const Shared& transfer) const {
  transfer->exchange->Read([this, transfer](std::optional<std::string> part) {
    if (!part.has_value()) return transfer->account.End(google::rpc::CANCELLED);
    if (part->empty()) return Save(transfer);
    submissions::v1::SaveExtractPartRequest request;
    request.set_name(transfer->save.extract().name());
    request.set_content(*std::move(part));
    Ask(transfer, "SaveExtractPart", request, [this, transfer](const Incoming& incoming) {
      submissions::v1::SavedPart saved;
      if (!saved.ParseFromString(incoming.response)) return Refuse(transfer, Broken());
      transfer->save.mutable_extract()->add_parts(saved.part());
      Take(transfer);
    });
  });
}

void Files::Save(const Shared& transfer) const {
  Ask(transfer, "SaveExtract", transfer->save, [this, transfer](const Incoming& incoming) {
    if (!incoming.position.empty()) parts_.sessions->Saw(transfer->cookie, incoming.position);
    const Schema::Method* method = parts_.schema->Find(absl::StrCat(kExtracts, "SaveExtract"));
    const absl::StatusOr<std::string> json = parts_.schema->ResponseToJson(*method, incoming.response);
    if (!json.ok()) return Refuse(transfer, rpc::ToRpcStatus(json.status(), ""));
    Response response;
    response.headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}};
    response.body = *json;
    transfer->account.End(google::rpc::OK);
    transfer->exchange->Reply(std::move(response));
  });
}

void Files::Begin(const Shared& transfer) const {
  submissions::v1::GetExtractRequest request;
  request.set_name(transfer->save.extract().name());
  Ask(transfer, "GetExtract", request, [this, transfer](const Incoming& incoming) {
    if (!transfer->extract.ParseFromString(incoming.response) || transfer->extract.parts().empty()) {
      return Refuse(transfer, Broken());
    }
    Give(transfer, 0);
  });
}

// Passes the part on, and then those that follow it. The first comes before the answer begins, so that what keeps it
// back can be told.
void Files::Give(const Shared& transfer, int next) const {
  const submissions::v1::Extract& extract = transfer->extract;
  if (next == extract.parts_size()) {
    transfer->account.End(google::rpc::OK);
    return transfer->exchange->End();
  }
  submissions::v1::GetExtractPartRequest request;
  request.set_name(extract.name());
  request.set_part(extract.parts(next));
  Ask(transfer, "GetExtractPart", request, [this, transfer, next](const Incoming& incoming) {
    submissions::v1::ExtractPart part;
    if (!part.ParseFromString(incoming.response)) return Refuse(transfer, Broken());
    if (!transfer->begun) {
      transfer->begun = true;
      Response head;
      head.headers = {{"Content-Type", transfer->extract.media_type()},
                      {"Content-Disposition", Disposition(transfer->extract.file_name())},
                      {"Content-Security-Policy", "default-src 'none'; sandbox"},
                      {"Cache-Control", "no-store"}};
      transfer->exchange->Begin(std::move(head));
    }
    transfer->exchange->Write(std::move(*part.mutable_content()), [this, transfer, next](bool wanted) {
      if (wanted) return Give(transfer, next + 1);
      transfer->account.End(google::rpc::CANCELLED);
    });
  });
}

void Files::Ask(const Shared& transfer, absl::string_view method, const google::protobuf::Message& request,
                std::function<void(const Incoming&)> then) const {
  Outgoing call = {kService, absl::StrCat(kExtracts, method), "",
                   "",       request.SerializeAsString(),     absl::Now() + kMostTime};
  if (std::optional<Sessions::Visit> visit = parts_.sessions->Enter(transfer->cookie); visit.has_value()) {
    call.token = std::move(visit->token);
    call.position = std::move(visit->position);
  }
  const std::shared_ptr<Backend::Call> asked =
      parts_.backend->Ask(std::move(call), [this, transfer, then = std::move(then)](const Incoming& incoming) {
        if (incoming.status.code() != google::rpc::OK) return Refuse(transfer, incoming.status);
        then(incoming);
      });
  transfer->exchange->WhenGone([asked] { asked->Cancel(); });
}

}  // namespace krans::gateway
