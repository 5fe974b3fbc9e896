#ifndef KRANS_SERVICES_GATEWAY_ORIGIN_H_
#define KRANS_SERVICES_GATEWAY_ORIGIN_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/gateway/exchange.h"

namespace krans::gateway {

// Where the gateway is to be seen, and which requests come from its own pages (R17).
class Origin {
 public:
  // `text`: "https://krans.example.se" as browsers see it, or empty for http on this machine's own loopback names, at
  // any port. INVALID_ARGUMENT where it is anything else.
  static absl::StatusOr<Origin> Parse(const std::string& text);

  // Whether the request is for us, by its Host: another name that leads here is somebody's trick.
  bool IsAddressed(const Request& request) const;

  // Whether a page of ours sent it, as the browser says: by Sec-Fetch-Site, or where there is none, by Origin.
  bool IsSameOrigin(const Request& request) const;

  // Whether a page of another origin sent it, or had it sent. Not where the browser does not say.
  static bool IsForeign(const Request& request);

  bool secure() const { return !host_.empty(); }

  // "https://krans.example.se", or by the request's Host on loopback.
  std::string Of(const Request& request) const;

  // What every answer carries.
  std::vector<std::pair<std::string, std::string>> Headers() const;

 private:
  std::string host_;  // empty: loopback
};

}  // namespace krans::gateway

#endif  // KRANS_SERVICES_GATEWAY_ORIGIN_H_
