#ifndef KRANS_TESTS_SUBMISSIONS_PARSE_H_
#define KRANS_TESTS_SUBMISSIONS_PARSE_H_

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "google/protobuf/any.pb.h"
#include "google/protobuf/text_format.h"
#include "google/rpc/error_details.pb.h"
#include "krans/access/v1/reason.pb.h"
#include "services/cycle/deadline_rules.h"
#include "services/rpc/error.h"

namespace krans::submissions {

// A message from its text form; the test cannot go on where it is none.
template <typename T>
T Parse(const std::string& text) {
  T message;
  if (!google::protobuf::TextFormat::ParseFromString(text, &message)) std::abort();
  return message;
}

template <typename T>
T ParseFile(const std::string& path) {
  std::ifstream file(path);
  if (!file) {
    std::fprintf(stderr, "no file %s\n", path.c_str());
    std::abort();
  }
  return Parse<T>(std::string(std::istreambuf_iterator<char>(file), {}));
}

// An instant in Stockholm: "2024-03-22 23:59:59".
inline absl::Time At(std::string text) {
  std::replace(text.begin(), text.end(), ' ', 'T');
  absl::CivilSecond second;
  if (!absl::ParseLenientCivilTime(text, &second)) std::abort();
  return absl::FromCivil(second, cycle::Stockholm());
}

// All that a refusal says, in one line: "OK", "WRONG_STATE needs=DECLARED state=VERIFIED", or
// "FIELD_INVALID name:FIELD_REFERENCE class_code:FIELD_REQUIRED".
inline std::string Told(const absl::Status& status) {
  if (status.ok()) return "OK";
  std::string told = access::v1::Reason_Name(rpc::ReasonOf(status));
  if (rpc::ReasonOf(status) == access::v1::REASON_UNSPECIFIED) return status.ToString();
  const google::rpc::Status sent = rpc::ToRpcStatus(status, "");
  for (const google::protobuf::Any& detail : sent.details()) {
    google::rpc::BadRequest bad;
    if (detail.UnpackTo(&bad)) {
      for (const auto& each : bad.field_violations()) absl::StrAppend(&told, " ", each.field(), ":", each.reason());
    }
    google::rpc::ErrorInfo info;
    if (detail.UnpackTo(&info)) {
      for (const char* key : {"gate", "needs", "state", "deadline", "rules", "questions", "resource"}) {
        if (auto found = info.metadata().find(key); found != info.metadata().end()) {
          absl::StrAppend(&told, " ", key, "=", found->second);
        }
      }
    }
  }
  return told;
}

}  // namespace krans::submissions

#endif  // KRANS_TESTS_SUBMISSIONS_PARSE_H_
