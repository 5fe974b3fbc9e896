#include "services/gateway/people.h"

#include <set>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"
#include "services/rpc/assertion.h"
#include "services/rpc/error.h"
#include "services/rpc/file.h"

namespace krans::gateway {

absl::StatusOr<v1::ExamplePeople> LoadPeople(const std::string& path) {
  KRANS_ASSIGN(const std::string text, rpc::ReadFile(path));
  v1::ExamplePeople people;
  if (!google::protobuf::TextFormat::ParseFromString(text, &people)) {
    return absl::FailedPreconditionError(absl::StrCat(path, " is not a krans.gateway.v1.ExamplePeople"));
  }
  std::set<std::string> seen;
  for (const v1::ExamplePerson& person : people.people()) {
    if (!rpc::MayAssert(rpc::kPeople, person.person()) || !seen.insert(person.person()).second) {
      return absl::FailedPreconditionError(absl::StrCat(path, ": ", person.person(), " is no person or named twice"));
    }
  }
  return people;
}

}  // namespace krans::gateway
