#include "storage/overlay.h"

#include <iterator>
#include <utility>

#include "absl/strings/match.h"

namespace krans::storage {
namespace {

constexpr size_t kMostReadBytes = 8 << 20;

// The changes under a prefix, walked in either direction from `from` on.
class Walk {
 public:
  Walk(const Changes& changes, absl::string_view prefix, absl::string_view from, Direction direction)
      : changes_(changes), prefix_(prefix), forward_(direction == Direction::kForward) {
    if (forward_) {
      at_ = changes.lower_bound(from > prefix ? from : prefix);
    } else {
      at_ = from.empty() ? PastPrefix() : changes.upper_bound(from);
      Retreat();
    }
    Settle();
  }

  bool valid() const { return valid_; }
  const Changes::value_type& row() const { return *at_; }

  // Whether this row comes before `key` in the direction of the walk.
  bool Before(absl::string_view key) const { return forward_ ? at_->first < key : at_->first > key; }

  void Next() {
    if (forward_) {
      ++at_;
    } else {
      Retreat();
    }
    Settle();
  }

 private:
  Changes::const_iterator PastPrefix() const {
    auto at = changes_.lower_bound(prefix_);
    while (at != changes_.end() && absl::StartsWith(at->first, prefix_)) ++at;
    return at;
  }
  void Retreat() { at_ = at_ == changes_.begin() ? changes_.end() : std::prev(at_); }
  void Settle() { valid_ = at_ != changes_.end() && absl::StartsWith(at_->first, prefix_); }

  const Changes& changes_;
  const absl::string_view prefix_;
  const bool forward_;
  Changes::const_iterator at_;
  bool valid_ = false;
};

}  // namespace

absl::StatusOr<bool> Overlay::Get(absl::string_view key, std::string* value) const {
  auto changed = changes_.find(key);
  if (changed != changes_.end()) {
    if (changed->second) *value = *changed->second;
    return changed->second.has_value();
  }
  return GetBase(key, value);
}

absl::StatusOr<bool> Overlay::GetBase(absl::string_view key, std::string* value) const {
  auto read = read_.find(key);
  if (read == read_.end()) {
    absl::StatusOr<bool> found = base_.Get(key, value);
    if (found.ok()) Keep(key, *found ? std::make_optional(*value) : std::nullopt);
    return found;
  }
  if (read->second) *value = *read->second;
  return read->second.has_value();
}

absl::Status Overlay::Scan(absl::string_view prefix, absl::string_view from, size_t limit, Direction direction,
                           const std::function<bool(absl::string_view, absl::string_view)>& visit) const {
  Walk walk(changes_, prefix, from, direction);
  if (!walk.valid()) return base_.Scan(prefix, from, limit, direction, visit);
  size_t visited = 0;
  const auto show = [&](absl::string_view key, absl::string_view value) {
    return visit(key, value) && (++visited < limit || limit == 0);
  };
  const auto show_changed = [&] {
    const Changes::value_type& row = walk.row();
    const bool more = !row.second || show(row.first, *row.second);
    walk.Next();
    return more;
  };
  bool more = true;
  absl::Status status = base_.Scan(prefix, from, 0, direction, [&](absl::string_view key, absl::string_view value) {
    while (more && walk.valid() && walk.Before(key)) more = show_changed();
    if (!more) return false;
    if (walk.valid() && walk.row().first == key) return more = show_changed();
    return more = show(key, value);
  });
  if (!status.ok()) return status;
  while (more && walk.valid()) more = show_changed();
  return absl::OkStatus();
}

void Overlay::Set(std::string key, std::optional<std::string> value) {
  auto [row, added] = changes_.try_emplace(std::move(key));
  undo_.push_back(Before{row, !added, added ? std::nullopt : std::move(row->second)});
  row->second = std::move(value);
}

void Overlay::Put(std::string key, std::string value) { Set(std::move(key), std::move(value)); }

void Overlay::Remove(std::string key) { Set(std::move(key), std::nullopt); }

void Overlay::Keep(absl::string_view key, std::optional<std::string> value) const {
  const size_t size = key.size() + (value ? value->size() : 0);
  if (read_bytes_ + size > kMostReadBytes) {
    read_.clear();
    read_bytes_ = 0;
  }
  read_bytes_ += size;
  read_.insert_or_assign(std::string(key), std::move(value));
}

// Rows that are new are not kept before they are read.
void Overlay::Settle() {
  undo_.clear();
  for (auto& [key, value] : changes_) {
    auto read = read_.find(key);
    if (read == read_.end()) continue;
    if (read->second) {
      Keep(key, std::move(value));
    } else {
      read_bytes_ -= key.size();
      read_.erase(read);
    }
  }
  changes_.clear();
}

void Overlay::TakeBack() {
  for (; !undo_.empty(); undo_.pop_back()) {
    Before& before = undo_.back();
    if (before.present) {
      before.row->second = std::move(before.value);
    } else {
      changes_.erase(before.row);
    }
  }
}

}  // namespace krans::storage
