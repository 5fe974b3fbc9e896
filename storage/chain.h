#ifndef KRANS_STORAGE_CHAIN_H_
#define KRANS_STORAGE_CHAIN_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/engine.h"
#include "storage/journal.h"

namespace krans::storage {

// Up to `limit` entries after `position`, without their payloads, of the chain in `space` that ends at `head`.
// OUT_OF_RANGE past the head, DATA_LOSS where one is missing.
absl::StatusOr<std::vector<StoredEntry>> ReadEntries(const View& view, absl::string_view space, int64_t position,
                                                     int64_t head, size_t limit);

// Gives the journal's entries after `position` their payloads.
absl::Status AddPayloads(const View& view, int64_t position, std::vector<StoredEntry>* entries);

}  // namespace krans::storage

#endif  // KRANS_STORAGE_CHAIN_H_
