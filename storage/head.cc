#include "storage/head.h"

#include <algorithm>
#include <iterator>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "storage/keys.h"

namespace krans::storage {
namespace {

constexpr size_t kNumberSize = 8;
constexpr size_t kPositionSize = 2 * kNumberSize + kHashSize;
constexpr size_t kHeadSize = 3 * kNumberSize + kNumberSize + 3 * kHashSize;

// The rows beside copies that the sum is over.
constexpr absl::string_view kSummed[] = {kBlobSpace, kDueSpace, kForgetSpace, kMirrorSpace, kRowSpace};

std::string HashRow(absl::string_view key, absl::string_view value) {
  std::string size;
  AppendNumber(static_cast<int64_t>(key.size()), &size);
  return Sha256({size, key, value});
}

}  // namespace

std::string EncodeHead(const StoreHead& head) {
  std::string bytes;
  bytes.reserve(kHeadSize);
  AppendNumber(head.generation, &bytes);
  AppendNumber(head.journal.epoch, &bytes);
  AppendNumber(head.journal.position, &bytes);
  bytes.append(head.journal.hash);
  AppendNumber(head.access.position, &bytes);
  bytes.append(head.access.hash);
  bytes.append(head.sum);
  return bytes;
}

absl::StatusOr<StoreHead> DecodeHead(absl::string_view bytes) {
  if (bytes.size() != kHeadSize) return absl::DataLossError("the head row is damaged");
  StoreHead head;
  head.generation = ReadNumber(bytes);
  head.journal.epoch = ReadNumber(bytes.substr(8));
  head.journal.position = ReadNumber(bytes.substr(16));
  head.journal.hash = std::string(bytes.substr(24, kHashSize));
  head.access.epoch = head.journal.epoch;
  head.access.position = ReadNumber(bytes.substr(56));
  head.access.hash = std::string(bytes.substr(64, kHashSize));
  head.sum = std::string(bytes.substr(96, kHashSize));
  return head;
}

std::string EncodePosition(const Position& position) {
  std::string bytes;
  AppendNumber(position.epoch, &bytes);
  AppendNumber(position.position, &bytes);
  return bytes.append(position.hash);
}

absl::StatusOr<Position> DecodePosition(absl::string_view bytes) {
  if (bytes.size() != kPositionSize) return absl::DataLossError("a mirror row is damaged");
  return Position{ReadNumber(bytes), ReadNumber(bytes.substr(kNumberSize)), std::string(bytes.substr(2 * kNumberSize))};
}

bool IsSummed(absl::string_view key, absl::string_view package) {
  if (!key.empty() && key[0] == '@') {
    return std::any_of(std::begin(kSummed), std::end(kSummed),
                       [key](absl::string_view space) { return absl::StartsWith(key, space); });
  }
  return !(absl::StartsWith(key, package) && key.size() > package.size() && key[package.size()] == '.');
}

void RowSum::Add(absl::string_view key, absl::string_view value) {
  const std::string hash = HashRow(key, value);
  unsigned carry = 0;
  for (size_t i = 0; i < kHashSize; ++i) {
    carry += static_cast<unsigned char>(sum_[i]) + static_cast<unsigned char>(hash[i]);
    sum_[i] = static_cast<char>(carry);
    carry >>= 8;
  }
}

void RowSum::Subtract(absl::string_view key, absl::string_view value) {
  const std::string hash = HashRow(key, value);
  int borrow = 0;
  for (size_t i = 0; i < kHashSize; ++i) {
    const int difference = static_cast<unsigned char>(sum_[i]) - static_cast<unsigned char>(hash[i]) - borrow;
    sum_[i] = static_cast<char>(difference);
    borrow = difference < 0 ? 1 : 0;
  }
}

absl::StatusOr<std::string> SumRows(const View& view, absl::string_view package) {
  RowSum sum;
  const auto add = [&](absl::string_view prefix, absl::string_view from, absl::string_view end) {
    return view.Scan(prefix, from, 0, Direction::kForward, [&](absl::string_view key, absl::string_view value) {
      if (!end.empty() && key >= end) return false;
      sum.Add(key, value);
      return true;
    });
  };
  for (absl::string_view space : kSummed) {
    if (absl::Status scanned = add(space, "", ""); !scanned.ok()) return scanned;
  }
  // Copies stand before and after the store's own records: after '@' come the letters with which types begin, and '/'
  // follows the dot that ends this package's name.
  absl::Status scanned = add("", "A", absl::StrCat(package, "."));
  if (scanned.ok()) scanned = add("", absl::StrCat(package, "/"), "");
  if (!scanned.ok()) return scanned;
  return sum.sum();
}

}  // namespace krans::storage
