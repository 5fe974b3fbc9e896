#include "services/gateway/account.h"

#include <cstdint>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/rpc/code.pb.h"
#include "services/gateway/connect.h"

namespace krans::gateway {

Account::Account(rpc::Metrics* metrics, std::function<void(absl::string_view line)> log, std::string what)
    : metrics_(metrics), log_(std::move(log)), what_(std::move(what)), figures_(metrics_->Of("gateway", what_)) {
  metrics_->Began(figures_);
}

void Account::End(int code) const {
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began_;
  metrics_->Ended(figures_, code, took.count());
  log_(absl::StrCat(R"({"gateway":")", what_, R"(","code":")", code == google::rpc::OK ? "ok" : CodeName(code),
                    R"(","ms":)", static_cast<int64_t>(took.count() * 1000), "}"));
}

}  // namespace krans::gateway
