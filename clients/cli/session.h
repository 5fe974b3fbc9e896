#ifndef KRANS_CLIENTS_CLI_SESSION_H_
#define KRANS_CLIENTS_CLI_SESSION_H_

#include <iosfwd>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "clients/cli/arguments.h"
#include "clients/cli/table.h"
#include "clients/connection.h"
#include "google/protobuf/message.h"

namespace krans::cli {

// What krans ends with.
inline constexpr int kDone = 0;
inline constexpr int kRefused = 1;
inline constexpr int kUsage = 2;
inline constexpr int kSilent = 3;  // no service answered, or no store is there
inline constexpr int kFault = 4;   // one was found in what is stored

// Who calls, from where and to whom, for one run of krans. What the run saw is remembered in DATA/seen, so that the
// person's next run sees it too, at whichever service. Not thread-safe.
class Session {
 public:
  Session(Globals globals, View view, std::ostream& out, std::ostream& err)
      : globals_(std::move(globals)), view_(std::move(view)), out_(out), err_(err) {}

  const Globals& globals() const { return globals_; }
  const View& view() const { return view_; }
  std::ostream& out() const { return out_; }
  std::ostream& err() const { return err_; }

  // The caller's id: --as, else who the token of KRANS_TOKEN speaks of; empty where there is neither.
  std::string Person() const;

  // The time that the services go by: the clock file's where there is one, else the computer's. FAILED_PRECONDITION
  // where the file holds no time.
  absl::StatusOr<absl::Time> Now() const;

  // A token for the caller, signed in just now as strongly as can be; empty where there is no caller.
  absl::StatusOr<std::string> Token() const;

  // A token that lets `service` ask itself, for what operators do on the server.
  absl::StatusOr<std::string> ServiceToken(absl::string_view service) const;

  // Where the services are. NOT_FOUND where no daemon has started.
  absl::StatusOr<clients::Addresses> Addresses() const;

  // Calls a method as the caller. An error is one of this side: no address, no key.
  absl::StatusOr<clients::Answer> Call(absl::string_view method, const google::protobuf::Message& request);

  // The same for a method that every service has.
  absl::StatusOr<clients::Answer> CallAt(absl::string_view service, absl::string_view method,
                                         const google::protobuf::Message& request);

  // Writes the message where the person wants it: as JSON, or as a record.
  void Show(const google::protobuf::Message& message) const;

  void Show(const Table& table) const;

  // Says what kept this side from calling, and returns the exit code.
  int Fail(const absl::Status& status) const;

 private:
  std::string SeenFile() const;

  const Globals globals_;
  const View view_;
  std::ostream& out_;
  std::ostream& err_;
  std::optional<clients::Connection> connection_;
  std::string token_;
};

// 32 hexadecimal digits that nobody has used.
std::string NewRequestId();

}  // namespace krans::cli

#endif  // KRANS_CLIENTS_CLI_SESSION_H_
