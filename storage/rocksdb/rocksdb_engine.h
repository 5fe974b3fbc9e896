#ifndef KRANS_STORAGE_ROCKSDB_ROCKSDB_ENGINE_H_
#define KRANS_STORAGE_ROCKSDB_ROCKSDB_ENGINE_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "storage/engine.h"

namespace krans::storage {

// Opens the RocksDB database in `dir` as an engine; makes a new one where `create` is set and there is none.
// FAILED_PRECONDITION where another process has it, DATA_LOSS with the file's name where it is damaged, NOT_FOUND
// where there is none and `create` is not set.
absl::StatusOr<std::unique_ptr<Engine>> OpenRocksDb(const std::string& dir, bool create);

}  // namespace krans::storage

#endif  // KRANS_STORAGE_ROCKSDB_ROCKSDB_ENGINE_H_
