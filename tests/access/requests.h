#ifndef KRANS_TESTS_ACCESS_REQUESTS_H_
#define KRANS_TESTS_ACCESS_REQUESTS_H_

#include <memory>
#include <string>

#include "google/protobuf/message.h"

namespace krans::proof {

// A request made from the schema alone, and the resource that its method's rule looks at.
struct Request {
  std::unique_ptr<google::protobuf::Message> message;
  std::string resource;
};

// What passes the field checks of `method` and names the resources of the main case; where a name has a person in it,
// `person`. The resource is `resource` instead, where that is given. `service` is who is asked, as all have a journal.
Request MakeRequest(const std::string& service, const std::string& method, const std::string& person,
                    const std::string& resource = "");

// The form of the resource that the rule of `method` looks at: "awards/*/cycles/*/teams/*"; empty where there is none.
std::string FormOf(const std::string& service, const std::string& method);

// Whether names of that form are somebody's: "awards/*/cycles/*/participations/*/conflicts/*".
bool IsSomebodys(const std::string& form);

}  // namespace krans::proof

#endif  // KRANS_TESTS_ACCESS_REQUESTS_H_
