#include "tests/crash/version.h"

#include "absl/strings/str_cat.h"
#include "krans/submissions/v1/organisation.pb.h"
#include "krans/submissions/v1/people.pb.h"

namespace krans::crash {
namespace {

namespace v1 = submissions::v1;

template <typename Request, typename Record>
void Complete(int64_t number, Request* request, Record* record, Version* version) {
  record->set_name(version->name);
  record->set_display_name(absl::StrCat(number, std::string(static_cast<size_t>(number * 37 % 150), 'x')));
  if (number > 1) record->set_etag(absl::StrCat(number - 1));
  request->set_request_id(absl::StrCat(version->name.substr(version->name.find('/') + 1), "-write-", number));
  version->save_request = request->SerializeAsString();
  v1::GetBodyRequest get;  // of the same shape for all three
  get.set_name(version->name);
  version->get_request = get.SerializeAsString();
  record->set_etag(absl::StrCat(number));
  version->record = record->SerializeAsString();
}

}  // namespace

Version MakeVersion(int lane, size_t cycle, int64_t number) {
  const std::string id = absl::StrCat("c", cycle, "-l", lane);
  Version version;
  if (lane % 3 == 0) {
    version = {"krans.submissions.v1.Organisation/SaveBody", "krans.submissions.v1.Organisation/GetBody",
               absl::StrCat("bodies/", id)};
    v1::SaveBodyRequest request;
    request.mutable_body()->set_kind(v1::Body::SPECIALIST_BOARD);
    Complete(number, &request, request.mutable_body(), &version);
  } else if (lane % 3 == 1) {
    version = {"krans.submissions.v1.Organisation/SaveUnit", "krans.submissions.v1.Organisation/GetUnit",
               absl::StrCat("units/", id)};
    v1::SaveUnitRequest request;
    request.mutable_unit()->set_body("bodies/all");
    request.mutable_unit()->set_kind(v1::SCHOOL);
    request.mutable_unit()->set_operator_kind(v1::MUNICIPAL);
    Complete(number, &request, request.mutable_unit(), &version);
  } else {
    version = {"krans.submissions.v1.People/SavePerson", "krans.submissions.v1.People/GetPerson",
               absl::StrCat("people/", id)};
    v1::SavePersonRequest request;
    Complete(number, &request, request.mutable_person(), &version);
  }
  return version;
}

}  // namespace krans::crash
