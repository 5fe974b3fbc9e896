#ifndef KRANS_TESTS_PARSE_H_
#define KRANS_TESTS_PARSE_H_

#include <string>

#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace krans {

// The message written as text; the test fails where it does not parse.
template <typename T>
T Parse(const std::string& text) {
  T message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

}  // namespace krans

#endif  // KRANS_TESTS_PARSE_H_
