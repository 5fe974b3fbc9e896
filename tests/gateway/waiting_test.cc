#include <condition_variable>
#include <mutex>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"
#include "services/gateway/connect.h"
#include "tests/gateway/edge.h"

namespace krans::gateway {
namespace {

using testing::HasSubstr;

const char kGet[] = "/api/krans.notes.v1.Notes/GetNote";
const char kStream[] = "/api/krans.notes.v1.Notes/StreamNotes";

// A service that answers nobody: it knows how long each caller would wait, as gRPC rounds it up, and when they no
// longer do.
class Silence : public grpc::CallbackGenericService {
 public:
  Silence() {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterCallbackGenericService(this);
    server_ = builder.BuildAndStart();
  }
  ~Silence() override { server_->Shutdown(std::chrono::system_clock::now()); }

  int port() const { return port_; }

  // How long the next caller would wait.
  absl::Duration NextPatience() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return began_; });
    began_ = false;
    return patience_;
  }

  void WaitUntilNobodyWaits() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return waiting_ == 0; });
  }

  grpc::ServerGenericBidiReactor* CreateReactor(grpc::GenericCallbackServerContext* context) override {
    const absl::Duration patience = absl::FromChrono(context->deadline() - std::chrono::system_clock::now());
    Note([&] {
      began_ = true;
      patience_ = patience;
      ++waiting_;
    });
    return new Waiting(this);
  }

 private:
  class Waiting : public grpc::ServerGenericBidiReactor {
   public:
    explicit Waiting(Silence* silence) : silence_(silence) {}
    void OnCancel() override { Finish(grpc::Status::CANCELLED); }
    void OnDone() override {
      silence_->Note([this] { --silence_->waiting_; });
      delete this;
    }

   private:
    Silence* const silence_;
  };

  template <typename Change>
  void Note(Change change) {
    std::lock_guard lock(mutex_);
    change();
    changed_.notify_all();
  }

  int port_ = 0;
  std::mutex mutex_;  // guards the four below
  std::condition_variable changed_;
  bool began_ = false;
  absl::Duration patience_;
  int waiting_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

// gRPC tells a timeout in steps of its own, rounded up.
constexpr absl::Duration kAboutFiftyMilliseconds = absl::Milliseconds(100);

class WaitingTest : public testing::Test {
 protected:
  WaitingTest() {
    GatewayOptions options = edge_.Options();
    options.addresses["notes"] = absl::StrCat("127.0.0.1:", silence_.port());
    gateway_ = Gateway::Start(std::move(options), edge_.signer()).value();
    wire_ = std::make_unique<Wire>(gateway_->port());
  }

  void Call(const std::string& milliseconds) {
    auto headers = Edge::Headers("");
    if (!milliseconds.empty()) headers.emplace_back("Connect-Timeout-Ms", milliseconds);
    wire_->Send(RequestText("POST", kGet, headers, R"({"name":"books/a/notes/b"})"));
  }
  void Open(const std::string& milliseconds) {
    auto headers = Edge::Headers("", "application/connect+json");
    if (!milliseconds.empty()) headers.emplace_back("Connect-Timeout-Ms", milliseconds);
    wire_->Send(RequestText("POST", kStream, headers, Envelope(R"({"parent":"books/a"})")));
  }

  Edge edge_;
  Silence silence_;
  std::unique_ptr<Gateway> gateway_;
  std::unique_ptr<Wire> wire_;
};

TEST_F(WaitingTest, ABrowsersTimeoutIsTheServicesDeadline) {
  Call("50");
  EXPECT_LE(silence_.NextPatience(), kAboutFiftyMilliseconds);
  const Answer answer = wire_->ReadAnswer();
  EXPECT_EQ(answer.status, 504);
  EXPECT_THAT(answer.body, HasSubstr(R"("code":"deadline_exceeded")"));
  silence_.WaitUntilNobodyWaits();
}

TEST_F(WaitingTest, AStreamsTimeoutIsTooAndSaidAtItsEnd) {
  Open("50");
  EXPECT_LE(silence_.NextPatience(), kAboutFiftyMilliseconds);
  const Answer answer = wire_->ReadAnswer();
  EXPECT_EQ(answer.status, 200);
  EXPECT_THAT(answer.body, HasSubstr(R"({"error":{"code":"deadline_exceeded")"));
  silence_.WaitUntilNobodyWaits();
}

TEST_F(WaitingTest, NobodyWaitsLongerThanIsAllowed) {
  for (const char* milliseconds : {"", "9999999999"}) {
    Call(milliseconds);
    const absl::Duration patience = silence_.NextPatience();
    EXPECT_LE(patience, absl::Seconds(31)) << milliseconds;
    EXPECT_GT(patience, absl::Seconds(20)) << milliseconds;
    wire_ = std::make_unique<Wire>(gateway_->port());
  }
  Open("");
  EXPECT_LE(silence_.NextPatience(), absl::Hours(9));
}

TEST_F(WaitingTest, ACallOfABrowserThatLeftEndsAtTheService) {
  Call("");
  silence_.NextPatience();
  wire_->Close();
  silence_.WaitUntilNobodyWaits();
}

TEST_F(WaitingTest, AStreamOfABrowserThatLeftEndsAtTheService) {
  Open("");
  silence_.NextPatience();
  wire_->Close();
  silence_.WaitUntilNobodyWaits();
}

TEST_F(WaitingTest, AGatewayThatEndsLetsGoOfItsCalls) {
  Call("");
  silence_.NextPatience();
  gateway_.reset();
  silence_.WaitUntilNobodyWaits();
}

}  // namespace
}  // namespace krans::gateway
