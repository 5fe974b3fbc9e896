#include "services/rpc/listing.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/rpc/door.h"
#include "services/rpc/error.h"
#include "services/rpc/seal.h"

namespace krans::rpc {
namespace {

constexpr int32_t kDefaultPage = 50;
constexpr int32_t kLargestPage = 1000;

std::string Context(const Caller& caller, const PageAsk& ask) {
  std::string context;
  for (const std::string& part : {ask.method, ask.parent, caller.actor()}) {
    absl::StrAppend(&context, part, std::string(1, '\0'));
  }
  return context;
}

}  // namespace

absl::StatusOr<std::string> PageStart(const Door& door, const Caller& caller, const PageAsk& ask) {
  Violations violations;
  if (ask.page_size < 0) violations.Add("page_size", access::v1::FIELD_OUT_OF_RANGE, AtLeast(0));
  std::string start;
  if (!ask.page_token.empty()) {
    absl::StatusOr<std::string> opened = door.seal().Open(Purpose::kPage, ask.page_token, Context(caller, ask));
    if (opened.ok()) {
      start = *std::move(opened);
    } else {
      violations.Add("page_token", access::v1::FIELD_PATTERN, "a next_page_token of the same list");
    }
  }
  KRANS_RETURN(violations.status());
  return start;
}

std::string PageToken(const Door& door, const Caller& caller, const PageAsk& ask, absl::string_view next) {
  if (next.empty()) return "";
  return door.seal().Close(Purpose::kPage, next, Context(caller, ask)).value_or("");
}

int32_t PageSize(const PageAsk& ask) {
  return ask.page_size <= 0 ? kDefaultPage : std::min(ask.page_size, kLargestPage);
}

}  // namespace krans::rpc
