#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "services/gateway/gateway.h"
#include "services/rpc/error.h"
#include "services/rpc/installation.h"
#include "services/rpc/keys.h"
#include "services/rpc/log_writer.h"
#include "services/rpc/metrics.h"

namespace krans::gateway {
namespace {

constexpr char kUsage[] =
    R"(usage: krans-gateway --data DIR [--listen ADDRESS] [--port PORT] [--origin https://HOST] [--site DIR]
                     [--identity-provider FILE | --act-as FILE] [--metrics PORT] [--clock FILE]

Serves browsers and city systems until SIGTERM; DIR is the services' data directory. ADDRESS is 127.0.0.1 and PORT is 7100
where none is given (0: any that is free). --origin says what browsers see, where a proxy with TLS stands in front.
--site names the folder of the built web client. --identity-provider names a krans.gateway.v1.IdentityProvider in text
form: where people sign in. --act-as names a file of example people whom anyone may act as: only
on loopback. The clock file holds the time to go by, for playing an example.
)";
constexpr int kPort = 7100;

using Flags = std::map<std::string, std::string>;

absl::StatusOr<Flags> ParseFlags(const std::vector<std::string>& arguments) {
  Flags flags = {{"--identity-provider", ""},
                 {"--data", ""},
                 {"--listen", "127.0.0.1"},
                 {"--port", ""},
                 {"--origin", ""},
                 {"--site", ""},
                 {"--act-as", ""},
                 {"--metrics", ""},
                 {"--clock", ""}};
  for (size_t i = 0; i < arguments.size(); i += 2) {
    const auto flag = flags.find(arguments[i]);
    if (flag == flags.end() || i + 1 == arguments.size()) {
      return absl::InvalidArgumentError(absl::StrCat(arguments[i], ": no such flag, or nothing after it"));
    }
    flag->second = arguments[i + 1];
  }
  if (flags["--data"].empty()) return absl::InvalidArgumentError("--data DIR is needed");
  return flags;
}

absl::StatusOr<int> PortIn(const std::string& text, int otherwise) {
  int port = otherwise;
  if (!text.empty() && (!absl::SimpleAtoi(text, &port) || port < 0 || port > 65535)) {
    return absl::InvalidArgumentError(absl::StrCat(text, ": not a port"));
  }
  return port;
}

void RaiseFileLimit() {
  rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

absl::Status Serve(Flags flags) {
  RaiseFileLimit();
  // Debian's Abseil looks for deadlocks at every lock that gRPC takes.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  // Before any thread begins, so that all of them leave these signals to the wait below.
  sigset_t ending;
  sigemptyset(&ending);
  sigaddset(&ending, SIGTERM);
  sigaddset(&ending, SIGINT);
  pthread_sigmask(SIG_BLOCK, &ending, nullptr);
  signal(SIGPIPE, SIG_IGN);

  rpc::LogWriter log(STDERR_FILENO);
  rpc::Metrics metrics;
  GatewayOptions options;
  KRANS_ASSIGN(options.addresses, rpc::LoadAddresses(flags["--data"]));
  KRANS_ASSIGN(options.clock, rpc::ClockOf(flags["--clock"], options.addresses));
  KRANS_ASSIGN(options.port, PortIn(flags["--port"], kPort));
  options.address = flags["--listen"];
  options.origin = flags["--origin"];
  options.site = flags["--site"];
  options.people = flags["--act-as"];
  options.identity_provider = flags["--identity-provider"];
  options.metrics = &metrics;
  options.log = [&log](absl::string_view line) { log.Write(line); };
  KRANS_ASSIGN(rpc::Signer signer, rpc::LoadSigner(rpc::KeysIn(flags["--data"]), rpc::kGateway));
  KRANS_ASSIGN(std::unique_ptr<Gateway> gateway, Gateway::Start(std::move(options), std::move(signer)));
  if (!flags["--metrics"].empty()) {
    KRANS_ASSIGN(int port, PortIn(flags["--metrics"], 0));
    KRANS_ASSIGN(port, metrics.Expose(port));
    printf("metrics ready on 127.0.0.1:%d\n", port);
  }
  printf("gateway ready on http://%s:%d\n", flags["--listen"].c_str(), gateway->port());
  fflush(stdout);
  int signal_number = 0;
  sigwait(&ending, &signal_number);
  return absl::OkStatus();
}

int Main(const std::vector<std::string>& arguments) {
  umask(077);
  absl::StatusOr<Flags> flags = ParseFlags(arguments);
  const absl::Status status = flags.ok() ? Serve(*std::move(flags)) : flags.status();
  if (status.ok()) return 0;
  fprintf(stderr, "krans-gateway: %s\n", std::string(status.message()).c_str());
  if (!absl::IsInvalidArgument(status)) return 1;
  fputs(kUsage, stderr);
  return 2;
}

}  // namespace
}  // namespace krans::gateway

int main(int argc, char** argv) { return krans::gateway::Main({argv + 1, argv + argc}); }
