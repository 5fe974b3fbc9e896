#include "services/journal/follower.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "krans/journal/v1/entry.pb.h"
#include "services/journal/delivery.h"
#include "services/rpc/error.h"

namespace krans::journal {
namespace {

using google::protobuf::Descriptor;
using RecordKey = std::pair<const Descriptor*, std::string>;

constexpr absl::Duration kPatience = absl::Seconds(6);  // three bookmarks
constexpr int64_t kMostAhead = 4096;                    // entries
constexpr std::chrono::milliseconds kFirstPause(50);
constexpr std::chrono::milliseconds kLongestPause(1000);

}  // namespace

struct Follower::Source {
  explicit Source(const std::string& address) : upstream(address) {}

  std::string name;
  std::map<std::string, const Descriptor*> types;
  Upstream upstream;
  absl::StatusCode reported = absl::StatusCode::kOk;  // the last state that was logged
  std::thread thread;
};

// What was handed to the store and is not yet durable.
struct Follower::Ahead {
  std::mutex mutex;  // guards all below
  std::condition_variable fewer;
  int64_t entries = 0;
  absl::Status status;  // of the first that failed; what was handed over after it fails too
};

Follower::Follower(FollowerOptions options, Progress* progress) : options_(std::move(options)), progress_(progress) {}

absl::StatusOr<std::unique_ptr<Follower>> Follower::Start(FollowerOptions options, const std::vector<rpc::Edge>& edges,
                                                          Progress* progress) {
  std::unique_ptr<Follower> follower(new Follower(std::move(options), progress));
  for (const rpc::Edge& edge : edges) {
    auto address = follower->options_.addresses.find(edge.source);
    if (address == follower->options_.addresses.end()) {
      return absl::InvalidArgumentError(absl::StrCat("no address of ", edge.source));
    }
    auto source = std::make_unique<Source>(address->second);
    source->name = edge.source;
    for (const std::string& type : edge.types) {
      const Descriptor* descriptor = google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(type);
      if (descriptor == nullptr) return absl::InvalidArgumentError(absl::StrCat("no such type: ", type));
      source->types[type] = descriptor;
    }
    follower->sources_.push_back(std::move(source));
  }
  for (const auto& source : follower->sources_) {
    source->thread = std::thread([follower = follower.get(), source = source.get()] { follower->Run(source); });
  }
  return follower;
}

Follower::~Follower() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    ended_ = true;
  }
  wake_.notify_all();
  for (const auto& source : sources_) source->upstream.Cancel();
  for (const auto& source : sources_) {
    if (source->thread.joinable()) source->thread.join();
  }
}

void Follower::Run(Source* source) {
  std::chrono::milliseconds pause = kFirstPause;
  for (;;) {
    const auto began = std::chrono::steady_clock::now();
    const absl::Status status = Follow(source);
    if (rpc::ReasonOf(status) == access::v1::POSITION_LOST || absl::IsDataLoss(status)) progress_->Lost(source->name);
    if (std::chrono::steady_clock::now() - began > kLongestPause) pause = kFirstPause;
    std::unique_lock<std::mutex> lock(mutex_);
    if (ended_) return;
    if (source->reported != status.code()) Report(*source, status);
    source->reported = status.code();
    if (wake_.wait_for(lock, pause, [this] { return ended_; })) return;
    pause = std::min(pause * 2, kLongestPause);
  }
}

// One watch, until it ends. The store makes durable at once what gathers while it is busy, so a follower that is behind
// pays for few commits.
absl::Status Follower::Follow(Source* source) {
  KRANS_ASSIGN(storage::Position at, options_.store->Mirrored(source->name));
  progress_->Applied(source->name, {at.epoch, at.position});
  rpc::Claims claims;
  claims.subject = absl::StrCat("service:", options_.service);
  claims.audience = source->name;
  KRANS_ASSIGN(std::string token, rpc::Mint(options_.signer, claims, options_.clock()));
  KRANS_RETURN(source->upstream.Open(token, at));
  auto ahead = std::make_shared<Ahead>();
  absl::Status status;
  for (;;) {
    absl::StatusOr<v1::WatchResponse> response = source->upstream.Read(kPatience);
    status = response.status();
    if (!status.ok()) break;
    progress_->Heard(source->name, {response->head().epoch(), response->head().position()});
    source->reported = absl::StatusCode::kOk;
    std::vector<storage::Copy> copies;
    const storage::Position from = at;
    status = Check(*source, *response, &at, &copies);
    if (!status.ok()) break;
    progress_->Found(source->name);
    const int entries = response->entries_size();
    {
      std::unique_lock<std::mutex> lock(ahead->mutex);
      ahead->fewer.wait(lock, [&] { return ahead->entries < kMostAhead || !ahead->status.ok(); });
      status = ahead->status;
      if (!status.ok()) break;
      ahead->entries += entries;
    }
    if (entries == 0) continue;
    options_.store->Mirror(source->name, from, at, std::move(copies),
                           [this, name = source->name, to = at, entries, ahead](absl::Status durable) {
                             if (durable.ok()) progress_->Applied(name, {to.epoch, to.position});
                             std::lock_guard<std::mutex> lock(ahead->mutex);
                             ahead->entries -= entries;
                             ahead->status.Update(durable);
                             ahead->fewer.notify_all();
                           });
  }
  std::unique_lock<std::mutex> lock(ahead->mutex);
  ahead->fewer.wait(lock, [&] { return ahead->entries == 0; });
  status.Update(ahead->status);
  return status;
}

// Checks what came against the chain, moves `at` past it, and adds what it changes: of each record the last.
absl::Status Follower::Check(const Source& source, const v1::WatchResponse& response, storage::Position* at,
                             std::vector<storage::Copy>* copies) const {
  std::map<RecordKey, std::string> changed;
  for (const v1::Delivered& delivered : response.entries()) {
    const auto broken = [&](absl::string_view what) {
      return absl::DataLossError(absl::StrCat("entry ", delivered.position(), " of ", source.name, ": ", what));
    };
    if (delivered.position() != at->position + 1) return broken("not the next");
    at->position = delivered.position();
    if (delivered.entry().empty()) {
      if (delivered.hash().size() != at->hash.size()) return broken("no hash");
      at->hash = delivered.hash();
      continue;
    }
    v1::Entry entry;
    if (!entry.ParseFromString(delivered.entry())) return broken("does not parse");
    if (entry.position() != at->position || entry.previous() != at->hash) return broken("not in the chain");
    if (delivered.has_payload() && storage::Digest(delivered.salt(), delivered.payload()) != entry.digest()) {
      return broken("the payload is not what was journalled");
    }
    at->epoch = entry.epoch();
    at->hash = storage::HashEntry(delivered.entry());
    auto type = source.types.find(entry.type());
    if (type == source.types.end()) continue;
    const RecordKey key = {type->second, entry.resource()};
    if (entry.kind() == v1::PUT && delivered.has_payload()) {
      changed[key] = delivered.payload();
    } else if (entry.kind() == v1::DELETE || entry.kind() == v1::PURGED) {
      changed[key] = "";
    }
  }
  for (auto& [key, bytes] : changed) copies->push_back({key.first, key.second, std::move(bytes)});
  return absl::OkStatus();
}

void Follower::Report(const Source& source, const absl::Status& status) const {
  if (!options_.log) return;
  options_.log(absl::StrCat(R"({"time":")",
                            absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", options_.clock(), absl::UTCTimeZone()),
                            R"(","service":")", options_.service, R"(","source":")", source.name, R"(","code":")",
                            absl::StatusCodeToString(status.code()), R"(","reason":")",
                            access::v1::Reason_Name(rpc::ReasonOf(status)), R"("})"));
}

}  // namespace krans::journal
