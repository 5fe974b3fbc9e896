#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <future>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/journal/follower.h"
#include "services/kransd/data_dir.h"
#include "services/rpc/installation.h"
#include "services/rpc/keys.h"
#include "storage/open.h"
#include "tests/bench/bare.h"
#include "tests/bench/edge.h"
#include "tests/bench/keeper.h"
#include "tests/bench/load.h"
#include "tests/bench/must.h"
#include "tests/bench/saves.h"
#include "tests/bench/serving.h"
#include "tests/rpc/house.h"
#include "tests/rpc/notes.pb.h"

// Measures what stands in the design's figures as ratios, each against the same machine's bare means in the same round,
// so that they mean the same on any machine. Prints a line for each: NAME ratio=VALUE reach=VALUE pass|short, the
// median of the rounds.
namespace krans::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr char kSave[] = "/krans.scoring.v1.Assessments/SaveItem";
constexpr char kRead[] = "/krans.notes.v1.Notes/GetNote";
constexpr int kBrowsers = 16;
constexpr int kRounds = 9;
constexpr absl::Duration kRound = absl::Seconds(1);
constexpr int kSyncs = 300;

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

// Processor time used so far by a process: "self" or its number.
double CpuSeconds(const std::string& process) {
  std::ifstream in(absl::StrCat("/proc/", process, "/stat"));
  std::string rest;
  std::getline(in, rest);
  const std::vector<std::string> fields = absl::StrSplit(rest.substr(rest.rfind(')') + 2), ' ');
  return (std::stod(fields[11]) + std::stod(fields[12])) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

// A load with the processor time that a call took: the client's and the server's.
struct Cost {
  Result result;
  double client = 0;
  double server = 0;
};

template <typename Load>
Cost Costing(const Serving& serving, Load load) {
  const std::string process = absl::StrCat(serving.process());
  Cost cost{{}, -CpuSeconds("self"), -CpuSeconds(process)};
  const Clock::time_point began = Clock::now();
  cost.result = load();
  const double calls = cost.result.per_second * Seconds(Clock::now() - began);
  cost.client = (cost.client + CpuSeconds("self")) / calls;
  cost.server = (cost.server + CpuSeconds(process)) / calls;
  return cost;
}

// The median time that it takes to append 4 KiB to a file in `dir` and sync it.
double SyncSeconds(const std::string& dir) {
  const int file = open(absl::StrCat(dir, "/sync").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  const std::string page(4096, 'x');
  std::vector<double> seconds;
  for (int i = 0; i < kSyncs; ++i) {
    const Clock::time_point began = Clock::now();
    if (write(file, page.data(), page.size()) < 0 || fdatasync(file) != 0) exit(1);
    seconds.push_back(Seconds(Clock::now() - began));
  }
  close(file);
  return Median(seconds);
}

bool Save(const Serving& serving, const std::string& dir) {
  Saves saves, plain;
  const auto save = [&](int in_flight, absl::Duration duration) {
    return RunLoad(
        serving.scoring_port(), kSave, serving.tokens(), in_flight, duration,
        [&](int slot) { return saves.Next(slot); },
        [&](int slot, const std::string& response) { saves.Answered(slot, response); });
  };
  const auto echo = [&](int in_flight, absl::Duration duration) {
    return RunLoad(
        serving.bare_port(), kEcho, {}, in_flight, duration, [&](int slot) { return plain.Next(slot); },
        [](int, const std::string&) {});
  };
  save(kInFlight, kRound / 4);
  echo(kInFlight, kRound / 4);
  std::vector<double> ratios, latencies;
  for (int round = 0; round < kRounds; ++round) {
    const Cost bare = Costing(serving, [&] { return echo(kInFlight, kRound); });
    const Cost saved = Costing(serving, [&] { return save(kInFlight, kRound); });
    if (saved.result.failed > 0) return false;
    fprintf(stderr, "save: %.0f/s of echo %.0f/s; processor: server %.0f us of %.0f us, client %.0f us of %.0f us\n",
            saved.result.per_second, bare.result.per_second, saved.server * 1e6, bare.server * 1e6, saved.client * 1e6,
            bare.client * 1e6);
    ratios.push_back(saved.result.per_second / bare.result.per_second);
    const double one_echo = echo(1, kRound / 3).median_seconds;
    const double sync = SyncSeconds(dir);
    const double one = save(1, kRound / 3).median_seconds;
    fprintf(stderr, "save_latency: %.3f ms, echo %.3f ms, sync %.3f ms\n", one * 1e3, one_echo * 1e3, sync * 1e3);
    latencies.push_back(one / (one_echo + sync));
  }
  const bool throughput = Print("save", Median(ratios), 0.42, true);
  return Print("save_latency", Median(latencies), 3, false) && throughput;
}

double FollowPerSecond(const std::string& dir, const std::string& copies, int64_t head) {
  auto store = Must(storage::OpenStore(copies, {.package = "krans.copies.v1"}, true));
  journal::Progress progress({"scoring"}, [] { return absl::ZeroDuration(); });
  std::promise<bool> reached;
  const Clock::time_point began = Clock::now();
  progress.WhenReached("scoring", {1, head}, absl::Minutes(5), [&](bool r) { reached.set_value(r); });
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
            notes::v1::Note note;
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
  // As an operator verifies: opened for reading, where nothing tidies up after the writing.
  store.reset();
  store = Must(storage::InspectStore(folder.path(), {.package = "krans.notes.v1"}));
  std::vector<double> ratios;
  for (int round = 0; round < kRounds; ++round) {
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
    ratios.push_back(took / Seconds(hashing));
  }
  return Print("verify", Median(ratios), 4, false);
}

bool ThroughTheGateway(const std::string& dir) {
  const Edge edge(dir);
  const int port = Must(rpc::PortOf(Must(rpc::LoadAddresses(dir))[Keeper().name]));
  notes::v1::GetNoteRequest request;
  request.set_name("books/a/notes/n0");
  const std::string bytes = request.SerializeAsString();
  const auto straight = [&](absl::Duration duration) {
    return RunLoad(
        port, kRead, {edge.Token()}, kBrowsers, duration, [&](int) { return bytes; }, [](int, const std::string&) {});
  };
  straight(kRound / 4);
  edge.RunLoad(kRead, kBrowsers, kRound / 4, bytes);
  std::vector<double> ratios;
  for (int round = 0; round < kRounds; ++round) {
    const Result direct = straight(kRound);
    const Result through = edge.RunLoad(kRead, kBrowsers, kRound, bytes);
    if (direct.failed + through.failed > 0) return false;
    fprintf(stderr, "gateway: %.0f/s of %.0f/s, median %.3f ms of %.3f ms\n", through.per_second, direct.per_second,
            through.median_seconds * 1e3, direct.median_seconds * 1e3);
    ratios.push_back(through.per_second / direct.per_second);
  }
  return Print("gateway", Median(ratios), 0.38, true);
}

int Main(const char* program, const std::vector<std::string>& arguments) {
  if (arguments.size() == 2 && arguments[0] == "serve") return Serve(arguments[1]);
  rpc::TemporaryFolder folder;
  const std::string dir = folder.path() + "/data";
  Must(kransd::CreateDataDir(dir, {Keeper()}, "olle", 0, absl::Now()));
  const auto wanted = [&](const char* name) {
    return arguments.empty() || std::find(arguments.begin(), arguments.end(), name) != arguments.end();
  };
  bool pass = true;
  if (wanted("save") || wanted("follow") || wanted("gateway")) {
    Serving serving(program, dir);
    if (wanted("save")) pass = Save(serving, dir) && pass;
    if (wanted("follow")) pass = Follow(serving, dir) && pass;
    if (wanted("gateway")) pass = ThroughTheGateway(dir) && pass;
  }
  if (wanted("verify")) pass = Verify(1000000) && pass;
  return pass ? 0 : 1;
}

}  // namespace
}  // namespace krans::bench

int main(int argc, char** argv) { return krans::bench::Main("/proc/self/exe", {argv + 1, argv + argc}); }
