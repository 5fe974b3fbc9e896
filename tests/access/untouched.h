#ifndef KRANS_TESTS_ACCESS_UNTOUCHED_H_
#define KRANS_TESTS_ACCESS_UNTOUCHED_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "storage/store.h"

namespace krans::proof {

// A store that runs every write as the one beneath does, tells its outcome, and keeps nothing of it. Neither does it
// enter reads in the access log. So any number of calls meet the same world.
class Untouched : public storage::Store {
 public:
  // `store` outlives this.
  explicit Untouched(storage::Store* store) : store_(store) {}

  void Read(bool point, ReadBody body, Done done) override { store_->Read(point, std::move(body), std::move(done)); }
  void Write(storage::Change change, WriteBody body, DoneAt done) override {
    auto outcome = std::make_shared<absl::Status>();
    store_->Write(
        std::move(change),
        [body = std::move(body), outcome](storage::WriteTransaction& state) {
          *outcome = body(state);
          return absl::AbortedError("nothing is kept");
        },
        [done = std::move(done), outcome](absl::Status, int64_t position) { done(*outcome, position); });
  }
  void Enter(storage::Change, std::string, Done done) override { done(absl::OkStatus()); }
  void Mirror(std::string, storage::Position, storage::Position, std::vector<storage::Copy>, Done done) override {
    done(absl::AbortedError("nothing is kept"));
  }
  void Forget(storage::Change, std::string, std::string, Done done) override {
    done(absl::AbortedError("nothing is kept"));
  }
  absl::StatusOr<storage::Position> Mirrored(absl::string_view source) const override {
    return store_->Mirrored(source);
  }
  storage::Position Head() const override { return store_->Head(); }
  absl::Status Writable() const override { return store_->Writable(); }
  absl::StatusOr<std::vector<storage::StoredEntry>> ReadFrom(int64_t position, size_t limit) const override {
    return store_->ReadFrom(position, limit);
  }
  absl::StatusOr<std::vector<storage::StoredEntry>> ReadAccessLog(int64_t position, size_t limit) const override {
    return store_->ReadAccessLog(position, limit);
  }
  absl::StatusOr<storage::Position> At(int64_t position) const override { return store_->At(position); }
  absl::StatusOr<std::vector<int64_t>> History(const google::protobuf::Descriptor& type,
                                               absl::string_view name) const override {
    return store_->History(type, name);
  }
  int64_t OnCommit(std::function<void(int64_t position)> hint) override { return store_->OnCommit(std::move(hint)); }
  void RemoveHint(int64_t number) override { store_->RemoveHint(number); }
  absl::StatusOr<storage::Findings> Verify() const override { return store_->Verify(); }
  void Retain(storage::Change, Done done) override { done(absl::AbortedError("nothing is kept")); }
  absl::Status Checkpoint(const std::string&) const override { return absl::OkStatus(); }
  absl::StatusOr<int64_t> CollectBlobs(absl::Time) override { return absl::AbortedError("nothing is kept"); }

 private:
  storage::Store* const store_;
};

}  // namespace krans::proof

#endif  // KRANS_TESTS_ACCESS_UNTOUCHED_H_
