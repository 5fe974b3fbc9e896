#ifndef KRANS_SERVICES_GATEWAY_HTTP_SERVER_H_
#define KRANS_SERVICES_GATEWAY_HTTP_SERVER_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/gateway/exchange.h"

namespace krans::gateway {

struct HttpOptions {
  std::string address = "127.0.0.1";
  int port = 0;  // 0: any that is free

  // On every answer, also on those to what is no request.
  std::vector<std::pair<std::string, std::string>> headers;

  // What is read of one request at most, and of all together that are being read: of bodies what has come; of those in
  // parts what a part takes, up to half of it all, so that those who send nothing stop nobody else.
  size_t most_header_bytes = 16 << 10;
  std::function<size_t(const Request& head)> most_body_bytes;
  size_t most_bodies_bytes = 64 << 20;

  // Whether the body is not read before the handler asks for it, part by part; each part has `to_send_body`. Null: no
  // request's is.
  std::function<bool(const Request& head)> in_parts;

  size_t most_connections = 1024;  // more are closed as they come
  absl::Duration to_send_header = absl::Seconds(10);
  absl::Duration to_send_body = absl::Seconds(30);
  absl::Duration to_take_part = absl::Seconds(60);  // of an answer
  absl::Duration to_stay_idle = absl::Seconds(75);  // between requests
};

// HTTP/1.1 on one port. Everything is read with a limit of bytes and of time; what is past one is answered 413, 431 or
// 503 where it still can be, and the connection ends. Requests are given to the handler one at a time, on a thread of
// the server's own, which must not be blocked. Thread-safe.
class HttpServer {
 public:
  // UNAVAILABLE where the port cannot be had.
  static absl::StatusOr<std::unique_ptr<HttpServer>> Start(HttpOptions options, Handler handler);

  // Takes no more connections, tells those that wait for an answer that they are gone, and returns when the handler has
  // let go of every exchange.
  ~HttpServer();

  int port() const { return port_; }

  // Connections that are open now.
  size_t connections() const;

 private:
  class Shared;
  class Connection;
  class Pending;
  class Ticket;
  HttpServer() = default;

  std::shared_ptr<Shared> shared_;
  int port_ = 0;
  std::thread thread_;
};

}  // namespace krans::gateway

#endif  // KRANS_SERVICES_GATEWAY_HTTP_SERVER_H_
