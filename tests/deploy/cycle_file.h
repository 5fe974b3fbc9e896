#ifndef KRANS_TESTS_DEPLOY_CYCLE_FILE_H_
#define KRANS_TESTS_DEPLOY_CYCLE_FILE_H_

#include <fstream>
#include <sstream>
#include <string>

#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "krans/submissions/v1/cycles.pb.h"

namespace krans {

// deploy/cycles/NAME.textproto, or a failure of the test.
inline submissions::v1::CycleFile ReadCycleFile(const std::string& name) {
  std::ifstream in(std::string(KRANS_CYCLES) + name + ".textproto");
  std::stringstream text;
  text << in.rdbuf();
  submissions::v1::CycleFile file;
  EXPECT_TRUE(in.good() || in.eof()) << name;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text.str(), &file)) << name;
  return file;
}

}  // namespace krans

#endif  // KRANS_TESTS_DEPLOY_CYCLE_FILE_H_
