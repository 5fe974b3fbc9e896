// Kills a kransd that people write to, at random moments, and compares what it serves afterwards with what it
// acknowledged.
//
// A data directory lives for ten cycles. In each, clients save records over TCP until kransd is killed; the next one is
// asked for everything, and asked again for what was asked last. In the tenth all four services run, those that follow
// submissions too, and what remains is verified.

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/connection.h"
#include "google/rpc/code.pb.h"
#include "krans/journal/v1/journal.pb.h"
#include "krans/submissions/v1/organisation.pb.h"
#include "krans/submissions/v1/people.pb.h"
#include "services/rpc/keys.h"
#include "services/rpc/mint.h"
#include "tests/crash/version.h"

namespace krans {
namespace {

namespace v1 = submissions::v1;
using clients::Answer;
using clients::Connection;
using crash::MakeVersion;
using crash::Version;

constexpr int kLanes = 24;  // clients, each with at most one write in flight
constexpr int kLeast = 20;  // acknowledged writes without which a cycle proves nothing
constexpr int kCyclesPerDir = 10;
constexpr auto kPatience = std::chrono::seconds(30);
constexpr const char* kServices[] = {"submissions", "scoring", "sitevisits", "jury"};
constexpr char kOffice[] = "olga";
constexpr char kAuditor[] = "rut";

void Say(const std::string& what) {
  std::fprintf(stderr, "service-crash: %s\n", what.c_str());
  std::fflush(stderr);
}

// Starts kransd with its standard output into `*out` and its standard error into the file `log`.
pid_t Spawn(std::vector<std::string> words, const std::string& log, FILE** out) {
  words.insert(words.begin(), KRANSD);
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  int pipes[2];
  if (pipe2(pipes, O_CLOEXEC) != 0) abort();
  const pid_t child = fork();
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(pipes[1], STDOUT_FILENO);
    dup2(open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600), STDERR_FILENO);
    execv(KRANSD, arguments.data());
    _exit(127);
  }
  close(pipes[1]);
  *out = fdopen(pipes[0], "r");
  return child;
}

struct Lane {
  int number = 0;
  std::unique_ptr<Connection> connection;
  std::vector<int64_t> acknowledged;  // of the record of each cycle, the last version
};

class Crash {
 public:
  Crash(std::string root, unsigned seed) : root_(std::move(root)), random_(seed) {
    for (int i = 0; i < kLanes; ++i) lanes_[i].number = i;
  }

  int Run(int cycles) {
    const int most_short = std::max(1, cycles / 20);
    int done = 0, cut_short = 0;
    int64_t written = 0;
    while (ok_ && done < cycles && cut_short <= most_short) {
      ok_ = Begin();
      for (int i = 1; ok_ && i <= kCyclesPerDir && done < cycles && cut_short <= most_short; ++i) {
        const int64_t acknowledged = Cycle(i == kCyclesPerDir);
        written += acknowledged;
        ++(acknowledged < kLeast ? cut_short : done);
      }
      if (ok_ && StartAgain(true)) {
        CheckAll();
        VerifyAll();
        Kill();
      }
    }
    const double average = static_cast<double>(written) / std::max(1, done + cut_short);
    const bool valid = done >= cycles && cut_short <= most_short && average >= kLeast;
    std::printf("%.0f acknowledged writes per cycle, %d cycles prolonged, %d with fewer than %d\n", average, prolonged_,
                cut_short, kLeast);
    if (ok_ && !valid) std::printf("invalid: cycles with fewer prove nothing\n");
    std::printf("service-crash done=%d lost=%d silent=%d\n", done, lost_.load(), silent_.load());
    return valid && ok_ && lost_ == 0 && silent_ == 0 ? 0 : 1;
  }

 private:
  std::string dir() const { return root_ + "/data"; }
  std::string log() const { return root_ + "/log"; }

  void Fault(std::atomic<int>* count, const std::string& what) {
    Say(what);
    ++*count;
  }

  int Between(int least, int most) { return std::uniform_int_distribution<int>(least, most)(random_); }

  // A new data directory with an auditor and a body. Its ports are below those that the system hands out, so that
  // nobody is given one while its service is dead.
  bool Begin() {
    for (int tries = 0; tries < 10; ++tries) {
      std::filesystem::remove_all(dir());
      FILE* out = nullptr;
      const pid_t child = Spawn(
          {"init", "--data", dir(), "--office", kOffice, "--port-base", absl::StrCat(10000 + 4 * Between(0, 5000))},
          log(), &out);
      std::fclose(out);
      int status = -1;
      waitpid(child, &status, 0);
      for (Lane& lane : lanes_) lane.acknowledged.clear();
      if (status == 0 && Start(true)) return Furnish();
    }
    Fault(&lost_, "kransd does not start in a new directory");
    return false;
  }

  bool Furnish() {
    v1::SavePersonRequest person;
    person.mutable_person()->set_name(absl::StrCat("people/", kAuditor));
    person.mutable_person()->set_display_name("Rut");
    v1::GrantRoleRequest role;
    role.mutable_role()->set_person(person.person().name());
    role.mutable_role()->set_kind(v1::Role::AUDITOR);
    role.mutable_role()->set_from("2024-01-01");
    v1::SaveBodyRequest body;
    body.mutable_body()->set_name("bodies/all");
    body.mutable_body()->set_display_name("All");
    body.mutable_body()->set_kind(v1::Body::SPECIALIST_BOARD);
    Connection& connection = *lanes_[0].connection;
    ok_ = Ask(connection, "krans.submissions.v1.People/SavePerson", person.SerializeAsString()).ok() &&
          Ask(connection, "krans.submissions.v1.People/GrantRole", role.SerializeAsString()).ok() &&
          Ask(connection, "krans.submissions.v1.Organisation/SaveBody", body.SerializeAsString()).ok();
    if (!ok_) Say("a new directory takes no person, role and body");
    furnished_ = Head();
    Kill();
    return ok_;
  }

  // Starts kransd with submissions, or with all services; everybody signs in and connects anew.
  bool Start(bool all) {
    std::vector<std::string> words = {"serve", "--data", dir()};
    if (!all) words.insert(words.end(), {"--services", kServices[0]});
    FILE* out = nullptr;
    child_ = Spawn(words, log(), &out);
    size_t missing = all ? std::size(kServices) : 1;
    char line[256];
    while (missing > 0 && std::fgets(line, sizeof(line), out) != nullptr) --missing;
    std::fclose(out);
    if (missing > 0) {
      std::ifstream why(log());
      for (std::string each; std::getline(why, each);) Say(each);
      Kill();
      return false;
    }
    killed_ = false;
    office_ = Token(kOffice);
    auditor_ = Token(kAuditor);
    absl::StatusOr<clients::Addresses> addresses = clients::ReadAddresses(dir());
    if (!addresses.ok()) abort();
    for (Lane& lane : lanes_) lane.connection = std::make_unique<Connection>(*addresses);
    return true;
  }

  // A store that was left by a kill opens.
  bool StartAgain(bool all) {
    ok_ = Start(all);
    if (!ok_) Fault(&lost_, "kransd does not start again");
    return ok_;
  }

  void Kill() {
    killed_ = true;
    kill(child_, SIGKILL);
    waitpid(child_, nullptr, 0);
  }

  std::string Token(const char* person) {
    absl::StatusOr<rpc::Signer> signer = rpc::LoadSigner(dir() + "/keys", rpc::kIssuer);
    if (!signer.ok()) abort();
    rpc::Claims claims;
    claims.subject = person;
    claims.audience = std::string(rpc::kEveryService);
    absl::StatusOr<std::string> token = rpc::Mint(*signer, claims, absl::Now());
    if (!token.ok()) abort();
    return *std::move(token);
  }

  // Asks until the service answers: it, or a source of what it knows, may not be found yet.
  static Answer AskAt(Connection& connection, const std::string& service, const std::string& method,
                      const std::string& token, const std::string& request) {
    const auto end = std::chrono::steady_clock::now() + kPatience;
    for (;;) {
      Answer answer = connection.CallAt(service, method, token, request);
      const std::string reason = clients::ReasonOf(answer.status);
      const bool silence =
          answer.status.code() == google::rpc::UNAVAILABLE && (reason.empty() || reason == "SOURCE_SILENT");
      if (!silence || std::chrono::steady_clock::now() > end) return answer;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  }
  Answer Ask(Connection& connection, const std::string& method, const std::string& request) {
    return AskAt(connection, kServices[0], method, office_, request);
  }

  // Where submissions' journal ends; -1 where it does not say.
  int64_t Head() {
    const Answer answer =
        AskAt(*lanes_[0].connection, kServices[0], "krans.journal.v1.Journal/Head", auditor_, std::string());
    journal::v1::HeadResponse response;
    if (!answer.ok() || !response.ParseFromString(answer.response)) return -1;
    return response.head().position();
  }

  // Each write made one entry, and nothing else did.
  void CheckHead(const char* when) {
    int64_t entries = furnished_;
    for (const Lane& lane : lanes_) {
      for (int64_t each : lane.acknowledged) entries += each;
    }
    const int64_t head = Head();
    if (head != entries) Fault(&silent_, absl::StrCat(when, ": ", head, " entries in the journal for ", entries));
  }

  void Together(const std::function<void(Lane&)>& task) {
    std::vector<std::thread> threads;
    for (Lane& lane : lanes_) threads.emplace_back([&] { task(lane); });
    for (std::thread& thread : threads) thread.join();
  }

  // The version of a lane's record that is served, which is whole; -1 where none is.
  int64_t Found(Lane& lane, size_t cycle, int64_t acknowledged) {
    const Version now = MakeVersion(lane.number, cycle, acknowledged);
    const Answer answer = Ask(*lane.connection, now.get, now.get_request);
    if (answer.status.code() == google::rpc::NOT_FOUND) return 0;
    for (int64_t number : {acknowledged, acknowledged + 1}) {
      if (answer.ok() && answer.response == MakeVersion(lane.number, cycle, number).record) return number;
    }
    Say(absl::StrCat(now.name, ": ", answer.status.ShortDebugString(), answer.response));
    return -1;
  }

  // Compares what is served with what was acknowledged; of the last cycle, one more may have been made.
  void Compare(Lane& lane) {
    for (size_t cycle = 0; cycle < lane.acknowledged.size(); ++cycle) {
      int64_t& acknowledged = lane.acknowledged[cycle];
      const int64_t found = Found(lane, cycle, acknowledged);
      if (found == acknowledged || (found == acknowledged + 1 && cycle + 1 == lane.acknowledged.size())) {
        acknowledged = found;
      } else {
        Fault(
            found < acknowledged ? &lost_ : &silent_,
            absl::StrCat("lane ", lane.number, " of cycle ", cycle, " is at ", found, ", acknowledged ", acknowledged));
      }
    }
  }

  // Makes a version again: the same answer.
  void SaveAgain(Lane& lane, int64_t number) {
    const Version version = MakeVersion(lane.number, lane.acknowledged.size() - 1, number);
    const Answer answer = Ask(*lane.connection, version.save, version.save_request);
    if (answer.ok() && answer.response == version.record) return;
    Fault(&silent_, absl::StrCat(version.name, " ", number, ", asked again: ", answer.status.ShortDebugString()));
  }

  void CheckAll() {
    Together([this](Lane& lane) { Compare(lane); });
    CheckHead("after the start");
    if (lanes_[0].acknowledged.empty()) return;
    Together([this](Lane& lane) {
      if (lane.acknowledged.back() > 0) SaveAgain(lane, lane.acknowledged.back());
    });
    CheckHead("after what was made was asked again");
  }

  // Every service has followed to here, and holds.
  void VerifyAll() {
    Connection& connection = *lanes_[0].connection;  // has seen the head
    for (const char* service : kServices) {
      const Answer answer = AskAt(connection, service, "krans.journal.v1.Journal/Verify", auditor_, std::string());
      journal::v1::VerifyResponse response;
      if (!answer.ok() || !response.ParseFromString(answer.response)) {
        Fault(&silent_, absl::StrCat(service, " does not verify: ", answer.status.ShortDebugString()));
      }
      for (const std::string& fault : response.faults()) Fault(&silent_, absl::StrCat(service, ": ", fault));
    }
  }

  void Pause() { std::this_thread::sleep_for(std::chrono::microseconds(Between(5000, 80000))); }

  // Starts kransd on what the last one left, checks it, and kills it 5 to 80 ms after its first acknowledgement; where
  // a busy machine has made too few until then, as much later again. Returns how many writes it acknowledged.
  int64_t Cycle(bool all) {
    if (!StartAgain(all)) return 0;
    CheckAll();
    written_ = 0;
    for (Lane& lane : lanes_) lane.acknowledged.push_back(0);
    std::thread clients([this] { Together([this](Lane& lane) { Write(lane); }); });
    const auto end = std::chrono::steady_clock::now() + kPatience;
    while (written_ == 0 && std::chrono::steady_clock::now() < end) {
      std::this_thread::sleep_for(std::chrono::microseconds(200));
    }
    Pause();
    if (written_ < kLeast) ++prolonged_;
    while (written_ < kLeast && std::chrono::steady_clock::now() < end) Pause();
    Kill();
    clients.join();
    return written_;
  }

  // Writes one version after the other until kransd is dead.
  void Write(Lane& lane) {
    int64_t& acknowledged = lane.acknowledged.back();
    for (;;) {
      const Version next = MakeVersion(lane.number, lane.acknowledged.size() - 1, acknowledged + 1);
      const Answer answer = lane.connection->Call(next.save, office_, next.save_request);
      if (!answer.ok()) {
        if (!killed_) Fault(&silent_, absl::StrCat(next.name, ": ", answer.status.ShortDebugString()));
        return;
      }
      if (answer.response != next.record) return Fault(&silent_, absl::StrCat(next.name, ": another answer"));
      ++acknowledged;
      ++written_;
    }
  }

  const std::string root_;
  std::mt19937 random_;
  Lane lanes_[kLanes];
  pid_t child_ = -1;
  std::string office_, auditor_;  // tokens
  int64_t furnished_ = 0;         // entries before any lane wrote
  int prolonged_ = 0;             // cycles that were not killed when they had come to it
  bool ok_ = true;
  std::atomic<bool> killed_ = false;
  std::atomic<int64_t> written_ = 0;  // acknowledged in this cycle
  std::atomic<int> lost_ = 0;         // acknowledged and not there, or a store that does not open
  std::atomic<int> silent_ = 0;       // partly there, made twice, never asked for, or a fault that verification found
};

int Main(int argc, char** argv) {
  int cycles = 300;
  if (argc == 3 && std::string(argv[1]) == "--cycles") cycles = std::atoi(argv[2]);
  std::string root = (std::filesystem::temp_directory_path() / "krans-crash-XXXXXX").string();
  if (mkdtemp(root.data()) == nullptr) return 1;
  const unsigned seed = std::random_device()();
  std::printf("service-crash: %d cycles, seed %u\n", cycles, seed);
  std::fflush(stdout);
  const int result = Crash(root, seed).Run(cycles);
  std::filesystem::remove_all(root);
  return result;
}

}  // namespace
}  // namespace krans

int main(int argc, char** argv) { return krans::Main(argc, argv); }
