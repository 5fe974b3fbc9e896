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
constexpr char kFlowCookie[] = "__Host-krans-sign-in";
constexpr char kCallback[] = "/session/callback";
constexpr size_t kLongestPath = 2000;

Response Json(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.always_print_primitive_fields = true;
  Response response;
  response.headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}};
  if (!google::protobuf::util::MessageToJsonString(message, &response.body, options).ok()) response.status = 500;
  return response;
}

std::string SetCookie(absl::string_view name, absl::string_view value) {
  return absl::StrCat(name, "=", value, "; Path=/; Secure; HttpOnly; SameSite=Lax", value.empty() ? "; Max-Age=0" : "");
}

// A path of ours; "/" in place of anything that a browser might take for another site's address.
std::string OwnPath(const std::string& path) {
  const bool plain = std::all_of(path.begin(), path.end(), [](char c) { return c > ' ' && c < 0x7f && c != '\\'; });
  return plain && path.size() <= kLongestPath && !path.empty() && path[0] == '/' && path.substr(0, 2) != "//" ? path
                                                                                                              : "/";
}

Response GoTo(const std::string& url) {
  Response response;
  response.status = 303;
  response.headers = {{"Location", url}, {"Cache-Control", "no-store"}};
  return response;
}

}  // namespace

Response Signing::Shown(std::optional<v1::Session> session) const {
  v1::Session shown = session.value_or(v1::Session());
  shown.set_act_as(parts_.people.has_value());
  shown.set_signs_in(parts_.provider != nullptr);
  shown.mutable_now()->set_seconds(absl::ToUnixSeconds(parts_.clock()));
  return Json(shown);
}

Response Signing::Signed(const std::string& cookie) const {
  Response response = Shown(parts_.sessions->Look(cookie));
  response.headers.emplace_back("Set-Cookie", SetCookie(kSessionCookie, cookie));
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
  response.headers.emplace_back("Set-Cookie", SetCookie(kSessionCookie, ""));
  return response;
}

// Sends the browser to the provider.
void Signing::Leave(const std::shared_ptr<Exchange>& exchange) const {
  parts_.apart([this, exchange] {
    const Request& request = exchange->request();
    const std::string path = OwnPath(QueryValue(request.query, "return").value_or("/"));
    const auto begun = parts_.provider->Begin(parts_.origin->Of(request) + kCallback, path,
                                              QueryValue(request.query, "step-up") == "1");
    if (!begun.ok()) {
      parts_.log(absl::StrCat("sign-in: ", begun.status().message()));
      return exchange->Reply(GoTo("/?sign-in=failed"));
    }
    Response response = GoTo(begun->url);
    response.headers.emplace_back("Set-Cookie", SetCookie(kFlowCookie, begun->cookie));
    exchange->Reply(std::move(response));
  });
}

// The cookie of the session that the sign-in begins or, as a step-up of the same person, renews.
absl::StatusOr<std::string> Signing::Open(const Request& request, SignIn sign_in, bool step_up) const {
  sign_in.authenticated = std::min(sign_in.authenticated, parts_.clock());
  const absl::string_view before = request.cookie(kSessionCookie);
  const std::optional<v1::Session> session = parts_.sessions->Look(before);
  if (step_up && session.has_value()) {
    if (session->person() != sign_in.person) return absl::UnauthenticatedError("a step-up by somebody else");
    const std::optional<std::string> renewed = parts_.sessions->Renew(before, sign_in.acr, sign_in.authenticated);
    if (renewed.has_value()) return *renewed;
  }
  parts_.sessions->End(before);
  return parts_.sessions->Begin(std::move(sign_in));
}

// Takes the browser back from there.
void Signing::Return(const std::shared_ptr<Exchange>& exchange) const {
  parts_.apart([this, exchange] {
    const Request& request = exchange->request();
    const auto ended =
        parts_.provider->End(request.query, request.cookie(kFlowCookie), parts_.origin->Of(request) + kCallback);
    const absl::StatusOr<std::string> opened =
        ended.ok() ? Open(request, ended->sign_in, ended->step_up) : ended.status();
    Response response = GoTo(opened.ok() ? ended->return_path : "/?sign-in=failed");
    response.headers.emplace_back("Set-Cookie", SetCookie(kFlowCookie, ""));
    if (opened.ok()) {
      response.headers.emplace_back("Set-Cookie", SetCookie(kSessionCookie, *opened));
    } else {
      parts_.log(absl::StrCat("sign-in: ", opened.status().message()));
    }
    exchange->Reply(std::move(response));
  });
}

void Signing::Handle(const std::shared_ptr<Exchange>& exchange, absl::string_view path) const {
  const Request& request = exchange->request();
  const bool acted = parts_.people.has_value();
  const bool get = request.method == "GET";
  const bool leads = parts_.provider != nullptr && (path == "/sign-in" || path == "/callback");
  const bool known = path.empty() || path == "/sign-out" || leads ||
                     (acted && (path == "/people" || path == "/act-as" || path == "/step-up"));
  if (!known) {
    Response response = Refusal(rpc::Refuse(access::v1::NOT_FOUND));
    return exchange->Reply(std::move(response));
  }
  const bool wants_get = path.empty() || path == "/people" || leads;
  if (wants_get != get || (!get && request.method != "POST")) {
    return exchange->Reply(WrongMethod(wants_get ? "GET" : "POST"));
  }
  if (path.empty()) return exchange->Reply(Shown(parts_.sessions->Look(request.cookie(kSessionCookie))));
  if (path == "/people") return exchange->Reply(Json(*parts_.people));
  if (leads) return path == "/sign-in" ? Leave(exchange) : Return(exchange);

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
