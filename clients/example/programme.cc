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

absl::Status Programme::Play(Player& player, absl::string_view until) {
  absl::CivilSecond second;
  if (!until.empty() && !absl::ParseCivilTime(until, &second)) wrong_ = std::string(until);
  if (!wrong_.empty()) return absl::InvalidArgumentError(absl::StrCat("no time: ", wrong_));
  std::stable_sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) { return a.time < b.time; });
  const absl::Time end = until.empty() ? absl::InfiniteFuture() : absl::FromCivil(second, cycle::Stockholm());
  for (const Entry& entry : entries_) {
    if (entry.time >= end) return absl::OkStatus();
    player.MoveTo(entry.time);
    KRANS_RETURN(entry.happening(player));
  }
  return absl::OkStatus();
}

}  // namespace krans::example
