#ifndef KRANS_SERVICES_GATEWAY_OPENAPI_H_
#define KRANS_SERVICES_GATEWAY_OPENAPI_H_

#include <string>

#include "services/gateway/schema.h"

namespace krans::gateway {

// What can be called, for programs: an OpenAPI 3.1 document of the methods by Connect's JSON, with the comments, bounds
// and rules of the schema.
std::string OpenApiJson(const Schema& schema);

// The same for people: a page of HTML without script or style of its own.
std::string OpenApiPage(const Schema& schema);

}  // namespace krans::gateway

#endif  // KRANS_SERVICES_GATEWAY_OPENAPI_H_
