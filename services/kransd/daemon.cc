#include "services/kransd/daemon.h"

#include <chrono>
#include <filesystem>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/journal/serve.h"
#include "services/rpc/error.h"
#include "services/rpc/installation.h"
#include "services/rpc/keys.h"
#include "storage/open.h"

namespace krans::kransd {
namespace {

constexpr absl::Duration kGrace = absl::Seconds(5);

absl::Duration Elapsed() { return absl::FromChrono(std::chrono::steady_clock::now().time_since_epoch()); }

}  // namespace

absl::StatusOr<std::unique_ptr<Daemon>> Daemon::Start(const rpc::ServiceModule& module, DaemonOptions options) {
  KRANS_ASSIGN(ServiceLock lock, ServiceLock::Take(options.dir, module.name));
  std::unique_ptr<Daemon> daemon(new Daemon(std::move(options), std::move(lock)));
  KRANS_RETURN(daemon->Run(module));
  return daemon;
}

absl::Status Daemon::Run(const rpc::ServiceModule& module) {
  service_ = module.name;
  KRANS_ASSIGN(rpc::Addresses addresses, rpc::LoadAddresses(options_.dir));
  auto address = addresses.find(service_);
  if (address == addresses.end()) return absl::NotFoundError(absl::StrCat(service_, " has no address"));
  KRANS_ASSIGN(int port, rpc::PortOf(address->second));
  KRANS_ASSIGN(std::vector<rpc::TrustedKey> trusted, rpc::LoadTrusted(rpc::KeysIn(options_.dir)));
  verifier_ = std::make_unique<rpc::Verifier>(std::move(trusted), service_);
  KRANS_ASSIGN(const rpc::SymmetricKey seal, rpc::LoadSealKey(rpc::KeysIn(options_.dir)));
  seal_ = std::make_unique<rpc::Seal>(seal);
  KRANS_ASSIGN(store_, storage::OpenStore(StoreIn(options_.dir, service_), {.package = module.package}, false));

  std::vector<std::string> sources;
  for (const rpc::Edge& edge : module.edges) sources.push_back(edge.source);
  if (!sources.empty()) progress_ = std::make_unique<journal::Progress>(sources, Elapsed);
  door_ = std::make_unique<rpc::Door>(rpc::DoorOptions{.service = service_,
                                                       .store = store_.get(),
                                                       .verifier = verifier_.get(),
                                                       .seal = seal_.get(),
                                                       .following = progress_.get(),
                                                       .clock = options_.clock,
                                                       .log = options_.log});
  if (module.LoadKeys) KRANS_RETURN(module.LoadKeys(rpc::KeysIn(options_.dir)));
  module.Register(door_.get(), store_.get());
  feed_ = journal::ServeJournal({.service = service_,
                                 .door = door_.get(),
                                 .store = store_.get(),
                                 .services = module.services,
                                 .sources = sources,
                                 .progress = progress_.get(),
                                 .checkpoints = std::filesystem::absolute(CheckpointsIn(options_.dir)).string()});
  std::vector<std::string> services = module.services;
  services.push_back(journal::kJournal);
  KRANS_RETURN(door_->Check(services));
  KRANS_ASSIGN(server_,
               rpc::Server::Start(door_.get(), {.service = service_,
                                                .services = services,
                                                .port = port,
                                                .reflection = options_.reflection,
                                                .able = [store = store_.get()] { return store->Writable().ok(); },
                                                .metrics = options_.metrics,
                                                .clock = options_.clock}));
  health_hint_ = store_->OnCommit([this](int64_t) {
    if (!store_->Writable().ok()) server_->LookAtHealth();
  });
  if (progress_ != nullptr) {
    KRANS_ASSIGN(rpc::Signer signer, rpc::LoadSigner(rpc::KeysIn(options_.dir), service_));
    KRANS_ASSIGN(follower_, journal::Follower::Start({.service = service_,
                                                      .store = store_.get(),
                                                      .signer = std::move(signer),
                                                      .addresses = std::move(addresses),
                                                      .clock = options_.clock,
                                                      .log = options_.log},
                                                     module.edges, progress_.get()));
  }
  if (options_.metrics == nullptr) return absl::OkStatus();
  options_.metrics->Ask("krans_journal_head", "The last entry's position", service_, "",
                        [store = store_.get()] { return static_cast<double>(store->Head().position); });
  for (const std::string& source : sources) {
    options_.metrics->Ask(
        "krans_follower_lag_seconds", "Since when the source is behind", service_, source,
        [progress = progress_.get(), source] { return absl::ToDoubleSeconds(progress->Lag(source)); });
    options_.metrics->Ask("krans_follower_lost", "1 where the source's journal is not the one that was followed",
                          service_, source,
                          [progress = progress_.get(), source] { return progress->IsLost(source) ? 1.0 : 0.0; });
  }
  return absl::OkStatus();
}

Daemon::~Daemon() {
  if (options_.metrics != nullptr) options_.metrics->Forget(service_);
  follower_.reset();
  if (store_ != nullptr) store_->RemoveHint(health_hint_);
  if (server_ != nullptr) server_->Shutdown(kGrace);
  server_.reset();
  feed_.reset();
  store_.reset();
}

void Daemon::LookAtKeys() {
  const absl::StatusOr<std::vector<rpc::TrustedKey>> trusted = rpc::LoadTrusted(rpc::KeysIn(options_.dir));
  if (trusted.ok()) verifier_->Trust(*trusted);
  const absl::StatusOr<rpc::SymmetricKey> seal = rpc::LoadSealKey(rpc::KeysIn(options_.dir));
  if (seal.ok()) seal_->Replace(*seal);
  for (const absl::Status& status : {trusted.status(), seal.status()}) {
    if (status.ok() || !options_.log) continue;
    options_.log(absl::StrCat(R"({"service":")", service_, R"(","event":"the keys before stay","cause":")",
                              absl::CEscape(status.message()), R"("})"));
  }
}

void Daemon::Tidy() {
  const storage::Change change = {"operator", "kransd tidy", options_.clock(), "digest_after_days"};
  store_->Retain(change, [](absl::Status) {});
  store_->CollectBlobs(change.time).IgnoreError();
}

}  // namespace krans::kransd
