#ifndef KRANS_SERVICES_GATEWAY_HTTP_CONNECTION_H_
#define KRANS_SERVICES_GATEWAY_HTTP_CONNECTION_H_

// Before Asio, which uses std::exchange without it.
#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>

#include "boost/asio/awaitable.hpp"
#include "boost/asio/io_context.hpp"
#include "boost/asio/ip/tcp.hpp"
#include "boost/asio/steady_timer.hpp"
#include "boost/beast/core/flat_buffer.hpp"
#include "boost/beast/core/tcp_stream.hpp"
#include "boost/beast/http/buffer_body.hpp"
#include "boost/beast/http/message.hpp"
#include "boost/beast/http/parser.hpp"
#include "boost/beast/http/string_body.hpp"
#include "services/gateway/http_server.h"

namespace krans::gateway {

// What the connections of one server share. Outlives every exchange. Used on the server's thread unless atomic.
class HttpServer::Shared : public std::enable_shared_from_this<Shared> {
 public:
  Shared(HttpOptions given, Handler handler)
      : options(std::move(given)), handler(std::move(handler)), acceptor(context), work(context.get_executor()) {}

  boost::asio::awaitable<void> Accept();
  void Close();

  // Lets the thread end where nothing is left after Close.
  void EndIfDone();

  const HttpOptions options;
  const Handler handler;
  boost::asio::io_context context{1};
  boost::asio::ip::tcp::acceptor acceptor;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work;
  std::set<std::shared_ptr<Connection>> connections;
  std::atomic<size_t> open = 0;  // the size of `connections`, for others
  size_t tickets = 0;
  size_t bodies_bytes = 0;
  bool closing = false;
};

// One request that waits for its answer. Used on the server's thread, but for Add.
class HttpServer::Pending {
 public:
  using Then = std::function<void(bool)>;
  using ThenPart = std::function<void(std::optional<std::string>)>;
  struct Want {
    ThenPart then;
  };
  struct Head {
    Response response;
  };
  struct Part {
    std::string bytes;
    Then then;
  };
  struct End {};
  using Step = std::variant<Want, Response, Head, Part, End>;

  Pending(boost::asio::io_context* context, Request request)
      : request(std::move(request)), wake_(*context, boost::asio::steady_timer::time_point::max()) {}

  // Adds a step after those that were added before, on any thread; Wake follows on the server's. False where nothing
  // more is wanted.
  bool Add(Step* step);

  // Tells whoever waits for the step that it will not be taken.
  static void Refuse(const Step& step);
  void Wake() { wake_.cancel(); }
  void Go();    // the client has gone
  void Drop();  // nobody will answer
  void Finish(bool whole);
  void WhenGone(std::function<void()> gone);

  // The next step of the answer; nothing where the client has gone or nobody answers.
  boost::asio::awaitable<std::optional<Step>> Next();

  bool dropped() const { return dropped_; }

  const Request request;

 private:
  std::optional<Step> Take();

  boost::asio::steady_timer wake_;
  std::function<void()> when_gone_;
  bool gone_ = false;
  bool dropped_ = false;
  std::mutex mutex_;  // guards the two below
  std::deque<Step> steps_;
  bool finished_ = false;
};

// The handler's end of a pending request; for any thread.
class HttpServer::Ticket : public Exchange {
 public:
  Ticket(std::shared_ptr<Shared> shared, std::shared_ptr<Pending> pending);
  ~Ticket() override;

  const Request& request() const override { return pending_->request; }
  void Read(Pending::ThenPart then) override { Add(Pending::Want{std::move(then)}); }
  void Reply(Response response) override { Add(std::move(response)); }
  void Begin(Response head) override { Add(Pending::Head{std::move(head)}); }
  void Write(std::string part, Pending::Then then) override { Add(Pending::Part{std::move(part), std::move(then)}); }
  void End() override { Add(Pending::End{}); }
  void WhenGone(std::function<void()> gone) override;

 private:
  void Add(Pending::Step step);

  const std::shared_ptr<Shared> shared_;
  const std::shared_ptr<Pending> pending_;
};

// One connection, one request after the other. Used on the server's thread.
class HttpServer::Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(boost::asio::ip::tcp::socket socket, std::shared_ptr<Shared> shared)
      : shared_(std::move(shared)), stream_(std::move(socket)) {}

  boost::asio::awaitable<void> Run();
  void Close();

 private:
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;
  using PartsParser = boost::beast::http::request_parser<boost::beast::http::buffer_body>;

  boost::asio::awaitable<bool> ServeOne();
  boost::asio::awaitable<bool> ServeInParts(Parser* parser, size_t limit);
  boost::asio::awaitable<bool> BeginBody(Parser* parser, size_t expected, size_t limit);
  boost::asio::awaitable<bool> ReadBody(Parser* parser, size_t limit);
  boost::asio::awaitable<std::optional<std::string>> ReadPart(PartsParser* body);
  boost::asio::awaitable<bool> ReadPast(PartsParser* body);
  boost::asio::awaitable<bool> Answer(std::shared_ptr<Pending> pending, PartsParser* body, bool keep_alive);
  boost::asio::awaitable<bool> Send(const Response& response, bool head_only, bool keep_alive);
  boost::asio::awaitable<bool> SendHead(const Response& head, bool keep_alive);
  boost::asio::awaitable<bool> SendChunk(std::string bytes);
  boost::asio::awaitable<bool> SendLastChunk();
  boost::asio::awaitable<bool> Refuse(int status);
  void Watch(std::shared_ptr<Pending> pending);

  const std::shared_ptr<Shared> shared_;
  boost::beast::tcp_stream stream_;
  boost::beast::flat_buffer buffer_{64 << 10};
  std::shared_ptr<Pending> pending_;
};

}  // namespace krans::gateway

#endif  // KRANS_SERVICES_GATEWAY_HTTP_CONNECTION_H_
