#include "services/rpc/replays.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/rpc/error.h"

namespace krans::rpc {
namespace {

constexpr size_t kDigestBytes = 32;
constexpr size_t kGoAtOnce = 16;
constexpr absl::string_view kZero{"\0", 1};

// Weeks since 1970. Zero where the clock says something before.
int64_t WeekOf(absl::Time now) { return std::max<int64_t>(0, (now - absl::UnixEpoch()) / Replays::kWeek); }

std::string Prefix() { return absl::StrCat("replay", kZero); }

std::string WeekPrefix(int64_t week) { return absl::StrCat(Prefix(), absl::StrFormat("%06d", week)); }

std::string Key(int64_t week, const Caller& caller, absl::string_view method, absl::string_view request_id) {
  return absl::StrCat(WeekPrefix(week), kZero, caller.actor(), kZero, method, kZero, request_id);
}

}  // namespace

absl::StatusOr<std::optional<Replay>> Replays::Find(const storage::WriteTransaction& state, const Caller& caller,
                                                    absl::string_view method, absl::string_view request_id) {
  const int64_t now = WeekOf(caller.now);
  for (int64_t week : {now, now - 1}) {
    absl::StatusOr<std::string> row = state.GetRow(Key(week, caller, method, request_id));
    if (absl::IsNotFound(row.status())) continue;
    if (!row.ok()) return row.status();
    Replay replay;
    replay.digest = row->substr(0, kDigestBytes);
    const size_t end = row->find('\0', kDigestBytes);
    replay.record = row->substr(kDigestBytes, end - kDigestBytes);
    if (end != std::string::npos) replay.warning = row->substr(end + 1);
    return replay;
  }
  return std::nullopt;
}

absl::Status Replays::Keep(storage::WriteTransaction& state, const Caller& caller, absl::string_view method,
                           absl::string_view request_id, const Replay& replay) {
  const int64_t week = WeekOf(caller.now);
  std::string row = absl::StrCat(replay.digest, replay.record);
  if (!replay.warning.empty()) absl::StrAppend(&row, kZero, replay.warning);
  KRANS_RETURN(state.PutRow(Key(week, caller, method, request_id), row));
  if (emptied_ == week || week == 0) return absl::OkStatus();
  KRANS_ASSIGN(const size_t gone, state.DropRows(Prefix(), WeekPrefix(week - 1), kGoAtOnce));
  if (gone < kGoAtOnce) emptied_ = week;
  return absl::OkStatus();
}

}  // namespace krans::rpc
