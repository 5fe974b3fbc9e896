#include "tests/cli/deployment.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "clients/cli/run.h"

namespace krans::cli {
namespace {

// Begins kransd, whose standard output is `*out`, and returns its process.
int Spawn(const std::vector<std::string>& arguments, FILE** out) {
  int pipes[2];
  EXPECT_EQ(pipe2(pipes, O_CLOEXEC), 0);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, pipes[1], STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  std::string program = KRANSD;
  std::vector<std::string> copies = arguments;
  std::vector<char*> argv = {program.data()};
  for (std::string& copy : copies) argv.push_back(copy.data());
  argv.push_back(nullptr);
  int pid = -1;
  EXPECT_EQ(posix_spawn(&pid, KRANSD, &actions, nullptr, argv.data(), environ), 0);
  posix_spawn_file_actions_destroy(&actions);
  close(pipes[1]);
  *out = fdopen(pipes[0], "r");
  return pid;
}

std::string Clock(const std::string& dir) { return dir + ".clock"; }

}  // namespace

std::string FreshFolder(const std::string& name) {
  const std::string folder = absl::StrCat(testing::TempDir(), "/krans-cli-", getpid(), "-", name);
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  return folder;
}

Ran RunOn(const std::string& dir, const std::string& person, std::vector<std::string> words, const std::string& token) {
  std::ostringstream out, err;
  Ran ran;
  ran.exit = Run(
      words,
      [&](absl::string_view name) -> std::string {
        if (name == "KRANS_DATA") return dir;
        if (name == "KRANS_AS") return person;
        if (name == "KRANS_TOKEN") return token;
        return name == "KRANS_CLOCK" ? Clock(dir) : "";
      },
      0, out, err);
  ran.out = out.str();
  ran.err = err.str();
  return ran;
}

void Init(const std::string& dir) {
  std::ofstream(Clock(dir)) << "2026-03-01T12:00:00+01:00\n";
  FILE* out = nullptr;
  const int pid = Spawn({"init", "--data", dir, "--office", "olga", "--port-base", "0", "--clock", Clock(dir)}, &out);
  int status = -1;
  ASSERT_EQ(waitpid(pid, &status, 0), pid);
  fclose(out);
  ASSERT_EQ(status, 0);
}

Deployment::Deployment(std::string dir) {
  FILE* out = nullptr;
  pid_ = Spawn({"serve", "--data", dir, "--clock", Clock(dir)}, &out);
  char line[256];
  for (int ready = 0; ready < 4; ++ready) {
    if (fgets(line, sizeof(line), out) == nullptr) ADD_FAILURE() << "kransd ended";
  }
  fclose(out);
  // The followers find their sources a little after.
  for (int i = 0; i < 100; ++i) {
    const Ran status = RunOn(dir, "", {"status"});
    if (status.exit == 0 || !status.err.empty()) break;
  }
}

Deployment::~Deployment() {
  kill(pid_, SIGTERM);
  int status = -1;
  waitpid(pid_, &status, 0);
  EXPECT_EQ(status, 0);
}

}  // namespace krans::cli
