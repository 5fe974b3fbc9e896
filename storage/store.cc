#include "storage/store.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <future>
#include <iterator>
#include <map>
#include <mutex>
#include <set>
#include <system_error>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/anchor.h"
#include "storage/blobs.h"
#include "storage/chain.h"
#include "storage/draft.h"
#include "storage/forgetting.h"
#include "storage/hash.h"
#include "storage/head.h"
#include "storage/keys.h"
#include "storage/readers.h"
#include "storage/record_type.h"
#include "storage/records.h"
#include "storage/verify.h"

namespace krans::storage {
namespace {

constexpr absl::string_view kFormat = "krans store 1";

class EngineStore final : public Store {
 public:
  EngineStore(std::unique_ptr<Engine> engine, Options options, Anchors anchors, StoreHead head)
      : engine_(std::move(engine)),
        options_(std::move(options)),
        types_(options_.package),
        anchors_(std::move(anchors)),
        durable_(head),
        draft_(*engine_, types_, options_.salt, std::move(head)),
        forgetting_(
            engine_.get(), [this](std::function<void()> task) { readers_.Add(std::move(task)); },
            [this](Draft::Step step) { Enqueue(std::move(step), [](absl::Status, int64_t) {}); }),
        readers_(options_.readers),
        teller_(1),
        writer_([this] { RunWriter(); }) {}

  ~EngineStore() override {
    {
      std::lock_guard lock(queue_mutex_);
      stopping_ = true;
    }
    queue_filled_.notify_one();
    writer_.join();
  }

  void Read(bool point, ReadBody body, Done done) override {
    auto run = [this, body = std::move(body), done = std::move(done)] {
      absl::Status status;
      {
        const std::unique_ptr<View> view = engine_->Snapshot(Memory::kKept);
        status = body(RecordReader(*view, types_));
      }
      done(std::move(status));
    };
    if (point) return run();
    readers_.Add(std::move(run));
  }

  void Write(Change change, WriteBody body, DoneAt done) override {
    Enqueue(
        [change = std::move(change), body = std::move(body)](Draft& draft) {
          RecordWriter writer(draft, change);
          return body(writer);
        },
        std::move(done));
  }

  void Enter(Change change, std::string resource, Done done) override {
    Enqueue(
        [change = std::move(change), resource = std::move(resource)](Draft& draft) {
          journal::v1::Entry entry = NewEntry(change, journal::v1::READ);
          entry.set_resource(resource);
          entry.set_reason(change.reason);
          draft.Enter(&entry);
          return absl::OkStatus();
        },
        [done = std::move(done)](absl::Status status, int64_t) { done(std::move(status)); });
  }

  void Mirror(std::string source, Position from, Position to, std::vector<Copy> copies, Done done) override {
    Enqueue([source = std::move(source), from = std::move(from), to = std::move(to),
             copies = std::move(copies)](Draft& draft) { return ApplyCopies(draft, source, from, to, copies); },
            [done = std::move(done)](absl::Status status, int64_t) { done(std::move(status)); });
  }

  absl::StatusOr<Position> Mirrored(absl::string_view source) const override {
    std::string bytes;
    absl::StatusOr<bool> found = engine_->Get(absl::StrCat(kMirrorSpace, source), &bytes);
    if (!found.ok()) return found.status();
    if (!*found) return Position();
    return DecodePosition(bytes);
  }

  void Forget(Change change, std::string source, std::string package, Done done) override {
    Enqueue([change = std::move(change), source = std::move(source),
             package = std::move(package)](Draft& draft) { return ForgetCopies(draft, change, source, package); },
            [done = std::move(done)](absl::Status status, int64_t) { done(std::move(status)); });
  }

  Position Head() const override { return Durable().journal; }

  absl::Status Writable() const override {
    std::lock_guard lock(durable_mutex_);
    return failure_;
  }

  absl::StatusOr<std::vector<StoredEntry>> ReadFrom(int64_t position, size_t limit) const override {
    absl::StatusOr<std::vector<StoredEntry>> entries =
        ReadEntries(*engine_, kJournalSpace, position, Durable().journal.position, limit);
    if (!entries.ok()) return entries;
    if (absl::Status added = AddPayloads(*engine_, position, &*entries); !added.ok()) return added;
    return entries;
  }

  absl::StatusOr<std::vector<StoredEntry>> ReadAccessLog(int64_t position, size_t limit) const override {
    return ReadEntries(*engine_, kAccessSpace, position, Durable().access.position, limit);
  }

  absl::StatusOr<Position> At(int64_t position) const override {
    if (position == 0) return Position();
    absl::StatusOr<std::vector<StoredEntry>> entries =
        ReadEntries(*engine_, kJournalSpace, position - 1, Durable().journal.position, 1);
    if (!entries.ok()) return entries.status();
    if (entries->empty()) return absl::OutOfRangeError(absl::StrCat("there is no entry ", position, " yet"));
    journal::v1::Entry entry;
    if (!entry.ParseFromString(entries->front().entry)) {
      return absl::DataLossError(absl::StrCat("entry ", position, " does not parse"));
    }
    return Position{entry.epoch(), position, HashEntry(entries->front().entry)};
  }

  absl::StatusOr<std::vector<int64_t>> History(const google::protobuf::Descriptor& type,
                                               absl::string_view name) const override {
    std::vector<int64_t> positions;
    const std::string prefix = HistoryPrefix(type.full_name(), name);
    absl::Status scanned =
        engine_->Scan(prefix, "", 0, Direction::kForward, [&](absl::string_view key, absl::string_view) {
          positions.push_back(ReadNumber(key.substr(prefix.size())));
          return true;
        });
    if (!scanned.ok()) return scanned;
    return positions;
  }

  // Goes on with what was to be forgotten when the store was last open.
  absl::Status Resume() { return forgetting_.Resume(); }

  int64_t OnCommit(std::function<void(int64_t position)> hint) override {
    std::lock_guard lock(hints_mutex_);
    hints_.emplace(++last_hint_, std::move(hint));
    return last_hint_;
  }

  void RemoveHint(int64_t number) override {
    std::lock_guard lock(hints_mutex_);
    hints_.erase(number);
  }

  absl::StatusOr<Findings> Verify() const override {
    std::future<absl::Status> checking = std::async(std::launch::async, [this] { return engine_->Check(); });
    absl::StatusOr<Findings> findings = VerifyView(*engine_->Snapshot(Memory::kPassed), types_);
    const absl::Status checked = checking.get();
    if (findings.ok() && !checked.ok()) findings->faults.push_back(absl::StrCat("engine: ", checked.message()));
    return findings;
  }

  void Retain(Change change, Done done) override {
    forgetting_.Begin({});
    Enqueue([change = std::move(change)](Draft& draft) { return RetainDue(draft, change); },
            [done = std::move(done)](absl::Status status, int64_t) { done(std::move(status)); });
  }

  absl::Status Checkpoint(const std::string& dir) const override {
    std::lock_guard lock(checkpoint_mutex_);
    std::error_code error;
    if (std::filesystem::exists(dir, error)) return absl::AlreadyExistsError(absl::StrCat(dir, " exists"));
    const std::string made = dir + ".new";
    std::filesystem::remove_all(made, error);
    if (!error) std::filesystem::create_directories(made, error);
    if (error) return absl::UnavailableError(absl::StrCat(made, ": ", error.message()));
    // The copy is taken after, so it is at or past what these anchors say.
    absl::StatusOr<Anchors> anchors = Anchors::Create(made + "/anchor", Durable());
    if (!anchors.ok()) return anchors.status();
    if (absl::Status copied = engine_->Checkpoint(made + "/db"); !copied.ok()) return copied;
    std::filesystem::rename(made, dir, error);
    if (error) return absl::UnavailableError(absl::StrCat(dir, ": ", error.message()));
    return SyncFolder(std::filesystem::absolute(dir).parent_path().string());
  }

  absl::StatusOr<int64_t> CollectBlobs(absl::Time now) override {
    absl::StatusOr<std::vector<std::string>> unnamed = UnnamedBlobs(*engine_->Snapshot(Memory::kPassed), now);
    if (!unnamed.ok()) return unnamed.status();
    for (const std::string& digest : *unnamed) {
      absl::Status removed = TakeAndWait([&](Draft& draft) { return RemoveUnnamedBlob(draft, digest, now); });
      if (!removed.ok()) return removed;
    }
    return static_cast<int64_t>(unnamed->size());
  }

 private:
  struct Waiting {
    Draft::Step step;
    DoneAt done;
    absl::Status status;
    int64_t position = 0;
  };

  void Enqueue(Draft::Step step, DoneAt done) {
    {
      std::lock_guard lock(queue_mutex_);
      queue_.push_back(Waiting{std::move(step), std::move(done)});
    }
    queue_filled_.notify_one();
  }

  absl::Status TakeAndWait(Draft::Step step) {
    std::promise<absl::Status> taken;
    Enqueue(std::move(step), [&](absl::Status status, int64_t) { taken.set_value(std::move(status)); });
    return taken.get_future().get();
  }

  void RunWriter() {
    for (;;) {
      std::vector<Waiting> batch;
      {
        std::unique_lock lock(queue_mutex_);
        queue_filled_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
        if (queue_.empty()) return;
        batch.swap(queue_);
      }
      Complete(std::move(batch));
    }
  }

  // Takes all steps, makes them durable at once and tells everyone.
  void Complete(std::vector<Waiting> batch) {
    const bool failed_before = !failure_.ok();
    if (!failed_before) {
      for (Waiting& waiting : batch) {
        waiting.status = draft_.Take(waiting.step);
        waiting.position = draft_.head().journal.position;
      }
    }
    const bool changed = !draft_.empty();
    if (!failed_before) {
      const std::set<std::string> forgotten = draft_.forgotten();
      if (absl::Status committed = Commit(); committed.ok()) {
        forgetting_.Begin(forgotten);
      } else {
        std::lock_guard lock(durable_mutex_);
        failure_ = std::move(committed);
      }
    }
    if (!failure_.ok()) {
      for (Waiting& waiting : batch) waiting.status = failure_;
    }
    Tell(std::move(batch));
    if (changed && !failed_before) {
      const int64_t position = Head().position;
      std::lock_guard lock(hints_mutex_);
      for (const auto& [number, hint] : hints_) hint(position);
    }
  }

  // A lone one hears at once. Many are told on a thread of their own, while the writer goes on with the next.
  void Tell(std::vector<Waiting> batch) {
    const bool at_once = batch.size() == 1 && telling_ == 0;
    auto tell = [this, told = std::make_shared<std::vector<Waiting>>(std::move(batch))] {
      for (Waiting& waiting : *told) waiting.done(std::move(waiting.status), waiting.position);
      --telling_;
    };
    ++telling_;
    if (at_once) return tell();
    teller_.Add(std::move(tell));
  }

  absl::Status Commit() {
    if (draft_.empty()) {
      draft_.Begin();
      return absl::OkStatus();
    }
    absl::Status status = draft_.Seal();
    if (status.ok()) status = engine_->Commit(draft_.changes(), draft_.committed_head());
    if (status.ok()) status = anchors_.Write(draft_.head());
    if (!status.ok()) {
      return absl::UnavailableError(
          absl::StrCat("the store is read-only until it is opened again: ", status.message()));
    }
    draft_.Begin();
    std::lock_guard lock(durable_mutex_);
    durable_ = draft_.head();
    return absl::OkStatus();
  }

  StoreHead Durable() const {
    std::lock_guard lock(durable_mutex_);
    return durable_;
  }

  const std::unique_ptr<Engine> engine_;
  const Options options_;
  const RecordTypes types_;

  std::mutex queue_mutex_;
  std::condition_variable queue_filled_;
  std::vector<Waiting> queue_;
  bool stopping_ = false;

  std::mutex hints_mutex_;
  std::map<int64_t, std::function<void(int64_t)>> hints_;
  int64_t last_hint_ = 0;

  Anchors anchors_;  // the writer's own

  mutable std::mutex durable_mutex_;
  StoreHead durable_;
  absl::Status failure_;  // set by the writer, which reads it without the lock

  mutable std::mutex checkpoint_mutex_;  // held while one is made

  Draft draft_;            // the writer's own
  Forgetting forgetting_;  // by the readers
  Readers readers_;
  std::atomic<int> telling_ = 0;  // batches
  Readers teller_;
  std::thread writer_;
};

absl::Status CheckRow(const Engine& engine, absl::string_view key, absl::string_view expected) {
  std::string value;
  absl::StatusOr<bool> found = engine.Get(key, &value);
  if (!found.ok()) return found.status();
  if (*found && value == expected) return absl::OkStatus();
  return absl::DataLossError(
      absl::StrCat("the database says ", *found ? value : "nothing", " in ", key, " where ", expected, " is expected"));
}

absl::Status CheckOwner(const Engine& engine, absl::string_view package) {
  if (absl::Status format = CheckRow(engine, kFormatKey, kFormat); !format.ok()) return format;
  return CheckRow(engine, kPackageKey, package);
}

// Where the engine stands, if its anchors agree and it belongs to the package.
absl::StatusOr<StoreHead> AcceptedHead(const Engine& engine, const Anchors& anchors, const Options& options) {
  if (absl::Status checked = anchors.Check(engine, options.anchor_dir); !checked.ok()) return checked;
  if (absl::Status owned = CheckOwner(engine, options.package); !owned.ok()) return owned;
  absl::StatusOr<std::string> bytes = engine.Head();
  if (!bytes.ok()) return bytes.status();
  return DecodeHead(*bytes);
}

// Commits the draft and returns the head that it has then.
absl::StatusOr<StoreHead> CommitDraft(Engine& engine, Draft& draft) {
  absl::Status status = draft.Seal();
  if (status.ok()) status = engine.Commit(draft.changes(), draft.committed_head());
  if (!status.ok()) return status;
  return draft.head();
}

}  // namespace

absl::StatusOr<std::unique_ptr<Store>> Store::Open(std::unique_ptr<Engine> engine, Options options, bool create) {
  if (!options.salt) options.salt = FillSalt;
  absl::StatusOr<Anchors> anchors = Anchors::Open(options.anchor_dir);
  if (!anchors.ok()) return anchors.status();
  absl::StatusOr<std::string> bytes = engine->Head();
  if (!bytes.ok()) return bytes.status();
  absl::StatusOr<StoreHead> head;
  if (bytes->empty() && anchors->Unused()) {
    if (!create) return absl::NotFoundError("the database is new and holds no store");
    // The anchors come first: a store that never began its first commit can be made again.
    anchors = Anchors::Create(options.anchor_dir, StoreHead());
    if (!anchors.ok()) return anchors.status();
    const RecordTypes types(options.package);
    Draft draft(*engine, types, options.salt, StoreHead());
    draft.PutRow(std::string(kFormatKey), std::string(kFormat));
    draft.PutRow(std::string(kPackageKey), options.package);
    head = CommitDraft(*engine, draft);
  } else {
    head = AcceptedHead(*engine, *anchors, options);
  }
  if (!head.ok()) return head.status();
  if (absl::Status written = anchors->Write(*head); !written.ok()) return written;
  auto store =
      std::make_unique<EngineStore>(std::move(engine), std::move(options), *std::move(anchors), *std::move(head));
  if (absl::Status left = store->Resume(); !left.ok()) return left;
  return store;
}

absl::StatusOr<std::unique_ptr<Store>> Store::Inspect(std::unique_ptr<Engine> engine, Options options) {
  if (!options.salt) options.salt = FillSalt;
  absl::StatusOr<Anchors> anchors = Anchors::Open(options.anchor_dir);
  if (!anchors.ok()) return anchors.status();
  absl::StatusOr<StoreHead> head = AcceptedHead(*engine, *anchors, options);
  if (!head.ok()) return head.status();
  return std::make_unique<EngineStore>(std::move(engine), std::move(options), *std::move(anchors), *std::move(head));
}

absl::Status Adopt(Engine* engine, const Options& options, const Change& change) {
  if (change.reason.empty()) return absl::InvalidArgumentError("an adoption must have a reason");
  if (absl::Status owned = CheckOwner(*engine, options.package); !owned.ok()) return owned;
  absl::StatusOr<std::string> bytes = engine->Head();
  if (!bytes.ok()) return bytes.status();
  absl::StatusOr<StoreHead> head = DecodeHead(*bytes);
  if (!head.ok()) return head.status();
  absl::StatusOr<std::string> sum = SumRows(*engine, options.package);
  if (!sum.ok()) return sum.status();
  int64_t epoch = head->journal.epoch;
  if (absl::StatusOr<Anchors> anchors = Anchors::Open(options.anchor_dir); anchors.ok()) {
    if (anchors->journal != nullptr) epoch = std::max(epoch, anchors->journal->mark().position.epoch);
    if (*sum == head->sum && anchors->Check(*engine, options.anchor_dir).ok()) {
      return absl::FailedPreconditionError("the database and its anchors agree: there is nothing to adopt");
    }
  }
  const RecordTypes types(options.package);
  Draft draft(*engine, types, options.salt, *std::move(head));
  draft.Adopt(epoch + 1, *std::move(sum));
  journal::v1::Entry entry = NewEntry(change, journal::v1::ADOPTED);
  entry.set_reason(change.reason);
  draft.Append(&entry);
  absl::StatusOr<StoreHead> adopted = CommitDraft(*engine, draft);
  if (!adopted.ok()) return adopted.status();
  return Anchors::Create(options.anchor_dir, *adopted).status();
}

}  // namespace krans::storage
