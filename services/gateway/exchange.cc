#include "services/gateway/exchange.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace krans::gateway {

absl::string_view Request::header(const std::string& name) const {
  const auto [first, last] = headers.equal_range(name);
  return first != last && std::next(first) == last ? absl::string_view(first->second) : absl::string_view();
}

absl::string_view Request::cookie(absl::string_view name) const {
  absl::string_view value;
  const auto [first, last] = headers.equal_range("cookie");
  for (auto header = first; header != last; ++header) {
    for (absl::string_view pair : absl::StrSplit(header->second, ';')) {
      pair = absl::StripAsciiWhitespace(pair);
      if (!absl::ConsumePrefix(&pair, name) || !absl::ConsumePrefix(&pair, "=")) continue;
      if (!value.empty()) return "";
      value = pair;
    }
  }
  return value;
}

}  // namespace krans::gateway
