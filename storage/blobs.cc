#include "storage/blobs.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "storage/hash.h"
#include "storage/keys.h"

namespace krans::storage {
namespace {

constexpr size_t kChunkSize = 256 << 10;
constexpr size_t kNumberSize = 8;

// The value of a blob's row: its size and when it was last written, in seconds.
struct BlobRow {
  int64_t size = 0;
  int64_t written = 0;
};

absl::StatusOr<BlobRow> DecodeRow(absl::string_view digest, absl::string_view bytes) {
  if (bytes.size() != 2 * kNumberSize)
    return absl::DataLossError(absl::StrCat("the row of blob ", digest, " is damaged"));
  return BlobRow{ReadNumber(bytes), ReadNumber(bytes.substr(kNumberSize))};
}

absl::StatusOr<bool> IsUnnamed(const View& view, absl::string_view digest, absl::string_view row, absl::Time now) {
  absl::StatusOr<BlobRow> blob = DecodeRow(digest, row);
  if (!blob.ok()) return blob.status();
  if (absl::FromUnixSeconds(blob->written) + absl::Hours(24) > now) return false;
  bool named = false;
  absl::Status scanned = view.Scan(NamingPrefix(digest), "", 1, Direction::kForward,
                                   [&](absl::string_view, absl::string_view) { return named = true; });
  if (!scanned.ok()) return scanned;
  return !named;
}

}  // namespace

std::string BlobDigest(absl::string_view content) { return absl::BytesToHexString(Sha256({content})); }

std::string StoreBlob(Draft& draft, absl::string_view content, absl::Time now) {
  std::string digest = BlobDigest(content);
  std::string row;
  AppendNumber(static_cast<int64_t>(content.size()), &row);
  AppendNumber(absl::ToUnixSeconds(now), &row);
  draft.PutRow(absl::StrCat(kBlobSpace, digest), std::move(row));
  for (size_t at = 0; at < content.size(); at += kChunkSize) {
    draft.PutRow(ChunkKey(digest, static_cast<int64_t>(at / kChunkSize)), std::string(content.substr(at, kChunkSize)));
  }
  return digest;
}

absl::StatusOr<std::string> LoadBlob(const View& view, absl::string_view digest) {
  std::string row;
  absl::StatusOr<bool> found = view.Get(absl::StrCat(kBlobSpace, digest), &row);
  if (!found.ok()) return found.status();
  const absl::Status missing = absl::NotFoundError(absl::StrCat("there is no blob ", digest));
  if (!*found) return missing;
  absl::StatusOr<BlobRow> blob = DecodeRow(digest, row);
  if (!blob.ok()) return blob.status();
  std::string content;
  std::string chunk;
  for (int64_t number = 0; static_cast<int64_t>(content.size()) < blob->size; ++number) {
    found = view.Get(ChunkKey(digest, number), &chunk);
    if (!found.ok()) return found.status();
    if (!*found) return missing;
    content.append(chunk);
  }
  if (BlobDigest(content) != digest) return absl::DataLossError(absl::StrCat("blob ", digest, " is damaged"));
  return content;
}

absl::StatusOr<std::vector<std::string>> UnnamedBlobs(const View& view, absl::Time now) {
  std::vector<std::string> unnamed;
  absl::Status status;
  absl::Status scanned =
      view.Scan(kBlobSpace, "", 0, Direction::kForward, [&](absl::string_view key, absl::string_view row) {
        const absl::string_view digest = key.substr(kBlobSpace.size());
        absl::StatusOr<bool> found = IsUnnamed(view, digest, row, now);
        if (!found.ok()) status = found.status();
        if (found.ok() && *found) unnamed.emplace_back(digest);
        return found.ok();
      });
  if (!scanned.ok()) return scanned;
  if (!status.ok()) return status;
  return unnamed;
}

absl::Status RemoveUnnamedBlob(Draft& draft, const std::string& digest, absl::Time now) {
  std::string key = absl::StrCat(kBlobSpace, digest);
  std::string row;
  absl::StatusOr<bool> found = draft.view().Get(key, &row);
  if (!found.ok()) return found.status();
  absl::StatusOr<bool> unnamed = *found ? IsUnnamed(draft.view(), digest, row, now) : false;
  if (!unnamed.ok() || !*unnamed) return unnamed.status();
  absl::StatusOr<BlobRow> blob = DecodeRow(digest, row);
  if (!blob.ok()) return blob.status();
  for (int64_t number = 0; number * static_cast<int64_t>(kChunkSize) < blob->size; ++number) {
    draft.RemoveRow(ChunkKey(digest, number));
  }
  draft.RemoveRow(std::move(key));
  return absl::OkStatus();
}

}  // namespace krans::storage
