#include "tests/bench/edge.h"

#include <fcntl.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/rpc/installation.h"
#include "services/rpc/keys.h"
#include "tests/bench/keeper.h"
#include "tests/bench/must.h"
#include "tests/gateway/edge.h"

namespace krans::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr char kPerson[] = "anna";  // who owns the keeper's notes

}  // namespace

Edge::Edge(const std::string& dir)
    : signer_(Must(rpc::LoadSigner(rpc::KeysIn(dir), rpc::kGateway))),
      log_(open(absl::StrCat(dir, "/gateway.log").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600)) {
  gateway::GatewayOptions options;
  options.addresses["notes"] = Must(rpc::LoadAddresses(dir))[Keeper().name];
  options.people = folder_.path() + "/people";
  std::ofstream(options.people) << "people { person: '" << kPerson << "' display_name: 'A' }";
  options.schema = gateway::NotesSchema();
  options.metrics = &metrics_;
  options.log = [this](absl::string_view line) { log_.Write(line); };
  gateway_ = Must(gateway::Gateway::Start(std::move(options), signer_));
  gateway::Wire wire(gateway_->port());
  wire.Send(gateway::RequestText("POST", "/session/act-as", gateway::Edge::Headers(""),
                                 absl::StrCat(R"({"person":")", kPerson, R"("})")));
  const std::string cookie = wire.ReadAnswer().header("set-cookie");
  cookie_ = cookie.substr(cookie.find('=') + 1, cookie.find(';') - cookie.find('=') - 1);
}

Result Edge::RunLoad(const std::string& method, int in_flight, absl::Duration duration,
                     const std::string& request) const {
  const std::string text =
      gateway::RequestText("POST", "/api" + method, gateway::Edge::Headers(cookie_, "application/proto"), request);
  std::mutex mutex;  // guards the two below
  Result result;
  std::vector<double> seconds;
  const Clock::time_point started = Clock::now();
  const Clock::time_point end = started + absl::ToChronoNanoseconds(duration);
  const auto call = [&] {
    gateway::Wire wire(gateway_->port());
    std::vector<double> took;
    int failed = 0;
    for (Clock::time_point began = Clock::now(); began < end;) {
      const bool answered = wire.Send(text) && wire.ReadAnswer().status == 200;
      const Clock::time_point now = Clock::now();
      if (!answered) {
        ++failed;
        break;
      }
      took.push_back(std::chrono::duration<double>(now - began).count());
      began = now;
    }
    std::lock_guard lock(mutex);
    seconds.insert(seconds.end(), took.begin(), took.end());
    result.failed += failed;
  };
  std::vector<std::thread> browsers;
  for (int i = 0; i < in_flight; ++i) browsers.emplace_back(call);
  for (std::thread& browser : browsers) browser.join();
  result.per_second =
      static_cast<double>(seconds.size()) / std::chrono::duration<double>(Clock::now() - started).count();
  if (!seconds.empty()) {
    std::nth_element(seconds.begin(), seconds.begin() + static_cast<std::ptrdiff_t>(seconds.size() / 2), seconds.end());
    result.median_seconds = seconds[seconds.size() / 2];
  }
  return result;
}

std::string Edge::Token() const {
  const absl::Time now = absl::Now();
  return Must(rpc::Mint(
      signer_, {.subject = kPerson, .audience = std::string(rpc::kEveryService), .acr = "loa2", .authenticated = now},
      now));
}

}  // namespace krans::bench
