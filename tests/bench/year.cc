#include "tests/bench/year.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "krans/submissions/v1/cycles.pb.h"
#include "krans/submissions/v1/organisation.pb.h"
#include "krans/submissions/v1/participations.pb.h"
#include "krans/submissions/v1/submissions.pb.h"
#include "services/journal/serve.h"
#include "services/scoring/module.h"
#include "tests/bench/saves.h"

namespace krans::bench {
namespace {

void Must(const absl::Status& status) {
  if (status.ok()) return;
  fprintf(stderr, "bench: %s\n", status.ToString().c_str());
  abort();
}

submissions::v1::ScoringScheme HouseScheme() {
  std::ifstream in("deploy/cycles/house.textproto");
  submissions::v1::ScoringScheme scheme =
      scoring::Text<submissions::v1::CycleFile>({std::istreambuf_iterator<char>(in), {}}).scheme();
  scheme.set_name(absl::StrCat(scoring::kCycle, "/scheme"));
  return scheme;
}

}  // namespace

ScoringYear::ScoringYear(rpc::Metrics* metrics, int log)
    : log_(log), progress_({"submissions", "sitevisits", "jury"}, [] { return absl::ZeroDuration(); }) {
  award_.Know<submissions::v1::ScoringScheme>(HouseScheme().DebugString());
  for (absl::string_view unit : kUnits) {
    award_.Know<submissions::v1::Unit>(
        absl::Substitute(R"(name: "units/$0" display_name: "$0" body: "bodies/$0s")", unit));
    award_.Know<submissions::v1::Participation>(
        absl::Substitute(R"(name: "$0" state: REGISTERED unit: "units/$1" unit_display_name: "$1" body: "bodies/$1s"
                            class_code: "c" contact: "people/chef-$1")",
                         scoring::Case(std::string(unit)), unit));
    award_.Know<submissions::v1::Submission>(
        absl::Substitute(R"(name: "$0" state: OPENED)", scoring::Case(std::string(unit), "submission")));
  }
  Must(award_.SetTeam({std::begin(kUnits), std::end(kUnits)}).status());
  for (const char* person : kExaminers) {
    for (const char* unit : kUnits) Must(award_.Declare(person, unit).status());
  }
  for (const char* source : {"submissions", "sitevisits", "jury"}) {
    progress_.Applied(source, {1, 0});
    progress_.Heard(source, {1, 0});
  }

  rpc::DoorOptions options = award_.house().options();
  options.following = &progress_;
  options.log = [this](absl::string_view line) { log_.Write(line); };
  const rpc::ServiceModule module = scoring::Module();
  door_ = std::make_unique<rpc::Door>(options);
  module.Register(door_.get(), options.store);
  feed_ = journal::ServeJournal(
      {.service = module.name, .door = door_.get(), .store = options.store, .services = module.services});
  std::vector<std::string> services = module.services;
  services.push_back(journal::kJournal);
  Must(door_->Check(services));
  auto server = rpc::Server::Start(
      door_.get(), {.service = module.name, .services = services, .metrics = metrics, .clock = options.clock});
  Must(server.status());
  server_ = *std::move(server);
}

ScoringYear::~ScoringYear() { server_->Shutdown(absl::ZeroDuration()); }

}  // namespace krans::bench
