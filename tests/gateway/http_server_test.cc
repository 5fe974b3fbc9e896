#include "services/gateway/http_server.h"

#include <unistd.h>

#include <fstream>
#include <future>
#include <mutex>
#include <random>
#include <thread>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/gateway/edge.h"

namespace krans::gateway {
namespace {

int64_t ResidentBytes() {
  std::ifstream statm("/proc/self/statm");
  int64_t size = 0, resident = 0;
  statm >> size >> resident;
  return resident * sysconf(_SC_PAGESIZE);
}

// Reads the body in parts, and answers with how many they were and what they held together.
void Count(const std::shared_ptr<Exchange>& exchange, int parts, size_t bytes) {
  exchange->Read([=](std::optional<std::string> part) {
    if (!part.has_value()) return;
    if (!part->empty()) return Count(exchange, parts + 1, bytes + part->size());
    exchange->Reply({.status = 200, .body = absl::StrCat(parts, " parts ", bytes)});
  });
}

// Answers with what it was sent; /hold is kept, /drop is not answered, /parts is read in parts, and /break is answered
// in part.
class HttpServerTest : public testing::Test {
 protected:
  HttpServerTest() { Start({}); }

  void Start(HttpOptions options) {
    server_.reset();
    options.headers = {{"X-Always", "yes"}};
    options.most_body_bytes = [](const Request& head) {
      return head.path == "/large" ? 1 << 20 : head.path == "/parts" ? 3 << 20 : 1000;
    };
    options.in_parts = [](const Request& head) { return head.path == "/parts"; };
    auto server = HttpServer::Start(std::move(options), [this](std::shared_ptr<Exchange> exchange) {
      const std::string path = exchange->request().path;
      if (path == "/drop") return;
      if (path == "/parts") return Count(exchange, 0, 0);
      if (path == "/break") {
        exchange->Begin({.status = 200});
        return exchange->Write("begun", [exchange](bool) {});
      }
      if (path == "/hold") return held_.set_value(std::move(exchange));
      exchange->Reply(
          {.status = 200,
           .body = absl::StrCat(exchange->request().method, " ", path, " ", exchange->request().body.size())});
    });
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
  }

  Answer Ask(const std::string& bytes) {
    Wire wire(server_->port());
    wire.Send(bytes);
    return wire.ReadAnswer();
  }

  // Whether an ordinary request is answered.
  bool Answers() { return Ask(RequestText("GET", "/", {})).body == "GET / 0"; }

  std::promise<std::shared_ptr<Exchange>> held_;
  std::unique_ptr<HttpServer> server_;
};

TEST_F(HttpServerTest, AnswersOneRequestAfterTheOtherOnAConnection) {
  Wire wire(server_->port());
  for (int i = 0; i < 3; ++i) {
    wire.Send(RequestText("POST", "/a", {}, "abc"));
    const Answer answer = wire.ReadAnswer();
    EXPECT_EQ(answer.body, "POST /a 3");
    EXPECT_EQ(answer.header("x-always"), "yes");
  }
  wire.Send(RequestText("GET", "/1", {}) + RequestText("GET", "/2", {}));
  EXPECT_EQ(wire.ReadAnswer().body, "GET /1 0");
  EXPECT_EQ(wire.ReadAnswer().body, "GET /2 0");
}

TEST_F(HttpServerTest, AHeadHasNoBody) {
  Wire wire(server_->port());
  wire.Send(RequestText("HEAD", "/a", {}));
  EXPECT_THAT(wire.Read(), testing::EndsWith("\r\n\r\n"));
}

TEST_F(HttpServerTest, TakesAChunkedBodyAndAsksForOneThatWaits) {
  EXPECT_EQ(Ask(RequestText("POST", "/a", {{"Transfer-Encoding", "chunked"}}) + "3\r\nabc\r\n0\r\n\r\n").body,
            "POST /a 3");
  Wire wire(server_->port());
  wire.Send(RequestText("POST", "/a", {{"Expect", "100-continue"}, {"Content-Length", "2"}}));
  EXPECT_THAT(wire.Read(), testing::HasSubstr("100 Continue"));
  wire.Send("ab");
  EXPECT_EQ(wire.ReadAnswer().body, "POST /a 2");
}

TEST_F(HttpServerTest, RefusesWhatIsTooLargeBeforeItIsRead) {
  EXPECT_EQ(Ask(RequestText("POST", "/a", {{"Content-Length", "1001"}})).status, 413);
  EXPECT_EQ(Ask(RequestText("POST", "/a", {{"Content-Length", "600000000"}})).status, 413);
  EXPECT_EQ(Ask(RequestText("POST", "/a", {{"Content-Length", "99999999999999999999999"}})).status, 400);
  EXPECT_EQ(Ask(RequestText("POST", "/a", {{"Transfer-Encoding", "chunked"}}) + "fffff\r\n").status, 413);
  EXPECT_EQ(Ask(RequestText("POST", "/large", {}, std::string(1 << 20, 'x'))).status, 200);
  EXPECT_EQ(Ask(RequestText("POST", "/large", {}, std::string((1 << 20) + 1, 'x'))).status, 413);
  EXPECT_EQ(Ask(RequestText("GET", "/", {{"X", std::string(17 << 10, 'x')}})).status, 431);
  EXPECT_EQ(Ask(RequestText("GET", "/" + std::string(17 << 10, 'x'), {})).status, 431);
  EXPECT_TRUE(Answers());
}

TEST_F(HttpServerTest, AllBodiesTogetherHaveALimit) {
  Start({.most_bodies_bytes = 3 << 20});
  std::vector<std::unique_ptr<Wire>> wires;
  for (int i = 0; i < 3; ++i) {
    wires.push_back(std::make_unique<Wire>(server_->port()));
    wires.back()->Send(RequestText("POST", "/large", {{"Content-Length", "1048576"}, {"Expect", "100-continue"}}));
    EXPECT_THAT(wires.back()->Read(), testing::HasSubstr("100 Continue"));
  }
  EXPECT_EQ(Ask(RequestText("POST", "/large", {}, std::string(1 << 20, 'x'))).status, 200) << "claimed, but not sent";
  for (const auto& wire : wires) wire->Send(std::string((1 << 20) - 1, 'x'));
  int status = 200;
  while (status == 200) status = Ask(RequestText("POST", "/large", {}, "four")).status;
  EXPECT_EQ(status, 503);
  wires.clear();
  while (server_->connections() > 0) std::this_thread::yield();
  EXPECT_EQ(Ask(RequestText("POST", "/large", {}, std::string(1 << 20, 'x'))).status, 200);
}

TEST_F(HttpServerTest, ABodyInACodingThatIsNotUnderstoodIsNotTakenForTheNextRequest) {
  for (const char* coding : {"xchunked", "gzip, chunked", "identity"}) {
    Wire wire(server_->port());
    wire.Send(RequestText("POST", "/large", {{"Transfer-Encoding", coding}}) + RequestText("GET", "/", {}));
    EXPECT_EQ(wire.ReadAnswer().status, 501) << coding;
    EXPECT_EQ(wire.Read(), "") << coding;
  }
}

TEST_F(HttpServerTest, ABodyInPartsIsReadAsItIsAskedFor) {
  Wire wire(server_->port());
  for (const size_t size : {size_t{1}, kPartBytes, 3 * kPartBytes + 1}) {
    wire.Send(RequestText("PUT", "/parts", {}, std::string(size, 'x')));
    EXPECT_EQ(wire.ReadAnswer().body, absl::StrCat((size + kPartBytes - 1) / kPartBytes, " parts ", size));
  }
  wire.Send(RequestText("PUT", "/parts", {{"Transfer-Encoding", "chunked"}}) + "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
  EXPECT_EQ(wire.ReadAnswer().body, "1 parts 5");
  wire.Send(RequestText("PUT", "/parts", {}));
  EXPECT_EQ(wire.ReadAnswer().body, "0 parts 0");
  wire.Send(RequestText("GET", "/after", {}));
  EXPECT_EQ(wire.ReadAnswer().body, "GET /after 0") << "what follows begins where the body ends";
}

TEST_F(HttpServerTest, ABodyInPartsHasItsLimitAndItsEnd) {
  EXPECT_EQ(Ask(RequestText("PUT", "/parts", {{"Content-Length", "3145729"}})).status, 413);
  const std::string chunk = absl::StrCat("80000\r\n", std::string(512 << 10, 'x'), "\r\n");
  std::string chunked = RequestText("PUT", "/parts", {{"Transfer-Encoding", "chunked"}});
  for (int i = 0; i < 7; ++i) chunked += chunk;
  EXPECT_EQ(Ask(chunked + "0\r\n\r\n").status, 413);
  Wire wire(server_->port());
  wire.Send(RequestText("PUT", "/parts", {{"Content-Length", "1000"}}) + "only the beginning");
  wire.Close();
  while (server_->connections() > 0) std::this_thread::yield();
  EXPECT_TRUE(Answers());
}

TEST_F(HttpServerTest, AnAnswerThatIsBrokenOffIsNotTakenForAWholeOne) {
  Wire wire(server_->port());
  wire.Send(RequestText("GET", "/break", {}));
  std::string all;
  for (std::string bytes = wire.Read(); !bytes.empty(); bytes = wire.Read()) all += bytes;
  EXPECT_THAT(all, testing::HasSubstr("begun"));
  EXPECT_THAT(all, testing::Not(testing::HasSubstr("0\r\n\r\n")));
  EXPECT_THAT(all, testing::Not(testing::HasSubstr("500")));
}

TEST_F(HttpServerTest, RequestsThatTwoReadersWouldReadDifferentlyAreNone) {
  for (const char* headers :
       {"Content-Length: 3\r\nContent-Length: 4\r\n", "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n", "Content-Length: +3\r\n", "Content-Length: 0x3\r\n",
        "Content-Length : 3\r\n", "Bad Name: x\r\n", "X: a\x01\r\n", "Content-Length: -1\r\n"}) {
    const Answer answer = Ask(absl::StrCat("POST /a HTTP/1.1\r\nHost: localhost\r\n", headers, "\r\nabc"));
    EXPECT_TRUE(answer.status == 400 || answer.status == 0) << headers << answer.status;
  }
  for (const char* request :
       {"GET /\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET  / HTTP/1.1\r\n\r\n", "\x16\x03\x01\x02\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "GET /a\x01 HTTP/1.1\r\n\r\n"}) {
    const Answer answer = Ask(request);
    EXPECT_TRUE(answer.status == 400 || answer.status == 0) << request << answer.status;
  }
  EXPECT_TRUE(Answers());
}

TEST_F(HttpServerTest, ASlowSenderIsNotWaitedFor) {
  Start({.to_send_header = absl::Milliseconds(50), .to_send_body = absl::Milliseconds(50)});
  Wire header(server_->port());
  header.Send("GET / HTTP/1.1\r\nHost: local");
  EXPECT_EQ(header.Read(), "");
  Wire body(server_->port());
  body.Send(RequestText("POST", "/a", {{"Content-Length", "3"}}) + "a");
  EXPECT_EQ(body.Read(), "");
  EXPECT_TRUE(Answers());
}

TEST_F(HttpServerTest, AnIdleConnectionEnds) {
  Start({.to_stay_idle = absl::Milliseconds(50)});
  Wire wire(server_->port());
  EXPECT_EQ(wire.Read(), "");
}

TEST_F(HttpServerTest, MoreConnectionsThanAllowedAreClosed) {
  Start({.most_connections = 2});
  Wire first(server_->port()), second(server_->port());
  while (server_->connections() < 2) std::this_thread::yield();
  Wire third(server_->port());
  EXPECT_EQ(third.Read(), "");
  first.Close();
  while (server_->connections() > 1) std::this_thread::yield();
  EXPECT_TRUE(Answers());
}

TEST_F(HttpServerTest, WhoeverLeavesIsNoticed) {
  Wire wire(server_->port());
  wire.Send(RequestText("GET", "/hold", {}));
  std::shared_ptr<Exchange> exchange = held_.get_future().get();
  std::promise<void> gone;
  exchange->WhenGone([&gone] { gone.set_value(); });
  wire.Close();
  gone.get_future().wait();
  std::promise<bool> wanted;
  exchange->Begin({});
  exchange->Write("part", [&wanted](bool more) { wanted.set_value(more); });
  EXPECT_FALSE(wanted.get_future().get());
  exchange.reset();
  EXPECT_TRUE(Answers());
}

TEST_F(HttpServerTest, PartsArriveInOrderAsTheyAreWritten) {
  Wire wire(server_->port());
  wire.Send(RequestText("GET", "/hold", {}));
  std::shared_ptr<Exchange> exchange = held_.get_future().get();
  exchange->Begin({});
  std::string sent;
  for (int i = 0; i < 100; ++i) {
    std::promise<bool> wanted;
    sent += absl::StrCat(i, " ");
    exchange->Write(absl::StrCat(i, " "), [&wanted](bool more) { wanted.set_value(more); });
    EXPECT_TRUE(wanted.get_future().get());
  }
  exchange->End();
  EXPECT_EQ(wire.ReadAnswer().body, sent);
}

TEST_F(HttpServerTest, AnUnansweredRequestIsAnError) {
  EXPECT_EQ(Ask(RequestText("GET", "/drop", {})).status, 500);
  EXPECT_TRUE(Answers());
}

TEST_F(HttpServerTest, EndsWhileSomebodyWaits) {
  Wire wire(server_->port());
  wire.Send(RequestText("GET", "/hold", {}));
  std::shared_ptr<Exchange> exchange = held_.get_future().get();
  std::promise<void> gone;
  exchange->WhenGone([&gone] { gone.set_value(); });
  std::thread letting_go([&] {
    gone.get_future().wait();
    exchange.reset();
  });
  server_.reset();
  letting_go.join();
  EXPECT_EQ(wire.Read(), "");
}

TEST_F(HttpServerTest, GarbageNeitherEndsItNorFillsIt) {
  std::mt19937 random(7);
  const std::string whole = RequestText("POST", "/large", {{"Content-Type", "application/json"}}, "{\"name\":\"a\"}");
  const int64_t before = ResidentBytes();
  for (int i = 0; i < 1500; ++i) {
    std::string bytes = whole;
    for (unsigned j = 0; j < 1 + random() % 8; ++j) bytes[random() % bytes.size()] = static_cast<char>(random());
    if (i % 3 == 0) bytes.resize(random() % bytes.size());
    if (i % 5 == 0)
      bytes.insert(random() % (bytes.size() + 1), std::string(random() % 40'000, static_cast<char>(random())));
    Wire wire(server_->port());
    wire.Send(bytes);
  }
  EXPECT_TRUE(Answers());
  EXPECT_LT(ResidentBytes() - before, 64 << 20);
}

}  // namespace
}  // namespace krans::gateway
