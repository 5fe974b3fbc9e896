#include "services/journal/serve.h"

#include <atomic>
#include <condition_variable>
#include <fstream>
#include <future>
#include <memory>
#include <mutex>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "krans/journal/v1/entry.pb.h"
#include "krans/journal/v1/journal.pb.h"
#include "services/journal/delivery.h"
#include "services/rpc/error.h"
#include "storage/open.h"
#include "tests/rpc/house.h"
#include "tests/rpc/notes.h"

namespace krans::journal {
namespace {

using notes::v1::CreateNoteRequest;
using notes::v1::Note;
using rpc::As;
using rpc::Source;

v1::Entry Parsed(const v1::Delivered& delivered) {
  v1::Entry entry;
  entry.ParseFromString(delivered.entry());
  return entry;
}

class ServeTest : public testing::Test {
 protected:
  ServeTest() : house_("notes", "krans.notes.v1") {
    rpc::RegisterNotes(&house_.door());
    feed_ = ServeJournal({.service = "notes",
                          .door = &house_.door(),
                          .store = &house_.store(),
                          .services = {rpc::kNotes},
                          .checkpoints = checkpoints_});
    checked_ = house_.door().Check({rpc::kNotes, kJournal});
  }

  void Create(const std::string& text, const std::string& secret = "", const std::string& owner = "anna") {
    CreateNoteRequest request;
    request.set_parent("books/a");
    request.set_text(text);
    request.set_owner(owner);
    request.set_secret(secret);
    auto note = house_.Ask<Note>(rpc::NotesMethod("CreateNote"), request, {.person = "olle"});
    ASSERT_TRUE(note.ok()) << note.status();
  }

  std::string Method(const std::string& name) { return absl::StrCat(kJournal, "/", name); }

  absl::StatusOr<std::shared_ptr<Source>> Open(const std::string& method, const google::protobuf::Message& request,
                                               const As& as) {
    std::promise<absl::StatusOr<std::shared_ptr<Source>>> opened;
    house_.door().Open(house_.MakeCall(Method(method), request, as),
                       [&](absl::StatusOr<std::shared_ptr<Source>> source) { opened.set_value(std::move(source)); });
    return opened.get_future().get();
  }

  absl::StatusOr<std::shared_ptr<Source>> Watch(const storage::Position& after, const As& as = {.service = "scoring"}) {
    v1::WatchRequest request;
    *request.mutable_after() = ToMessage(after);
    return Open("Watch", request, as);
  }

  template <typename Response = v1::WatchResponse>
  static std::optional<Response> Next(Source& source) {
    std::promise<absl::StatusOr<std::optional<std::string>>> next;
    source.Next([&](absl::StatusOr<std::optional<std::string>> message) { next.set_value(std::move(message)); });
    auto message = next.get_future().get();
    if (!message.ok() || !message->has_value()) return std::nullopt;
    Response response;
    response.ParseFromString(**message);
    return response;
  }

  // The names of the next message.
  static std::vector<std::string> Changed(Source& source) {
    std::vector<std::string> names;
    const auto message = Next<v1::ChangesResponse>(source);
    if (!message.has_value()) return {"ended"};
    for (const v1::Changed& changed : message->changed()) names.push_back(changed.name());
    return names;
  }

  // What may be read depends on what scoring says from now on; while `silent_`, it says nothing.
  void DependOnScoring() {
    rpc::Access& access = house_.door().access();
    access.Bar("scoring", [](const auto&...) { return false; });
    access.SetFreshness([this](absl::string_view) {
      const bool fresh = !silent_;
      if (!fresh) std::call_once(asked_once_, [this] { asked_in_vain_.set_value(); });
      return fresh;
    });
  }

  // A note of Anna's that is there, whatever its service knows.
  void Leave(const std::string& id) {
    Note note;
    note.set_name(absl::StrCat("books/a/notes/", id));
    note.set_owner("anna");
    ASSERT_EQ(house_.Put(note), absl::OkStatus());
  }

  std::atomic<bool> silent_ = false;
  std::once_flag asked_once_;
  std::promise<void> asked_in_vain_;
  const rpc::TemporaryFolder folder_;
  const std::string checkpoints_ = folder_.path() + "/checkpoints";
  rpc::House house_;
  std::unique_ptr<Feed> feed_;
  absl::Status checked_;
  const As alva_ = {.person = "alva"};
  const As olle_ = {.person = "olle"};
};

TEST_F(ServeTest, StandsBesideAnyService) { EXPECT_EQ(checked_, absl::OkStatus()); }

TEST_F(ServeTest, TellsServicesAndAuditorsTheHead) {
  Create("b");
  auto head = house_.Ask<v1::HeadResponse>(Method("Head"), v1::HeadRequest(), {.service = "jury"});
  ASSERT_TRUE(head.ok()) << head.status();
  EXPECT_EQ(FromMessage(head->head()), house_.store().Head());
  EXPECT_TRUE(house_.Ask<v1::HeadResponse>(Method("Head"), v1::HeadRequest(), alva_).ok());
  EXPECT_EQ(rpc::ReasonOf(house_.Ask<v1::HeadResponse>(Method("Head"), v1::HeadRequest(), olle_).status()),
            access::v1::NOT_ALLOWED);
}

TEST_F(ServeTest, SaysWhatIsLostInTheHeadAndAsAFault) {
  Progress progress({"scoring"}, [] { return absl::ZeroDuration(); });
  rpc::Door door(house_.options());
  door.access().Relate(access::v1::OFFICE, "", [](const auto&...) { return false; });
  door.access().Relate(access::v1::AUDITOR, "", [](const auto&...) { return false; });
  const auto feed = ServeJournal(
      {.service = "notes", .door = &door, .store = &house_.store(), .sources = {"scoring"}, .progress = &progress});
  ASSERT_EQ(door.Check({kJournal}), absl::OkStatus());
  const auto ask = [&](const std::string& method, const google::protobuf::Message& request,
                       google::protobuf::Message* response) {
    std::promise<rpc::Reply> reply;
    door.Answer(house_.MakeCall(Method(method), request, {.service = "notes"}),
                [&](rpc::Reply got) { reply.set_value(std::move(got)); });
    ASSERT_TRUE(response->ParseFromString(reply.get_future().get().response));
  };
  v1::HeadResponse head;
  v1::VerifyResponse found;
  ask("Head", v1::HeadRequest(), &head);
  ask("Verify", v1::VerifyRequest(), &found);
  ASSERT_EQ(head.following_size(), 1);
  EXPECT_EQ(head.following(0).source(), "scoring");
  EXPECT_FALSE(head.following(0).lost());
  EXPECT_EQ(found.faults_size(), 0);
  progress.Lost("scoring");
  ask("Head", v1::HeadRequest(), &head);
  ask("Verify", v1::VerifyRequest(), &found);
  EXPECT_TRUE(head.following(0).lost());
  ASSERT_EQ(found.faults_size(), 1);
  EXPECT_THAT(found.faults(0), testing::HasSubstr("scoring"));
}

TEST_F(ServeTest, ACopyThatCannotBeMadeIsNotAStoreThatTakesNoWrites) {
  std::ofstream(checkpoints_) << "in the way";
  v1::CheckpointRequest request;
  request.set_name("monday");
  EXPECT_EQ(
      rpc::ReasonOf(house_.Ask<v1::CheckpointResponse>(Method("Checkpoint"), request, {.service = "notes"}).status()),
      access::v1::INTERNAL);
  Create("b");
}

TEST_F(ServeTest, CopiesTheStoreForAServiceAloneAndOnlyOnce) {
  Create("b");
  v1::CheckpointRequest request;
  request.set_name("monday");
  EXPECT_EQ(rpc::ReasonOf(house_.Ask<v1::CheckpointResponse>(Method("Checkpoint"), request, alva_).status()),
            access::v1::NOT_ALLOWED);
  auto made = house_.Ask<v1::CheckpointResponse>(Method("Checkpoint"), request, {.service = "notes"});
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->dir(), checkpoints_ + "/monday/notes");
  auto copy = storage::InspectStore(made->dir(), {.package = "krans.notes.v1"});
  ASSERT_TRUE(copy.ok()) << copy.status();
  EXPECT_EQ((*copy)->Head().position, 1);
  EXPECT_EQ(
      rpc::ReasonOf(house_.Ask<v1::CheckpointResponse>(Method("Checkpoint"), request, {.service = "notes"}).status()),
      access::v1::ALREADY_EXISTS);
  request.set_name("../etc");
  EXPECT_EQ(
      rpc::ReasonOf(house_.Ask<v1::CheckpointResponse>(Method("Checkpoint"), request, {.service = "notes"}).status()),
      access::v1::FIELD_INVALID);
}

TEST_F(ServeTest, FollowersGetEverythingInOrderAndWhatComesLater) {
  Create("b");
  Create("c");
  auto source = Watch(storage::Position());
  ASSERT_TRUE(source.ok()) << source.status();
  auto first = Next(**source);
  ASSERT_TRUE(first.has_value());
  ASSERT_EQ(first->entries_size(), 2);
  EXPECT_EQ(Parsed(first->entries(0)).resource(), "books/a/notes/b");
  EXPECT_EQ(Parsed(first->entries(1)).resource(), "books/a/notes/c");
  EXPECT_EQ(first->head().position(), 2);
  Create("d");
  auto second = Next(**source);
  ASSERT_TRUE(second.has_value());
  ASSERT_EQ(second->entries_size(), 1);
  EXPECT_EQ(Parsed(second->entries(0)).position(), 3);
  Note note;
  ASSERT_TRUE(note.ParseFromString(second->entries(0).payload()));
  EXPECT_EQ(note.text(), "d");
}

TEST_F(ServeTest, AnIdleFollowerHearsTheHeadAtOnceAndAgain) {
  Create("b");
  auto source = Watch(house_.store().Head());
  ASSERT_TRUE(source.ok()) << source.status();
  for (int i = 0; i < 2; ++i) {
    auto message = Next(**source);
    ASSERT_TRUE(message.has_value());
    EXPECT_EQ(message->entries_size(), 0);
    EXPECT_EQ(message->head().position(), 1);
  }
}

TEST_F(ServeTest, WhatIsNotDeliveredLeavesAsAHashInTheChain) {
  Create("b", "nobody else's business");
  Create("c");
  auto message = Next(**Watch(storage::Position()));
  ASSERT_TRUE(message.has_value());
  ASSERT_EQ(message->entries_size(), 3);
  const v1::Delivered& secret = message->entries(0);
  EXPECT_EQ(secret.position(), 1);
  EXPECT_TRUE(secret.entry().empty());
  EXPECT_FALSE(secret.has_payload());
  EXPECT_EQ(Parsed(message->entries(1)).previous(), secret.hash());
  EXPECT_THAT(message->SerializeAsString(), testing::Not(testing::HasSubstr("business")));
  EXPECT_THAT(secret.SerializeAsString(), testing::Not(testing::HasSubstr("books")));
}

TEST_F(ServeTest, ManyEntriesComeInSeveralMessagesWithoutGaps) {
  for (int i = 0; i < 300; ++i) Create(absl::StrCat("n", i));
  auto source = Watch(storage::Position());
  int64_t position = 0;
  int messages = 0;
  while (position < 300) {
    auto message = Next(**source);
    ASSERT_TRUE(message.has_value());
    ASSERT_LE(message->entries_size(), 256);
    for (const auto& delivered : message->entries()) ASSERT_EQ(delivered.position(), ++position);
    ++messages;
  }
  EXPECT_GE(messages, 2);
}

TEST_F(ServeTest, RefusesAFollowerOfAnotherJournal) {
  Create("b");
  storage::Position position = house_.store().Head();
  EXPECT_TRUE(Watch(position).ok());
  position.hash[0] = static_cast<char>(position.hash[0] + 1);
  EXPECT_EQ(rpc::ReasonOf(Watch(position).status()), access::v1::POSITION_LOST);
  position = house_.store().Head();
  position.position += 1;
  EXPECT_EQ(rpc::ReasonOf(Watch(position).status()), access::v1::POSITION_LOST);
  position = house_.store().Head();
  position.epoch += 1;
  EXPECT_EQ(rpc::ReasonOf(Watch(position).status()), access::v1::POSITION_LOST);
}

TEST_F(ServeTest, PeopleDoNotWatch) {
  EXPECT_EQ(rpc::ReasonOf(Watch(storage::Position(), alva_).status()), access::v1::NOT_ALLOWED);
}

TEST_F(ServeTest, ACancelledWatchEndsItsOutstandingNext) {
  auto source = Watch(storage::Position());
  ASSERT_TRUE(Next(**source).has_value());
  std::promise<bool> ended;
  (*source)->Next([&](absl::StatusOr<std::optional<std::string>> message) {
    ended.set_value(message.ok() && !message->has_value());
  });
  (*source)->Cancel();
  EXPECT_TRUE(ended.get_future().get());
  EXPECT_FALSE(Next(**source).has_value());
}

TEST_F(ServeTest, TheEndOfTheFeedEndsItsWatches) {
  auto source = Watch(storage::Position());
  ASSERT_TRUE(Next(**source).has_value());
  feed_.reset();
  EXPECT_FALSE(Next(**source).has_value());
}

TEST_F(ServeTest, PeopleAreToldTheNamesOfWhatTheyMayRead) {
  Create("before");
  auto source = Open("Changes", v1::ChangesRequest(), {.person = "anna"});
  ASSERT_TRUE(source.ok()) << source.status();
  EXPECT_THAT(Changed(**source), testing::IsEmpty());
  Create("b");
  EXPECT_THAT(Changed(**source), testing::ElementsAre("books/a/notes/b"));
  Create("c");
  EXPECT_THAT(Changed(**source), testing::ElementsAre("books/a/notes/c"));
}

TEST_F(ServeTest, NobodyIsToldOfWhatTheyMayNotRead) {
  auto stranger = Open("Changes", v1::ChangesRequest(), {.person = "sten"});
  auto barred = Open("Changes", v1::ChangesRequest(), {.person = "bertil"});
  ASSERT_TRUE(stranger.ok() && barred.ok());
  EXPECT_THAT(Changed(**stranger), testing::IsEmpty());
  EXPECT_THAT(Changed(**barred), testing::IsEmpty());
  Create("b", "a secret", "anna");
  Create("c", "", "bertil");
  Create("d", "", "sten");
  EXPECT_THAT(Changed(**stranger), testing::ElementsAre("books/a/notes/d"));
  (*barred)->Cancel();
  EXPECT_FALSE(Next<v1::ChangesResponse>(**barred).has_value());
}

TEST_F(ServeTest, ManyChangesBetweenTwoMessagesAreToldOnce) {
  auto source = Open("Changes", v1::ChangesRequest(), olle_);
  ASSERT_TRUE(source.ok());
  EXPECT_THAT(Changed(**source), testing::IsEmpty());
  Create("b");
  for (int i = 0; i < 3; ++i) {
    notes::v1::LockNoteRequest request;
    request.set_name("books/a/notes/b");
    ASSERT_TRUE(house_.Ask<Note>(rpc::NotesMethod("LockNote"), request, olle_).ok());
  }
  EXPECT_THAT(Changed(**source), testing::ElementsAre("books/a/notes/b"));
}

TEST_F(ServeTest, WhatChangedWhileASourceWasSilentIsToldOnceItIsHeard) {
  DependOnScoring();
  auto source = Open("Changes", v1::ChangesRequest(), {.person = "anna"});
  ASSERT_TRUE(source.ok()) << source.status();
  EXPECT_THAT(Changed(**source), testing::IsEmpty());
  auto told = std::async(std::launch::async, [&] { return Changed(**source); });
  silent_ = true;
  Leave("b");
  asked_in_vain_.get_future().wait();
  silent_ = false;
  Create("c");
  EXPECT_THAT(told.get(), testing::ElementsAre("books/a/notes/b", "books/a/notes/c"));
}

TEST_F(ServeTest, MoreThanIsKeptForASilentSourceEndsTheStream) {
  DependOnScoring();
  auto source = Open("Changes", v1::ChangesRequest(), {.person = "anna"});
  ASSERT_TRUE(source.ok()) << source.status();
  EXPECT_THAT(Changed(**source), testing::IsEmpty());
  silent_ = true;
  for (int i = 0; i <= 4096; ++i) Leave(absl::StrCat("n", i));
  absl::Status ended;
  do {
    std::promise<absl::Status> next;
    (*source)->Next(
        [&](absl::StatusOr<std::optional<std::string>> message) { next.set_value(std::move(message).status()); });
    ended = next.get_future().get();
  } while (ended.ok());
  EXPECT_EQ(rpc::ReasonOf(ended), access::v1::SOURCE_SILENT);
}

TEST_F(ServeTest, WithoutASignInNothingIsTold) {
  EXPECT_EQ(rpc::ReasonOf(Open("Changes", v1::ChangesRequest(), {}).status()), access::v1::UNAUTHENTICATED);
}

TEST_F(ServeTest, AuditorsReadEntriesAndThePayloadsOfWhatTheyMayRead) {
  Create("b", "nobody else's business");
  v1::ReadRequest request;
  request.set_chain(v1::JOURNAL);
  auto read = house_.Ask<v1::ReadResponse>(Method("Read"), request, alva_);
  ASSERT_TRUE(read.ok()) << read.status();
  ASSERT_EQ(read->entries_size(), 2);
  EXPECT_EQ(Parsed(read->entries(0)).type(), "krans.notes.v1.Secret");
  EXPECT_FALSE(read->entries(0).has_payload());
  EXPECT_TRUE(read->entries(1).has_payload());
  EXPECT_FALSE(house_.Ask<v1::ReadResponse>(Method("Read"), request, olle_).ok());
}

TEST_F(ServeTest, ReadingTheJournalIsItselfInTheAccessLog) {
  Create("b");
  v1::ReadRequest request;
  request.set_chain(v1::JOURNAL);
  ASSERT_TRUE(house_.Ask<v1::ReadResponse>(Method("Read"), request, alva_).ok());
  Create("c");  // writes are in order: the entry of the read is durable before this
  request.set_chain(v1::ACCESS_LOG);
  auto read = house_.Ask<v1::ReadResponse>(Method("Read"), request, alva_);
  ASSERT_TRUE(read.ok()) << read.status();
  ASSERT_GE(read->entries_size(), 1);
  EXPECT_EQ(Parsed(read->entries(0)).actor(), "alva");
  EXPECT_EQ(Parsed(read->entries(0)).method(), Method("Read"));
}

TEST_F(ServeTest, ReadsFromAPositionOnAndNothingPastTheEnd) {
  Create("b");
  Create("c");
  v1::ReadRequest request;
  request.set_chain(v1::JOURNAL);
  request.set_after(1);
  EXPECT_EQ(house_.Ask<v1::ReadResponse>(Method("Read"), request, alva_)->entries_size(), 1);
  request.set_after(7);
  EXPECT_EQ(house_.Ask<v1::ReadResponse>(Method("Read"), request, alva_)->entries_size(), 0);
}

TEST_F(ServeTest, ReadsInStretchesWhatIsTooMuchForOneAnswer) {
  constexpr int kVersions = 6;
  for (int i = 0; i < kVersions; ++i) {
    Note note;
    note.set_name("books/a/notes/b");
    note.set_owner("anna");
    note.set_text(std::string(700 << 10, 'x'));
    ASSERT_EQ(house_.Put(note), absl::OkStatus());
  }
  v1::ReadRequest read;
  read.set_chain(v1::JOURNAL);
  read.set_limit(100);
  v1::HistoryRequest history;
  history.set_type("krans.notes.v1.Note");
  history.set_name("books/a/notes/b");
  for (int stretch = 0; stretch < 2; ++stretch) {
    const auto entries = house_.Ask<v1::ReadResponse>(Method("Read"), read, alva_);
    ASSERT_TRUE(entries.ok()) << entries.status();
    ASSERT_EQ(entries->entries_size(), 3);
    EXPECT_EQ(entries->more(), stretch == 0);
    read.set_after(entries->entries(2).position());
    const auto versions = house_.Ask<v1::HistoryResponse>(Method("History"), history, alva_);
    ASSERT_TRUE(versions.ok()) << versions.status();
    ASSERT_EQ(versions->entries_size(), 3);
    EXPECT_EQ(versions->entries(0).position(), 3 * stretch + 1);
    EXPECT_EQ(versions->more(), stretch == 0);
    history.set_after(versions->entries(2).position());
  }
}

TEST_F(ServeTest, HistoryIsForAuditorsAndForWhoeverMayReadTheRecord) {
  Create("b", "nobody else's business");
  v1::HistoryRequest request;
  request.set_type("krans.notes.v1.Note");
  request.set_name("books/a/notes/b");
  auto history = house_.Ask<v1::HistoryResponse>(Method("History"), request, olle_);
  ASSERT_TRUE(history.ok()) << history.status();
  ASSERT_EQ(history->entries_size(), 1);
  EXPECT_TRUE(history->entries(0).has_payload());
  request.set_type("krans.notes.v1.Secret");
  request.set_name("books/a/notes/b/secret");
  EXPECT_EQ(rpc::ReasonOf(house_.Ask<v1::HistoryResponse>(Method("History"), request, olle_).status()),
            access::v1::NOT_FOUND);
  history = house_.Ask<v1::HistoryResponse>(Method("History"), request, alva_);
  ASSERT_TRUE(history.ok()) << history.status();
  ASSERT_EQ(history->entries_size(), 1);
  EXPECT_FALSE(history->entries(0).has_payload());
}

TEST_F(ServeTest, VerifiesOnDemand) {
  Create("b");
  auto verified = house_.Ask<v1::VerifyResponse>(Method("Verify"), v1::VerifyRequest(), alva_);
  ASSERT_TRUE(verified.ok()) << verified.status();
  EXPECT_EQ(verified->faults_size(), 0);
  EXPECT_EQ(verified->journal().position(), 1);
  EXPECT_EQ(verified->records(), 1);
}

}  // namespace
}  // namespace krans::journal
