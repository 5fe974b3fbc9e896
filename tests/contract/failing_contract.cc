#include <sys/resource.h>

#include <csignal>
#include <utility>

#include "tests/contract/store_fixture.h"

namespace krans::storage {
namespace {

using own::v1::Note;

// How a commit fails: before anything of it is durable, after all of it is, or in its anchors alone.
enum class Failure { kBefore, kAfter, kAnchors };

// As on a full disk: until it ends, this process can write to no file.
class NoRoom {
 public:
  NoRoom() : handler_(signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &before_);
    rlimit none = before_;
    none.rlim_cur = 0;
    setrlimit(RLIMIT_FSIZE, &none);
  }
  ~NoRoom() {
    setrlimit(RLIMIT_FSIZE, &before_);
    signal(SIGXFSZ, handler_);
  }
  NoRoom(const NoRoom&) = delete;
  NoRoom& operator=(const NoRoom&) = delete;

 private:
  void (*const handler_)(int);
  rlimit before_;
};

// An engine whose n-th commit fails. Where its anchors are to, `no_room` begins with it.
class FailingEngine final : public Engine {
 public:
  FailingEngine(std::unique_ptr<Engine> engine, int fail_at, Failure failure, std::unique_ptr<NoRoom>* no_room)
      : engine_(std::move(engine)), fail_at_(fail_at), failure_(failure), no_room_(no_room) {}

  absl::Status Commit(const Changes& changes, absl::string_view expected_head) override {
    if (++commits_ != fail_at_) return engine_->Commit(changes, expected_head);
    if (failure_ != Failure::kBefore) {
      EXPECT_TRUE(engine_->Commit(changes, expected_head).ok());
    }
    if (failure_ != Failure::kAnchors) return absl::UnavailableError("the medium failed");
    *no_room_ = std::make_unique<NoRoom>();
    return absl::OkStatus();
  }
  absl::StatusOr<bool> Get(absl::string_view key, std::string* value) const override {
    return engine_->Get(key, value);
  }
  absl::Status Scan(absl::string_view prefix, absl::string_view from, size_t limit, Direction direction,
                    const std::function<bool(absl::string_view, absl::string_view)>& visit) const override {
    return engine_->Scan(prefix, from, limit, direction, visit);
  }
  std::unique_ptr<View> Snapshot(Memory memory) const override { return engine_->Snapshot(memory); }
  absl::StatusOr<std::string> Head() const override { return engine_->Head(); }
  absl::StatusOr<bool> Forget(absl::string_view first, absl::string_view last) override {
    return engine_->Forget(first, last);
  }
  absl::Status Checkpoint(const std::string& dir) const override { return engine_->Checkpoint(dir); }
  absl::Status Check() const override { return engine_->Check(); }

 private:
  const std::unique_ptr<Engine> engine_;
  const int fail_at_;
  const Failure failure_;
  std::unique_ptr<NoRoom>* const no_room_;
  int commits_ = 0;
};

constexpr int kWrites = 5;

// A scenario of kWrites writes, of which one commit fails; returns how many were acknowledged.
int Play(Store& store, std::unique_ptr<NoRoom>* no_room) {
  int acknowledged = 0;
  bool failed = false;
  for (int i = 0; i < kWrites; ++i) {
    Note note = MakeNote("notes/" + std::to_string(i), "anna");
    const absl::Status status = Put(store, note).status();
    no_room->reset();
    EXPECT_TRUE(status.ok() || absl::IsUnavailable(status)) << status;
    EXPECT_FALSE(failed && status.ok()) << "wrote after a failed commit";
    failed = failed || !status.ok();
    if (status.ok()) ++acknowledged;
  }
  if (failed) {
    EXPECT_TRUE(absl::IsUnavailable(Enter(store, "notes/1")));
    EXPECT_TRUE(acknowledged == 0 || Get<Note>(store, "notes/0").ok()) << "a read-only store serves reads";
  }
  return acknowledged;
}

TEST_P(StoreContract, IsReadOnlyAfterAFailedCommitAndLosesNothingAcknowledged) {
  for (const Failure failure : {Failure::kBefore, Failure::kAfter, Failure::kAnchors}) {
    for (int fail_at = 1; fail_at <= kWrites + 1; ++fail_at) {
      SCOPED_TRACE(testing::Message() << "commit " << fail_at << " fails in way " << static_cast<int>(failure));
      Open();
      Close();
      std::unique_ptr<NoRoom> no_room;
      auto engine = std::make_unique<FailingEngine>(*OpenEngine(), fail_at, failure, &no_room);
      absl::StatusOr<std::unique_ptr<Store>> store = Store::Open(std::move(engine), MakeOptions(), false);
      ASSERT_TRUE(store.ok()) << store.status();
      const int64_t before = (*store)->Head().position;
      const int acknowledged = Play(**store, &no_room);
      EXPECT_EQ(acknowledged, fail_at - 1);
      EXPECT_EQ((*store)->Writable().ok(), fail_at > kWrites);
      EXPECT_EQ((*store)->Head().position, before + acknowledged);
      store->reset();
      Open();
      EXPECT_EQ(store_->Head().position,
                before + acknowledged + (failure != Failure::kBefore && fail_at <= kWrites ? 1 : 0));
      EXPECT_EQ(Faults(*store_), "");
      EXPECT_TRUE(Put(*store_, MakeNote("notes/after")).ok());
    }
  }
}

TEST_P(StoreContract, RefusesACommitAboveAnotherWritersHead) {
  Open();
  Close();
  std::unique_ptr<Engine> engine = *OpenEngine();
  const std::string head = *engine->Head();
  Changes changes;
  changes[std::string(kHeadKey)] = "elsewhere";
  EXPECT_TRUE(absl::IsAborted(engine->Commit(changes, "not the head")));
  EXPECT_EQ(*engine->Head(), head);
  EXPECT_TRUE(engine->Commit(changes, head).ok());
  EXPECT_TRUE(absl::IsAborted(engine->Commit(changes, head)));
}

}  // namespace
}  // namespace krans::storage
