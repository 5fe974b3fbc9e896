// Kills a process that writes to a store, at random moments, and compares what it finds with what was acknowledged.
//
// The child opens the store, checks what the one before it left, and writes from several threads until it is killed.
// What was acknowledged stands in memory that it shares with the parent, who only counts, kills and starts again.

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <future>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "storage/open.h"
#include "tests/contract/foreign.pb.h"
#include "tests/contract/own.pb.h"

namespace krans::storage {
namespace {

using foreign::v1::Fact;
using own::v1::Note;

constexpr int kWriters = 6;  // lanes that put records; then one that mirrors and one that enters accesses
constexpr int kMirror = kWriters;
constexpr int kAccess = kWriters + 1;
constexpr int kLanes = kWriters + 2;
constexpr int kLeast = 20;  // acknowledged writes without which a cycle proves nothing
constexpr int kCyclesPerStore = 20;
constexpr auto kPatience = std::chrono::seconds(30);

// Shared with the parent, and across the children of one store. Each lane has at most one write in flight.
struct Ledger {
  std::atomic<int64_t> acknowledged[kLanes];
  std::atomic<int64_t> written;  // acknowledged since this child began
  std::atomic<int> checked;      // the child compared and found everything in order
  std::atomic<int> lost;         // acknowledged and not there, or a store that does not open
  std::atomic<int> silent;       // partly there, or never asked for, or not what the journal says
};

void Say(const std::string& what) {
  std::fprintf(stderr, "store-crash: %s\n", what.c_str());
  std::fflush(stderr);
}

std::string Name(char side, int lane) { return std::string(1, side) + "/" + std::to_string(lane); }

absl::StatusOr<std::unique_ptr<Store>> OpenIn(const std::string& dir) {
  Options options;
  options.package = "krans.own.v1";
  return OpenStore(dir, std::move(options), true);
}

Position MirrorPosition(int64_t number) {
  return number == 0 ? Position() : Position{1, number, std::string(32, static_cast<char>(number))};
}

// Put write `number` of a lane: two records and a row that must be there together.
absl::Status PutPair(WriteTransaction& txn, int lane, int64_t number) {
  for (char side : {'a', 'b'}) {
    Note note;
    note.set_name(Name(side, lane));
    note.set_author("people/" + std::to_string(number % 5));
    note.set_number(static_cast<int32_t>(number));
    note.set_text(std::string(static_cast<size_t>(number * 37 % 900), 'x'));
    if (absl::StatusOr<Note> put = txn.Put(note); !put.ok()) return put.status();
  }
  return txn.PutRow("answer/" + std::to_string(lane), std::to_string(number));
}

// The number of the write that a lane's rows are of; -1 where they do not agree.
int64_t FoundPair(Store& store, int lane) {
  int64_t found = -1;
  std::promise<void> done;
  // A body that changes nothing: it alone reads rows.
  store.Write(
      {},
      [&](WriteTransaction& txn) {
        absl::StatusOr<Note> a = txn.Get<Note>(Name('a', lane));
        absl::StatusOr<Note> b = txn.Get<Note>(Name('b', lane));
        absl::StatusOr<std::string> row = txn.GetRow("answer/" + std::to_string(lane));
        if (!a.ok() && !b.ok() && !row.ok()) found = 0;
        if (a.ok() && b.ok() && row.ok() && a->number() == b->number() && *row == std::to_string(a->number()) &&
            a->etag() == *row && b->etag() == *row) {
          found = a->number();
        }
        return absl::OkStatus();
      },
      [&](absl::Status, int64_t) { done.set_value(); });
  done.get_future().wait();
  return found;
}

int64_t FoundMirror(Store& store) {
  absl::StatusOr<Position> reached = store.Mirrored("upstream");
  if (!reached.ok()) return -1;
  int64_t copied = 0;
  store.Read(
      true,
      [&](const ReadTransaction& txn) {
        absl::StatusOr<Fact> fact = txn.Get<Fact>("facts/1");
        if (fact.ok() && !absl::SimpleAtoi(fact->subject(), &copied)) copied = -1;
        return absl::OkStatus();
      },
      [](absl::Status) {});
  return *reached == MirrorPosition(copied) ? copied : -1;
}

// Compares the store with the ledger and corrects the ledger to what became of the writes in flight.
void Check(Store& store, Ledger& ledger) {
  absl::StatusOr<Findings> findings = store.Verify();
  if (!findings.ok()) {
    Say(findings.status().ToString());
    ++ledger.silent;
    return;
  }
  for (const std::string& fault : findings->faults) Say(fault);
  bool silent = !findings->faults.empty();
  bool lost = false;
  int64_t entries = 0;
  for (int lane = 0; lane < kLanes; ++lane) {
    int64_t found = findings->access.position;
    if (lane < kWriters) found = FoundPair(store, lane);
    if (lane == kMirror) found = FoundMirror(store);
    if (lane < kWriters) entries += 2 * found;
    const int64_t acknowledged = ledger.acknowledged[lane];
    if (found < 0 || found > acknowledged + 1) silent = true;
    if (found >= 0 && found < acknowledged) lost = true;
    if (found != acknowledged && found != acknowledged + 1) {
      Say("lane " + std::to_string(lane) + " is at " + std::to_string(found) + ", acknowledged " +
          std::to_string(acknowledged));
    }
    ledger.acknowledged[lane] = found;
  }
  if (entries != store.Head().position) {
    Say("the journal has " + std::to_string(store.Head().position) + " entries for " + std::to_string(entries));
    silent = true;
  }
  ledger.lost += lost ? 1 : 0;
  ledger.silent += silent ? 1 : 0;
}

// One write of a lane; it is entered in the ledger before anybody else hears of it.
void WriteOnce(Store& store, Ledger& ledger, int lane) {
  const int64_t number = ledger.acknowledged[lane] + 1;
  std::promise<void> done;
  const auto acknowledge = [&](const absl::Status& status) {
    if (status.ok()) {
      ledger.acknowledged[lane] = number;
      ++ledger.written;
    } else {
      Say(status.ToString());
      ++ledger.silent;
    }
    done.set_value();
  };
  const Change change{"anna", "Crash/Write", absl::Now(), ""};
  if (lane == kMirror) {
    Fact fact;
    fact.set_name("facts/1");
    fact.set_subject(std::to_string(number));
    store.Mirror("upstream", MirrorPosition(number - 1), MirrorPosition(number),
                 {Copy{Fact::descriptor(), "facts/1", fact.SerializeAsString()}}, acknowledge);
  } else if (lane == kAccess) {
    store.Enter(change, "a/1", acknowledge);
  } else {
    store.Write(
        change, [&](WriteTransaction& txn) { return PutPair(txn, lane, number); },
        [&](absl::Status status, int64_t) { acknowledge(status); });
  }
  done.get_future().wait();
}

// The child: never returns while it writes.
int RunChild(const std::string& dir, Ledger& ledger, bool write) {
  absl::StatusOr<std::unique_ptr<Store>> store = OpenIn(dir);
  if (!store.ok()) {
    Say(store.status().ToString());
    ++ledger.lost;
    return 1;
  }
  Check(**store, ledger);
  ledger.checked = 1;
  if (!write) return 0;
  std::vector<std::thread> lanes;
  for (int lane = 0; lane < kLanes; ++lane) {
    lanes.emplace_back([&, lane] {
      for (;;) WriteOnce(**store, ledger, lane);
    });
  }
  for (std::thread& lane : lanes) lane.join();
  return 0;
}

class Parent {
 public:
  Parent(std::string program, std::string root, unsigned seed)
      : program_(std::move(program)), root_(std::move(root)), random_(seed) {
    memory_ = memfd_create("ledger", 0);
    if (memory_ < 0 || ftruncate(memory_, sizeof(Ledger)) != 0) abort();
    ledger_ = static_cast<Ledger*>(mmap(nullptr, sizeof(Ledger), PROT_READ | PROT_WRITE, MAP_SHARED, memory_, 0));
    if (ledger_ == MAP_FAILED) abort();
  }

  int Run(int cycles) {
    int64_t written = 0;
    int done = 0;
    while (done < cycles && ok_) {
      std::filesystem::remove_all(dir());
      for (std::atomic<int64_t>& lane : ledger_->acknowledged) lane = 0;
      const int until = std::min(cycles, done + kCyclesPerStore);
      for (; done < until && ok_; ++done) {
        if (done % 10 == 9) KillWhileOpening();
        written += Cycle();
      }
      Wait(Start("check"));
    }
    std::filesystem::remove_all(dir());
    if (!ok_) std::printf("invalid: a cycle did not reach %d acknowledged writes\n", kLeast);
    std::printf("%.0f acknowledged writes per cycle\n", done == 0 ? 0.0 : static_cast<double>(written) / done);
    std::printf("store-crash done=%d lost=%d silent=%d\n", done, ledger_->lost.load(), ledger_->silent.load());
    return ok_ && ledger_->lost == 0 && ledger_->silent == 0 ? 0 : 1;
  }

 private:
  std::string dir() const { return root_ + "/store"; }

  // Lets a child write until it was acknowledged often enough, then kills it within 1 to 80 ms.
  int64_t Cycle() {
    ledger_->written = 0;
    ledger_->checked = 0;
    const pid_t child = Start("write");
    const auto begun = std::chrono::steady_clock::now();
    while (ledger_->written < kLeast) {
      if (waitpid(child, nullptr, WNOHANG) == child || std::chrono::steady_clock::now() - begun > kPatience) {
        ok_ = false;
        break;
      }
      std::this_thread::sleep_for(std::chrono::microseconds(200));
    }
    Pause(1000, 80000);
    Kill(child);
    return ledger_->written;
  }

  // A process may die again before it has recovered from its last death.
  void KillWhileOpening() {
    const pid_t child = Start("check");
    Pause(1000, 60000);
    Kill(child);
  }

  void Pause(int least, int most) {
    std::this_thread::sleep_for(std::chrono::microseconds(std::uniform_int_distribution<int>(least, most)(random_)));
  }

  pid_t Start(const char* task) {
    const pid_t child = fork();
    if (child == 0) {
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      const std::string memory = std::to_string(memory_);
      execl(program_.c_str(), program_.c_str(), task, dir().c_str(), memory.c_str(), nullptr);
      _exit(127);
    }
    return child;
  }

  void Wait(pid_t child) { waitpid(child, nullptr, 0); }

  void Kill(pid_t child) {
    kill(child, SIGKILL);
    Wait(child);
  }

  const std::string program_;
  const std::string root_;
  std::mt19937 random_;
  int memory_ = -1;
  Ledger* ledger_ = nullptr;
  bool ok_ = true;
};

int Main(int argc, char** argv) {
  if (argc == 4 && argv[1][0] != '-') {
    void* memory = mmap(nullptr, sizeof(Ledger), PROT_READ | PROT_WRITE, MAP_SHARED, std::atoi(argv[3]), 0);
    if (memory == MAP_FAILED) return 1;
    return RunChild(argv[2], *static_cast<Ledger*>(memory), std::string(argv[1]) == "write");
  }
  int cycles = 1000;
  if (argc == 3 && std::string(argv[1]) == "--cycles") cycles = std::atoi(argv[2]);
  std::string root = (std::filesystem::temp_directory_path() / "krans-crash-XXXXXX").string();
  if (mkdtemp(root.data()) == nullptr) return 1;
  const unsigned seed = std::random_device()();
  std::printf("store-crash: %d cycles, seed %u\n", cycles, seed);
  std::fflush(stdout);
  const int result = Parent("/proc/self/exe", root, seed).Run(cycles);
  std::filesystem::remove_all(root);
  return result;
}

}  // namespace
}  // namespace krans::storage

int main(int argc, char** argv) { return krans::storage::Main(argc, argv); }
