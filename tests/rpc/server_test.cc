#include "services/rpc/server.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <fstream>
#include <future>
#include <mutex>
#include <random>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "grpc/health/v1/health.pb.h"
#include "grpc/reflection/v1/reflection.pb.h"
#include "gtest/gtest.h"
#include "services/journal/delivery.h"
#include "services/journal/serve.h"
#include "services/rpc/positions.h"
#include "services/rpc/seal.h"
#include "tests/rpc/house.h"
#include "tests/rpc/notes.h"
#include "tests/rpc/raw_client.h"

namespace krans::rpc {
namespace {

using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;
using grpc::reflection::v1::ServerReflectionRequest;
using grpc::reflection::v1::ServerReflectionResponse;
using notes::v1::CreateNoteRequest;
using notes::v1::GetNoteRequest;
using notes::v1::ListNotesRequest;
using notes::v1::Note;
using testing::HasSubstr;

constexpr char kHealthCheck[] = "grpc.health.v1.Health/Check";
constexpr char kHealthWatch[] = "grpc.health.v1.Health/Watch";
constexpr char kReflection[] = "grpc.reflection.v1.ServerReflection/ServerReflectionInfo";

int64_t ResidentBytes() {
  std::ifstream statm("/proc/self/statm");
  int64_t size = 0, resident = 0;
  statm >> size >> resident;
  return resident * sysconf(_SC_PAGESIZE);
}

class ServerTest : public testing::Test {
 protected:
  ServerTest() : house_("notes", "krans.notes.v1") {
    RegisterNotes(&house_.door());
    feed_ = journal::ServeJournal(
        {.service = "notes", .door = &house_.door(), .store = &house_.store(), .services = {kNotes}});
    EXPECT_EQ(house_.door().Check({kNotes, journal::kJournal}), absl::OkStatus());
    Start({});
    Note note;
    note.set_name("books/a/notes/b");
    note.set_text("first");
    note.set_owner("anna");
    EXPECT_TRUE(house_.Put(note).ok());
  }

  void Start(ServerOptions options) {
    server_.reset();
    options.service = "notes";
    options.services = {kNotes};
    options.metrics = &metrics_;
    options.clock = [this] { return house_.now(); };
    absl::StatusOr<std::unique_ptr<Server>> server = Server::Start(&house_.door(), std::move(options));
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    client_ = std::make_unique<RawClient>(server_->port());
  }

  std::string Get(const std::string& name = "books/a/notes/b") {
    GetNoteRequest request;
    request.set_name(name);
    return request.SerializeAsString();
  }

  std::string Beginning() {
    journal::v1::WatchRequest request;
    *request.mutable_after() = journal::ToMessage(storage::Position());
    return request.SerializeAsString();
  }

  House house_;
  Metrics metrics_;
  std::unique_ptr<journal::Feed> feed_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<RawClient> client_;
  const std::string anna_ = house_.Token({.person = "anna"});
  const std::string olle_ = house_.Token({.person = "olle"});
};

TEST_F(ServerTest, AnswersOverTheNetworkWithItsPosition) {
  RawReply reply = client_->Call(NotesMethod("GetNote"), Get(), anna_);
  ASSERT_TRUE(reply.status.ok()) << reply.status.error_message();
  Note note;
  ASSERT_TRUE(note.ParseFromString(reply.response));
  EXPECT_EQ(note.text(), "first");
  EXPECT_TRUE(house_.door().seal().Open(Purpose::kPosition, reply.position, "").ok());
  EXPECT_TRUE(client_->Call(NotesMethod("GetNote"), Get(), anna_, reply.position).status.ok());
  EXPECT_EQ(client_->Call(NotesMethod("GetNote"), Get(), anna_, "garbage").reason(), "MALFORMED");
}

TEST_F(ServerTest, SaysWhyNotWithCodeSentenceAndDetails) {
  RawReply reply = client_->Call(NotesMethod("GetNote"), Get(), "");
  EXPECT_EQ(reply.status.error_code(), grpc::UNAUTHENTICATED);
  EXPECT_EQ(reply.status.error_message(), "Sign in first.");
  EXPECT_EQ(reply.reason(), "UNAUTHENTICATED");
  EXPECT_EQ(client_->Call("krans.notes.v1.Notes/NoSuchMethod", "", anna_).reason(), "UNKNOWN_METHOD");
  EXPECT_EQ(client_->Call("", "", anna_).reason(), "UNKNOWN_METHOD");
}

TEST_F(ServerTest, SendsEveryViolationWithinWhatTrailersHold) {
  CreateNoteRequest create;
  create.set_parent(std::string(9000, '/'));
  create.set_text(std::string(9000, 'x'));
  RawReply reply = client_->Call(NotesMethod("CreateNote"), create.SerializeAsString(), olle_);
  EXPECT_EQ(reply.status.error_code(), grpc::INVALID_ARGUMENT);
  EXPECT_LE(reply.status.error_details().size(), 4096u);
  EXPECT_THAT(reply.status.error_details(), HasSubstr("parent"));
  EXPECT_TRUE(client_->Call(NotesMethod("GetNote"), Get(), anna_).status.ok());
}

TEST_F(ServerTest, RefusesWhatIsTooLarge) {
  EXPECT_EQ(client_->Call(NotesMethod("GetNote"), std::string((1 << 20) + 1, 'x'), anna_).reason(), "TOO_LARGE");
  EXPECT_EQ(client_->Call(NotesMethod("GetNote"), std::string(3 << 20, 'x'), anna_).status.error_code(),
            grpc::RESOURCE_EXHAUSTED);
}

TEST_F(ServerTest, ACompressedBombStaysSmall) {
  const std::string bomb(200 << 20, '\0');
  const int64_t before = ResidentBytes();
  std::atomic<int64_t> most = 0;
  std::atomic<bool> done = false;
  std::thread watch([&] {
    while (!done) most = std::max(most.load(), ResidentBytes());
  });
  RawReply reply = client_->Call(NotesMethod("GetNote"), bomb, anna_, "", true);
  done = true;
  watch.join();
  EXPECT_FALSE(reply.status.ok());
  // The client in this process holds a copy and a half of what it compresses; the server must not hold another.
  EXPECT_LT(most - before, int64_t{310} << 20);
  EXPECT_TRUE(client_->Call(NotesMethod("GetNote"), Get(), anna_).status.ok());
}

TEST_F(ServerTest, ACompressedMessageIsNotReadAtAll) {
  EXPECT_FALSE(client_->Call(NotesMethod("GetNote"), Get(std::string(1000, 'a')), anna_, "", true).status.ok());
}

TEST_F(ServerTest, GarbageIsMalformedAndDeepNestingToo) {
  EXPECT_EQ(client_->Call(NotesMethod("GetNote"), "\xff\xff\xff\xff", anna_).reason(), "MALFORMED");
  // Groups of an unknown field, ten thousand deep.
  std::string nested;
  for (int i = 0; i < 10000; ++i) nested = "\x0b" + nested + "\x0c";
  EXPECT_EQ(client_->Call(NotesMethod("SaveNote"), nested, anna_).reason(), "MALFORMED");
}

TEST_F(ServerTest, BytesThatAreNoHttpDoNotStopIt) {
  std::mt19937 random(7);
  for (int round = 0; round < 50; ++round) {
    const int connection = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(server_->port()));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ASSERT_EQ(connect(connection, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
    std::string bytes = round % 2 == 0 ? "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" : "";
    for (int i = 0; i < 4096; ++i) bytes.push_back(static_cast<char>(random()));
    EXPECT_GT(send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL), 0);
    close(connection);
  }
  EXPECT_TRUE(client_->Call(NotesMethod("GetNote"), Get(), anna_).status.ok());
}

TEST_F(ServerTest, StreamsUntilTheEnd) {
  ListNotesRequest request;
  request.set_parent("books/a");
  auto stream = client_->Open(NotesMethod("StreamNotes"), request.SerializeAsString(), olle_);
  std::string message;
  int messages = 0;
  while (stream->Read(&message)) ++messages;
  EXPECT_EQ(messages, 3);
  EXPECT_TRUE(stream->Finish().ok());
}

TEST_F(ServerTest, RefusesAStreamToWhoMayNot) {
  ListNotesRequest request;
  request.set_parent("books/a");
  auto stream = client_->Open(NotesMethod("StreamNotes"), request.SerializeAsString(), anna_);
  std::string message;
  EXPECT_FALSE(stream->Read(&message));
  EXPECT_EQ(stream->Finish().error_code(), grpc::NOT_FOUND);
}

TEST_F(ServerTest, WatchersThatLeaveAreGone) {
  const std::string token = house_.Token({.service = "jury"});
  std::vector<std::unique_ptr<RawClient::Stream>> streams;
  std::string message;
  for (int i = 0; i < 200; ++i) {
    streams.push_back(client_->Open(absl::StrCat(journal::kJournal, "/Watch"), Beginning(), token));
    ASSERT_TRUE(streams.back()->Read(&message));
  }
  EXPECT_EQ(server_->streams(), 200);
  for (auto& stream : streams) stream->Cancel();
  streams.clear();
  while (server_->streams() > 0) std::this_thread::yield();
  EXPECT_TRUE(client_->Call(NotesMethod("GetNote"), Get(), anna_).status.ok());
}

TEST_F(ServerTest, ASlowWatcherHoldsUpNobody) {
  const std::string token = house_.Token({.service = "jury"});
  auto slow = client_->Open(absl::StrCat(journal::kJournal, "/Watch"), Beginning(), token);
  auto quick = client_->Open(absl::StrCat(journal::kJournal, "/Watch"), Beginning(), token);
  int64_t seen = 0;
  for (int i = 0; i < 50; ++i) {
    Note note;
    note.set_name(absl::StrCat("books/a/notes/n", i));
    note.set_text(std::string(9000, 'x'));
    ASSERT_TRUE(house_.Put(note).ok());
    while (seen < i + 2) {
      std::string message;
      ASSERT_TRUE(quick->Read(&message));
      journal::v1::WatchResponse response;
      ASSERT_TRUE(response.ParseFromString(message));
      seen += response.entries_size();
    }
  }
  EXPECT_EQ(seen, 51);
}

TEST_F(ServerTest, MoreThanItCanHoldIsOverload) {
  Start({.most_streams = 2});
  const std::string token = house_.Token({.service = "jury"});
  std::vector<std::unique_ptr<RawClient::Stream>> streams;
  std::string message;
  for (int i = 0; i < 2; ++i) {
    streams.push_back(client_->Open(absl::StrCat(journal::kJournal, "/Watch"), Beginning(), token));
    ASSERT_TRUE(streams.back()->Read(&message));
  }
  auto third = client_->Open(absl::StrCat(journal::kJournal, "/Watch"), Beginning(), token);
  EXPECT_FALSE(third->Read(&message));
  EXPECT_EQ(third->Finish().error_code(), grpc::RESOURCE_EXHAUSTED);
  streams.clear();
  server_.reset();
}

TEST_F(ServerTest, PeopleWhoListenTakeNoPlaceFromServicesAndHealth) {
  Start({.most_streams = 2});
  const std::string token = house_.Token({.person = "anna"});
  std::vector<std::unique_ptr<RawClient::Stream>> streams;
  std::string message;
  for (int i = 0; i < 3; ++i) {
    streams.push_back(client_->Open(absl::StrCat(journal::kJournal, "/Changes"), "", token));
    EXPECT_EQ(streams.back()->Read(&message), i < 2);
  }
  EXPECT_TRUE(client_->Call(kHealthCheck, HealthCheckRequest().SerializeAsString(), "").status.ok());
  streams.push_back(
      client_->Open(absl::StrCat(journal::kJournal, "/Watch"), Beginning(), house_.Token({.service = "jury"})));
  EXPECT_TRUE(streams.back()->Read(&message));
  streams.clear();
  server_.reset();
}

TEST_F(ServerTest, TellsItsHealth) {
  HealthCheckRequest request;
  HealthCheckResponse response;
  for (const char* service : {"", kNotes}) {
    request.set_service(service);
    RawReply reply = client_->Call(kHealthCheck, request.SerializeAsString(), "");
    ASSERT_TRUE(reply.status.ok()) << reply.status.error_message();
    ASSERT_TRUE(response.ParseFromString(reply.response));
    EXPECT_EQ(response.status(), HealthCheckResponse::SERVING);
  }
  request.set_service("no.such.Service");
  EXPECT_EQ(client_->Call(kHealthCheck, request.SerializeAsString(), "").status.error_code(), grpc::NOT_FOUND);
}

TEST_F(ServerTest, IsNotServingWhileTheStoreTakesNoWritesAndSaysSoToThoseWhoWatch) {
  std::atomic<bool> able = true;
  Start({.able = [&able] { return able.load(); }});
  HealthCheckRequest request;
  request.set_service(kNotes);
  HealthCheckResponse response;
  std::string message;
  auto watch = client_->Open(kHealthWatch, request.SerializeAsString(), "");
  ASSERT_TRUE(watch->Read(&message) && response.ParseFromString(message));
  EXPECT_EQ(response.status(), HealthCheckResponse::SERVING);
  able = false;
  server_->LookAtHealth();
  ASSERT_TRUE(watch->Read(&message) && response.ParseFromString(message));
  EXPECT_EQ(response.status(), HealthCheckResponse::NOT_SERVING);
  const RawReply reply = client_->Call(kHealthCheck, request.SerializeAsString(), "");
  ASSERT_TRUE(response.ParseFromString(reply.response));
  EXPECT_EQ(response.status(), HealthCheckResponse::NOT_SERVING);
  watch.reset();
  server_.reset();
}

TEST_F(ServerTest, EndsItsStreamsAndSaysSoBeforeItEnds) {
  const std::string token = house_.Token({.service = "jury"});
  std::string message;
  auto health = client_->Open(kHealthWatch, HealthCheckRequest().SerializeAsString(), "");
  ASSERT_TRUE(health->Read(&message));
  auto watch = client_->Open(absl::StrCat(journal::kJournal, "/Watch"), Beginning(), token);
  ASSERT_TRUE(watch->Read(&message));
  server_->Shutdown(absl::Seconds(30));
  EXPECT_EQ(server_->streams(), 0);
  while (watch->Read(&message)) {
  }
  EXPECT_EQ(watch->Finish().error_code(), grpc::UNAVAILABLE);
  server_ = nullptr;
}

TEST_F(ServerTest, ReflectsItsSchemaWhereAskedTo) {
  ServerReflectionRequest request;
  request.set_list_services("");
  std::string message;
  EXPECT_FALSE(client_->Open(kReflection, request.SerializeAsString(), "")->Read(&message));
  Start({.reflection = true});
  auto stream = client_->Open(kReflection, request.SerializeAsString(), "");
  ASSERT_TRUE(stream->Read(&message));
  ServerReflectionResponse response;
  ASSERT_TRUE(response.ParseFromString(message));
  ASSERT_EQ(response.list_services_response().service_size(), 1);
  EXPECT_EQ(response.list_services_response().service(0).name(), kNotes);
  request.set_file_containing_symbol(kNotes);
  ASSERT_TRUE(stream->Write(request.SerializeAsString()));
  ASSERT_TRUE(stream->Read(&message));
  ASSERT_TRUE(response.ParseFromString(message));
  EXPECT_GT(response.file_descriptor_response().file_descriptor_proto_size(), 3);
  request.set_file_containing_symbol("no.such.Symbol");
  ASSERT_TRUE(stream->Write(request.SerializeAsString()));
  ASSERT_TRUE(stream->Read(&message));
  ASSERT_TRUE(response.ParseFromString(message));
  EXPECT_EQ(response.error_response().error_code(), static_cast<int>(grpc::NOT_FOUND));
}

TEST_F(ServerTest, DoesNotShareAPort) {
  ServerOptions options;
  options.port = server_->port();
  options.clock = [this] { return house_.now(); };
  EXPECT_TRUE(absl::IsUnavailable(Server::Start(&house_.door(), options).status()));
}

TEST_F(ServerTest, AnswersManyAtOnce) {
  std::vector<std::thread> threads;
  std::atomic<int> answered = 0;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 50; ++i) answered += client_->Call(NotesMethod("GetNote"), Get(), anna_).status.ok();
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(answered, 400);
}

}  // namespace
}  // namespace krans::rpc
