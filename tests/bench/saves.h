#ifndef KRANS_TESTS_BENCH_SAVES_H_
#define KRANS_TESTS_BENCH_SAVES_H_

#include <string>
#include <vector>

namespace krans::bench {

inline constexpr int kInFlight = 64;
inline constexpr const char* kExaminers[] = {"anna", "bo", "cia"};
inline constexpr const char* kUnits[] = {"kruton", "sol", "eken"};

// What examiners save while they score: each slot one judgement of its own, with the etag it has by then, a new
// request_id and a comment of 300 characters.
class Saves {
 public:
  std::string Next(int slot);
  void Answered(int slot, const std::string& response);

 private:
  std::vector<std::string> etags_ = std::vector<std::string>(kInFlight);
  int requests_ = 0;
};

}  // namespace krans::bench

#endif  // KRANS_TESTS_BENCH_SAVES_H_
