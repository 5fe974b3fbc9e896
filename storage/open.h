#ifndef KRANS_STORAGE_OPEN_H_
#define KRANS_STORAGE_OPEN_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/store.h"

namespace krans::storage {

// Opens the store in `dir`: the database in `dir`/db and, unless `options` names another folder, its anchors in
// `dir`/anchor. Makes a new one where `create` is set and there is neither. A log that a power cut tore is accepted
// where everything up to the anchor is there. Errors are those of OpenRocksDb and Store::Open.
absl::StatusOr<std::unique_ptr<Store>> OpenStore(const std::string& dir, Options options, bool create);

// The same for reading alone: nothing in `dir` is changed. A torn log is read up to where it is torn, on the same
// terms.
absl::StatusOr<std::unique_ptr<Store>> InspectStore(const std::string& dir, Options options);

// Adopt for the store in `dir`, which nobody may have open.
absl::Status AdoptStore(const std::string& dir, Options options, const Change& change);

// Store::Forget for the store in `dir`, which nobody may have open. Durable on return.
absl::Status ForgetSource(const std::string& dir, Options options, const std::string& source,
                          const std::string& package, const Change& change);

}  // namespace krans::storage

#endif  // KRANS_STORAGE_OPEN_H_
