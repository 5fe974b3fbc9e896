#ifndef KRANS_SERVICES_RPC_POSITIONS_H_
#define KRANS_SERVICES_RPC_POSITIONS_H_

#include <compare>
#include <cstdint>
#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace krans::rpc {

// A place in a service's journal, as a caller has seen it. Any place of an epoch comes after all of the epochs before.
struct Seen {
  int64_t epoch = 0;
  int64_t position = 0;

  friend auto operator<=>(const Seen&, const Seen&) = default;
};

// What a caller has seen of each service's journal: the content of the krans-position header, by service name. At most
// eight services.
using Positions = std::map<std::string, Seen, std::less<>>;

// The bytes to be sealed for Purpose::kPosition; they always fit. INVALID_ARGUMENT for more than eight services, a
// name that is not a service's, or a number below zero.
absl::StatusOr<std::string> EncodePositions(const Positions& positions);

// INVALID_ARGUMENT where `bytes` is not exactly what EncodePositions gives.
absl::StatusOr<Positions> DecodePositions(absl::string_view bytes);

}  // namespace krans::rpc

#endif  // KRANS_SERVICES_RPC_POSITIONS_H_
