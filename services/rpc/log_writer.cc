#include "services/rpc/log_writer.h"

#include <unistd.h>

#include <cerrno>
#include <chrono>

#include "absl/strings/str_cat.h"

namespace krans::rpc {
namespace {

constexpr size_t kMostPending = 4 << 20;
constexpr std::chrono::milliseconds kGather(20);

void WriteAll(int descriptor, absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    bytes.remove_prefix(static_cast<size_t>(written));
  }
}

}  // namespace

LogWriter::LogWriter(int descriptor) : descriptor_(descriptor), thread_([this] { Run(); }) {}

LogWriter::~LogWriter() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    ended_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void LogWriter::Write(absl::string_view line) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (pending_.size() + line.size() > kMostPending) {
    ++dropped_;
    return;
  }
  absl::StrAppend(&pending_, line, "\n");
  if (waiting_) wake_.notify_one();
}

void LogWriter::Run() {
  std::unique_lock<std::mutex> lock(mutex_);
  for (;;) {
    waiting_ = true;
    wake_.wait(lock, [this] { return ended_ || !pending_.empty(); });
    waiting_ = false;
    if (pending_.empty()) return;
    std::string lines;
    lines.swap(pending_);
    if (dropped_ > 0) absl::StrAppend(&lines, R"({"dropped_lines":)", dropped_, "}\n");
    dropped_ = 0;
    lock.unlock();
    WriteAll(descriptor_, lines);
    lock.lock();
    // Many lines at a time: whoever logs wakes nobody meanwhile.
    wake_.wait_for(lock, kGather, [this] { return ended_; });
  }
}

}  // namespace krans::rpc
