// Damages stores in every way a medium or an operator might, one way at a time, and opens them. Each must be refused,
// or found by Verify, or be as good as it was. Every case runs in a process of its own.

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <map>
#include <random>
#include <set>
#include <string>

#include "storage/open.h"
#include "tests/crash/damage.h"
#include "tests/crash/specimen.h"

namespace krans::storage {
namespace {

namespace fs = std::filesystem;

enum Outcome { kHarmless = 0, kFailed = 1, kRefused = 10, kFound = 11, kLost = 12, kSilent = 13 };
constexpr unsigned kPatienceSeconds = 60;

// Runs `task` in a process of its own; its exit code, or minus the signal that ended it.
int Apart(const std::function<int()>& task) {
  std::fflush(nullptr);
  const pid_t child = fork();
  if (child == 0) {
    alarm(kPatienceSeconds);
    const int code = task();
    _exit(code);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

void SaveState(const std::set<std::string>& state, const std::string& path) {
  std::FILE* file = std::fopen(path.c_str(), "w");
  for (const std::string& line : state) std::fprintf(file, "%s\n", line.c_str());
  std::fclose(file);
}

std::set<std::string> LoadState(const std::string& path) {
  std::set<std::string> state;
  std::FILE* file = std::fopen(path.c_str(), "r");
  std::string line;
  for (int c; (c = std::fgetc(file)) != EOF;) {
    if (c != '\n') {
      line.push_back(static_cast<char>(c));
    } else {
      state.insert(std::move(line));
      line.clear();
    }
  }
  std::fclose(file);
  return state;
}

int WriteTruth(const std::string& dir, const std::string& truth) {
  absl::StatusOr<std::unique_ptr<Store>> store = OpenStore(dir, SpecimenOptions(), false);
  if (!store.ok()) return kFailed;
  absl::StatusOr<Findings> findings = (*store)->Verify();
  if (!findings.ok() || !findings->faults.empty()) return kFailed;
  SaveState(StateOf(**store), truth);
  return kHarmless;
}

int Judge(const std::string& dir, const std::string& truth) {
  absl::StatusOr<std::unique_ptr<Store>> store = OpenStore(dir, SpecimenOptions(), true);
  if (!store.ok()) return kRefused;
  absl::StatusOr<Findings> findings = (*store)->Verify();
  if (!findings.ok() || !findings->faults.empty()) return kFound;
  const std::set<std::string> expected = LoadState(truth);
  const std::set<std::string> state = StateOf(**store);
  if (state == expected) return kHarmless;
  return std::includes(state.begin(), state.end(), expected.begin(), expected.end()) ? kSilent : kLost;
}

int Sweep(const std::string& root, int each, unsigned seed) {
  const std::string truth = root + "/truth";
  const std::string dir = root + "/damaged";
  if (Apart([&]() -> int { MakeSpecimens(root); }) != 0) return 1;
  fs::copy(root + "/today", dir, fs::copy_options::recursive);
  if (Apart([&] { return WriteTruth(dir, truth); }) != kHarmless) {
    std::printf("the specimen does not verify\n");
    return 1;
  }
  std::map<int, int> outcomes;
  int asserted = 0;  // RocksDB's own assertions, which Debian leaves in: loud enough to count as a refusal
  int died = 0;
  int done = 0;
  for (const Damage& damage : AllDamage(root, each, seed)) {
    fs::remove_all(dir);
    fs::copy(root + "/today", dir, fs::copy_options::recursive);
    damage.apply(dir);
    const int outcome = Apart([&] { return Judge(dir, truth); });
    ++done;
    ++outcomes[outcome];
    if (outcome == -SIGABRT) {
      ++asserted;
    } else if (outcome < 0 || outcome == kFailed) {
      ++died;
    }
    if (outcome == kLost || outcome == kSilent || outcome == kFailed || outcome < 0) {
      std::printf("%s: outcome %d\n", damage.what.c_str(), outcome);
    }
  }
  std::printf("refused=%d asserted=%d found=%d harmless=%d died=%d\n", outcomes[kRefused], asserted, outcomes[kFound],
              outcomes[kHarmless], died);
  std::printf("corrupt done=%d lost=%d silent=%d\n", done, outcomes[kLost], outcomes[kLost] + outcomes[kSilent]);
  return outcomes[kLost] + outcomes[kSilent] + died > 0 ? 1 : 0;
}

int Main(int argc, char** argv) {
  int each = 300;
  if (argc == 3 && std::string(argv[1]) == "--each") each = std::atoi(argv[2]);
  std::string root = (fs::temp_directory_path() / "krans-corrupt-XXXXXX").string();
  if (mkdtemp(root.data()) == nullptr) return 1;
  const unsigned seed = std::random_device()();
  std::printf("corrupt: %d of each kind at random places, seed %u\n", each, seed);
  const int result = Sweep(root, each, seed);
  fs::remove_all(root);
  return result;
}

}  // namespace
}  // namespace krans::storage

int main(int argc, char** argv) { return krans::storage::Main(argc, argv); }
