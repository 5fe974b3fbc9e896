#ifndef KRANS_TESTS_CRASH_VERSION_H_
#define KRANS_TESTS_CRASH_VERSION_H_

#include <cstddef>
#include <cstdint>
#include <string>

namespace krans::crash {

// One version of a record of the submissions service: the calls that save and get it, and what both answer.
struct Version {
  std::string save;  // methods
  std::string get;
  std::string name;
  std::string save_request;
  std::string get_request;
  std::string record;
};

// Version `number` of the record that a lane writes in a cycle: a body, a unit or a person by the lane's number. Always
// the same bytes, with a request_id of its own.
Version MakeVersion(int lane, size_t cycle, int64_t number);

}  // namespace krans::crash

#endif  // KRANS_TESTS_CRASH_VERSION_H_
