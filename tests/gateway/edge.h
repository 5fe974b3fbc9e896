#ifndef KRANS_TESTS_GATEWAY_EDGE_H_
#define KRANS_TESTS_GATEWAY_EDGE_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/gateway/gateway.h"
#include "services/journal/serve.h"
#include "services/rpc/metrics.h"
#include "services/rpc/server.h"
#include "tests/rpc/house.h"

namespace krans::gateway {

// An answer as a browser gets it.
struct Answer {
  int status = 0;                                   // 0: the connection ended without one
  std::multimap<std::string, std::string> headers;  // names in lower case
  std::string body;

  std::string header(const std::string& name) const;
};

// One connection to a port of this machine, as plain as can be.
class Wire {
 public:
  explicit Wire(int port);
  ~Wire();
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  // False where the other side has gone.
  bool Send(absl::string_view bytes);

  // Some bytes, waited for; empty where the connection ended.
  std::string Read();

  // The next answer, whole.
  Answer ReadAnswer();

  // Ends it as a closed browser does.
  void Close();

 private:
  int socket_;
  std::string left_;
};

// The bytes of a request.
std::string RequestText(absl::string_view method, absl::string_view target,
                        const std::vector<std::pair<std::string, std::string>>& headers, absl::string_view body = "");

// The notes service, the journal and what the gateway itself answers, as a descriptor set.
std::string NotesSchema();

// The notes service behind a gateway, with a clock that stands still and anyone to act as.
class Edge {
 public:
  explicit Edge(HttpOptions http = {});
  ~Edge();

  int port() const { return gateway_->port(); }
  rpc::House& house() { return house_; }
  rpc::Server& server() { return *server_; }
  const Gateway& gateway() const { return *gateway_; }

  // Ends the service; the gateway stays.
  void StopService() { server_.reset(); }

  Answer Ask(const std::string& request) const;

  // POST of JSON from a page of ours, with `cookie` where there is one.
  Answer Post(const std::string& target, const std::string& json, const std::string& cookie = "") const;

  // Acts as the person; returns the cookie.
  std::string ActAs(const std::string& person) const;

  // What a page of ours sends with a call.
  static std::vector<std::pair<std::string, std::string>> Headers(const std::string& cookie,
                                                                  const std::string& type = "application/json");

  // What a gateway takes for this house.
  GatewayOptions Options() const;
  const rpc::Signer& signer() const { return house_.SignerOf("people"); }

 private:
  rpc::TemporaryFolder folder_;
  rpc::House house_;
  mutable rpc::Metrics metrics_;
  std::unique_ptr<journal::Feed> feed_;
  std::unique_ptr<rpc::Server> server_;
  std::unique_ptr<Gateway> gateway_;
};

}  // namespace krans::gateway

#endif  // KRANS_TESTS_GATEWAY_EDGE_H_
