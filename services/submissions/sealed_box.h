#ifndef KRANS_SERVICES_SUBMISSIONS_SEALED_BOX_H_
#define KRANS_SERVICES_SUBMISSIONS_SEALED_BOX_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "krans/submissions/v1/submissions.pb.h"
#include "services/rpc/keys.h"

namespace krans::submissions {

// SHA-256 of the content in hexadecimal, the same wherever it is computed: of its serialised form without etag and
// content_hash.
std::string ContentHash(const v1::OpenedSubmission& content);

// Puts sealed submissions under a key of their own (AES-256-GCM), so that neither the store, its journal nor a backup
// holds anything readable before the opening (TF 2:9, I-05). Thread-safe.
class BoxMaker {
 public:
  explicit BoxMaker(const rpc::SymmetricKey& key) : key_(key) {}

  // The content closed under `name`, which it is bound to.
  absl::StatusOr<v1::SealedBox> Close(absl::string_view name, const v1::OpenedSubmission& content) const;

  // The content of a box, with its hash. DATA_LOSS where the box was changed, moved, closed with another key, or holds
  // something else than `content_hash` says.
  absl::StatusOr<v1::OpenedSubmission> Open(const v1::SealedBox& box, absl::string_view content_hash) const;

 private:
  rpc::SymmetricKey key_;
};

}  // namespace krans::submissions

#endif  // KRANS_SERVICES_SUBMISSIONS_SEALED_BOX_H_
