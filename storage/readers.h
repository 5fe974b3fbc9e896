#ifndef KRANS_STORAGE_READERS_H_
#define KRANS_STORAGE_READERS_H_

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace krans::storage {

// A few threads that run what they are given, in the order given. Thread-safe.
class Readers {
 public:
  explicit Readers(int threads);

  // Ends after everything that was given.
  ~Readers();

  void Add(std::function<void()> task);

 private:
  void Run();

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> tasks_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace krans::storage

#endif  // KRANS_STORAGE_READERS_H_
