#include "storage/open.h"

#include <filesystem>
#include <future>
#include <system_error>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "storage/anchor.h"
#include "storage/rocksdb/rocksdb_engine.h"

namespace krans::storage {
namespace {

std::string DatabaseDir(const std::string& dir) { return dir + "/db"; }

void PlaceAnchors(const std::string& dir, Options* options) {
  if (options->anchor_dir.empty()) options->anchor_dir = dir + "/anchor";
}

// The error, with the store's folder where it does not say that already.
absl::Status In(const std::string& dir, const absl::Status& status) {
  if (status.ok() || absl::StrContains(status.message(), dir)) return status;
  return absl::Status(status.code(), absl::StrCat(DatabaseDir(dir), ": ", status.message()));
}

// Whether anchors without a database stand there.
absl::Status CheckPresent(const std::string& dir, const Options& options, const Anchors& anchors) {
  std::error_code error;
  if (anchors.Unused() || std::filesystem::exists(DatabaseDir(dir), error)) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat(DatabaseDir(dir), " is missing beside its anchor in ", options.anchor_dir));
}

// Why a database is refused both whole and without the torn end of its log.
absl::Status Refused(const absl::Status& whole, const absl::Status& torn) {
  if (whole.message() == torn.message()) return whole;
  return absl::DataLossError(absl::StrCat(whole.message(), "; without the torn end: ", torn.message()));
}

}  // namespace

absl::StatusOr<std::unique_ptr<Store>> OpenStore(const std::string& dir, Options options, bool create) {
  PlaceAnchors(dir, &options);
  absl::StatusOr<Anchors> anchors = Anchors::Open(options.anchor_dir);
  if (!anchors.ok()) return anchors.status();
  if (absl::Status present = CheckPresent(dir, options, *anchors); !present.ok()) return present;
  absl::StatusOr<std::unique_ptr<Engine>> engine = OpenRocksDb(DatabaseDir(dir), create);
  if (absl::IsDataLoss(engine.status())) {
    const absl::Status whole = engine.status();
    engine =
        OpenTornRocksDb(DatabaseDir(dir), [&](const Engine& torn) { return anchors->Check(torn, options.anchor_dir); });
    if (!engine.ok()) return Refused(whole, engine.status());
  }
  if (!engine.ok()) return engine.status();
  absl::StatusOr<std::unique_ptr<Store>> store = Store::Open(*std::move(engine), std::move(options), create);
  if (!store.ok()) return In(dir, store.status());
  return store;
}

absl::StatusOr<std::unique_ptr<Store>> InspectStore(const std::string& dir, Options options) {
  PlaceAnchors(dir, &options);
  absl::StatusOr<Anchors> anchors = Anchors::Open(options.anchor_dir);
  if (!anchors.ok()) return anchors.status();
  if (absl::Status present = CheckPresent(dir, options, *anchors); !present.ok()) return present;
  absl::StatusOr<std::unique_ptr<Engine>> engine = InspectRocksDb(DatabaseDir(dir), Tail::kWhole);
  if (absl::IsDataLoss(engine.status())) {
    const absl::Status whole = engine.status();
    engine = InspectRocksDb(DatabaseDir(dir), Tail::kTorn);
    if (!engine.ok()) return Refused(whole, engine.status());
  }
  if (!engine.ok()) return engine.status();
  absl::StatusOr<std::unique_ptr<Store>> store = Store::Inspect(*std::move(engine), std::move(options));
  if (!store.ok()) return In(dir, store.status());
  return store;
}

absl::Status AdoptStore(const std::string& dir, Options options, const Change& change) {
  PlaceAnchors(dir, &options);
  absl::StatusOr<std::unique_ptr<Engine>> engine = OpenRocksDb(DatabaseDir(dir), false);
  if (absl::IsDataLoss(engine.status())) {
    engine = OpenTornRocksDb(DatabaseDir(dir), [](const Engine&) { return absl::OkStatus(); });
  }
  if (!engine.ok()) return engine.status();
  return In(dir, Adopt(engine->get(), options, change));
}

absl::Status ForgetSource(const std::string& dir, Options options, const std::string& source,
                          const std::string& package, const Change& change) {
  absl::StatusOr<std::unique_ptr<Store>> store = OpenStore(dir, std::move(options), false);
  if (!store.ok()) return store.status();
  std::promise<absl::Status> done;
  (*store)->Forget(change, source, package, [&](absl::Status status) { done.set_value(std::move(status)); });
  return In(dir, done.get_future().get());
}

}  // namespace krans::storage
