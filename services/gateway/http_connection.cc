#include "services/gateway/http_connection.h"

#include <sys/socket.h>

#include <algorithm>
#include <chrono>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/time/time.h"
#include "boost/asio/post.hpp"
#include "boost/asio/redirect_error.hpp"
#include "boost/asio/use_awaitable.hpp"
#include "boost/asio/write.hpp"
#include "boost/beast/http/chunk_encode.hpp"
#include "boost/beast/http/empty_body.hpp"
#include "boost/beast/http/error.hpp"
#include "boost/beast/http/read.hpp"
#include "boost/beast/http/span_body.hpp"
#include "boost/beast/http/write.hpp"

namespace krans::gateway {
namespace {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using beast::error_code;

constexpr size_t kMostRefusedBytes = 1 << 20;
constexpr std::chrono::seconds kToRefuse(2);
constexpr size_t kMostBodyBytes = 64 << 20;  // of any route; each route's own limit follows the header

std::string ToString(beast::string_view text) { return std::string(text.data(), text.size()); }

template <typename Body>
Request TakeRequest(const http::message<true, Body>& message) {
  Request request;
  request.method = ToString(message.method_string());
  const std::string target = ToString(message.target());
  const size_t question = target.find('?');
  request.path = target.substr(0, question);
  if (question != std::string::npos) request.query = target.substr(question + 1);
  for (const auto& field : message) {
    request.headers.emplace(absl::AsciiStrToLower(ToString(field.name_string())), ToString(field.value()));
  }
  return request;
}

template <typename Body>
void Fill(const Response& response, const HttpOptions& options, bool keep_alive, http::message<false, Body>* message) {
  message->version(11);
  message->result(static_cast<unsigned>(response.status));
  for (const auto& [name, value] : options.headers) message->insert(name, value);
  for (const auto& [name, value] : response.headers) message->insert(name, value);
  message->keep_alive(keep_alive);
}

template <typename Parser>
size_t LengthOf(const Parser& parser, size_t limit) {
  const auto length = parser.content_length();
  return length.has_value() ? static_cast<size_t>(*length) : parser.chunked() ? limit : 0;
}

// Whether it is known where the body ends: of transfer codings, chunked alone is understood (RFC 9112, 6.1).
template <typename Parser>
bool IsFramed(const Parser& parser) {
  const auto& fields = parser.get();
  return fields.count(http::field::transfer_encoding) == 0 ||
         (fields.count(http::field::transfer_encoding) == 1 &&
          absl::EqualsIgnoreCase(ToString(fields[http::field::transfer_encoding]), "chunked"));
}

// What a body that cannot be read is answered with; 0 where nobody is left to answer.
int StatusOf(error_code error) {
  if (error == http::error::body_limit) return 413;
  return error == http::error::bad_chunk || error == http::error::bad_chunk_extension ? 400 : 0;
}

}  // namespace

bool HttpServer::Pending::Add(Step* step) {
  std::lock_guard lock(mutex_);
  if (finished_) return false;
  steps_.push_back(std::move(*step));
  return true;
}

void HttpServer::Pending::Refuse(const Step& step) {
  if (const auto* part = std::get_if<Part>(&step)) part->then(false);
  if (const auto* want = std::get_if<Want>(&step)) want->then(std::nullopt);
}

void HttpServer::Pending::Go() {
  gone_ = true;
  wake_.cancel();
}

void HttpServer::Pending::Drop() {
  dropped_ = true;
  wake_.cancel();
}

void HttpServer::Pending::WhenGone(std::function<void()> gone) {
  std::unique_lock lock(mutex_);
  if (!finished_) {
    when_gone_ = std::move(gone);
    return;
  }
  lock.unlock();
  if (gone_) gone();
}

void HttpServer::Pending::Finish(bool whole) {
  gone_ = !whole;
  std::deque<Step> left;
  {
    std::lock_guard lock(mutex_);
    finished_ = true;
    left.swap(steps_);
  }
  const std::function<void()> when_gone = std::exchange(when_gone_, nullptr);
  for (const Step& step : left) Refuse(step);
  if (gone_ && when_gone != nullptr) when_gone();
}

std::optional<HttpServer::Pending::Step> HttpServer::Pending::Take() {
  std::lock_guard lock(mutex_);
  if (steps_.empty()) return std::nullopt;
  Step step = std::move(steps_.front());
  steps_.pop_front();
  return step;
}

net::awaitable<std::optional<HttpServer::Pending::Step>> HttpServer::Pending::Next() {
  std::optional<Step> step;
  while (!gone_) {
    step = Take();
    if (step.has_value() || dropped_) co_return step;
    error_code ignored;
    co_await wake_.async_wait(net::redirect_error(net::use_awaitable, ignored));
  }
  co_return std::nullopt;
}

HttpServer::Ticket::Ticket(std::shared_ptr<Shared> shared, std::shared_ptr<Pending> pending)
    : shared_(std::move(shared)), pending_(std::move(pending)) {
  ++shared_->tickets;
}

HttpServer::Ticket::~Ticket() {
  net::post(shared_->context, [shared = shared_.get(), pending = pending_] {
    pending->Drop();
    --shared->tickets;
    shared->EndIfDone();
  });
}

void HttpServer::Ticket::Add(Pending::Step step) {
  if (pending_->Add(&step)) {
    net::post(shared_->context, [pending = pending_] { pending->Wake(); });
  } else {
    Pending::Refuse(step);
  }
}

void HttpServer::Ticket::WhenGone(std::function<void()> gone) {
  net::post(shared_->context, [pending = pending_, gone = std::move(gone)] { pending->WhenGone(gone); });
}

void HttpServer::Connection::Close() {
  if (pending_ != nullptr) pending_->Go();
  error_code ignored;
  stream_.socket().shutdown(net::socket_base::shutdown_both, ignored);
  stream_.cancel();
}

net::awaitable<void> HttpServer::Connection::Run() {
  const std::shared_ptr<Connection> self = shared_from_this();
  error_code ignored;
  stream_.socket().set_option(net::ip::tcp::no_delay(true), ignored);
  bool more = true;
  while (more) {
    auto served = co_await ServeOne();
    more = served && !shared_->closing;
  }
  stream_.socket().shutdown(net::socket_base::shutdown_both, ignored);
  stream_.close();
  shared_->connections.erase(self);
  shared_->open = shared_->connections.size();
  shared_->EndIfDone();
}

net::awaitable<bool> HttpServer::Connection::ServeOne() {
  const HttpOptions& options = shared_->options;
  error_code error;
  if (buffer_.size() == 0) {
    stream_.expires_after(absl::ToChronoMilliseconds(options.to_stay_idle));
    auto count =
        co_await stream_.async_read_some(buffer_.prepare(4096), net::redirect_error(net::use_awaitable, error));
    if (error) co_return false;
    buffer_.commit(count);
  }
  Parser parser;
  parser.header_limit(static_cast<uint32_t>(options.most_header_bytes));
  parser.body_limit(kMostBodyBytes);
  stream_.expires_after(absl::ToChronoMilliseconds(options.to_send_header));
  co_await http::async_read_header(stream_, buffer_, parser, net::redirect_error(net::use_awaitable, error));
  if (error) {
    int status = 0;
    if (error == http::error::header_limit || error == http::error::buffer_overflow) {
      status = 431;
    } else if (error == http::error::body_limit) {
      status = 413;
    } else if (error.category() == make_error_code(http::error::bad_method).category() &&
               error != http::error::end_of_stream && error != http::error::partial_message) {
      status = 400;
    }
    if (status == 0) co_return false;
    auto refused = co_await Refuse(status);
    co_return refused;
  }
  if (!IsFramed(parser)) {
    auto refused = co_await Refuse(501);
    co_return refused;
  }
  const Request head = TakeRequest(parser.get());
  const size_t limit = options.most_body_bytes(head);
  if (options.in_parts != nullptr && options.in_parts(head)) {
    auto served = co_await ServeInParts(&parser, limit);
    co_return served;
  }
  auto read = co_await ReadBody(&parser, limit);
  if (!read) co_return false;

  const bool keep_alive = parser.keep_alive();
  Request request = TakeRequest(parser.get());
  request.body = std::move(parser.get().body());
  auto pending = std::make_shared<Pending>(&shared_->context, std::move(request));
  shared_->handler(std::make_shared<Ticket>(shared_, pending));
  auto whole = co_await Answer(std::move(pending), nullptr, keep_alive);
  co_return whole&& keep_alive;
}

net::awaitable<bool> HttpServer::Connection::ServeInParts(Parser* parser, size_t limit) {
  const size_t expected = LengthOf(*parser, limit);
  const size_t room = std::min(expected, 2 * kPartBytes);
  if (shared_->bodies_bytes + room > shared_->options.most_bodies_bytes / 2) {
    auto refused = co_await Refuse(503);
    co_return refused;
  }
  auto begun = co_await BeginBody(parser, expected, limit);
  if (!begun) co_return false;

  const bool keep_alive = parser->keep_alive();
  auto pending = std::make_shared<Pending>(&shared_->context, TakeRequest(parser->get()));
  PartsParser body(std::move(*parser));
  body.body_limit(limit);
  shared_->bodies_bytes += room;
  shared_->handler(std::make_shared<Ticket>(shared_, pending));
  auto whole = co_await Answer(std::move(pending), &body, keep_alive);
  shared_->bodies_bytes -= room;
  co_return whole&& keep_alive;
}

// Whether the body may come, whose sender may be waiting to hear that it is wanted.
net::awaitable<bool> HttpServer::Connection::BeginBody(Parser* parser, size_t expected, size_t limit) {
  if (expected > limit) {
    auto refused = co_await Refuse(413);
    co_return refused;
  }
  error_code error;
  if (absl::EqualsIgnoreCase(ToString(parser->get()[http::field::expect]), "100-continue")) {
    static constexpr char kContinue[] = "HTTP/1.1 100 Continue\r\n\r\n";
    co_await net::async_write(stream_, net::buffer(kContinue, sizeof(kContinue) - 1),
                              net::redirect_error(net::use_awaitable, error));
  }
  co_return !error;
}

net::awaitable<bool> HttpServer::Connection::ReadBody(Parser* parser, size_t limit) {
  const size_t expected = LengthOf(*parser, limit);
  auto begun = co_await BeginBody(parser, expected, limit);
  if (!begun) co_return false;
  error_code error;
  parser->body_limit(limit);
  parser->eager(true);
  stream_.expires_after(absl::ToChronoMilliseconds(shared_->options.to_send_body));
  size_t counted = 0;
  bool room = true;
  while (room && !error && !parser->is_done()) {
    co_await http::async_read_some(stream_, buffer_, *parser, net::redirect_error(net::use_awaitable, error));
    const size_t arrived = parser->get().body().size();
    room = shared_->bodies_bytes + (arrived - counted) <= shared_->options.most_bodies_bytes;
    shared_->bodies_bytes += arrived - counted;
    counted = arrived;
  }
  shared_->bodies_bytes -= counted;
  if (!error && room) co_return true;
  const int status = room ? StatusOf(error) : 503;
  if (status == 0) co_return false;
  auto refused = co_await Refuse(status);
  co_return refused;
}

// Nothing where the body ended early; it is answered where it still can be.
net::awaitable<std::optional<std::string>> HttpServer::Connection::ReadPart(PartsParser* body) {
  std::string part;
  if (body == nullptr || body->is_done()) co_return part;
  part.resize(kPartBytes);
  http::buffer_body::value_type& into = body->get().body();
  into.data = part.data();
  into.size = part.size();
  stream_.expires_after(absl::ToChronoMilliseconds(shared_->options.to_send_body));
  error_code error;
  co_await http::async_read(stream_, buffer_, *body, net::redirect_error(net::use_awaitable, error));
  if (error && error != http::error::need_buffer) {
    const int status = StatusOf(error);
    if (status != 0) {
      co_await Refuse(status);
    }
    co_return std::nullopt;
  }
  part.resize(part.size() - into.size);
  co_return part;
}

net::awaitable<bool> HttpServer::Connection::ReadPast(PartsParser* body) {
  bool more = body != nullptr;
  while (more) {
    auto part = co_await ReadPart(body);
    if (!part.has_value()) co_return false;
    more = !part->empty();
  }
  co_return true;
}

// Answers what is not worth reading to its end, and ends the connection.
net::awaitable<bool> HttpServer::Connection::Refuse(int status) {
  Response response;
  response.status = status;
  response.headers = {{"Cache-Control", "no-store"}};
  co_await Send(response, false, false);
  // What is still being sent would make the other side lose the answer: read a little of it.
  error_code error;
  stream_.socket().shutdown(net::socket_base::shutdown_send, error);
  stream_.expires_after(kToRefuse);
  size_t read = 0;
  while (!error && read < kMostRefusedBytes) {
    buffer_.clear();
    auto count =
        co_await stream_.async_read_some(buffer_.prepare(16 << 10), net::redirect_error(net::use_awaitable, error));
    read += count;
  }
  co_return false;
}

void HttpServer::Connection::Watch(std::shared_ptr<Pending> pending) {
  stream_.socket().async_wait(net::socket_base::wait_read, [self = shared_from_this(), pending](error_code error) {
    if (error) return;
    char byte;
    // More of the same client's requests is no reason to think it gone.
    if (recv(self->stream_.socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) <= 0) pending->Go();
  });
}

net::awaitable<bool> HttpServer::Connection::Answer(std::shared_ptr<Pending> pending, PartsParser* body,
                                                    bool keep_alive) {
  pending_ = pending;
  // While the body is read, that tells of a client that goes.
  bool watching = body == nullptr;
  if (watching) Watch(pending);
  bool begun = false;
  bool sent = true;
  bool whole = false;
  while (sent && !whole) {
    auto step = co_await pending->Next();
    if (!step.has_value()) {
      if (pending->dropped() && !begun) {
        Response nothing;
        nothing.status = 500;
        co_await Send(nothing, false, false);
      }
      break;
    }
    if (auto* want = std::get_if<Pending::Want>(&*step)) {
      auto part = co_await ReadPart(body);
      sent = part.has_value();
      want->then(std::move(part));
    } else if (auto* response = std::get_if<Response>(&*step)) {
      auto past = co_await ReadPast(body);
      if (!past) break;
      auto done = co_await Send(*response, pending->request.method == "HEAD", keep_alive);
      sent = whole = done;
    } else if (auto* head = std::get_if<Pending::Head>(&*step)) {
      auto past = co_await ReadPast(body);
      if (!past) break;
      auto done = co_await SendHead(head->response, keep_alive);
      sent = begun = done;
    } else if (auto* part = std::get_if<Pending::Part>(&*step)) {
      auto done = co_await SendChunk(std::move(part->bytes));
      sent = done;
      part->then(done);
    } else {
      auto done = co_await SendLastChunk();
      sent = whole = done;
    }
    if (!watching && sent && !whole && body->is_done()) {
      watching = true;
      Watch(pending);
    }
  }
  error_code ignored;
  stream_.socket().cancel(ignored);
  pending_ = nullptr;
  pending->Finish(whole);
  co_return whole;
}

net::awaitable<bool> HttpServer::Connection::Send(const Response& response, bool head_only, bool keep_alive) {
  const std::string& body = response.file != nullptr ? *response.file : response.body;
  stream_.expires_after(absl::ToChronoMilliseconds(shared_->options.to_take_part));
  error_code error;
  if (head_only || response.status == 304) {
    http::response<http::empty_body> message;
    Fill(response, shared_->options, keep_alive, &message);
    if (response.status != 304) message.content_length(body.size());
    http::response_serializer<http::empty_body> serializer(message);
    co_await http::async_write_header(stream_, serializer, net::redirect_error(net::use_awaitable, error));
  } else {
    http::response<http::span_body<const char>> message;
    Fill(response, shared_->options, keep_alive, &message);
    message.body() = beast::span<const char>(body.data(), body.size());
    message.content_length(body.size());
    co_await http::async_write(stream_, message, net::redirect_error(net::use_awaitable, error));
  }
  co_return !error;
}

net::awaitable<bool> HttpServer::Connection::SendHead(const Response& head, bool keep_alive) {
  stream_.expires_after(absl::ToChronoMilliseconds(shared_->options.to_take_part));
  http::response<http::empty_body> message;
  Fill(head, shared_->options, keep_alive, &message);
  message.chunked(true);
  http::response_serializer<http::empty_body> serializer(message);
  error_code error;
  co_await http::async_write_header(stream_, serializer, net::redirect_error(net::use_awaitable, error));
  co_return !error;
}

net::awaitable<bool> HttpServer::Connection::SendChunk(std::string bytes) {
  stream_.expires_after(absl::ToChronoMilliseconds(shared_->options.to_take_part));
  error_code error;
  const auto chunk = http::make_chunk(net::buffer(bytes));
  co_await net::async_write(stream_, chunk, net::redirect_error(net::use_awaitable, error));
  co_return !error;
}

net::awaitable<bool> HttpServer::Connection::SendLastChunk() {
  stream_.expires_after(absl::ToChronoMilliseconds(shared_->options.to_take_part));
  error_code error;
  const auto last = http::make_chunk_last();
  co_await net::async_write(stream_, last, net::redirect_error(net::use_awaitable, error));
  co_return !error;
}

}  // namespace krans::gateway
