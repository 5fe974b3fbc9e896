#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/synchronization/mutex.h"
#include "services/journal/follower.h"
#include "services/kransd/daemon.h"
#include "services/kransd/data_dir.h"
#include "services/rpc/installation.h"
#include "services/rpc/keys.h"
#include "services/rpc/log_writer.h"
#include "services/rpc/mint.h"
#include "storage/open.h"
#include "tests/bench/bare.h"
#include "tests/bench/load.h"
#include "tests/rpc/house.h"
#include "tests/rpc/notes.h"
#include "tests/scoring/award.h"
#include "tests/scoring/scheme.h"

// Measures what stands in the design's figures as ratios, each against the same machine's bare means, so that they mean
// the same on any machine. Prints a line for each: NAME ratio=VALUE reach=VALUE pass|short.
namespace krans::bench {
namespace {

using notes::v1::Note;
using notes::v1::SaveNoteRequest;
using Clock = std::chrono::steady_clock;

constexpr int kInFlight = 64;
constexpr int kFollowed = 50000;
constexpr int kRounds = 5;
constexpr absl::Duration kRound = absl::Seconds(2);

template <typename T>
T Must(absl::StatusOr<T> value) {
  if (!value.ok()) {
    fprintf(stderr, "bench: %s\n", value.status().ToString().c_str());
    exit(1);
  }
  return *std::move(value);
}

double Seconds(Clock::duration duration) { return std::chrono::duration<double>(duration).count(); }

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

bool Print(const char* name, double ratio, double reach, bool at_least) {
  const bool pass = at_least ? ratio >= reach : ratio <= reach;
  printf("%s ratio=%.2f reach=%.2f %s\n", name, ratio, reach, pass ? "pass" : "short");
  fflush(stdout);
  return pass;
}

// The notes, kept by a service that has the name of one that has keys.
rpc::ServiceModule Keeper() {
  rpc::ServiceModule module;
  module.name = "scoring";
  module.package = "krans.notes.v1";
  module.services = {rpc::kNotes};
  module.Register = [](rpc::Door* door, storage::Store*) { rpc::RegisterNotes(door); };
  module.Init = [](storage::WriteTransaction& state, absl::string_view) -> absl::Status {
    // As people write: a hundred at a time, each saving ten times.
    for (int i = 0; i < kFollowed; ++i) {
      Note note;
      note.set_name(absl::StrCat("books/a/notes/n", i / 1000 * 100 + i % 100));
      note.set_text(std::string(300, 'x'));
      note.set_owner("anna");
      if (absl::Status put = state.Put(note).status(); !put.ok()) return put;
    }
    return absl::OkStatus();
  };
  return module;
}

// The serving process: until its standard input ends.
int ServeBench(const std::string& dir) {
  signal(SIGPIPE, SIG_IGN);
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);  // as kransd does
  const int log_file = open(absl::StrCat(dir, "/log").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  rpc::LogWriter log(log_file);
  rpc::Metrics metrics;
  auto daemon = Must(kransd::Daemon::Start(
      Keeper(), {.dir = dir, .metrics = &metrics, .log = [&log](absl::string_view line) { log.Write(line); }}));
  BareServer bare([&daemon] {
    std::vector<std::string> messages;
    for (int64_t at = 0; at < daemon->store().Head().position;) {
      for (const storage::StoredEntry& stored : Must(daemon->store().ReadFrom(at, 1000))) {
        messages.push_back(stored.entry + stored.salt + stored.payload);
        ++at;
      }
    }
    return messages;
  });
  scoring::Award award;
  if (!award.SetTeam({"kruton"}).ok() || !award.Declare("anna", "kruton").ok()) return 1;
  auto scoring = Must(rpc::Server::Start(
      &award.house().door(),
      {.service = "scoring", .metrics = &metrics, .clock = [&award] { return award.house().now(); }}));
  printf("%d %d %d %s\n", daemon->port(), bare.port(), scoring->port(),
         award.house().Token({.person = "anna"}).c_str());
  fflush(stdout);
  char byte;
  while (read(STDIN_FILENO, &byte, 1) > 0) {
  }
  return 0;
}

// That process, and where it listens.
class Serving {
 public:
  Serving(const char* program, const std::string& dir) {
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
    char token[4096];
    if (fscanf(lines, "%d %d %d %4095s", &port_, &bare_port_, &scoring_port_, token) != 4) exit(1);
    scoring_token_ = token;
    fclose(lines);
  }
  ~Serving() {
    close(input_);
    waitpid(child_, nullptr, 0);
  }
  pid_t process() const { return child_; }
  int port() const { return port_; }
  int bare_port() const { return bare_port_; }
  int scoring_port() const { return scoring_port_; }
  const std::string& scoring_token() const { return scoring_token_; }

 private:
  pid_t child_;
  int input_;
  int port_ = 0;
  int bare_port_ = 0;
  int scoring_port_ = 0;
  std::string scoring_token_;
};

// Requests that save each slot's note with its present etag and a new request_id.
class Saves {
 public:
  std::string Next(int slot) {
    SaveNoteRequest request;
    Note* note = request.mutable_note();
    note->set_name(absl::StrCat("books/a/notes/n", slot));
    note->set_etag(absl::StrCat(etags_[static_cast<size_t>(slot)]));
    note->set_text(std::string(300, 'x'));
    request.set_request_id(absl::StrCat("request-", ++requests_));
    return request.SerializeAsString();
  }
  void Answered(int slot, const std::string& response) {
    Note note;
    if (note.ParseFromString(response)) etags_[static_cast<size_t>(slot)] = note.etag();
  }

 private:
  std::vector<std::string> etags_ = std::vector<std::string>(kInFlight, "10");
  int64_t requests_ = 0;
};

// Processor time used so far, by this process and the serving one.
double CpuSeconds(pid_t serving) {
  double seconds = 0;
  for (const std::string& process : {std::string("self"), absl::StrCat(serving)}) {
    std::ifstream in(absl::StrCat("/proc/", process, "/stat"));
    std::string rest;
    std::getline(in, rest);
    const std::vector<std::string> fields = absl::StrSplit(rest.substr(rest.rfind(')') + 2), ' ');
    for (size_t i : {11, 12}) seconds += std::stod(fields[i]) / static_cast<double>(sysconf(_SC_CLK_TCK));
  }
  return seconds;
}

double SyncSeconds(const std::string& dir) {
  const int file = open(absl::StrCat(dir, "/sync").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  const std::string page(4096, 'x');
  std::vector<double> seconds;
  for (int i = 0; i < 300; ++i) {
    const Clock::time_point began = Clock::now();
    if (write(file, page.data(), page.size()) < 0 || fdatasync(file) != 0) exit(1);
    seconds.push_back(Seconds(Clock::now() - began));
  }
  close(file);
  return Median(seconds);
}

std::string Token(const std::string& dir) {
  rpc::Claims claims;
  claims.subject = "anna";
  claims.audience = std::string(rpc::kEveryService);
  return Must(rpc::Mint(Must(rpc::LoadSigner(rpc::KeysIn(dir), rpc::kIssuer)), claims, absl::Now()));
}

// A method that saves, as its callers use it.
struct Saved {
  const char* name;
  int port;
  std::string method;
  std::string token;
  std::function<std::string(int slot)> request;
  std::function<void(int slot, const std::string& response)> answered;
};

bool Save(const Serving& serving, const std::string& dir, const Saved& saved) {
  const auto ignored = [](int, const std::string&) {};
  Saves plain;
  const auto next_plain = [&](int slot) { return plain.Next(slot); };
  std::vector<double> ratios, latencies;
  for (int round = 0; round < kRounds; ++round) {
    const double before = CpuSeconds(serving.process());
    const Result echo = RunLoad(serving.bare_port(), kEcho, "", kInFlight, kRound, next_plain, ignored);
    const double between = CpuSeconds(serving.process());
    const Result save =
        RunLoad(saved.port, saved.method, saved.token, kInFlight, kRound, saved.request, saved.answered);
    if (save.failed > 0) return false;
    const double after = CpuSeconds(serving.process());
    const double seconds = absl::ToDoubleSeconds(kRound);
    fprintf(stderr, "%s: %.0f/s of echo %.0f/s; processor %.0f us of %.0f us\n", saved.name, save.per_second,
            echo.per_second, (after - between) / save.per_second / seconds * 1e6,
            (between - before) / echo.per_second / seconds * 1e6);
    ratios.push_back(save.per_second / echo.per_second);
    const Result one_echo = RunLoad(serving.bare_port(), kEcho, "", 1, kRound / 4, next_plain, ignored);
    const Result one = RunLoad(saved.port, saved.method, saved.token, 1, kRound / 4, saved.request, saved.answered);
    const double sync = SyncSeconds(dir);
    fprintf(stderr, "%s: %.2f ms, echo %.2f ms, sync %.2f ms\n", saved.name, one.median_seconds * 1e3,
            one_echo.median_seconds * 1e3, sync * 1e3);
    latencies.push_back(one.median_seconds / (one_echo.median_seconds + sync));
  }
  const bool throughput = Print(saved.name, Median(ratios), 0.42, true);
  return Print(absl::StrCat(saved.name, "_latency").c_str(), Median(latencies), 3, false) && throughput;
}

bool SaveNotes(const Serving& serving, const std::string& dir) {
  Saves saves;
  return Save(serving, dir,
              {"save", serving.port(), absl::StrCat("/", rpc::NotesMethod("SaveNote")), Token(dir),
               [&](int slot) { return saves.Next(slot); },
               [&](int slot, const std::string& response) { saves.Answered(slot, response); }});
}

bool SaveItems(const Serving& serving, const std::string& dir) {
  scoring::v1::SaveItemRequest request;
  auto* item = request.mutable_item();
  item->set_name(scoring::Case("kruton", "assessments/anna/items/k1"));
  item->set_etag("*");
  auto* comment = item->add_comments();
  comment->set_kind(scoring::v1::Comment::STRENGTH);
  comment->set_text(std::string(300, 'x'));
  item->set_band(scoring::BandOf(50));
  item->set_score(50);
  int64_t requests = 0;
  return Save(serving, dir,
              {"save_item", serving.scoring_port(), "/krans.scoring.v1.Assessments/SaveItem", serving.scoring_token(),
               [&](int) {
                 request.set_request_id(absl::StrCat("request-", ++requests));
                 return request.SerializeAsString();
               },
               [](int, const std::string&) {}});
}

double FollowPerSecond(const std::string& dir, const std::string& copies, int64_t head) {
  auto store = Must(storage::OpenStore(copies, {.package = "krans.copies.v1"}, true));
  journal::Progress progress({"scoring"}, [] { return absl::ZeroDuration(); });
  std::promise<bool> reached;
  const Clock::time_point began = Clock::now();
  progress.WhenReached("scoring", head, absl::Minutes(5), [&](bool r) { reached.set_value(r); });
  auto follower = Must(journal::Follower::Start({.service = "jury",
                                                 .store = store.get(),
                                                 .signer = Must(rpc::LoadSigner(rpc::KeysIn(dir), "jury")),
                                                 .addresses = Must(rpc::LoadAddresses(dir)),
                                                 .clock = absl::Now},
                                                {{"scoring", {"krans.notes.v1.Note"}}}, &progress));
  if (!reached.get_future().get()) exit(1);
  return static_cast<double>(head) / Seconds(Clock::now() - began);
}

bool Follow(const Serving& serving, const std::string& dir) {
  RunStream(serving.bare_port(), kStream);
  std::vector<double> ratios;
  for (int round = 0; round < kRounds; ++round) {
    const double bare = RunStream(serving.bare_port(), kStream);
    rpc::TemporaryFolder copies;
    const double followed = FollowPerSecond(dir, copies.path(), kFollowed);
    fprintf(stderr, "follow: %.0f/s of stream %.0f/s\n", followed, bare);
    ratios.push_back(followed / bare);
  }
  return Print("follow", Median(ratios), 0.6, true);
}

bool Verify(int64_t entries) {
  rpc::TemporaryFolder folder;
  auto store = Must(storage::OpenStore(folder.path(), {.package = "krans.notes.v1"}, true));
  constexpr int64_t kPerWrite = 1000;
  for (int64_t i = 0; i < entries; i += kPerWrite) {
    std::promise<absl::Status> done;
    store->Write(
        {"anna", "bench", absl::Now(), ""},
        [i](storage::WriteTransaction& state) -> absl::Status {
          for (int64_t n = i; n < i + kPerWrite; ++n) {
            Note note;
            note.set_name(absl::StrCat("books/a/notes/n", n));
            note.set_text(std::string(100, 'x'));
            note.set_owner("anna");
            if (absl::Status put = state.PutMessage(&note); !put.ok()) return put;
          }
          return absl::OkStatus();
        },
        [&](absl::Status status, int64_t) { done.set_value(std::move(status)); });
    if (!done.get_future().get().ok()) return false;
  }
  Clock::duration hashing = Clock::duration::zero();
  for (int64_t at = 0; at < entries;) {
    const std::vector<storage::StoredEntry> stored = Must(store->ReadFrom(at, 10000));
    const Clock::time_point began = Clock::now();
    for (const storage::StoredEntry& entry : stored) {
      if (storage::HashEntry(entry.entry).size() + storage::Digest(entry.salt, entry.payload).size() != 64)
        return false;
    }
    hashing += Clock::now() - began;
    at += static_cast<int64_t>(stored.size());
  }
  const Clock::time_point began = Clock::now();
  if (!Must(store->Verify()).faults.empty()) return false;
  const double took = Seconds(Clock::now() - began);
  fprintf(stderr, "verify: %.2f s, hashing alone %.2f s\n", took, Seconds(hashing));
  return Print("verify", took / Seconds(hashing), 4, false);
}

int Main(const char* program, const std::vector<std::string>& arguments) {
  if (arguments.size() == 2 && arguments[0] == "serve") return ServeBench(arguments[1]);
  rpc::TemporaryFolder folder;
  const std::string dir = folder.path() + "/data";
  if (absl::Status made = kransd::CreateDataDir(dir, {Keeper()}, "olle", 0, absl::Now()); !made.ok()) {
    fprintf(stderr, "bench: %s\n", made.ToString().c_str());
    return 1;
  }
  const auto wanted = [&](const char* name) {
    return arguments.empty() || std::find(arguments.begin(), arguments.end(), name) != arguments.end();
  };
  bool pass = true;
  {
    Serving serving(program, dir);
    if (wanted("save")) pass = SaveNotes(serving, dir) && pass;
    if (wanted("save_item")) pass = SaveItems(serving, dir) && pass;
    if (wanted("follow")) pass = Follow(serving, dir) && pass;
  }
  if (wanted("verify")) pass = Verify(1000000) && pass;
  return pass ? 0 : 1;
}

}  // namespace
}  // namespace krans::bench

int main(int argc, char** argv) { return krans::bench::Main("/proc/self/exe", {argv + 1, argv + argc}); }
