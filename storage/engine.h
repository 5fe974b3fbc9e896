#ifndef KRANS_STORAGE_ENGINE_H_
#define KRANS_STORAGE_ENGINE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace krans::storage {

// The row that every commit replaces: where the store stands (see FORMAT.md).
inline constexpr absl::string_view kHeadKey = "@head";

// What a commit changes: key to new value, or to nothing where the key is removed.
using Changes = std::map<std::string, std::optional<std::string>, std::less<>>;

enum class Direction { kForward, kBackward };

// A consistent view of all keys at one moment. Safe to use from several threads at once.
class View {
 public:
  virtual ~View() = default;

  // Sets `*value` and returns true where the key is present, false where it is not. Any other outcome is an error
  // of the medium.
  virtual absl::StatusOr<bool> Get(absl::string_view key, std::string* value) const = 0;

  // Calls `visit` for the keys that begin with `prefix`, in byte order, starting at `from` (inclusive; empty: at the
  // prefix's first or, backward, last key), until `visit` returns false or `limit` keys were visited (0: no limit).
  virtual absl::Status Scan(absl::string_view prefix, absl::string_view from, size_t limit, Direction direction,
                            const std::function<bool(absl::string_view key, absl::string_view value)>& visit) const = 0;
};

// Whether what a view reads is kept in memory for whoever reads it next.
enum class Memory { kKept, kPassed };

// An ordered map of byte strings with atomic, durable commits by one writer. Everything else that a store does
// stands above it, once. Thread-safe, but for Commit: one caller at a time.
class Engine : public View {
 public:
  // The state at this moment; later commits do not show in it.
  virtual std::unique_ptr<View> Snapshot(Memory memory) const = 0;

  // Makes all of `changes` durable, or none; the head key is among them. Refused with ABORTED where the value of the
  // head key is not `expected_head` (another writer was here). After any other error the engine refuses writes until
  // reopened.
  virtual absl::Status Commit(const Changes& changes, absl::string_view expected_head) = 0;

  // The value of the head key, empty in a new engine.
  virtual absl::StatusOr<std::string> Head() const = 0;

  // Rewrites what the medium holds of the keys from `first` to `last` (both included), so that nothing is left there of
  // values that were replaced or removed before. False where a snapshot kept some of it: call again later. May run
  // beside everything else.
  virtual absl::StatusOr<bool> Forget(absl::string_view first, absl::string_view last) = 0;

  // Writes a copy of the present state, openable as a store of its own, to `dir`, which must not exist.
  virtual absl::Status Checkpoint(const std::string& dir) const = 0;

  // Reads everything back from the medium and checks its checksums. DATA_LOSS names the file.
  virtual absl::Status Check() const = 0;
};

}  // namespace krans::storage

#endif  // KRANS_STORAGE_ENGINE_H_
