#include "storage/forgetting.h"

#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "storage/keys.h"

namespace krans::storage {
namespace {

// What stands before the key's first zero.
absl::string_view SpaceOf(absl::string_view key) { return key.substr(0, key.find('\0')); }

}  // namespace

void Forgetting::Begin(const std::set<std::string>& keys) {
  {
    std::lock_guard lock(mutex_);
    waiting_.insert(keys.begin(), keys.end());
    if (waiting_.empty() || !begun_.empty()) return;
    begun_.swap(waiting_);
  }
  run_([this] { Run(); });
}

absl::Status Forgetting::Resume() {
  std::set<std::string> noted;
  absl::Status scanned =
      engine_->Scan(kForgetSpace, "", 0, Direction::kForward, [&](absl::string_view key, absl::string_view) {
        noted.emplace(key.substr(kForgetSpace.size()));
        return true;
      });
  Begin(noted);
  return scanned;
}

// Kind by kind of row, as one range each: few, and files are rewritten whole anyway.
void Forgetting::Run() {
  std::set<std::string> kept;
  std::unique_lock lock(mutex_);
  while (!begun_.empty()) {
    const std::set<std::string> keys = begun_;
    lock.unlock();
    std::vector<std::string> forgotten;
    for (auto first = keys.begin(); first != keys.end();) {
      auto last = first, next = std::next(first);
      while (next != keys.end() && SpaceOf(*next) == SpaceOf(*first)) last = next++;
      const absl::StatusOr<bool> gone = engine_->Forget(*first, *last);
      if (gone.ok() && *gone) {
        forgotten.insert(forgotten.end(), first, next);
      } else {
        kept.insert(first, next);
      }
      first = next;
    }
    lock.lock();
    begun_ = std::exchange(waiting_, {});
    if (!forgotten.empty()) Strike(std::move(forgotten));
  }
  waiting_ = std::move(kept);
}

// Not the notes of what is to be forgotten again.
void Forgetting::Strike(std::vector<std::string> keys) {
  write_([this, keys = std::move(keys)](Draft& draft) {
    std::lock_guard lock(mutex_);
    for (const std::string& key : keys) {
      if (waiting_.contains(key) || begun_.contains(key)) continue;
      draft.RemoveRow(absl::StrCat(kForgetSpace, key));
    }
    return absl::OkStatus();
  });
}

}  // namespace krans::storage
