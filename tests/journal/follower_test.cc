#include "services/journal/follower.h"

#include <condition_variable>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/journal/serve.h"
#include "services/rpc/error.h"
#include "services/rpc/server.h"
#include "tests/rpc/house.h"
#include "tests/rpc/notes.h"

namespace krans::journal {
namespace {

using notes::v1::CreateNoteRequest;
using notes::v1::GetNoteRequest;
using notes::v1::LockNoteRequest;
using notes::v1::Note;
using notes::v1::Secret;

// The notes service on the network; may be stopped, and started again on the same port.
class Upriver {
 public:
  explicit Upriver(rpc::House* house) : house_(house) {
    rpc::RegisterNotes(&house_->door());
    feed_ = ServeJournal(
        {.service = "notes", .door = &house_->door(), .store = &house_->store(), .services = {rpc::kNotes}});
    Start();
  }
  ~Upriver() { Stop(); }

  void Start() {
    auto server = rpc::Server::Start(&house_->door(), {.port = port_, .clock = [this] { return house_->now(); }});
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    port_ = server_->port();
  }
  void Stop() { server_.reset(); }
  std::string address() const { return absl::StrCat("127.0.0.1:", port_); }

  void Create(const std::string& text, const std::string& secret = "") {
    CreateNoteRequest request;
    request.set_parent("books/a");
    request.set_text(text);
    request.set_owner("anna");
    request.set_secret(secret);
    auto note = house_->Ask<Note>(rpc::NotesMethod("CreateNote"), request, {.person = "olle"});
    ASSERT_TRUE(note.ok()) << note.status();
  }

 private:
  rpc::House* const house_;
  std::unique_ptr<Feed> feed_;
  std::unique_ptr<rpc::Server> server_;
  int port_ = 0;
};

class FollowerTest : public testing::Test {
 protected:
  FollowerTest()
      : up_("notes", "krans.notes.v1"),
        down_("scoring", "krans.scoring.v1"),
        progress_(std::make_unique<Progress>(std::vector<std::string>{"notes"}, [this] { return elapsed(); })) {}

  absl::Duration elapsed() {
    std::lock_guard<std::mutex> lock(mutex_);
    return elapsed_;
  }
  void Elapse(absl::Duration duration) {
    std::lock_guard<std::mutex> lock(mutex_);
    elapsed_ += duration;
  }

  void Follow(const std::string& address, std::vector<std::string> types = {"krans.notes.v1.Note"}) {
    // The upstream believes the keys of its own house only.
    auto follower = Follower::Start({.service = "scoring",
                                     .store = &down_.store(),
                                     .signer = up_.SignerOf("service:scoring"),
                                     .addresses = {{"notes", address}},
                                     .clock = [this] { return up_.now(); },
                                     .log =
                                         [this](absl::string_view line) {
                                           std::lock_guard<std::mutex> lock(mutex_);
                                           lines_.emplace_back(line);
                                           logged_.notify_all();
                                         }},
                                    {{"notes", std::move(types)}}, progress_.get());
    ASSERT_TRUE(follower.ok()) << follower.status();
    follower_ = *std::move(follower);
  }

  bool Reached(int64_t position, absl::Duration at_most = absl::Seconds(60)) {
    std::promise<bool> reached;
    progress_->WhenReached("notes", {1, position}, at_most, [&](bool r) { reached.set_value(r); });
    return reached.get_future().get();
  }

  // Waits for a line with `words`.
  void Logged(const std::string& words) {
    std::unique_lock<std::mutex> lock(mutex_);
    logged_.wait(lock, [&] {
      for (const std::string& line : lines_) {
        if (line.find(words) != std::string::npos) return true;
      }
      return false;
    });
  }

  template <typename T>
  absl::StatusOr<T> Copy(const std::string& name) {
    absl::StatusOr<T> copy;
    down_.store().Read(
        true,
        [&](const storage::ReadTransaction& state) {
          copy = state.Get<T>(name);
          return absl::OkStatus();
        },
        [](absl::Status) {});
    return copy;
  }

  rpc::House up_;
  rpc::House down_;
  std::mutex mutex_;
  std::condition_variable logged_;
  absl::Duration elapsed_ = absl::ZeroDuration();
  std::vector<std::string> lines_;
  std::unique_ptr<Progress> progress_;
  std::unique_ptr<Follower> follower_;
};

TEST_F(FollowerTest, KeepsCopiesOfWhatItWantsAndMayHave) {
  Upriver upriver(&up_);
  upriver.Create("b", "secret");
  Follow(upriver.address(), {"krans.notes.v1.Note", "krans.notes.v1.Secret"});
  ASSERT_TRUE(Reached(2));
  EXPECT_EQ(Copy<Note>("books/a/notes/b")->text(), "b");
  EXPECT_TRUE(absl::IsNotFound(Copy<Secret>("books/a/notes/b/secret").status()));
  upriver.Create("c");
  ASSERT_TRUE(Reached(3));
  EXPECT_EQ(Copy<Note>("books/a/notes/c")->etag(), "1");
  EXPECT_EQ(*down_.store().Mirrored("notes"), up_.store().Head());
  follower_.reset();
}

TEST_F(FollowerTest, PassesOverWhatItDoesNotWant) {
  Upriver upriver(&up_);
  upriver.Create("b");
  Follow(upriver.address(), {});
  ASSERT_TRUE(Reached(1));
  EXPECT_FALSE(Copy<Note>("books/a/notes/b").ok());
  follower_.reset();
}

TEST_F(FollowerTest, DropsWhatIsPurgedAtItsSource) {
  Upriver upriver(&up_);
  upriver.Create("b");
  Follow(upriver.address());
  ASSERT_TRUE(Reached(1));
  LockNoteRequest request;
  request.set_name("books/a/notes/b");
  request.set_reason("decision 7");
  ASSERT_TRUE(up_.Ask<Note>(rpc::NotesMethod("DestroyNote"), request, {.person = "olle"}).ok());
  ASSERT_TRUE(Reached(up_.store().Head().position));
  EXPECT_TRUE(absl::IsNotFound(Copy<Note>("books/a/notes/b").status()));
  follower_.reset();
}

TEST_F(FollowerTest, AFollowerFromZeroEndsUpWhereOneAlongTheWayDoes) {
  Upriver upriver(&up_);
  upriver.Create("b");
  LockNoteRequest request;
  request.set_name("books/a/notes/b");
  request.set_reason("decision 7");
  ASSERT_TRUE(up_.Ask<Note>(rpc::NotesMethod("DestroyNote"), request, {.person = "olle"}).ok());
  for (int i = 0; i < 600; ++i) upriver.Create(absl::StrCat("n", i));
  Follow(upriver.address());
  ASSERT_TRUE(Reached(up_.store().Head().position));
  EXPECT_FALSE(Copy<Note>("books/a/notes/b").ok());
  EXPECT_TRUE(Copy<Note>("books/a/notes/n599").ok());
  EXPECT_EQ(*down_.store().Mirrored("notes"), up_.store().Head());
  follower_.reset();
}

TEST_F(FollowerTest, GoesOnWhereItStoppedWhenItsSourceComesBack) {
  Upriver upriver(&up_);
  upriver.Create("b");
  Follow(upriver.address());
  ASSERT_TRUE(Reached(1));
  upriver.Stop();
  Logged("\"code\":\"UNAVAILABLE\"");
  upriver.Create("c");
  upriver.Start();
  ASSERT_TRUE(Reached(2));
  EXPECT_EQ(*down_.store().Mirrored("notes"), up_.store().Head());
  follower_.reset();
}

TEST_F(FollowerTest, GoesOnWhereItStoppedWhenItIsStartedAgain) {
  Upriver upriver(&up_);
  upriver.Create("b");
  Follow(upriver.address());
  ASSERT_TRUE(Reached(1));
  follower_.reset();
  upriver.Create("c");
  progress_ = std::make_unique<Progress>(std::vector<std::string>{"notes"}, [this] { return elapsed(); });
  Follow(upriver.address());
  ASSERT_TRUE(Reached(2));
  EXPECT_EQ(Copy<Note>("books/a/notes/c")->text(), "c");
  follower_.reset();
}

TEST_F(FollowerTest, FollowsAgainWhatTheStoreDidNotTakeWithoutWaitingForMore) {
  Upriver upriver(&up_);
  upriver.Create("b");
  Follow(upriver.address());
  ASSERT_TRUE(Reached(1));
  std::promise<absl::Status> dropped;
  down_.store().Forget({"operator", "follow-again", up_.now(), "restored"}, "notes", "krans.notes.v1",
                       [&](absl::Status status) { dropped.set_value(std::move(status)); });
  ASSERT_EQ(dropped.get_future().get(), absl::OkStatus());
  upriver.Create("c");
  ASSERT_TRUE(Reached(2));
  EXPECT_TRUE(Copy<Note>("books/a/notes/b").ok());
  EXPECT_TRUE(Copy<Note>("books/a/notes/c").ok());
  follower_.reset();
}

TEST_F(FollowerTest, IsFreshWhileItHearsAndNotTenSecondsAfter) {
  Upriver upriver(&up_);
  upriver.Create("b");
  EXPECT_FALSE(progress_->Fresh("notes"));
  Follow(upriver.address());
  ASSERT_TRUE(Reached(1));
  // The head heard with the entry is counted at once, or with the next bookmark.
  while (!progress_->Fresh("notes")) std::this_thread::yield();
  upriver.Stop();
  Logged("\"code\":\"UNAVAILABLE\"");
  Elapse(absl::Seconds(11));
  EXPECT_FALSE(progress_->Fresh("notes"));
  upriver.Start();
  while (!progress_->Fresh("notes")) std::this_thread::yield();
  follower_.reset();
}

TEST_F(FollowerTest, AnUpstreamThatWasRestoredIsLostAndSilent) {
  auto upriver = std::make_unique<Upriver>(&up_);
  upriver->Create("b");
  upriver->Create("c");
  Follow(upriver->address());
  ASSERT_TRUE(Reached(2));
  follower_.reset();
  // Another history, shorter than what was followed.
  rpc::House older("notes", "krans.notes.v1");
  Upriver restored(&older);
  restored.Create("x");
  down_.door().access().Relate(
      access::v1::OFFICE, "notes",
      [](const rpc::Caller&, absl::string_view, const storage::ReadTransaction&) { return true; });
  down_.door().access().SetFreshness([this](absl::string_view source) { return progress_->Fresh(source); });
  auto follower = Follower::Start({.service = "scoring",
                                   .store = &down_.store(),
                                   .signer = older.SignerOf("service:scoring"),
                                   .addresses = {{"notes", restored.address()}},
                                   .clock = [this] { return up_.now(); },
                                   .log =
                                       [this](absl::string_view line) {
                                         std::lock_guard<std::mutex> lock(mutex_);
                                         lines_.emplace_back(line);
                                         logged_.notify_all();
                                       }},
                                  {{"notes", {"krans.notes.v1.Note"}}}, progress_.get());
  ASSERT_TRUE(follower.ok()) << follower.status();
  Logged("\"reason\":\"POSITION_LOST\"");
  EXPECT_FALSE(progress_->Fresh("notes"));
  EXPECT_EQ(down_.store().Mirrored("notes")->position, 2);
  EXPECT_TRUE(Copy<Note>("books/a/notes/c").ok());
  access::v1::Rule rule;
  rule.add_relations(access::v1::OFFICE);
  down_.store().Read(
      true,
      [&](const storage::ReadTransaction& state) {
        EXPECT_EQ(rpc::ReasonOf(down_.door().access().Related(rule, {.person = "olle"}, "books/a", state).status()),
                  access::v1::SOURCE_SILENT);
        return absl::OkStatus();
      },
      [](absl::Status) {});
}

TEST_F(FollowerTest, SaysAtOnceWhatItCannotFollow) {
  EXPECT_FALSE(
      Follower::Start({.service = "scoring", .store = &down_.store(), .signer = up_.SignerOf("service:scoring")},
                      {{"notes", {}}}, progress_.get())
          .ok());
  EXPECT_FALSE(Follower::Start({.service = "scoring",
                                .store = &down_.store(),
                                .signer = up_.SignerOf("service:scoring"),
                                .addresses = {{"notes", "127.0.0.1:1"}}},
                               {{"notes", {"krans.notes.v1.NoSuchType"}}}, progress_.get())
                   .ok());
}

}  // namespace
}  // namespace krans::journal
