#ifndef KRANS_CLIENTS_EXAMPLE_PLAYER_H_
#define KRANS_CLIENTS_EXAMPLE_PLAYER_H_

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "clients/connection.h"
#include "google/protobuf/message.h"
#include "services/rpc/mint.h"

namespace krans::example {

// Makes calls as people of the example, at times of the example: moves the clock file of a deployment and mints each
// caller's own token for that time.
//
// What was done is counted in DIR/played, so that a player that starts again leaves out what those before it did and
// goes on. A service that does not answer is asked again for a minute; every change carries a request_id made from its
// number, so one that went through unseen is not made twice, even where what it reads first, such as an etag, has
// changed since by that.
//
// An error of a call names the number, the caller, the method and what the service said.
class Player {
 public:
  // DIR holds `addresses`, `keys` and `clock` of a running deployment. FAILED_PRECONDITION where DIR was played from
  // other data than `data`, in any one form.
  static absl::StatusOr<std::unique_ptr<Player>> Open(const std::string& dir, absl::string_view data);

  // From here calls are made at `time`, which only goes forward.
  void MoveTo(absl::Time time) { now_ = time; }

  // Makes a change, as `person` (an id). `complete` adds what must be read first, such as an etag; it is only asked
  // where the change has yet to be made. `gone` is the reason that a repeated call gets where the first went through
  // and the caller has lost sight of the resource by it.
  template <typename Request>
  absl::Status Do(absl::string_view person, Request request, std::function<absl::Status(Request*)> complete = nullptr,
                  absl::string_view gone = "") {
    if (Skip()) return absl::OkStatus();
    if (complete != nullptr) {
      if (absl::Status status = complete(&request); !status.ok()) return status;
    }
    request.set_request_id(RequestId());
    return Change(person, request, gone);
  }

  // Makes a change that must be refused with `reason`.
  template <typename Request>
  absl::Status DoInVain(absl::string_view person, Request request, absl::string_view reason,
                        std::function<absl::Status(Request*)> complete) {
    if (Skip()) return absl::OkStatus();
    if (absl::Status status = complete(&request); !status.ok()) return status;
    request.set_request_id(RequestId());
    return Refused(person, request, reason);
  }

  // Reads, as `person`, or as nobody where that is empty.
  template <typename Response>
  absl::StatusOr<Response> Read(absl::string_view person, const google::protobuf::Message& request) {
    absl::StatusOr<std::string> bytes = Call(person, request);
    if (!bytes.ok()) return bytes.status();
    Response response;
    if (!response.ParseFromString(*bytes)) return absl::DataLossError("an answer does not parse");
    return response;
  }

  // Changes made so far, those of earlier players included.
  int done() const { return done_; }

 private:
  Player(std::string dir, std::string digest, clients::Addresses addresses, rpc::Signer signer)
      : dir_(std::move(dir)),
        digest_(std::move(digest)),
        connection_(std::move(addresses)),
        signer_(std::move(signer)) {}

  bool Skip();
  std::string RequestId() const;
  absl::Status Change(absl::string_view person, const google::protobuf::Message& request, absl::string_view gone);
  absl::Status Refused(absl::string_view person, const google::protobuf::Message& request, absl::string_view reason);
  absl::Status Recall();
  absl::Status Remember();
  absl::Status SetClock();
  absl::StatusOr<std::string> Token(absl::string_view person);
  absl::StatusOr<std::string> Call(absl::string_view person, const google::protobuf::Message& request);
  absl::StatusOr<clients::Answer> Ask(absl::string_view person, const google::protobuf::Message& request,
                                      bool* repeated);
  absl::Status Error(absl::string_view person, const google::protobuf::Message& request,
                     const clients::Answer& answer) const;

  const std::string dir_;
  const std::string digest_;
  clients::Connection connection_;
  const rpc::Signer signer_;
  absl::Time now_ = absl::InfinitePast();
  absl::Time clock_ = absl::InfinitePast();                 // what the clock file says
  std::map<std::string, std::string, std::less<>> tokens_;  // by person, for the clock's time
  int step_ = 0;
  int done_ = 0;
  bool first_ = true;  // the next change may be one that an earlier player made and did not count
};

}  // namespace krans::example

#endif  // KRANS_CLIENTS_EXAMPLE_PLAYER_H_
