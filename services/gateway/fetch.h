#ifndef KRANS_SERVICES_GATEWAY_FETCH_H_
#define KRANS_SERVICES_GATEWAY_FETCH_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace krans::gateway {

// The body of the 200 that `url` answers, to a POST of `form` where there is one: at most 64 KiB within ten seconds,
// over TLS, or without on this machine's loopback; redirects are not followed. Waits: not for a thread that others wait
// for. UNAVAILABLE where anything else came of it.
absl::StatusOr<std::string> Fetch(const std::string& url, const std::vector<std::string>& headers = {},
                                  const std::string& form = "");

// Text as it stands in a query or a form.
std::string Escape(const std::string& text);

}  // namespace krans::gateway

#endif  // KRANS_SERVICES_GATEWAY_FETCH_H_
