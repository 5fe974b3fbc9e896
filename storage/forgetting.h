#ifndef KRANS_STORAGE_FORGETTING_H_
#define KRANS_STORAGE_FORGETTING_H_

#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "storage/draft.h"
#include "storage/engine.h"

namespace krans::storage {

// Has the engine forget rows that were purged (Draft::Forget), and strikes the notes of those that are forgotten. What
// a reader still sees waits for the next time. Thread-safe.
class Forgetting {
 public:
  // `run` runs a task on another thread, `write` takes a step in a later commit. The engine, and what runs the tasks,
  // outlive this or end with it.
  Forgetting(Engine* engine, std::function<void(std::function<void()> task)> run,
             std::function<void(Draft::Step step)> write)
      : engine_(engine), run_(std::move(run)), write_(std::move(write)) {}

  // Begins with the rows of these keys, whose removal is committed, and with those that waited.
  void Begin(const std::set<std::string>& keys);

  // Begins with all whose notes are in the engine.
  absl::Status Resume();

 private:
  void Run();
  void Strike(std::vector<std::string> keys);

  Engine* const engine_;
  const std::function<void(std::function<void()>)> run_;
  const std::function<void(Draft::Step)> write_;
  std::mutex mutex_;
  std::set<std::string> waiting_;
  std::set<std::string> begun_;
};

}  // namespace krans::storage

#endif  // KRANS_STORAGE_FORGETTING_H_
