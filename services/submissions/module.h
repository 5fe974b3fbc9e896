#ifndef KRANS_SERVICES_SUBMISSIONS_MODULE_H_
#define KRANS_SERVICES_SUBMISSIONS_MODULE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/rpc/door.h"
#include "services/rpc/keys.h"
#include "storage/transaction.h"

namespace krans::submissions {

// The full names of the services that this package declares: what the door's Check is asked for.
std::vector<std::string> Services();

// Puts the relations and all methods at the door.
void Register(rpc::Door* door, const rpc::SymmetricKey& opening_key);

// Names the first person of the office (`person` is an id), from today on. ALREADY_EXISTS where anyone has a role.
absl::Status Begin(storage::WriteTransaction& state, absl::string_view person, absl::string_view display_name);

}  // namespace krans::submissions

#endif  // KRANS_SERVICES_SUBMISSIONS_MODULE_H_
