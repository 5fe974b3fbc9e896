#ifndef KRANS_STORAGE_ROCKSDB_ROCKSDB_ENGINE_H_
#define KRANS_STORAGE_ROCKSDB_ROCKSDB_ENGINE_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/engine.h"

namespace krans::storage {

// Opens the RocksDB database in `dir` as an engine; makes a new one where `create` is set and there is none.
// FAILED_PRECONDITION where another process has it, DATA_LOSS with the file's name where it is damaged, NOT_FOUND
// where there is none and `create` is not set.
absl::StatusOr<std::unique_ptr<Engine>> OpenRocksDb(const std::string& dir, bool create);

// Where the log may end.
enum class Tail { kWhole, kTorn };

// Opens it for reading alone: nothing in `dir` is changed, and commits are refused. The log must be whole, or may end
// in the middle of a record as below.
absl::StatusOr<std::unique_ptr<Engine>> InspectRocksDb(const std::string& dir, Tail tail);

// Opens what OpenRocksDb refuses because the log ends in the middle of a record, as it may after a power cut: without
// that last piece, and only where `accept` agrees to the state that is left. It is shown the state before anything on
// the medium is changed. Damage of any other kind is refused here too.
absl::StatusOr<std::unique_ptr<Engine>> OpenTornRocksDb(const std::string& dir,
                                                        const std::function<absl::Status(const Engine&)>& accept);

}  // namespace krans::storage

#endif  // KRANS_STORAGE_ROCKSDB_ROCKSDB_ENGINE_H_
