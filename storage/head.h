#ifndef KRANS_STORAGE_HEAD_H_
#define KRANS_STORAGE_HEAD_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/engine.h"
#include "storage/hash.h"
#include "storage/journal.h"

namespace krans::storage {

// Where a store stands: the value of its head row, which every commit replaces.
struct StoreHead {
  int64_t generation = 0;  // commits so far
  Position journal;        // the last entry of either chain
  Position access;
  std::string sum = std::string(kHashSize, '\0');  // over the rows that no chain covers: see RowSum
};

std::string EncodeHead(const StoreHead& head);

// DATA_LOSS where `bytes` are no head.
absl::StatusOr<StoreHead> DecodeHead(absl::string_view bytes);

// The value of a mirror row.
std::string EncodePosition(const Position& position);
absl::StatusOr<Position> DecodePosition(absl::string_view bytes);

// Whether the row is outside both chains, so that only the head's sum would tell of its loss: copies of others'
// records, mirror positions, answers to repeated requests, blobs and what is due to leave the journal.
bool IsSummed(absl::string_view key, absl::string_view package);

// A sum over a set of rows that does not depend on their order: rows can be added and taken away again. It finds what
// a medium loses; against a forger it is the chains that protect.
class RowSum {
 public:
  explicit RowSum(std::string sum) : sum_(std::move(sum)) {}
  RowSum() : RowSum(std::string(kHashSize, '\0')) {}

  void Add(absl::string_view key, absl::string_view value);
  void Subtract(absl::string_view key, absl::string_view value);
  const std::string& sum() const { return sum_; }

 private:
  std::string sum_;
};

// The sum over all such rows of a view.
absl::StatusOr<std::string> SumRows(const View& view, absl::string_view package);

}  // namespace krans::storage

#endif  // KRANS_STORAGE_HEAD_H_
