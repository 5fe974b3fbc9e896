#include "services/rpc/positions.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/rpc/assertion.h"

namespace krans::rpc {
namespace {

constexpr size_t kMost = 8;
constexpr size_t kEpochBytes = 4;
constexpr size_t kPositionBytes = 8;

void Append(int64_t number, size_t bytes, std::string* out) {
  for (size_t i = bytes; i-- > 0;) out->push_back(static_cast<char>(number >> (8 * i)));
}

int64_t Take(absl::string_view* bytes, size_t count) {
  uint64_t number = 0;
  for (char c : bytes->substr(0, count)) number = number << 8 | static_cast<unsigned char>(c);
  bytes->remove_prefix(count);
  return static_cast<int64_t>(number);
}

}  // namespace

// One after the other, in the order of the names: the name's length in one byte, the name, epoch and position, big end
// first.
absl::StatusOr<std::string> EncodePositions(const Positions& positions) {
  if (positions.size() > kMost) return absl::InvalidArgumentError("positions of more than eight services");
  std::string bytes;
  for (const auto& [service, seen] : positions) {
    if (!IsServiceName(service) || seen.epoch < 0 || seen.epoch > UINT32_MAX || seen.position < 0) {
      return absl::InvalidArgumentError("not a position in a service's journal");
    }
    bytes.push_back(static_cast<char>(service.size()));
    absl::StrAppend(&bytes, service);
    Append(seen.epoch, kEpochBytes, &bytes);
    Append(seen.position, kPositionBytes, &bytes);
  }
  return bytes;
}

absl::StatusOr<Positions> DecodePositions(absl::string_view bytes) {
  const absl::string_view all = bytes;
  Positions positions;
  while (!bytes.empty()) {
    const size_t length = static_cast<unsigned char>(bytes[0]);
    bytes.remove_prefix(1);
    if (bytes.size() < length + kEpochBytes + kPositionBytes) return absl::InvalidArgumentError("positions cut short");
    const std::string service(bytes.substr(0, length));
    bytes.remove_prefix(length);
    Seen& seen = positions[service];
    seen.epoch = Take(&bytes, kEpochBytes);
    seen.position = Take(&bytes, kPositionBytes);
  }
  const absl::StatusOr<std::string> again = EncodePositions(positions);
  if (!again.ok() || *again != all) return absl::InvalidArgumentError("not positions");
  return positions;
}

}  // namespace krans::rpc
