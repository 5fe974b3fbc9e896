#ifndef KRANS_TESTS_BENCH_YEAR_H_
#define KRANS_TESTS_BENCH_YEAR_H_

#include <memory>
#include <string>

#include "services/journal/feed.h"
#include "services/journal/progress.h"
#include "services/rpc/door.h"
#include "services/rpc/log_writer.h"
#include "services/rpc/metrics.h"
#include "services/rpc/server.h"
#include "tests/scoring/award.h"

namespace krans::bench {

// The scoring service as the daemon runs it, in the middle of a year: the house's scheme, the team of Anna, Bo and Cia
// with three cases and nothing saved yet. Everything is real but the clock, which stands still, and the followers,
// whose copies are there and count as fresh. Its store is in a temporary folder.
class ScoringYear {
 public:
  // `metrics` outlives the year; `log` is the file its log lines go to.
  ScoringYear(rpc::Metrics* metrics, int log);
  ~ScoringYear();

  int port() const { return server_->port(); }
  std::string Token(const std::string& person) const { return award_.house().Token({.person = person}); }

 private:
  mutable scoring::Award award_;
  rpc::LogWriter log_;
  journal::Progress progress_;
  std::unique_ptr<rpc::Door> door_;
  std::unique_ptr<journal::Feed> feed_;
  std::unique_ptr<rpc::Server> server_;
};

}  // namespace krans::bench

#endif  // KRANS_TESTS_BENCH_YEAR_H_
