#include "services/cycle/board_rules.h"

#include <algorithm>

namespace krans::cycle {
namespace {

using submissions::v1::BoardMatter;

template <typename Names>
bool Holds(const Names& names, absl::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

bool BoardVerified(const std::vector<BoardMatter>& matters, absl::string_view participation) {
  return std::any_of(matters.begin(), matters.end(), [&](const BoardMatter& matter) {
    return matter.state() == BoardMatter::VERIFIED && Holds(matter.participations(), participation) &&
           !Holds(matter.superseded(), participation) &&
           (matter.result() == BoardMatter::APPROVED || matter.result() == BoardMatter::NOTED);
  });
}

}  // namespace krans::cycle
