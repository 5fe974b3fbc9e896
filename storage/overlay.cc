#include "storage/overlay.h"

#include <iterator>
#include <utility>

#include "absl/strings/match.h"

namespace krans::storage {
namespace {

constexpr size_t kMostReadBytes = 16 << 20;

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

absl::StatusOr<Overlay::Row> Overlay::Find(absl::string_view key) const {
  if (auto changed = changed_.find(key); changed != changed_.end()) {
    const std::optional<std::string>& value = changed->second.row->second;
    return Row{value ? &*value : nullptr, &changed->second.record};
  }
  absl::StatusOr<Read*> read = FindBase(key);
  if (!read.ok()) return read.status();
  return Row{(*read)->value ? &*(*read)->value : nullptr, &(*read)->record};
}

absl::StatusOr<bool> Overlay::Get(absl::string_view key, std::string* value) const {
  auto changed = changed_.find(key);
  if (changed == changed_.end()) return GetBase(key, value);
  const std::optional<std::string>& present = changed->second.row->second;
  if (present) *value = *present;
  return present.has_value();
}

absl::StatusOr<bool> Overlay::GetBase(absl::string_view key, std::string* value) const {
  auto read = read_.find(key);
  if (read == read_.end()) return base_.Get(key, value);
  if (read->second.value) *value = *read->second.value;
  return read->second.value.has_value();
}

absl::StatusOr<Overlay::Read*> Overlay::FindBase(absl::string_view key) const {
  if (auto read = read_.find(key); read != read_.end()) return &read->second;
  std::string value;
  absl::StatusOr<bool> found = base_.Get(key, &value);
  if (!found.ok()) return found.status();
  return Keep(key, Read{*found ? std::make_optional(std::move(value)) : std::nullopt, nullptr});
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
  changed_[row->first] = Changed{row, nullptr};
  undo_.push_back(Before{row, !added, added ? std::nullopt : std::move(row->second)});
  row->second = std::move(value);
}

void Overlay::Put(std::string key, std::string value) { Set(std::move(key), std::move(value)); }

void Overlay::Remove(std::string key) { Set(std::move(key), std::nullopt); }

Overlay::Read* Overlay::Keep(absl::string_view key, Read read) const {
  const auto size = [key](const Read& kept) { return key.size() + (kept.value ? kept.value->size() : 0); };
  if (read_bytes_ + size(read) > kMostReadBytes) {
    read_.clear();
    read_bytes_ = 0;
  }
  auto [place, fresh] = read_.try_emplace(key);
  if (!fresh) read_bytes_ -= size(place->second);
  read_bytes_ += size(read);
  place->second = std::move(read);
  return &place->second;
}

// Rows that are new are not kept before they are read.
void Overlay::Settle() {
  undo_.clear();
  for (auto& [key, changed] : changed_) {
    auto read = read_.find(key);
    if (read == read_.end()) continue;
    if (read->second.value) {
      Keep(key, Read{std::move(changed.row->second), std::move(changed.record)});
    } else {
      read_bytes_ -= key.size();
      read_.erase(read);
    }
  }
  changed_.clear();
  changes_.clear();
}

void Overlay::TakeBack() {
  for (; !undo_.empty(); undo_.pop_back()) {
    Before& before = undo_.back();
    if (before.present) {
      before.row->second = std::move(before.value);
      changed_[before.row->first].record = nullptr;
    } else {
      changed_.erase(before.row->first);
      changes_.erase(before.row);
    }
  }
}

}  // namespace krans::storage
