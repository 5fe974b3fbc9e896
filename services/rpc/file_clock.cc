#include "services/rpc/file_clock.h"

#include <fstream>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace krans::rpc {

absl::StatusOr<absl::Time> FileClock::Read() const {
  std::ifstream in(path_);
  if (!in) return absl::NotFoundError(absl::StrCat("no clock file ", path_));
  std::string text, error;
  std::getline(in, text);
  absl::Time time;
  if (!absl::ParseTime(absl::RFC3339_full, text, &time, &error)) {
    return absl::InvalidArgumentError(absl::StrCat(path_, " holds no instant like 2024-03-22T23:59:59+01:00: ", error));
  }
  return time;
}

absl::Time FileClock::Now() {
  const absl::StatusOr<absl::Time> time = Read();
  std::lock_guard lock(mutex_);
  if (time.ok()) last_ = *time;
  return last_;
}

}  // namespace krans::rpc
