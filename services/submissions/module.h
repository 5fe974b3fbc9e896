#ifndef KRANS_SERVICES_SUBMISSIONS_MODULE_H_
#define KRANS_SERVICES_SUBMISSIONS_MODULE_H_

#include "services/rpc/door.h"
#include "services/rpc/module.h"
#include "services/submissions/sealed_box.h"

namespace krans::submissions {

// The submissions service. Its Init names the first person of the office, from that day on.
rpc::ServiceModule Module();

// Puts the relations and all methods at the door: what Register of the module does once it has its key.
void Register(rpc::Door* door, const BoxMaker& boxes);

}  // namespace krans::submissions

#endif  // KRANS_SERVICES_SUBMISSIONS_MODULE_H_
