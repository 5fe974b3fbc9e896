#ifndef KRANS_SERVICES_RPC_REPLAYS_H_
#define KRANS_SERVICES_RPC_REPLAYS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/rpc/caller.h"
#include "storage/transaction.h"

namespace krans::rpc {

// What a request with a request_id came to.
struct Replay {
  std::string digest;   // SHA-256 of the request
  std::string record;   // the name of the record that it changed
  std::string warning;  // as in Reply
};

// Knows repeated requests, so that each has one effect: kept in the store for seven days at least, from when they came,
// and for fourteen at most, if there are writes. Used in write bodies, which run alone: needs no lock.
class Replays {
 public:
  static constexpr absl::Duration kWeek = absl::Hours(24 * 7);

  // What the caller's request to the method with that id came to; nothing where it is not known.
  static absl::StatusOr<std::optional<Replay>> Find(const storage::WriteTransaction& state, const Caller& caller,
                                                    absl::string_view method, absl::string_view request_id);

  // Keeps it, and lets a few go whose time is over.
  absl::Status Keep(storage::WriteTransaction& state, const Caller& caller, absl::string_view method,
                    absl::string_view request_id, const Replay& replay);

 private:
  int64_t emptied_ = -1;  // the last week at which nothing was left to let go
};

}  // namespace krans::rpc

#endif  // KRANS_SERVICES_RPC_REPLAYS_H_
