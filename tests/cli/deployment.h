#ifndef KRANS_TESTS_CLI_DEPLOYMENT_H_
#define KRANS_TESTS_CLI_DEPLOYMENT_H_

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace krans::cli {

// An empty folder for a test.
std::string FreshFolder(const std::string& name);

// What one run of krans ended with.
struct Ran {
  int exit = -1;
  std::string out;
  std::string err;
};

// krans on the data folder `dir`, as `person` (empty: nobody) or with a token, at the time of the clock file
// `dir`.clock.
Ran RunOn(const std::string& dir, const std::string& person, std::vector<std::string> words,
          const std::string& token = "");

// `kransd init` at `dir`, with Olga in the process office, on 1 March 2026 at noon.
void Init(const std::string& dir);

// All four services of `dir` in one kransd, from construction to destruction.
class Deployment {
 public:
  // Waits until all follow all, or have said what they say of what they lost.
  explicit Deployment(std::string dir);
  Deployment(const Deployment&) = delete;
  Deployment& operator=(const Deployment&) = delete;
  ~Deployment();

 private:
  int pid_ = -1;
};

}  // namespace krans::cli

#endif  // KRANS_TESTS_CLI_DEPLOYMENT_H_
