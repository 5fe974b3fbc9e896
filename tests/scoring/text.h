#ifndef KRANS_TESTS_SCORING_TEXT_H_
#define KRANS_TESTS_SCORING_TEXT_H_

#include <cstdlib>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "google/protobuf/text_format.h"

namespace krans::scoring {

// A message from its text form.
template <typename T>
T Text(const std::string& text) {
  T message;
  if (!google::protobuf::TextFormat::ParseFromString(text, &message)) abort();
  return message;
}

// The reason of a refusal, and OK as REASON_UNSPECIFIED.
std::string Reason(const absl::Status& status);

// The fields that a refusal names, each with its reason: "item.score FIELD_OFF_GRID".
std::vector<std::string> Fields(const absl::Status& status);

// A value that a refusal gives for `key`.
std::string Detail(const absl::Status& status, const std::string& key);

}  // namespace krans::scoring

#endif  // KRANS_TESTS_SCORING_TEXT_H_
