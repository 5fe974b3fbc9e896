#ifndef KRANS_TESTS_ACCESS_SURVEY_H_
#define KRANS_TESTS_ACCESS_SURVEY_H_

#include <cstdint>
#include <map>
#include <string>

#include "krans/access/v1/access.pb.h"
#include "tests/access/matrix.h"

namespace krans::proof {

// What one row calls.
struct Row {
  std::string service;
  std::string method;
  std::string resource;  // empty where the rule has none
  std::string person;    // whose resource it is, where it is somebody's; empty: the caller's own
  bool somebodys = false;
  bool before_consensus = false;
  const access::v1::Rule* rule = nullptr;
};

// Every method called by every persona in every phase.
struct Survey {
  std::map<std::string, Row> rows;  // by their title in the matrix
  Matrix matrix;
  int64_t cells = 0;
};

// Made on the first call.
const Survey& TheSurvey();

}  // namespace krans::proof

#endif  // KRANS_TESTS_ACCESS_SURVEY_H_
