#ifndef KRANS_SERVICES_RPC_FILE_CLOCK_H_
#define KRANS_SERVICES_RPC_FILE_CLOCK_H_

#include <mutex>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace krans::rpc {

// The time that a file says, so that an example year can be played in minutes with its deadlines and phases in force.
// The file holds one instant ("2024-03-22T23:59:59+01:00") and is read at every question; whoever moves the time
// replaces the file as a whole. Thread-safe.
//
// Whoever writes the file decides what every deadline and every sign-in is judged by: never for a deployment that
// anyone else can reach.
class FileClock {
 public:
  explicit FileClock(std::string path) : path_(std::move(path)) {}

  // What the file says. NOT_FOUND where there is none, INVALID_ARGUMENT where it holds no instant.
  absl::StatusOr<absl::Time> Read() const;

  // What the file says, or said when it last could be read; the infinite past before that.
  absl::Time Now();

 private:
  const std::string path_;
  std::mutex mutex_;
  absl::Time last_ = absl::InfinitePast();
};

}  // namespace krans::rpc

#endif  // KRANS_SERVICES_RPC_FILE_CLOCK_H_
