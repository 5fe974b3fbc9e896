#include "storage/journal_walk.h"

#include <utility>

#include "absl/hash/hash.h"
#include "absl/strings/str_cat.h"
#include "storage/hash.h"
#include "storage/keys.h"

namespace krans::storage {

uint64_t HistoryHash(absl::string_view type, absl::string_view name, absl::string_view version) {
  return absl::HashOf(type, name, version) | 1;
}

uint64_t RecordHash(absl::string_view bytes) { return absl::HashOf(bytes) | 1; }

absl::Status JournalWalk::Run(const StoreHead& head) {
  absl::Status status = WalkChain(kJournalSpace, "journal", head.journal);
  if (!status.ok()) return status;
  ComparePurged();
  return WalkChain(kAccessSpace, "access log", head.access);
}

// `name` is for faults, `end` where the head row says that the chain ends.
absl::Status JournalWalk::WalkChain(absl::string_view space, absl::string_view name, const Position& end) {
  constexpr size_t kBatch = 4096;
  const bool journal = space == kJournalSpace;
  Position at;
  for (bool more = true; more;) {
    const size_t first = called_.size();
    digests_.clear();
    size_t walked = 0;
    absl::Status status = view_.Scan(space, NumberedKey(space, at.position + 1), kBatch, Direction::kForward,
                                     [&](absl::string_view key, absl::string_view bytes) {
                                       ++walked;
                                       WalkEntry(name, ReadNumber(key.substr(space.size())), bytes, journal, &at);
                                       return true;
                                     });
    more = walked == kBatch;
    if (status.ok() && journal) status = MatchPayloads(first, more ? at.position : INT64_MAX);
    if (!status.ok()) return status;
  }
  if (at.position != end.position) {
    faults_.Add(absl::StrCat(name, ": ends at entry ", at.position, ", the head says ", end.position));
  } else if (at.hash != end.hash) {
    faults_.Add(absl::StrCat(name, ": the hash of entry ", at.position, " is not that of the head"));
  }
  if (journal && at.epoch != end.epoch) {
    faults_.Add(absl::StrCat("journal: ends in epoch ", at.epoch, ", the head says ", end.epoch));
  }
  return absl::OkStatus();
}

void JournalWalk::WalkEntry(absl::string_view name, int64_t position, absl::string_view bytes, bool journal,
                            Position* at) {
  if (!entry_.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    faults_.Add(absl::StrCat(name, ": entry ", position, " does not parse"));
  } else {
    if (position != at->position + 1 || entry_.position() != position) {
      faults_.Add(absl::StrCat(name, ": entry ", at->position + 1, " is missing or not in its place"));
    } else if (entry_.previous() != at->hash) {
      faults_.Add(absl::StrCat(name, ": entry ", position, " does not continue entry ", at->position));
    }
    const bool epoch_begins = !journal || entry_.kind() == journal::v1::ADOPTED;
    if (epoch_begins ? entry_.epoch() < at->epoch : entry_.epoch() != at->epoch) {
      faults_.Add(
          absl::StrCat(name, ": entry ", position, " is of epoch ", entry_.epoch(), " after epoch ", at->epoch));
    }
    at->epoch = entry_.epoch();
    if (journal) CallFor(position);
  }
  at->position = position;
  at->hash = HashEntry(bytes);
}

void JournalWalk::CallFor(int64_t position) {
  Called& called = called_.emplace_back();
  called.position = position;
  if (!entry_.resource().empty()) {
    called.history = HistoryHash(entry_.type(), entry_.resource(), absl::AlphaNum(entry_.version()).Piece());
  }
  purged_.insert(entry_.purged().begin(), entry_.purged().end());
  digests_.push_back(entry_.kind() == journal::v1::PUT ? std::move(*entry_.mutable_digest()) : "");
}

// Matches the payload rows from the last one seen to `last` with the entries from `first` on.
absl::Status JournalWalk::MatchPayloads(size_t first, int64_t last) {
  size_t next = first;
  const auto pass_until = [&](int64_t position) {
    for (; next < called_.size() && called_[next].position < position; ++next) {
      if (!digests_[next - first].empty()) without_payload_.push_back(called_[next].position);
    }
  };
  absl::Status scanned =
      view_.Scan(kPayloadSpace, NumberedKey(kPayloadSpace, payloads_seen_ + 1), 0, Direction::kForward,
                 [&](absl::string_view key, absl::string_view row) {
                   const int64_t position = ReadNumber(key.substr(kPayloadSpace.size()));
                   if (position > last) return false;
                   payloads_seen_ = position;
                   pass_until(position);
                   if (next == called_.size() || called_[next].position != position || digests_[next - first].empty()) {
                     faults_.Add(absl::StrCat("journal: there is a payload for entry ", position, ", which has none"));
                     return true;
                   }
                   ++payloads_;
                   if (row.size() < kSaltSize || Sha256({row}) != digests_[next - first]) {
                     faults_.Add(absl::StrCat("journal: the payload of entry ", position, " does not have its digest"));
                   } else {
                     called_[next].payload = RecordHash(row.substr(kSaltSize));
                   }
                   ++next;
                   return true;
                 });
  pass_until(INT64_MAX);
  return scanned;
}

void JournalWalk::ComparePurged() {
  for (int64_t position : without_payload_) {
    if (purged_.erase(position) == 0) {
      faults_.Add(absl::StrCat("journal: the payload of entry ", position, " is missing"));
    }
  }
  purged_count_ = static_cast<int64_t>(without_payload_.size());
  for (int64_t position : purged_) {
    faults_.Add(absl::StrCat("journal: entry ", position, " was purged and has a payload"));
  }
}

}  // namespace krans::storage
