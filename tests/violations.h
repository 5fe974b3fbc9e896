#ifndef KRANS_TESTS_VIOLATIONS_H_
#define KRANS_TESTS_VIOLATIONS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "services/rpc/error.h"

namespace krans {

// What a refusal says of fields, each as "issue.criterion FIELD_TOO_MANY".
inline std::vector<std::string> ViolationsOf(const absl::Status& status) {
  std::vector<std::string> violations;
  const google::rpc::Status refusal = rpc::ToRpcStatus(status, "");
  for (const google::protobuf::Any& detail : refusal.details()) {
    google::rpc::BadRequest request;
    if (!detail.UnpackTo(&request)) continue;
    for (const auto& violation : request.field_violations()) {
      violations.push_back(absl::StrCat(violation.field(), " ", violation.reason()));
    }
  }
  return violations;
}

// The metadata value of a refusal; empty where it has none.
inline std::string MetadataOf(const absl::Status& status, const std::string& key) {
  const google::rpc::Status refusal = rpc::ToRpcStatus(status, "");
  for (const google::protobuf::Any& detail : refusal.details()) {
    google::rpc::ErrorInfo info;
    if (detail.UnpackTo(&info) && info.metadata().contains(key)) return info.metadata().at(key);
  }
  return "";
}

}  // namespace krans

#endif  // KRANS_TESTS_VIOLATIONS_H_
