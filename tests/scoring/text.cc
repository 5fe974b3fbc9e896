#include "tests/scoring/text.h"

#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "services/rpc/error.h"

namespace krans::scoring {
std::string Reason(const absl::Status& status) { return access::v1::Reason_Name(rpc::ReasonOf(status)); }

std::vector<std::string> Fields(const absl::Status& status) {
  std::vector<std::string> fields;
  const google::rpc::Status sent = rpc::ToRpcStatus(status, "incident");
  for (const auto& detail : sent.details()) {
    google::rpc::BadRequest request;
    if (!detail.UnpackTo(&request)) continue;
    for (const auto& violation : request.field_violations()) {
      fields.push_back(absl::StrCat(violation.field(), " ", violation.reason()));
    }
  }
  return fields;
}

std::string Detail(const absl::Status& status, const std::string& key) {
  const google::rpc::Status sent = rpc::ToRpcStatus(status, "incident");
  for (const auto& detail : sent.details()) {
    google::rpc::ErrorInfo info;
    if (!detail.UnpackTo(&info)) continue;
    auto found = info.metadata().find(key);
    if (found != info.metadata().end()) return found->second;
  }
  return "";
}

}  // namespace krans::scoring
