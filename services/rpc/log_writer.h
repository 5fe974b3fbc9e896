#ifndef KRANS_SERVICES_RPC_LOG_WRITER_H_
#define KRANS_SERVICES_RPC_LOG_WRITER_H_

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>

#include "absl/strings/string_view.h"

namespace krans::rpc {

// Writes lines to a file descriptor from a thread of its own, so that whoever logs never waits for a full pipe. Lines
// past four mebibytes unwritten are dropped, and a line says how many. Thread-safe.
class LogWriter {
 public:
  explicit LogWriter(int descriptor);

  // Ends after what was accepted is written.
  ~LogWriter();

  void Write(absl::string_view line);

 private:
  void Run();

  const int descriptor_;
  std::mutex mutex_;  // guards all below
  std::condition_variable wake_;
  std::string pending_;
  int64_t dropped_ = 0;
  bool waiting_ = false;  // the thread, for a line
  bool ended_ = false;
  std::thread thread_;
};

}  // namespace krans::rpc

#endif  // KRANS_SERVICES_RPC_LOG_WRITER_H_
