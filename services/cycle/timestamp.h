#ifndef KRANS_SERVICES_CYCLE_TIMESTAMP_H_
#define KRANS_SERVICES_CYCLE_TIMESTAMP_H_

#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"

namespace krans::cycle {

// An instant as records hold it, and back; what a record holds is exact to the nanosecond.
google::protobuf::Timestamp ToTimestamp(absl::Time time);
absl::Time ToTime(const google::protobuf::Timestamp& timestamp);

}  // namespace krans::cycle

#endif  // KRANS_SERVICES_CYCLE_TIMESTAMP_H_
