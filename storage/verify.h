#ifndef KRANS_STORAGE_VERIFY_H_
#define KRANS_STORAGE_VERIFY_H_

#include "absl/status/statusor.h"
#include "storage/engine.h"
#include "storage/journal.h"
#include "storage/record_type.h"

namespace krans::storage {

// Store::Verify on one view: everything but the engine's own checksums. Needs the record types linked in.
absl::StatusOr<Findings> VerifyView(const View& view, const RecordTypes& types);

}  // namespace krans::storage

#endif  // KRANS_STORAGE_VERIFY_H_
