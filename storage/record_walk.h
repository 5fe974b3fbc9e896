#ifndef KRANS_STORAGE_RECORD_WALK_H_
#define KRANS_STORAGE_RECORD_WALK_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "storage/engine.h"
#include "storage/faults.h"
#include "storage/record_type.h"

namespace krans::storage {

// An own record as it is stored, in hashes of this process.
struct Kept {
  uint64_t key = 0;      // KeyHash
  uint64_t payload = 0;  // RecordHash
};

uint64_t KeyHash(absl::string_view type, absl::string_view name);

// All records, the rows that follow from them and the blobs that they name: what is gathered are the own records, what
// does not hold is a fault.
class RecordWalk {
 public:
  RecordWalk(const View& view, const RecordTypes& types) : view_(view), types_(types) {}

  // Once. An error is the medium's.
  absl::Status Run();

  // In the order of their keys.
  const std::vector<Kept>& kept() const { return kept_; }
  const Faults& faults() const { return faults_; }
  int64_t records() const { return records_; }

 private:
  // A set of rows in little room, to be compared with another.
  struct RowSet {
    int64_t rows = 0;
    uint64_t hash = 0;
    bool operator==(const RowSet&) const = default;
  };
  using RowSets = absl::flat_hash_map<std::string, RowSet>;

  static void AddRow(absl::string_view key, absl::string_view value, RowSets* rows);
  void WalkRecord(absl::string_view key, absl::string_view bytes);
  absl::Status WalkDerivedRows();
  absl::Status WalkBlobs();

  const View& view_;
  const RecordTypes& types_;
  Faults faults_;
  int64_t records_ = 0;
  std::vector<Kept> kept_;
  const RecordType* type_ = nullptr;  // of the record walked last, with room to parse the next
  std::unique_ptr<google::protobuf::Message> record_;
  RowSets derived_;
};

}  // namespace krans::storage

#endif  // KRANS_STORAGE_RECORD_WALK_H_
