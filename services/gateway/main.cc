#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/gateway/gateway.h"
#include "services/rpc/error.h"
#include "services/rpc/flags.h"
#include "services/rpc/installation.h"
#include "services/rpc/keys.h"
#include "services/rpc/log_writer.h"
#include "services/rpc/metrics.h"
#include "services/rpc/server_process.h"

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

absl::Status Serve(rpc::Flags flags) {
  const sigset_t ending = rpc::BecomeServer();
  rpc::LogWriter log(STDERR_FILENO);
  rpc::Metrics metrics;
  GatewayOptions options;
  KRANS_ASSIGN(options.addresses, rpc::LoadAddresses(flags["--data"]));
  KRANS_ASSIGN(options.clock, rpc::ClockOf(flags["--clock"], options.addresses));
  KRANS_ASSIGN(options.port, rpc::PortIn(flags, "--port", kPort));
  if (flags.count("--listen") > 0) options.address = flags["--listen"];
  options.origin = flags["--origin"];
  options.site = flags["--site"];
  options.people = flags["--act-as"];
  options.identity_provider = flags["--identity-provider"];
  options.metrics = &metrics;
  options.log = [&log](absl::string_view line) { log.Write(line); };
  const std::string address = options.address;
  KRANS_ASSIGN(rpc::Signer signer, rpc::LoadSigner(rpc::KeysIn(flags["--data"]), rpc::kGateway));
  KRANS_ASSIGN(std::unique_ptr<Gateway> gateway, Gateway::Start(std::move(options), std::move(signer)));
  if (!flags["--metrics"].empty()) {
    KRANS_ASSIGN(int port, rpc::PortIn(flags, "--metrics", 0));
    KRANS_ASSIGN(port, metrics.Expose(port));
    printf("metrics ready on 127.0.0.1:%d\n", port);
  }
  printf("gateway ready on http://%s:%d\n", address.c_str(), gateway->port());
  fflush(stdout);
  int signal_number = 0;
  sigwait(&ending, &signal_number);
  return absl::OkStatus();
}

int Main(const std::vector<std::string>& arguments) {
  umask(077);
  absl::StatusOr<rpc::Flags> flags =
      rpc::ParseFlags(arguments, {"--data", "--listen", "--port", "--origin", "--site", "--identity-provider",
                                  "--act-as", "--metrics", "--clock"});
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
