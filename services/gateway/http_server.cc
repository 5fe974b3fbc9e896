#include "services/gateway/http_server.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "boost/asio/co_spawn.hpp"
#include "boost/asio/detached.hpp"
#include "boost/asio/post.hpp"
#include "boost/asio/redirect_error.hpp"
#include "boost/asio/use_awaitable.hpp"
#include "services/gateway/http_connection.h"

namespace krans::gateway {

namespace net = boost::asio;
using net::ip::tcp;

net::awaitable<void> HttpServer::Shared::Accept() {
  const std::shared_ptr<Shared> self = shared_from_this();
  while (!closing) {
    boost::system::error_code error;
    tcp::socket socket = co_await acceptor.async_accept(net::redirect_error(net::use_awaitable, error));
    if (closing) break;
    if (error) {
      // Out of descriptors, most likely: those that are open go on, and some of them will end.
      net::steady_timer pause(context, std::chrono::milliseconds(100));
      co_await pause.async_wait(net::redirect_error(net::use_awaitable, error));
      continue;
    }
    if (connections.size() >= options.most_connections) continue;
    auto connection = std::make_shared<Connection>(std::move(socket), self);
    connections.insert(connection);
    open = connections.size();
    net::co_spawn(context, connection->Run(), net::detached);
  }
}

void HttpServer::Shared::Close() {
  closing = true;
  boost::system::error_code ignored;
  acceptor.close(ignored);
  for (const std::shared_ptr<Connection>& connection : connections) connection->Close();
  EndIfDone();
}

void HttpServer::Shared::EndIfDone() {
  if (closing && connections.empty() && tickets == 0) work.reset();
}

absl::StatusOr<std::unique_ptr<HttpServer>> HttpServer::Start(HttpOptions options, Handler handler) {
  std::unique_ptr<HttpServer> server(new HttpServer());
  server->shared_ = std::make_shared<Shared>(std::move(options), std::move(handler));
  Shared& shared = *server->shared_;
  boost::system::error_code error;
  const net::ip::address address = net::ip::make_address(shared.options.address, error);
  const tcp::endpoint endpoint(address, static_cast<uint16_t>(shared.options.port));
  if (!error) shared.acceptor.open(endpoint.protocol(), error);
  if (!error) shared.acceptor.set_option(net::socket_base::reuse_address(true), error);
  if (!error) shared.acceptor.bind(endpoint, error);
  if (!error) shared.acceptor.listen(net::socket_base::max_listen_connections, error);
  if (error) {
    return absl::UnavailableError(
        absl::StrCat(shared.options.address, " port ", shared.options.port, ": ", error.message()));
  }
  server->port_ = shared.acceptor.local_endpoint().port();
  net::co_spawn(shared.context, shared.Accept(), net::detached);
  server->thread_ = std::thread([shared = server->shared_] { shared->context.run(); });
  return server;
}

HttpServer::~HttpServer() {
  if (!thread_.joinable()) return;
  net::post(shared_->context, [shared = shared_] { shared->Close(); });
  thread_.join();
}

size_t HttpServer::connections() const { return shared_->open; }

}  // namespace krans::gateway
