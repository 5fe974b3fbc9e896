#include "storage/verify.h"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/hash/hash.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "krans/journal/v1/entry.pb.h"
#include "storage/blobs.h"
#include "storage/hash.h"
#include "storage/head.h"
#include "storage/keys.h"

namespace krans::storage {
namespace {

using google::protobuf::Message;
using journal::v1::Entry;

// A set of rows in little room, to be compared with another.
struct RowSet {
  int64_t rows = 0;
  uint64_t hash = 0;

  void Add(absl::string_view key, absl::string_view value) {
    ++rows;
    hash += absl::HashOf(key, value);
  }
  bool operator==(const RowSet&) const = default;
};

// One verification. Every step reads a part of the rows in their order, so that the whole takes one pass.
class Verification {
 public:
  Verification(const View& view, const RecordTypes& types) : view_(view), types_(types) {}

  absl::StatusOr<Findings> Run() {
    std::string bytes;
    absl::StatusOr<bool> found = view_.Get(kHeadKey, &bytes);
    if (!found.ok()) return found.status();
    absl::StatusOr<StoreHead> head = DecodeHead(bytes);
    if (!head.ok()) return head.status();
    findings_.journal = head->journal;
    findings_.access = head->access;
    absl::Status status = WalkChain(kJournalSpace, "journal", head->journal);
    if (status.ok()) status = WalkChain(kAccessSpace, "access log", head->access);
    if (status.ok()) status = WalkHistory();
    if (status.ok()) status = WalkRecords();
    if (status.ok()) status = WalkDerivedRows();
    if (status.ok()) status = WalkBlobs();
    if (!status.ok()) return status;
    absl::StatusOr<std::string> sum = SumRows(view_, types_.package());
    if (!sum.ok()) return sum.status();
    if (*sum != head->sum) Fault("rows outside the journal (copies, answers, blobs) were lost or changed");
    return std::move(findings_);
  }

 private:
  // What a record must be by the journal: the last entry that put it, and the hash of its payload.
  struct Expected {
    int64_t position = 0;
    size_t payload = 0;
  };

  // An entry whose payload is looked for.
  struct Pending {
    int64_t position;
    std::string digest;
    size_t record;  // its key, hashed
  };

  void Fault(std::string what) {
    constexpr size_t kMost = 100;
    if (findings_.faults.size() < kMost) findings_.faults.push_back(std::move(what));
  }

  // Both chains: `name` is for faults, `end` where the head row says that the chain ends.
  absl::Status WalkChain(absl::string_view space, absl::string_view name, const Position& end) {
    constexpr size_t kBatch = 4096;
    const bool journal = space == kJournalSpace;
    Position at;
    bool more = true;
    while (more) {
      std::vector<Pending> pending;
      size_t walked = 0;
      absl::Status scanned =
          view_.Scan(space, NumberedKey(space, at.position + 1), kBatch, Direction::kForward,
                     [&](absl::string_view key, absl::string_view bytes) {
                       ++walked;
                       WalkEntry(name, ReadNumber(key.substr(space.size())), bytes, &at, journal ? &pending : nullptr);
                       return true;
                     });
      if (!scanned.ok()) return scanned;
      more = walked == kBatch;
      if (!journal) continue;
      absl::Status matched = MatchPayloads(pending, more ? at.position : INT64_MAX);
      if (!matched.ok()) return matched;
    }
    if (at.position != end.position) {
      Fault(absl::StrCat(name, ": ends at entry ", at.position, ", the head says ", end.position));
    } else if (at.hash != end.hash) {
      Fault(absl::StrCat(name, ": the hash of entry ", at.position, " is not that of the head"));
    }
    if (!journal) return absl::OkStatus();
    if (at.epoch != end.epoch) Fault(absl::StrCat("journal: ends in epoch ", at.epoch, ", the head says ", end.epoch));
    for (int64_t position : without_payload_) {
      if (purged_.erase(position) == 0) Fault(absl::StrCat("journal: the payload of entry ", position, " is missing"));
    }
    findings_.purged = static_cast<int64_t>(without_payload_.size());
    for (int64_t position : purged_) Fault(absl::StrCat("journal: entry ", position, " was purged and has a payload"));
    return absl::OkStatus();
  }

  void WalkEntry(absl::string_view name, int64_t position, absl::string_view bytes, Position* at,
                 std::vector<Pending>* pending) {
    Entry entry;
    if (!entry.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
      Fault(absl::StrCat(name, ": entry ", position, " does not parse"));
    } else {
      if (position != at->position + 1 || entry.position() != position) {
        Fault(absl::StrCat(name, ": entry ", at->position + 1, " is missing or not in its place"));
      } else if (entry.previous() != at->hash) {
        Fault(absl::StrCat(name, ": entry ", position, " does not continue entry ", at->position));
      }
      const bool epoch_begins = pending == nullptr || entry.kind() == journal::v1::ADOPTED;
      if (epoch_begins ? entry.epoch() < at->epoch : entry.epoch() != at->epoch) {
        Fault(absl::StrCat(name, ": entry ", position, " is of epoch ", entry.epoch(), " after epoch ", at->epoch));
      }
      at->epoch = entry.epoch();
      if (pending != nullptr) WalkJournalEntry(position, entry, pending);
    }
    at->position = position;
    at->hash = HashEntry(bytes);
  }

  void WalkJournalEntry(int64_t position, Entry& entry, std::vector<Pending>* pending) {
    if (!entry.resource().empty()) {
      history_expected_[entry.type()].Add(HistoryKey(entry.type(), entry.resource(), position),
                                          absl::StrCat(entry.version()));
    }
    for (int64_t purged : entry.purged()) purged_.insert(purged);
    const size_t record = absl::HashOf(RecordKey(entry.type(), entry.resource()));
    if (entry.kind() == journal::v1::PUT) {
      pending->push_back(Pending{position, std::move(*entry.mutable_digest()), record});
    } else if (!entry.resource().empty()) {
      // Payloads of a batch are matched after its entries, so the removal waits its turn.
      pending->push_back(Pending{position, "", record});
    }
  }

  // Matches the payload rows from the last one seen to `last` with the entries of a batch.
  absl::Status MatchPayloads(const std::vector<Pending>& pending, int64_t last) {
    auto next = pending.begin();
    const auto pass_until = [&](int64_t position) {
      for (; next != pending.end() && next->position < position; ++next) Expect(*next, nullptr);
    };
    absl::Status scanned =
        view_.Scan(kPayloadSpace, NumberedKey(kPayloadSpace, payloads_seen_ + 1), 0, Direction::kForward,
                   [&](absl::string_view key, absl::string_view row) {
                     const int64_t position = ReadNumber(key.substr(kPayloadSpace.size()));
                     if (position > last) return false;
                     payloads_seen_ = position;
                     pass_until(position);
                     if (next == pending.end() || next->position != position || next->digest.empty()) {
                       Fault(absl::StrCat("journal: there is a payload for entry ", position, ", which has none"));
                     } else {
                       Expect(*next++, &row);
                     }
                     return true;
                   });
    pass_until(INT64_MAX);
    return scanned;
  }

  void Expect(const Pending& entry, const absl::string_view* row) {
    if (entry.digest.empty()) {
      expected_.erase(entry.record);
      return;
    }
    Expected& expected = expected_[entry.record];
    expected.position = entry.position;
    if (row == nullptr) {
      without_payload_.push_back(entry.position);
      return;
    }
    ++findings_.payloads;
    if (row->size() < kSaltSize || Sha256({*row}) != entry.digest) {
      Fault(absl::StrCat("journal: the payload of entry ", entry.position, " does not have its digest"));
      return;
    }
    expected.payload = absl::HashOf(row->substr(kSaltSize));
  }

  absl::Status WalkHistory() {
    std::map<std::string, RowSet, std::less<>> found;
    absl::Status scanned =
        view_.Scan(kHistorySpace, "", 0, Direction::kForward, [&](absl::string_view key, absl::string_view version) {
          absl::string_view type, name;
          int64_t position = 0;
          if (!SplitHistoryKey(key, &type, &name, &position)) type = "";
          AddRow(type, key, version, &found);
          return true;
        });
    Compare("history", history_expected_, found);
    return scanned;
  }

  absl::Status WalkRecords() {
    absl::Status scanned =
        view_.Scan("", "A", 0, Direction::kForward, [&](absl::string_view key, absl::string_view bytes) {
          WalkRecord(key, bytes);
          return true;
        });
    for (const auto& [key, expected] : expected_) {
      Fault(absl::StrCat("records: that of journal entry ", expected.position, " is missing"));
    }
    return scanned;
  }

  void WalkRecord(absl::string_view key, absl::string_view bytes) {
    absl::string_view type_name, name;
    if (!SplitRecordKey(key, &type_name, &name)) return Fault(absl::StrCat("records: no record has the key ", key));
    absl::StatusOr<const RecordType*> type = types_.Find(type_name);
    if (!type.ok()) return Fault(absl::StrCat("records: ", type.status().message()));
    ++findings_.records;
    if ((*type)->own) {
      auto expected = expected_.find(absl::HashOf(key));
      if (expected == expected_.end()) return Fault(absl::StrCat("records: ", name, " is not in the journal"));
      if (expected->second.payload != absl::HashOf(bytes)) {
        Fault(absl::StrCat("records: ", name, " is not what journal entry ", expected->second.position, " put"));
      }
      expected_.erase(expected);
    }
    absl::StatusOr<std::unique_ptr<Message>> record = (*type)->Parse(bytes);
    if (!record.ok()) return Fault(absl::StrCat("records: ", name, ": ", record.status().message()));
    if ((*type)->NameOf(**record) != name) Fault(absl::StrCat("records: ", name, " has another name within"));
    for (const std::string& row : (*type)->RowsOf(name, **record)) derived_expected_[SpaceOf(row)].Add(row, "");
  }

  static std::string SpaceOf(absl::string_view key) {
    if (!absl::StartsWith(key, kIndexSpace)) return "blobs named";
    key.remove_prefix(kIndexSpace.size());
    return std::string(key.substr(0, key.find('\0')));
  }

  absl::Status WalkDerivedRows() {
    std::map<std::string, RowSet, std::less<>> found;
    for (absl::string_view space : {kIndexSpace, kNamingSpace}) {
      absl::Status scanned =
          view_.Scan(space, "", 0, Direction::kForward, [&](absl::string_view key, absl::string_view value) {
            AddRow(SpaceOf(key), key, value, &found);
            return true;
          });
      if (!scanned.ok()) return scanned;
    }
    Compare("index", derived_expected_, found);
    return absl::OkStatus();
  }

  // The blobs that this store's own records name.
  absl::Status WalkBlobs() {
    std::set<std::string> digests;
    const std::string own = absl::StrCat(types_.package(), ".");
    absl::Status scanned =
        view_.Scan(kNamingSpace, "", 0, Direction::kForward, [&](absl::string_view key, absl::string_view) {
          const absl::string_view namer = NamerIn(key);
          if (!absl::StartsWith(namer, own)) return true;
          key.remove_prefix(kNamingSpace.size());
          digests.emplace(key.substr(0, key.find('\0')));
          return true;
        });
    for (const std::string& digest : digests) {
      absl::StatusOr<std::string> content = LoadBlob(view_, digest);
      if (!content.ok()) Fault(absl::StrCat("blobs: ", content.status().message()));
    }
    return scanned;
  }

  static void AddRow(absl::string_view group, absl::string_view key, absl::string_view value,
                     std::map<std::string, RowSet, std::less<>>* rows) {
    auto at = rows->find(group);
    if (at == rows->end()) at = rows->emplace(std::string(group), RowSet()).first;
    at->second.Add(key, value);
  }

  void Compare(absl::string_view what, const std::map<std::string, RowSet, std::less<>>& expected,
               const std::map<std::string, RowSet, std::less<>>& found) {
    std::map<std::string, std::pair<RowSet, RowSet>> both;
    for (const auto& [group, rows] : expected) both[group].first = rows;
    for (const auto& [group, rows] : found) both[group].second = rows;
    for (const auto& [group, rows] : both) {
      if (rows.first == rows.second) continue;
      Fault(absl::StrCat(what, " rows of ", group, " do not follow from what they are made of: ", rows.first.rows,
                         " expected, ", rows.second.rows, " found"));
    }
  }

  const View& view_;
  const RecordTypes& types_;
  Findings findings_;
  std::unordered_map<size_t, Expected> expected_;  // by the hash of the record's key
  std::map<std::string, RowSet, std::less<>> history_expected_;
  std::map<std::string, RowSet, std::less<>> derived_expected_;
  std::vector<int64_t> without_payload_;
  std::set<int64_t> purged_;
  int64_t payloads_seen_ = 0;
};

}  // namespace

absl::StatusOr<Findings> VerifyView(const View& view, const RecordTypes& types) {
  return Verification(view, types).Run();
}

}  // namespace krans::storage
