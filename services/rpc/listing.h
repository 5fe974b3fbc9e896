#ifndef KRANS_SERVICES_RPC_LISTING_H_
#define KRANS_SERVICES_RPC_LISTING_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/rpc/access.h"
#include "services/rpc/caller.h"
#include "storage/transaction.h"

namespace krans::rpc {

class Door;

// Where a page begins and how long it is, from a request's page_size (0: 50, at most 1000) and page_token.
struct PageAsk {
  std::string method;  // the list method, which the sealed token is bound to, with the caller and the parent
  std::string parent;
  int32_t page_size = 0;
  std::string page_token;
};

// The name to begin at ("" at the first page). FIELD_INVALID where the token is not of this list and caller, or the
// size is negative.
absl::StatusOr<std::string> PageStart(const Door& door, const Caller& caller, const PageAsk& ask);

// The sealed token for a page that begins at `next`; empty where `next` is.
std::string PageToken(const Door& door, const Caller& caller, const PageAsk& ask, absl::string_view next);

int32_t PageSize(const PageAsk& ask);

// One page of the records of type T under `prefix` that the caller may read by the rule of `get_method`, in the order
// of their names, redacted for them. What they may not read is passed over before it is counted.
template <typename T>
absl::StatusOr<storage::Page<T>> ListReadable(const Door& door, absl::string_view get_method, const Caller& caller,
                                              const storage::ReadTransaction& state, absl::string_view prefix,
                                              const PageAsk& ask);

}  // namespace krans::rpc

#include "services/rpc/listing.inc"

#endif  // KRANS_SERVICES_RPC_LISTING_H_
