#include "services/gateway/gateway.h"

// Before Asio, which uses std::exchange without it.
#include <map>
#include <mutex>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "boost/asio/post.hpp"
#include "boost/asio/thread_pool.hpp"
#include "grpc/health/v1/health.pb.h"
#include "services/gateway/openapi.h"
#include "services/gateway/people.h"
#include "services/rpc/error.h"

namespace krans::gateway {
namespace {

constexpr size_t kMostCallBytes = 4 << 20;  // JSON takes more room than the 1 MiB that the services read
constexpr size_t kMostSessionBytes = 16 << 10;
constexpr absl::Duration kHealthTime = absl::Seconds(2);

// What follows `prefix` in a path, where the prefix is a whole step.
std::optional<absl::string_view> Below(absl::string_view path, absl::string_view prefix) {
  if (!absl::ConsumePrefix(&path, prefix) || (!path.empty() && path[0] != '/')) return std::nullopt;
  return path;
}

size_t MostBodyBytes(const Request& head) {
  if (Below(head.path, "/api").has_value()) return kMostCallBytes;
  if (Below(head.path, "/files").has_value()) return kMostFileBytes;
  return Below(head.path, "/session").has_value() ? kMostSessionBytes : 0;
}

absl::Status CheckReach(const GatewayOptions& options) {
  const bool reached = !rpc::IsLoopback(options.address + ":0") && options.address != "::1";
  if (options.people.empty()) {
    if (!reached || !options.origin.empty()) return absl::OkStatus();
    return absl::FailedPreconditionError(
        absl::StrCat("who listens on ", options.address, " needs --origin, as browsers see it"));
  }
  if (!options.identity_provider.empty()) {
    return absl::FailedPreconditionError("people either sign in or are acted as, not both");
  }
  if (reached || !options.origin.empty()) {
    return absl::FailedPreconditionError("--act-as lets anyone be anybody: only on loopback, and without --origin");
  }
  for (const auto& [service, address] : options.addresses) {
    if (rpc::IsLoopback(address)) continue;
    return absl::FailedPreconditionError(
        absl::StrCat("--act-as lets anyone be anybody, but ", service, " is at ", address, " and not on loopback"));
  }
  return absl::OkStatus();
}

}  // namespace

// Two threads that may wait for the network; what they were given is done before they end.
class Gateway::Waiters {
 public:
  ~Waiters() { pool_.join(); }
  void Do(std::function<void()> work) { boost::asio::post(pool_, std::move(work)); }

 private:
  boost::asio::thread_pool pool_{2};
};

absl::StatusOr<std::unique_ptr<Gateway>> Gateway::Start(GatewayOptions options, rpc::Signer signer) {
  KRANS_RETURN(CheckReach(options));
  KRANS_ASSIGN(Origin origin, Origin::Parse(options.origin));
  std::unique_ptr<Gateway> gateway(new Gateway(std::move(options), std::move(signer), std::move(origin)));
  const GatewayOptions& given = gateway->options_;
  KRANS_ASSIGN(gateway->schema_, Schema::Parse(given.schema));
  gateway->openapi_json_ = std::make_shared<const std::string>(OpenApiJson(*gateway->schema_));
  gateway->openapi_page_ = std::make_shared<const std::string>(OpenApiPage(*gateway->schema_));
  if (!given.site.empty()) {
    KRANS_ASSIGN(gateway->site_, Site::Load(given.site));
  }
  Signing::Parts signing;
  signing.origin = &gateway->origin_;
  signing.sessions = &gateway->sessions_;
  signing.clock = given.clock;
  if (!given.people.empty()) {
    KRANS_ASSIGN(signing.people, LoadPeople(given.people));
  }
  if (!given.identity_provider.empty()) {
    KRANS_ASSIGN(gateway->provider_, Provider::Load(given.identity_provider, given.wall));
    gateway->waiters_ = std::make_unique<Waiters>();
    signing.provider = gateway->provider_.get();
    signing.apart = [waiters = gateway->waiters_.get()](std::function<void()> work) { waiters->Do(std::move(work)); };
    signing.log = given.log;
  }
  gateway->signing_ = std::make_unique<Signing>(std::move(signing));
  const Api::Parts parts = {gateway->schema_.get(), &gateway->backend_, &gateway->sessions_, given.metrics, given.log};
  gateway->api_ = std::make_unique<Api>(parts);
  gateway->files_ = std::make_unique<Files>(parts);
  HttpOptions http = given.http;
  http.address = given.address;
  http.port = given.port;
  http.headers = gateway->origin_.Headers();
  http.most_body_bytes = MostBodyBytes;
  http.in_parts = [](const Request& head) { return Below(head.path, "/files").has_value(); };
  KRANS_ASSIGN(gateway->server_,
               HttpServer::Start(std::move(http), [running = gateway.get()](std::shared_ptr<Exchange> exchange) {
                 running->Handle(exchange);
               }));
  given.metrics->Ask("krans_connections", "Connections from browsers now", "gateway", "",
                     [server = gateway->server_.get()] { return static_cast<double>(server->connections()); });
  given.metrics->Ask("krans_sessions", "Sessions now", "gateway", "",
                     [sessions = &gateway->sessions_] { return static_cast<double>(sessions->size()); });
  return gateway;
}

Gateway::Gateway(GatewayOptions options, rpc::Signer signer, Origin origin)
    : options_(std::move(options)),
      origin_(std::move(origin)),
      sessions_(std::move(signer), options_.limits, options_.wall, options_.clock),
      backend_(options_.addresses) {}

Gateway::~Gateway() { options_.metrics->Forget("gateway"); }

void Gateway::Handle(const std::shared_ptr<Exchange>& exchange) {
  const Request& request = exchange->request();
  if (!origin_.IsAddressed(request)) {
    Response response;
    response.status = 421;
    response.headers = {{"Cache-Control", "no-store"}};
    return exchange->Reply(std::move(response));
  }
  const bool openapi = request.path == "/openapi.json" || request.path == "/openapi";
  if ((openapi || request.path == "/health") && request.method != "GET" && request.method != "HEAD") {
    return exchange->Reply(WrongMethod("GET, HEAD"));
  }
  if (request.path == "/health") return Health(exchange);
  const std::optional<absl::string_view> method = Below(request.path, "/api");
  const std::optional<absl::string_view> session = Below(request.path, "/session");
  const std::optional<absl::string_view> file = Below(request.path, "/files");
  if (openapi) {
    const bool page = request.path == "/openapi";
    Response response;
    response.headers = {{"Content-Type", page ? "text/html; charset=utf-8" : "application/json"},
                        {"Cache-Control", "no-cache"}};
    response.file = page ? openapi_page_ : openapi_json_;
    return exchange->Reply(std::move(response));
  }
  if (!method.has_value() && !session.has_value() && !file.has_value()) return exchange->Reply(site_.Answer(request));

  // What a browser sends with its cookie must come from our own pages.
  const bool changes = request.method != "GET" && !request.cookie(kSessionCookie).empty();
  // The way back from the identity provider is another site's doing, and bears its own proof.
  const bool returns = session == "/callback" || session == "/sign-in";
  if ((Origin::IsForeign(request) && !returns) || (changes && !origin_.IsSameOrigin(request))) {
    return exchange->Reply(Refusal(rpc::Refuse(access::v1::NOT_ALLOWED)));
  }
  if (session.has_value()) return signing_->Handle(exchange, *session);
  if (file.has_value()) return files_->Handle(exchange, absl::StripPrefix(*file, "/"));
  api_->Handle(exchange, absl::StripPrefix(*method, "/"));
}

void Gateway::Health(const std::shared_ptr<Exchange>& exchange) {
  struct Round {
    std::mutex mutex;
    size_t asked = 0;
    std::map<std::string, bool> serving;
  };
  auto round = std::make_shared<Round>();
  const std::vector<std::string> services = backend_.services();
  round->asked = services.size();
  for (const std::string& service : services) {
    Outgoing call = {service, "grpc.health.v1.Health/Check", "", "", "", absl::Now() + kHealthTime};
    backend_.Ask(std::move(call), [exchange, round, service](Incoming incoming) {
      grpc::health::v1::HealthCheckResponse answer;
      std::lock_guard lock(round->mutex);
      round->serving[service] = incoming.status.code() == 0 && answer.ParseFromString(incoming.response) &&
                                answer.status() == grpc::health::v1::HealthCheckResponse::SERVING;
      if (round->serving.size() < round->asked) return;
      Response response;
      response.headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}};
      std::vector<std::string> lines;
      for (const auto& [name, serving] : round->serving) {
        lines.push_back(absl::StrCat("\"", name, "\":", serving ? "true" : "false"));
        if (!serving) response.status = 503;
      }
      response.body = absl::StrCat("{", absl::StrJoin(lines, ","), "}\n");
      exchange->Reply(std::move(response));
    });
  }
}

}  // namespace krans::gateway
