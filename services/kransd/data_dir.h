#ifndef KRANS_SERVICES_KRANSD_DATA_DIR_H_
#define KRANS_SERVICES_KRANSD_DATA_DIR_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/rpc/module.h"

namespace krans::kransd {

// Where an installation on one machine keeps everything:
//
//   keys/         the key folder (services/rpc/keys.h)
//   addresses     a line for each service: its name and its address
//   SERVICE/      that service's store, and `lock`, held by the process that runs it
//   checkpoints/  copies of the stores: NAME/SERVICE

std::string StoreIn(const std::string& dir, const std::string& service);
std::string CheckpointsIn(const std::string& dir);

// Makes the folder with keys, addresses and the stores of all `modules`, whole or not at all; `office` is the first
// person of the process office. The services get ports from `port_base` on, in the order of `modules`; 0: any that are
// free now. ALREADY_EXISTS where there is anything at `dir`, INVALID_ARGUMENT where the ports run past the last there
// is.
absl::Status CreateDataDir(const std::string& dir, const std::vector<rpc::ServiceModule>& modules,
                           const std::string& office, int port_base, absl::Time now);

// A lock on a service's part of the folder, held until destruction.
class ServiceLock {
 public:
  // FAILED_PRECONDITION where another process holds it, NOT_FOUND where there is no such service.
  static absl::StatusOr<ServiceLock> Take(const std::string& dir, const std::string& service);

  ServiceLock(ServiceLock&& other) noexcept;
  ServiceLock& operator=(ServiceLock&&) = delete;
  ~ServiceLock();

 private:
  explicit ServiceLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace krans::kransd

#endif  // KRANS_SERVICES_KRANSD_DATA_DIR_H_
