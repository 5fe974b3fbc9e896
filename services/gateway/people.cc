#include "services/gateway/people.h"

#include <fstream>
#include <set>
#include <sstream>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"
#include "services/rpc/assertion.h"

namespace krans::gateway {

absl::StatusOr<v1::ExamplePeople> LoadPeople(const std::string& path) {
  std::ifstream in(path);
  std::stringstream text;
  if (in.peek() != std::ifstream::traits_type::eof()) text << in.rdbuf();
  if (!in.is_open() || in.bad()) return absl::NotFoundError(absl::StrCat(path, ": there is no such file"));
  v1::ExamplePeople people;
  if (!google::protobuf::TextFormat::ParseFromString(text.str(), &people)) {
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
