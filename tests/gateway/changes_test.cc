#include "services/gateway/changes.h"

#include <future>
#include <memory>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "boost/asio/io_context.hpp"
#include "boost/asio/ip/tcp.hpp"
#include "google/rpc/code.pb.h"
#include "gtest/gtest.h"
#include "tests/gateway/edge.h"

namespace krans::gateway {
namespace {

using boost::asio::ip::tcp;

// Where a service is connected to, and says nothing.
class Mute {
 public:
  std::string address() const { return absl::StrCat("127.0.0.1:", acceptor_.local_endpoint().port()); }
  void End() { acceptor_.close(); }

 private:
  boost::asio::io_context context_;
  tcp::acceptor acceptor_{context_, tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0)};
};

class ChangesTest : public testing::Test {
 protected:
  std::string address() { return absl::StrCat("127.0.0.1:", edge_.server().port()); }

  std::shared_ptr<Backend::Stream> Watch(Backend* backend) {
    return WatchChanges(backend, {"", "", edge_.house().Token({.person = "olle"}), "", "", absl::InfiniteFuture()});
  }

  void Create(const std::string& text) {
    const std::string body = absl::StrCat(R"({"parent":"books/a","owner":"olle","text":")", text, R"("})");
    EXPECT_EQ(edge_.Post("/api/krans.notes.v1.Notes/CreateNote", body, edge_.ActAs("olle")).status, 200);
  }

  static std::future<std::optional<std::string>> Next(Backend::Stream& stream) {
    auto next = std::make_shared<std::promise<std::optional<std::string>>>();
    stream.Next([next](std::optional<std::string> message) { next->set_value(std::move(message)); });
    return next->get_future();
  }

  Edge edge_;
};

TEST_F(ChangesTest, TheFirstMessageIsThatAllServicesAreListenedTo) {
  Mute mute;
  Backend both({{"notes", address()}, {"mute", mute.address()}});
  Backend notes({{"notes", address()}});
  const auto merged = Watch(&both);
  const auto alone = Watch(&notes);
  std::future<std::optional<std::string>> first = Next(*merged);
  // The service tells both the same, at the same time.
  EXPECT_TRUE(Next(*alone).get().has_value());
  Create("new");
  EXPECT_TRUE(Next(*alone).get().has_value());
  mute.End();
  EXPECT_EQ(first.get(), std::nullopt);
  EXPECT_EQ(merged->status().code(), google::rpc::UNAVAILABLE);
  alone->Cancel();
}

}  // namespace
}  // namespace krans::gateway
