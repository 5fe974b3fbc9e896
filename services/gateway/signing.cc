#include "services/gateway/signing.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"
#include "services/gateway/api.h"
#include "services/gateway/connect.h"
#include "services/rpc/error.h"

namespace krans::gateway {
namespace {

constexpr char kActedAcr[] = "loa2";
constexpr char kStrongAcr[] = "loa3";

Response Json(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.always_print_primitive_fields = true;
  Response response;
  response.headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}};
  if (!google::protobuf::util::MessageToJsonString(message, &response.body, options).ok()) response.status = 500;
  return response;
}

std::string SetCookie(absl::string_view value, bool keep) {
  return absl::StrCat(kSessionCookie, "=", value, "; Path=/; Secure; HttpOnly; SameSite=Lax",
                      keep ? "" : "; Max-Age=0");
}

}  // namespace

Response Signing::Shown(std::optional<v1::Session> session) const {
  v1::Session shown = session.value_or(v1::Session());
  shown.set_act_as(parts_.people.has_value());
  shown.mutable_now()->set_seconds(absl::ToUnixSeconds(parts_.clock()));
  return Json(shown);
}

Response Signing::Signed(const std::string& cookie) const {
  Response response = Shown(parts_.sessions->Look(cookie));
  response.headers.emplace_back("Set-Cookie", SetCookie(cookie, true));
  return response;
}

Response Signing::ActAs(const Request& request) const {
  v1::ActAsRequest wanted;
  if (!google::protobuf::util::JsonStringToMessage(request.body, &wanted).ok()) {
    return Refusal(rpc::Refuse(access::v1::MALFORMED));
  }
  const auto& people = parts_.people->people();
  const auto person = std::find_if(people.begin(), people.end(),
                                   [&](const v1::ExamplePerson& p) { return p.person() == wanted.person(); });
  if (person == people.end()) return Refusal(rpc::Refuse(access::v1::NOT_FOUND));
  parts_.sessions->End(request.cookie(kSessionCookie));
  return Signed(parts_.sessions->Begin({person->person(), person->display_name(), kActedAcr, parts_.clock()}));
}

Response Signing::StepUp(const Request& request) const {
  const std::optional<std::string> cookie =
      parts_.sessions->Renew(request.cookie(kSessionCookie), kStrongAcr, parts_.clock());
  return cookie.has_value() ? Signed(*cookie) : Refusal(rpc::Refuse(access::v1::UNAUTHENTICATED));
}

Response Signing::SignOut(const Request& request) const {
  parts_.sessions->End(request.cookie(kSessionCookie));
  Response response = Shown(std::nullopt);
  response.headers.emplace_back("Set-Cookie", SetCookie("", false));
  return response;
}

void Signing::Handle(const std::shared_ptr<Exchange>& exchange, absl::string_view path) const {
  const Request& request = exchange->request();
  const bool acted = parts_.people.has_value();
  const bool get = request.method == "GET";
  const bool known = path.empty() || path == "/sign-out" || (acted && (path == "/people" || path == "/act-as")) ||
                     (acted && path == "/step-up");
  if (!known) {
    Response response = Refusal(rpc::Refuse(access::v1::NOT_FOUND));
    return exchange->Reply(std::move(response));
  }
  const bool wants_get = path.empty() || path == "/people";
  if (wants_get != get || (!get && request.method != "POST")) {
    Response response;
    response.status = 405;
    response.headers = {{"Allow", wants_get ? "GET" : "POST"}, {"Cache-Control", "no-store"}};
    return exchange->Reply(std::move(response));
  }
  if (path.empty()) return exchange->Reply(Shown(parts_.sessions->Look(request.cookie(kSessionCookie))));
  if (path == "/people") return exchange->Reply(Json(*parts_.people));

  if (CodingOf(request.header("content-type")) != Coding{Codec::kJson, false}) {
    Response response;
    response.status = 415;
    response.headers = {{"Accept-Post", "application/json"}, {"Cache-Control", "no-store"}};
    return exchange->Reply(std::move(response));
  }
  if (!parts_.origin->IsSameOrigin(request)) return exchange->Reply(Refusal(rpc::Refuse(access::v1::NOT_ALLOWED)));
  if (path == "/act-as") return exchange->Reply(ActAs(request));
  if (path == "/step-up") return exchange->Reply(StepUp(request));
  exchange->Reply(SignOut(request));
}

}  // namespace krans::gateway
