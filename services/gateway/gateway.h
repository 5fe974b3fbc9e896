#ifndef KRANS_SERVICES_GATEWAY_GATEWAY_H_
#define KRANS_SERVICES_GATEWAY_GATEWAY_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/gateway/api.h"
#include "services/gateway/backend.h"
#include "services/gateway/files.h"
#include "services/gateway/http_server.h"
#include "services/gateway/origin.h"
#include "services/gateway/provider.h"
#include "services/gateway/schema.h"
#include "services/gateway/sessions.h"
#include "services/gateway/signing.h"
#include "services/gateway/site.h"
#include "services/rpc/installation.h"
#include "services/rpc/metrics.h"
#include "services/rpc/mint.h"

namespace krans::gateway {

struct GatewayOptions {
  rpc::Addresses addresses;  // of the services
  std::string address = "127.0.0.1";
  int port = 0;                   // 0: any that is free
  std::string origin;             // "https://krans.example.se", as browsers see it; empty: http on loopback
  std::string site;               // the folder of the web client; empty: none
  std::string people;             // the file of people whom anyone may act as; empty: nobody
  std::string identity_provider;  // the file that says where people sign in; empty: nowhere
  std::string schema = std::string(Schema::BuiltIn());
  SessionLimits limits;
  HttpOptions http;                               // limits alone: what is said above counts here
  std::function<absl::Time()> clock = absl::Now;  // the award's: what sign-ins and assertions go by
  std::function<absl::Time()> wall = absl::Now;   // this machine's: what sessions end by
  rpc::Metrics* metrics = nullptr;                // outlives the gateway
  std::function<void(absl::string_view line)> log;
};

// The gateway, running (README.md). Thread-safe.
class Gateway {
 public:
  // `signer` speaks for people. FAILED_PRECONDITION where people may be acted as and the gateway, or a service, can be
  // reached from another machine, or where it can be reached and has no origin.
  static absl::StatusOr<std::unique_ptr<Gateway>> Start(GatewayOptions options, rpc::Signer signer);

  ~Gateway();

  int port() const { return server_->port(); }
  const HttpServer& server() const { return *server_; }

 private:
  class Waiters;
  explicit Gateway(GatewayOptions options, rpc::Signer signer, Origin origin);
  void Handle(const std::shared_ptr<Exchange>& exchange);
  void Health(const std::shared_ptr<Exchange>& exchange);

  // In the order of what needs what; destroyed from the end.
  const GatewayOptions options_;
  const Origin origin_;
  std::unique_ptr<Schema> schema_;
  Sessions sessions_;
  Site site_;
  std::shared_ptr<const std::string> openapi_json_;
  std::shared_ptr<const std::string> openapi_page_;
  std::unique_ptr<Api> api_;
  std::unique_ptr<Files> files_;
  std::unique_ptr<Provider> provider_;
  std::unique_ptr<Signing> signing_;
  std::unique_ptr<Waiters> waiters_;  // do what waits for the provider
  Backend backend_;                   // its calls use what is above
  std::unique_ptr<HttpServer> server_;
};

}  // namespace krans::gateway

#endif  // KRANS_SERVICES_GATEWAY_GATEWAY_H_
