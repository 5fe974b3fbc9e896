// What an operator does: copies of running services, and the way back from them.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <thread>

#include "absl/strings/str_cat.h"
#include "clients/cli/session.h"
#include "tests/cli/deployment.h"

namespace krans::cli {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kServices[] = {"submissions", "scoring", "sitevisits", "jury"};

class RestoreTest : public testing::Test {
 protected:
  void SetUp() override {
    Init(dir_);
    deployment_.emplace(dir_);
    Done("olga", {"person", "save", "maja", "--display-name", "Maja"});
    Done("olga", {"body", "save", "socialnamnden", "--display-name", "S", "--kind", "specialist_board"});
    Done("olga", {"cycle", "import", KRANS_YEAR});
    Done("olga", {"cycle", "publish", "2026"});
  }

  void TearDown() override {
    deployment_.reset();
    fs::remove_all(folder_);
  }

  std::string Done(const std::string& person, std::vector<std::string> words) {
    const Ran ran = RunOn(dir_, person, words);
    EXPECT_EQ(ran.exit, kDone) << words[0] << ": " << ran.err;
    return ran.out;
  }

  // Puts the database of a copy in the place of the service's own; the anchor stays as it is.
  void PutBack(const std::string& service) {
    fs::remove_all(dir_ + "/" + service + "/db");
    fs::create_directories(dir_ + "/" + service);
    fs::copy(copy_ + "/" + service + "/db", dir_ + "/" + service + "/db", fs::copy_options::recursive);
    const Ran verified = RunOn(dir_, "", {"store", "verify", dir_ + "/" + service});
    EXPECT_EQ(verified.exit, kFault) << service;
    Done("", {"store", "adopt", dir_ + "/" + service, "--reason", "Återläst"});
  }

  const std::string folder_ = FreshFolder("restore");
  std::string dir_ = folder_ + "/data";
  std::string copy_ = folder_ + "/data/checkpoints/monday";
  std::optional<Deployment> deployment_;
};

TEST_F(RestoreTest, CopiesWhileWritesGoOnAndComesBackInAnEmptyFolder) {
  std::atomic<bool> ended = false;
  std::thread writer([&] {
    for (int i = 0; !ended || i < 20; ++i) {
      RunOn(dir_, "olga",
            {"body", "save", absl::StrCat("board-", i), "--display-name", "B", "--kind", "company_board"});
    }
  });
  while (RunOn(dir_, "olga", {"bodies"}).out.find("board-3") == std::string::npos) std::this_thread::yield();
  EXPECT_THAT(Done("", {"checkpoint", "monday"}),
              AllOf(HasSubstr("/checkpoints/monday/jury\n"), HasSubstr("/checkpoints/monday/submissions\n")));
  ended = true;
  writer.join();
  EXPECT_EQ(RunOn(dir_, "", {"checkpoint", "monday"}).exit, kRefused) << "a copy is never written over";
  for (const char* service : kServices) {
    EXPECT_EQ(RunOn(dir_, "", {"store", "verify", absl::StrCat(copy_, "/", service)}).exit, kDone) << service;
  }
  deployment_.reset();

  // The machine is lost; there is a copy, the keys and the addresses.
  const std::string lost = dir_;
  dir_ = folder_ + "/fresh";
  fs::create_directories(dir_);
  fs::copy(lost + "/keys", dir_ + "/keys", fs::copy_options::recursive);
  fs::copy(lost + "/addresses", dir_ + "/addresses");
  fs::copy(lost + ".clock", dir_ + ".clock");
  for (const char* service : kServices) PutBack(service);
  fs::remove_all(lost);
  deployment_.emplace(dir_);
  Done("", {"status"});
  Done("", {"verify"});
  EXPECT_THAT(Done("olga", {"bodies"}), HasSubstr("board-3"));
  Done("olga", {"examiner", "save", "2026", "maja", "--trained", "2026-02-01"});
}

TEST_F(RestoreTest, AFollowerThatHasLostItsSourceSaysSoUntilItFollowsItAgain) {
  Done("", {"checkpoint", "monday"});
  Done("olga", {"person", "save", "gone", "--display-name", "Gone"});
  Done("olga", {"examiner", "save", "2026", "gone", "--trained", "2026-02-01"});
  Done("", {"status"});
  deployment_.reset();
  PutBack("submissions");
  deployment_.emplace(dir_);

  const Ran status = RunOn(dir_, "", {"status"});
  EXPECT_EQ(status.exit, kRefused) << status.out;
  EXPECT_THAT(status.out, HasSubstr("submissions (lost)"));
  EXPECT_THAT(status.err, HasSubstr(absl::StrCat("krans store follow-again ", dir_, "/scoring submissions")));
  const Ran verified = RunOn(dir_, "", {"verify"});
  EXPECT_EQ(verified.exit, kFault);
  EXPECT_THAT(verified.err, HasSubstr("scoring: copies: the journal of submissions is not the one"));
  const Ran closed = RunOn(dir_, "olga", {"examiners", "2026"});
  EXPECT_EQ(closed.exit, kRefused) << closed.out;
  EXPECT_THAT(closed.err, HasSubstr("has not been heard from"));

  deployment_.reset();
  EXPECT_EQ(RunOn(dir_, "", {"store", "follow-again", dir_ + "/scoring", "gateway", "--reason", "x"}).exit, kRefused);
  for (const char* follower : {"scoring", "sitevisits", "jury"}) {
    Done("", {"store", "follow-again", absl::StrCat(dir_, "/", follower), "submissions", "--reason", "Återläst"});
    EXPECT_EQ(RunOn(dir_, "", {"store", "verify", absl::StrCat(dir_, "/", follower)}).exit, kDone);
  }
  deployment_.emplace(dir_);
  EXPECT_THAT(Done("", {"status"}), Not(HasSubstr("lost")));
  Done("", {"verify"});
  Done("olga", {"examiner", "save", "2026", "maja", "--trained", "2026-02-01"});
  EXPECT_THAT(Done("olga", {"examiners", "2026"}), HasSubstr("2026/maja"));
}

// In a mount namespace of its own; a machine that allows none cannot tell.
int RunWhereReadOnly(const std::string& dir, const std::string& command) {
  const std::string unshare = geteuid() == 0 ? "unshare -m" : "unshare -rm";
  if (system(absl::StrCat(unshare, " true 2>/dev/null").c_str()) != 0) return -1;
  const std::string script =
      absl::StrCat("mount --bind ", dir, " ", dir, " && mount -o remount,bind,ro ", dir, " && exec ", command);
  const int status = system(absl::StrCat(unshare, " sh -c '", script, "' >/dev/null").c_str());
  return WIFEXITED(status) ? WEXITSTATUS(status) : -2;
}

TEST_F(RestoreTest, VerifiesAndDumpsACopyOnAReadOnlyMedium) {
  Done("", {"checkpoint", "monday"});
  for (const char* command : {"verify", "dump"}) {
    const int exit = RunWhereReadOnly(copy_, absl::StrCat(KRANS, " store ", command, " ", copy_, "/scoring"));
    if (exit == -1) GTEST_SKIP() << "no mount namespaces here";
    EXPECT_EQ(exit, kDone) << command;
  }
  // What was written to before it came onto the medium has a lock file, which nobody can hold.
  deployment_.reset();
  EXPECT_EQ(RunWhereReadOnly(dir_, absl::StrCat(KRANS, " store verify ", dir_, "/scoring")), kDone);
}

}  // namespace
}  // namespace krans::cli
