#include "services/gateway/backend.h"

#include <future>
#include <memory>
#include <thread>

#include "absl/strings/str_cat.h"
#include "google/rpc/code.pb.h"
#include "gtest/gtest.h"
#include "tests/gateway/edge.h"

namespace krans::gateway {
namespace {

constexpr int kTimes = 100;

// Given up late by the thread that ends the call.
std::shared_ptr<void> Tarrying() {
  return {nullptr, [](void*) {
            for (int i = 0; i < 1000; ++i) std::this_thread::yield();
          }};
}

TEST(BackendTest, ItsLastCallsThreadDoesNotEndTheChannelThatItRunsOn) {
  Edge edge;
  const std::string address = absl::StrCat("127.0.0.1:", edge.server().port());
  for (int i = 0; i < kTimes; ++i) {
    std::promise<int> code;
    Backend backend({{"notes", address}});
    backend.Ask({"notes", "krans.notes.v1.Notes/GetNote", "", "", "", absl::InfiniteFuture()},
                [&code, tarrying = Tarrying()](const Incoming& incoming) { code.set_value(incoming.status.code()); });
    ASSERT_EQ(code.get_future().get(), google::rpc::UNAUTHENTICATED);
  }
}

}  // namespace
}  // namespace krans::gateway
