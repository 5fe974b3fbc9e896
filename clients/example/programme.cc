#include "clients/example/programme.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "services/cycle/deadline_rules.h"
#include "services/rpc/error.h"

namespace krans::example {

void Programme::Add(absl::string_view time, Happening happening) {
  absl::CivilSecond second;
  if (!absl::ParseCivilTime(time, &second)) wrong_ = std::string(time);
  entries_.push_back({absl::FromCivil(second, cycle::Stockholm()), std::move(happening)});
}

absl::Status Programme::Play(Player& player) {
  if (!wrong_.empty()) return absl::InvalidArgumentError(absl::StrCat("no time: ", wrong_));
  std::stable_sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) { return a.time < b.time; });
  for (const Entry& entry : entries_) {
    player.MoveTo(entry.time);
    KRANS_RETURN(entry.happening(player));
  }
  return absl::OkStatus();
}

}  // namespace krans::example
