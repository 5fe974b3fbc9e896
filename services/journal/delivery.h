#ifndef KRANS_SERVICES_JOURNAL_DELIVERY_H_
#define KRANS_SERVICES_JOURNAL_DELIVERY_H_

#include <map>
#include <mutex>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "krans/journal/v1/entry.pb.h"
#include "krans/journal/v1/journal.pb.h"
#include "storage/journal.h"

namespace krans::journal {

v1::Position ToMessage(const storage::Position& position);
storage::Position FromMessage(const v1::Position& message);

// What of an entry goes where. Thread-safe.
class Delivery {
 public:
  // Adds the entry as a follower may have it: whole where its record type says ALL or it has no type, else its position
  // and hash. DATA_LOSS where it does not parse.
  absl::Status ToFollower(const storage::StoredEntry& stored, v1::WatchResponse* response);

 private:
  bool Delivered(const std::string& type);

  std::mutex mutex_;
  std::map<std::string, bool> delivered_;
};

}  // namespace krans::journal

#endif  // KRANS_SERVICES_JOURNAL_DELIVERY_H_
