#ifndef KRANS_SERVICES_GATEWAY_PEOPLE_H_
#define KRANS_SERVICES_GATEWAY_PEOPLE_H_

#include <string>

#include "absl/status/statusor.h"
#include "krans/gateway/v1/session.pb.h"

namespace krans::gateway {

// The people of an example, whom anyone may act as: a krans.gateway.v1.ExamplePeople in text form. NOT_FOUND where
// there is no such file, FAILED_PRECONDITION where it does not parse or names a person twice or not at all.
absl::StatusOr<v1::ExamplePeople> LoadPeople(const std::string& path);

}  // namespace krans::gateway

#endif  // KRANS_SERVICES_GATEWAY_PEOPLE_H_
