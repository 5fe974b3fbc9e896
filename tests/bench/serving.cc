#include "tests/bench/serving.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "services/kransd/daemon.h"
#include "tests/bench/bare.h"
#include "tests/bench/keeper.h"
#include "tests/bench/must.h"
#include "tests/bench/saves.h"
#include "tests/bench/year.h"

namespace krans::bench {
namespace {

// What the bare stream sends: all that the store's journal holds.
std::vector<std::string> Entries(const storage::Store& store) {
  std::vector<std::string> entries;
  while (static_cast<int64_t>(entries.size()) < store.Head().position) {
    for (const storage::StoredEntry& stored : Must(store.ReadFrom(static_cast<int64_t>(entries.size()), 1000))) {
      entries.push_back(stored.entry + stored.salt + stored.payload);
    }
  }
  return entries;
}

}  // namespace

int Serve(const std::string& dir) {
  signal(SIGPIPE, SIG_IGN);
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);  // as kransd does
  rpc::Metrics metrics;
  auto daemon = Must(kransd::Daemon::Start(Keeper(), {.dir = dir, .metrics = &metrics}));
  BareServer bare([&daemon] { return Entries(daemon->store()); });
  ScoringYear year(&metrics, open(absl::StrCat(dir, "/log").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600));
  printf("%d %d", bare.port(), year.port());
  for (const char* person : kExaminers) printf(" %s", year.Token(person).c_str());
  printf("\n");
  fflush(stdout);
  char byte;
  while (read(STDIN_FILENO, &byte, 1) > 0) {
  }
  return 0;
}

Serving::Serving(const char* program, const std::string& dir) {
  int input[2], output[2];
  if (pipe(input) != 0 || pipe(output) != 0) abort();
  child_ = fork();
  if (child_ == 0) {
    dup2(input[0], STDIN_FILENO);
    dup2(output[1], STDOUT_FILENO);
    for (int end : {input[0], input[1], output[0], output[1]}) close(end);
    execl(program, program, "serve", dir.c_str(), nullptr);
    _exit(1);
  }
  close(input[0]);
  close(output[1]);
  input_ = input[1];
  FILE* lines = fdopen(output[0], "r");
  if (fscanf(lines, "%d %d", &bare_port_, &scoring_port_) != 2) exit(1);
  char token[4096];
  for (size_t i = 0; i < std::size(kExaminers); ++i) {
    if (fscanf(lines, "%4095s", token) != 1) exit(1);
    tokens_.push_back(token);
  }
  fclose(lines);
}

Serving::~Serving() {
  close(input_);
  waitpid(child_, nullptr, 0);
}

}  // namespace krans::bench
