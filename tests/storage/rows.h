#ifndef KRANS_TESTS_STORAGE_ROWS_H_
#define KRANS_TESTS_STORAGE_ROWS_H_

#include <functional>
#include <iterator>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "storage/engine.h"

namespace krans::storage {

// Rows in memory, to be read as a store would.
class Rows : public View {
 public:
  Rows() = default;
  explicit Rows(const View& view) {
    view.Scan("", "", 0, Direction::kForward,
              [&](absl::string_view key, absl::string_view value) {
                rows.emplace(std::string(key), std::string(value));
                return true;
              })
        .IgnoreError();
  }

  absl::StatusOr<bool> Get(absl::string_view key, std::string* value) const override {
    auto found = rows.find(key);
    if (found == rows.end()) return false;
    *value = found->second;
    return true;
  }

  absl::Status Scan(absl::string_view prefix, absl::string_view from, size_t limit, Direction direction,
                    const std::function<bool(absl::string_view, absl::string_view)>& visit) const override {
    size_t visited = 0;
    const auto show = [&](const auto& row) {
      if (!absl::StartsWith(row.first, prefix)) return true;
      return visit(row.first, row.second) && (++visited < limit || limit == 0);
    };
    if (direction == Direction::kForward) {
      for (auto row = rows.lower_bound(from > prefix ? from : prefix); row != rows.end() && show(*row); ++row) {
        if (!absl::StartsWith(row->first, prefix)) break;
      }
    } else {
      auto end = from.empty() ? rows.end() : rows.upper_bound(from);
      for (auto row = std::make_reverse_iterator(end); row != rows.rend() && show(*row); ++row) {
      }
    }
    return absl::OkStatus();
  }

  std::map<std::string, std::string, std::less<>> rows;
};

}  // namespace krans::storage

#endif  // KRANS_TESTS_STORAGE_ROWS_H_
