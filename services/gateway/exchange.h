#ifndef KRANS_SERVICES_GATEWAY_EXCHANGE_H_
#define KRANS_SERVICES_GATEWAY_EXCHANGE_H_

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace krans::gateway {

// What is read of a body at a time, where it is read in parts.
inline constexpr size_t kPartBytes = 512 << 10;

// A request as it arrived: whole, or but for a body that is read in parts (HttpOptions::in_parts).
struct Request {
  std::string method;  // "GET"
  std::string path;    // without the query, as sent
  std::string query;
  std::multimap<std::string, std::string> headers;  // names in lower case
  std::string body;                                 // empty where it is read in parts

  // The only value of a header; empty where there is none or more than one.
  absl::string_view header(const std::string& name) const;

  // The value of a cookie; empty where there is none or more than one.
  absl::string_view cookie(absl::string_view name) const;
};

struct Response {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::shared_ptr<const std::string> file;  // instead of `body`
};

// One request and its answer: either Reply, or Begin, Writes and End. Held by whoever has still to answer; dropped
// unanswered it is a 500. Thread-safe.
class Exchange {
 public:
  virtual ~Exchange() = default;

  virtual const Request& request() const = 0;

  // Of a request whose body is read in parts, before the answer: calls `then` once with the next kPartBytes of it, with
  // fewer at its end, and with none after; with nothing where the client has gone. Not again before `then` was called.
  // What is not read when the answer begins is read past.
  virtual void Read(std::function<void(std::optional<std::string> part)> then) = 0;

  // Once.
  virtual void Reply(Response response) = 0;

  // Instead: an answer in parts. `then` of Write is called once: true when the next part is wanted, false when the
  // client has gone and nothing more is.
  virtual void Begin(Response head) = 0;
  virtual void Write(std::string part, std::function<void(bool wanted)> then) = 0;
  virtual void End() = 0;

  // Calls `gone`, at most once and on any thread, where the client goes before the answer is whole: also where it has
  // gone already. Dropped, uncalled, when the answer is whole.
  virtual void WhenGone(std::function<void()> gone) = 0;
};

using Handler = std::function<void(std::shared_ptr<Exchange> exchange)>;

}  // namespace krans::gateway

#endif  // KRANS_SERVICES_GATEWAY_EXCHANGE_H_
