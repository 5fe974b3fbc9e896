#ifndef KRANS_SERVICES_RPC_DOOR_H_
#define KRANS_SERVICES_RPC_DOOR_H_

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "services/rpc/access.h"
#include "services/rpc/caller.h"
#include "services/rpc/error.h"
#include "services/rpc/positions.h"
#include "services/rpc/replays.h"
#include "storage/store.h"

namespace krans::rpc {

class Seal;
class Verifier;

// How far this service is with those it follows. Thread-safe.
class Following {
 public:
  virtual ~Following() = default;

  // Whether `source` was heard from within the last ten seconds.
  virtual bool Fresh(absl::string_view source) const = 0;

  // Calls `then(true)` as soon as `source` is mirrored up to `seen`, `then(false)` where it is not after `at_most`.
  // Sources that are not followed count as reached.
  virtual void WhenReached(absl::string_view source, const Seen& seen, absl::Duration at_most,
                           std::function<void(bool reached)> then) = 0;
};

// The messages of a server stream, asked for one at a time, so a slow reader holds up nobody.
class Source {
 public:
  virtual ~Source() = default;

  // Calls `then` once, now or later, on any thread: a message to send, nothing at the end, or an error that ends the
  // stream. Not called again before `then` was.
  virtual void Next(std::function<void(absl::StatusOr<std::optional<std::string>> message)> then) = 0;

  // The reader left. `then` of an outstanding Next is still called once.
  virtual void Cancel() = 0;
};

struct DoorOptions {
  std::string service;  // "scoring"
  storage::Store* store = nullptr;
  Verifier* verifier = nullptr;
  const Seal* seal = nullptr;
  Following* following = nullptr;  // null where nothing is followed
  std::function<absl::Time()> clock;
  std::function<void(absl::string_view line)> log;  // one structured line per call, without personal data
};

// One call as it arrived, complete.
struct Call {
  std::string method;    // "krans.scoring.v1.Assessments/SaveItem"
  std::string token;     // of "authorization: Bearer ..."; empty where none
  std::string position;  // the caller's krans-position; empty where none
  std::string request;   // serialised
  absl::Time received;
  std::function<bool()> cancelled;  // asked before work begins
};

// What goes back. `position` is the sealed krans-position to send along; `warning` a google.rpc.Status, serialised, of
// what was done all the same (GATE_WARNS), empty where there is none.
struct Reply {
  absl::Status status;
  std::string response;  // serialised
  std::string position;
  std::string warning;
};

// The only way into a service. A call passes, in this order: identity, size and field checks, the wait for its
// krans-position; then, on the latest state: access, replay by request_id, phase, etag, and the handler. Who has access
// is told of all fields at once: what the schema finds wrong is joined with what the handler does, which sees none of
// it, and comes with a phase that is closed or an etag that is old. A method
// without a rule or a handler, a handler without a method, or a rule with an undefined relation: Check says so and
// the service does not start. Knows no gRPC. Registration first, then calls: thread-safe from Check on.
//
// Conventions that the schema keeps and Check proves: a request may have `string request_id` where the response is the
// record that the method changed (a repeated request's answer is read again from the store, and is today's and as its
// caller may have it today); one field that is a record, whose etag must then be the stored one, or "*"; or `string
// etag` beside `string name` of the record that is the response, compared where it is given. `string reason` of a
// CHANGE request becomes its entries' reason. Sign-in is checked with the identity, before the fields.
class Door {
 public:
  template <typename Request, typename Response>
  using Reader =
      std::function<absl::StatusOr<Response>(const Caller&, const storage::ReadTransaction&, const Request&)>;
  template <typename Request, typename Response>
  using Writer = std::function<absl::StatusOr<Response>(const Caller&, storage::WriteTransaction&, const Request&)>;
  template <typename T>
  using Redactor = std::function<absl::Status(const Caller&, const storage::ReadTransaction&, T*)>;
  template <typename Request>
  using Streamer = std::function<absl::StatusOr<std::shared_ptr<Source>>(const Caller&, const Request&)>;

  explicit Door(DoorOptions options);
  ~Door();
  Door(const Door&) = delete;
  Door& operator=(const Door&) = delete;

  // The relations, bars and phases that rules are decided by; to be filled before Check.
  Access& access() { return access_; }
  const Access& access() const { return access_; }
  const Seal& seal() const { return *options_.seal; }

  // What a caller may not know of in a record of type T is taken out of every answer that is one, and out of those that
  // ListReadable lists.
  template <typename T>
  void Redact(Redactor<T> redactor) {
    redactors_[T::descriptor()] = [redactor = std::move(redactor)](const Caller& caller,
                                                                   const storage::ReadTransaction& state,
                                                                   google::protobuf::Message* record) {
      return redactor(caller, state, static_cast<T*>(record));
    };
  }

  // Takes out of `record` what the redactor of its type does, where there is one.
  absl::Status Redact(const Caller& caller, const storage::ReadTransaction& state,
                      google::protobuf::Message* record) const {
    if (redactors_.empty()) return absl::OkStatus();
    const auto found = redactors_.find(record->GetDescriptor());
    return found == redactors_.end() ? absl::OkStatus() : found->second(caller, state, record);
  }

  template <typename Request, typename Response>
  void Read(absl::string_view method, Reader<Request, Response> handler) {
    AddReader(method, *Request::descriptor(), *Response::descriptor(),
              [this, handler = std::move(handler)](const Caller& caller, const storage::ReadTransaction& state,
                                                   const google::protobuf::Message& request,
                                                   std::string* response) -> absl::Status {
                auto answer = handler(caller, state, static_cast<const Request&>(request));
                if (!answer.ok()) return answer.status();
                if (absl::Status redacted = Redact(caller, state, &*answer); !redacted.ok()) return redacted;
                answer->SerializeToString(response);
                return absl::OkStatus();
              });
  }

  template <typename Request, typename Response>
  void Write(absl::string_view method, Writer<Request, Response> handler) {
    AddWriter(method, *Request::descriptor(), *Response::descriptor(),
              [this, handler = std::move(handler)](const Caller& caller, storage::WriteTransaction& state,
                                                   const google::protobuf::Message& request, std::string* response,
                                                   std::string* name) -> absl::Status {
                auto answer = handler(caller, state, static_cast<const Request&>(request));
                if (!answer.ok()) return answer.status();
                if constexpr (requires { answer->name(); }) *name = answer->name();
                if (absl::Status redacted = Redact(caller, state, &*answer); !redacted.ok()) return redacted;
                answer->SerializeToString(response);
                return absl::OkStatus();
              });
  }

  // A server stream: access is decided at its start and again by the source for what it sends.
  template <typename Request, typename Response>
  void Stream(absl::string_view method, Streamer<Request> handler) {
    AddStreamer(method, *Request::descriptor(), *Response::descriptor(),
                [handler = std::move(handler)](const Caller& caller, const google::protobuf::Message& request) {
                  return handler(caller, static_cast<const Request&>(request));
                });
  }

  // Whether all that `services` (full names) declare has a rule and a handler, and nothing else has.
  absl::Status Check(const std::vector<std::string>& services);

  bool IsStream(absl::string_view method) const;

  // Whether nobody but a service may call it.
  bool IsOfServices(absl::string_view method) const;

  // Those of one request and one response.
  std::vector<std::string> UnaryMethods() const;

  // Answers a unary call. `done` is called once, on any thread.
  void Answer(Call call, std::function<void(Reply)> done);

  // Opens a stream.
  void Open(Call call, std::function<void(absl::StatusOr<std::shared_ptr<Source>>)> done);

 private:
  struct Method;
  class Passage;
  using RawReader = std::function<absl::Status(const Caller&, const storage::ReadTransaction&,
                                               const google::protobuf::Message& request, std::string* response)>;
  using RawWriter =
      std::function<absl::Status(const Caller&, storage::WriteTransaction&, const google::protobuf::Message& request,
                                 std::string* response, std::string* name)>;
  using RawStreamer =
      std::function<absl::StatusOr<std::shared_ptr<Source>>(const Caller&, const google::protobuf::Message& request)>;

  void AddReader(absl::string_view method, const google::protobuf::Descriptor& request,
                 const google::protobuf::Descriptor& response, RawReader handler);
  void AddWriter(absl::string_view method, const google::protobuf::Descriptor& request,
                 const google::protobuf::Descriptor& response, RawWriter handler);
  void AddStreamer(absl::string_view method, const google::protobuf::Descriptor& request,
                   const google::protobuf::Descriptor& response, RawStreamer handler);

  Method* Add(absl::string_view method, const google::protobuf::Descriptor& request,
              const google::protobuf::Descriptor& response);

  DoorOptions options_;
  const int64_t epoch_;  // of the store: it changes only while the store is closed
  Access access_;
  std::map<const google::protobuf::Descriptor*, Redactor<google::protobuf::Message>> redactors_;
  std::map<std::string, std::unique_ptr<Method>, std::less<>> methods_;
  mutable Replays replays_;  // used by write bodies, which run alone
};

}  // namespace krans::rpc

#endif  // KRANS_SERVICES_RPC_DOOR_H_
