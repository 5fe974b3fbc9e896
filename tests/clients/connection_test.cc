#include "clients/connection.h"

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <memory>
#include <string>

#include "google/rpc/code.pb.h"
#include "google/rpc/error_details.pb.h"
#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"

namespace krans::clients {
namespace {

// Answers every method: "echo" with the request and the position it was shown, others with a refusal.
class Echo final : public grpc::CallbackGenericService {
 public:
  std::string position = "first";

  grpc::ServerGenericBidiReactor* CreateReactor(grpc::GenericCallbackServerContext* context) override {
    return new Reactor(this, context);
  }

  static std::string Shown(const grpc::GenericCallbackServerContext& context, const std::string& key) {
    const auto found = context.client_metadata().find(key);
    return found == context.client_metadata().end() ? "" : std::string(found->second.data(), found->second.size());
  }

 private:
  class Reactor final : public grpc::ServerGenericBidiReactor {
   public:
    Reactor(Echo* echo, grpc::GenericCallbackServerContext* context) : echo_(echo), context_(context) {
      StartRead(&buffer_);
    }
    void OnReadDone(bool ok) override {
      if (!ok || context_->method() != "/krans.scoring.v1.Teams/Echo") {
        google::rpc::Status status;
        status.set_code(google::rpc::FAILED_PRECONDITION);
        google::rpc::ErrorInfo info;
        info.set_reason("PHASE_CLOSED");
        status.add_details()->PackFrom(info);
        Finish({grpc::StatusCode::FAILED_PRECONDITION, "", status.SerializeAsString()});
        return;
      }
      context_->AddTrailingMetadata("krans-position", echo_->position);
      const grpc::Slice slice(Shown(*context_, "krans-position") + "|" + Shown(*context_, "authorization"));
      buffer_.Clear();
      buffer_ = grpc::ByteBuffer(&slice, 1);
      StartWriteAndFinish(&buffer_, {}, grpc::Status::OK);
    }
    void OnDone() override { delete this; }

   private:
    Echo* echo_;
    grpc::GenericCallbackServerContext* context_;
    grpc::ByteBuffer buffer_;
  };
};

class ConnectionTest : public ::testing::Test {
 protected:
  ConnectionTest() {
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterCallbackGenericService(&echo_);
    server_ = builder.BuildAndStart();
    connection_ = std::make_unique<Connection>(Addresses{{"scoring", "127.0.0.1:" + std::to_string(port)}});
  }

  Echo echo_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<Connection> connection_;
};

TEST_F(ConnectionTest, ShowsEveryCallTheTokenAndThePositionOfTheAnswerBefore) {
  EXPECT_EQ(connection_->Call("krans.scoring.v1.Teams/Echo", "t", "x").response, "|Bearer t");
  echo_.position = "second";
  EXPECT_EQ(connection_->Call("krans.scoring.v1.Teams/Echo", "", "x").response, "first|");
  EXPECT_EQ(connection_->position(), "second");
}

TEST_F(ConnectionTest, GivesTheReasonOfARefusalAndKeepsThePosition) {
  connection_->set_position("mine");
  const Answer answer = connection_->Call("krans.scoring.v1.Teams/Other", "t", "x");
  EXPECT_FALSE(answer.ok());
  EXPECT_EQ(answer.status.code(), google::rpc::FAILED_PRECONDITION);
  EXPECT_EQ(ReasonOf(answer.status), "PHASE_CLOSED");
  EXPECT_EQ(connection_->position(), "mine");
}

TEST_F(ConnectionTest, KnowsNoMethodOfAServiceWithoutAddress) {
  EXPECT_EQ(connection_->Call("krans.jury.v1.Matters/GetMatter", "t", "x").status.code(), google::rpc::UNIMPLEMENTED);
  EXPECT_EQ(connection_->Call("nonsense", "t", "x").status.code(), google::rpc::UNIMPLEMENTED);
}

TEST_F(ConnectionTest, IsUnavailableWithoutAReasonWhereNobodyAnswers) {
  server_->Shutdown();
  const Answer answer = connection_->Call("krans.scoring.v1.Teams/Echo", "t", "x");
  EXPECT_EQ(answer.status.code(), google::rpc::UNAVAILABLE);
  EXPECT_EQ(ReasonOf(answer.status), "");
}

TEST(Addresses, AreReadFromTheDaemonsFile) {
  std::string dir = ::testing::TempDir() + "krans-addresses-XXXXXX";
  ASSERT_NE(mkdtemp(dir.data()), nullptr);
  EXPECT_EQ(ReadAddresses(dir).status().code(), absl::StatusCode::kNotFound);
  std::ofstream(dir + "/addresses") << "jury 127.0.0.1:1\nscoring 127.0.0.1:2\n";
  const absl::StatusOr<Addresses> addresses = ReadAddresses(dir);
  ASSERT_TRUE(addresses.ok()) << addresses.status();
  EXPECT_EQ(*addresses, (Addresses{{"jury", "127.0.0.1:1"}, {"scoring", "127.0.0.1:2"}}));
  std::ofstream(dir + "/addresses") << "jury\n";
  EXPECT_EQ(ReadAddresses(dir).status().code(), absl::StatusCode::kFailedPrecondition);
  unlink((dir + "/addresses").c_str());
  rmdir(dir.c_str());
}

}  // namespace
}  // namespace krans::clients
