#ifndef KRANS_STORAGE_BLOBS_H_
#define KRANS_STORAGE_BLOBS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "storage/draft.h"
#include "storage/engine.h"

namespace krans::storage {

// The name under which content is stored: its SHA-256 in hexadecimal.
std::string BlobDigest(absl::string_view content);

// Stores the content and returns its digest; what is stored already counts as written now.
std::string StoreBlob(Draft& draft, absl::string_view content, absl::Time now);

// The whole content. NOT_FOUND where it is not stored or not yet whole, DATA_LOSS where it is not what was stored.
absl::StatusOr<std::string> LoadBlob(const View& view, absl::string_view digest);

// The blobs that no record names and nobody wrote within the day before `now`.
absl::StatusOr<std::vector<std::string>> UnnamedBlobs(const View& view, absl::Time now);

// Removes the blob, where it still is one of those.
absl::Status RemoveUnnamedBlob(Draft& draft, const std::string& digest, absl::Time now);

}  // namespace krans::storage

#endif  // KRANS_STORAGE_BLOBS_H_
