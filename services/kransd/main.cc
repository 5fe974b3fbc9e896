#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/kransd/daemon.h"
#include "services/kransd/data_dir.h"
#include "services/kransd/modules.h"
#include "services/rpc/error.h"
#include "services/rpc/fields.h"
#include "services/rpc/flags.h"
#include "services/rpc/installation.h"
#include "services/rpc/log_writer.h"
#include "services/rpc/server_process.h"

namespace krans::kransd {
namespace {

constexpr char kUsage[] =
    R"(usage: kransd init --data DIR --office PERSON [--port-base N] [--clock FILE]
       kransd serve --data DIR [--services NAME,NAME...] [--reflection] [--metrics PORT] [--clock FILE]

init makes a data directory: keys, an empty store for each service, and the address of each (127.0.0.1, ports from
7101 on, or from N; 0: any that are free). PERSON, an id of a-z, 0-9 and -, is the first of the process office.
serve runs all services of the directory, or those named, until SIGTERM.
FILE holds the time to go by, for playing an example; refused where a service can be reached from another machine.
)";
constexpr int kPortBase = 7101;
constexpr time_t kLookEverySeconds = 60;
constexpr int kLooksPerTidying = 60;

absl::Status Init(const std::vector<std::string>& arguments) {
  KRANS_ASSIGN(rpc::Flags flags, rpc::ParseFlags(arguments, {"--data", "--office", "--port-base", "--clock"}));
  if (!rpc::HasForm("person", flags["--office"])) {
    return absl::InvalidArgumentError("--office PERSON is needed: 1 to 64 of a-z, 0-9 and -");
  }
  KRANS_ASSIGN(int port_base, rpc::PortIn(flags, "--port-base", kPortBase));
  KRANS_ASSIGN(const std::function<absl::Time()> clock, rpc::ClockOf(flags["--clock"], {}));
  return CreateDataDir(flags["--data"], Modules(), flags["--office"], port_base, clock());
}

absl::Status Serve(const std::vector<std::string>& arguments) {
  KRANS_ASSIGN(rpc::Flags flags,
               rpc::ParseFlags(arguments, {"--data", "--services", "--metrics", "--clock"}, {"--reflection"}));
  const sigset_t ending = rpc::BecomeServer();
  rpc::LogWriter log(STDERR_FILENO);
  rpc::Metrics metrics;
  KRANS_ASSIGN(const rpc::Addresses addresses, rpc::LoadAddresses(flags["--data"]));
  KRANS_ASSIGN(std::function<absl::Time()> clock, rpc::ClockOf(flags["--clock"], addresses));
  DaemonOptions options = {.dir = flags["--data"],
                           .reflection = flags.count("--reflection") > 0,
                           .clock = std::move(clock),
                           .metrics = &metrics,
                           .log = [&log](absl::string_view line) { log.Write(line); }};
  std::set<std::string> wanted = absl::StrSplit(flags["--services"], ',', absl::SkipEmpty());
  std::vector<rpc::ServiceModule> modules = Modules();
  if (!wanted.empty()) {
    std::erase_if(modules, [&](const rpc::ServiceModule& module) { return wanted.erase(module.name) == 0; });
  }
  if (!wanted.empty()) return absl::InvalidArgumentError(absl::StrCat(*wanted.begin(), ": no such service"));
  std::vector<std::unique_ptr<Daemon>> daemons;
  for (const rpc::ServiceModule& module : modules) {
    absl::StatusOr<std::unique_ptr<Daemon>> daemon = Daemon::Start(module, options);
    if (!daemon.ok()) {
      return absl::Status(daemon.status().code(), absl::StrCat(module.name, ": ", daemon.status().message()));
    }
    daemons.push_back(*std::move(daemon));
    printf("%s ready on 127.0.0.1:%d\n", module.name.c_str(), daemons.back()->port());
    fflush(stdout);
  }
  if (flags.count("--metrics") > 0) {
    KRANS_ASSIGN(int port, rpc::PortIn(flags, "--metrics", 0));
    KRANS_ASSIGN(port, metrics.Expose(port));
    printf("metrics ready on 127.0.0.1:%d\n", port);
    fflush(stdout);
  }
  const timespec pause = {kLookEverySeconds, 0};
  int looks = 0;
  do {
    for (const auto& daemon : daemons) {
      daemon->LookAtKeys();
      if (looks % kLooksPerTidying == 0) daemon->Tidy();
    }
    ++looks;
  } while (sigtimedwait(&ending, nullptr, &pause) < 0);
  return absl::OkStatus();
}

int Main(const std::vector<std::string>& arguments) {
  umask(077);
  if (arguments.empty()) {
    fputs(kUsage, stderr);
    return 2;
  }
  if (arguments[0] == "--help" || arguments[0] == "help") {
    fputs(kUsage, stdout);
    return 0;
  }
  const std::vector<std::string> rest(arguments.begin() + 1, arguments.end());
  absl::Status status = absl::InvalidArgumentError(absl::StrCat(arguments[0], ": no such command"));
  if (arguments[0] == "init") status = Init(rest);
  if (arguments[0] == "serve") status = Serve(rest);
  if (status.ok()) return 0;
  fprintf(stderr, "kransd: %s\n", std::string(status.message()).c_str());
  if (!absl::IsInvalidArgument(status)) return 1;
  fputs(kUsage, stderr);
  return 2;
}

}  // namespace
}  // namespace krans::kransd

int main(int argc, char** argv) { return krans::kransd::Main({argv + 1, argv + argc}); }
