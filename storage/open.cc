#include "storage/open.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/anchor.h"
#include "storage/rocksdb/rocksdb_engine.h"

namespace krans::storage {
namespace {

std::string DatabaseDir(const std::string& dir) { return dir + "/db"; }

void PlaceAnchors(const std::string& dir, Options* options) {
  if (options->anchor_dir.empty()) options->anchor_dir = dir + "/anchor";
}

}  // namespace

absl::StatusOr<std::unique_ptr<Store>> OpenStore(const std::string& dir, Options options, bool create) {
  PlaceAnchors(dir, &options);
  absl::StatusOr<Anchors> anchors = Anchors::Open(options.anchor_dir);
  if (!anchors.ok()) return anchors.status();
  std::error_code error;
  if (!anchors->Unused() && !std::filesystem::exists(DatabaseDir(dir), error)) {
    return absl::DataLossError(absl::StrCat(DatabaseDir(dir), " is missing beside its anchor in ", options.anchor_dir));
  }
  absl::StatusOr<std::unique_ptr<Engine>> engine = OpenRocksDb(DatabaseDir(dir), create);
  if (absl::IsDataLoss(engine.status())) {
    const absl::Status refused = engine.status();
    engine =
        OpenTornRocksDb(DatabaseDir(dir), [&](const Engine& torn) { return anchors->Check(torn, options.anchor_dir); });
    if (!engine.ok()) {
      return absl::DataLossError(
          absl::StrCat(refused.message(), "; without the torn end: ", engine.status().message()));
    }
  }
  if (!engine.ok()) return engine.status();
  return Store::Open(*std::move(engine), std::move(options), create);
}

absl::Status AdoptStore(const std::string& dir, Options options, const Change& change) {
  PlaceAnchors(dir, &options);
  absl::StatusOr<std::unique_ptr<Engine>> engine = OpenRocksDb(DatabaseDir(dir), false);
  if (absl::IsDataLoss(engine.status())) {
    engine = OpenTornRocksDb(DatabaseDir(dir), [](const Engine&) { return absl::OkStatus(); });
  }
  if (!engine.ok()) return engine.status();
  return Adopt(engine->get(), options, change);
}

}  // namespace krans::storage
