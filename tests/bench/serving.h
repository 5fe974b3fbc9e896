#ifndef KRANS_TESTS_BENCH_SERVING_H_
#define KRANS_TESTS_BENCH_SERVING_H_

#include <sys/types.h>

#include <string>
#include <vector>

namespace krans::bench {

// The process that serves, and where it listens. It ends with this object.
class Serving {
 public:
  // `program` is run again with the argument "serve" and the data directory.
  Serving(const char* program, const std::string& dir);
  ~Serving();

  pid_t process() const { return child_; }
  int bare_port() const { return bare_port_; }
  int scoring_port() const { return scoring_port_; }

  // An assertion for each of the examiners.
  const std::vector<std::string>& tokens() const { return tokens_; }

 private:
  pid_t child_;
  int input_;
  int bare_port_ = 0;
  int scoring_port_ = 0;
  std::vector<std::string> tokens_;
};

// What that process does: a bare server, the scoring service in the middle of its year, and the service whose journal
// is followed; until its standard input ends.
int Serve(const std::string& dir);

}  // namespace krans::bench

#endif  // KRANS_TESTS_BENCH_SERVING_H_
