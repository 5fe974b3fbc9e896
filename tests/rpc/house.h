#ifndef KRANS_TESTS_RPC_HOUSE_H_
#define KRANS_TESTS_RPC_HOUSE_H_

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/rpc/assertion.h"
#include "services/rpc/door.h"
#include "services/rpc/mint.h"
#include "services/rpc/seal.h"
#include "storage/store.h"

namespace krans::rpc {

// Who makes a call in a test.
struct As {
  std::string person;
  std::string service;
  std::string acr = "loa3";
  absl::Duration since_sign_in = absl::Minutes(1);
  std::string position;  // a krans-position
};

// A folder that is removed with all that is in it.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

// One service as its callers know it, without a network: a door on a real store in a temporary folder, with keys of
// its own and a clock that moves only when told to.
class House {
 public:
  // `service`: "scoring"; `package`: "krans.scoring.v1".
  House(std::string service, std::string package, Following* following = nullptr);
  ~House();

  Door& door() { return *door_; }
  storage::Store& store() { return *store_; }
  absl::Time now() const { return now_; }
  void Wait(absl::Duration duration) { now_ += duration; }

  // The options that the door was made with, for a second one.
  const DoorOptions& options() const { return options_; }

  // An assertion for `as`, empty for nobody.
  std::string Token(const As& as) const;

  // The key that speaks for "service:scoring", "people", ...
  const Signer& SignerOf(const std::string& speaker) const { return signers_.at(speaker); }

  // The call as it arrives; `Send` waits for its reply.
  Call MakeCall(absl::string_view method, const google::protobuf::Message& request, const As& as) const;
  Reply Send(Call call);

  // The answer to a call, or the refusal.
  template <typename Response, typename Request>
  absl::StatusOr<Response> Ask(absl::string_view method, const Request& request, const As& as) {
    Reply reply = Send(MakeCall(method, request, as));
    if (!reply.status.ok()) return reply.status;
    Response response;
    if (!response.ParseFromString(reply.response)) return absl::InternalError("the response does not parse");
    return response;
  }

  // Puts a record of the service's own, past the door.
  template <typename T>
  absl::Status Put(T record) {
    return PutMessage(&record);
  }

  // Leaves a copy of another service's record, as a follower does.
  template <typename T>
  absl::Status Copy(absl::string_view source, const T& record) {
    return CopyMessage(source, record, record.name());
  }

  // The log lines so far.
  std::vector<std::string> lines() const;

 private:
  absl::Status PutMessage(google::protobuf::Message* record);
  absl::Status CopyMessage(absl::string_view source, const google::protobuf::Message& record, const std::string& name);

  TemporaryFolder folder_;
  absl::Time now_ = absl::FromCivil(absl::CivilSecond(2026, 9, 1, 12, 0, 0), absl::UTCTimeZone());
  std::map<std::string, Signer> signers_;  // by whom they speak for
  std::unique_ptr<Verifier> verifier_;
  std::unique_ptr<Seal> seal_;
  std::unique_ptr<storage::Store> store_;
  DoorOptions options_;
  std::unique_ptr<Door> door_;
  mutable std::mutex mutex_;
  std::vector<std::string> lines_;
};

}  // namespace krans::rpc

#endif  // KRANS_TESTS_RPC_HOUSE_H_
