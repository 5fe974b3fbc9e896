#ifndef KRANS_SERVICES_GATEWAY_SESSIONS_H_
#define KRANS_SERVICES_GATEWAY_SESSIONS_H_

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "krans/gateway/v1/session.pb.h"
#include "services/rpc/mint.h"

namespace krans::gateway {

// Who signed in, and how.
struct SignIn {
  std::string person;
  std::string display_name;
  std::string acr;           // "loa2", "loa3": what the services know
  absl::Time authenticated;  // by the award's clock
};

struct SessionLimits {
  absl::Duration idle = absl::Minutes(30);
  absl::Duration absolute = absl::Hours(8);
  size_t most = 10'000;  // one more ends the one that would have ended first
};

// The sessions of this process, in memory alone: they end with it. A session is found by the random text in its cookie,
// of which only a digest is kept. Thread-safe.
class Sessions {
 public:
  // What a call of the session's person takes.
  struct Visit {
    std::string token;     // an assertion that the services accept for half a minute or more
    std::string position;  // the krans-position the session has seen
  };

  // `signer` speaks for people. Sessions end by `wall`, this machine's clock; assertions go by `clock`, the award's.
  Sessions(rpc::Signer signer, SessionLimits limits, std::function<absl::Time()> wall,
           std::function<absl::Time()> clock);

  // Begins a session; returns the cookie's value.
  std::string Begin(SignIn sign_in);

  // Begins one in place of that of `cookie`, for a sign-in of the same person again. Nothing where there is none.
  std::optional<std::string> Renew(absl::string_view cookie, absl::string_view acr, absl::Time authenticated);

  void End(absl::string_view cookie);

  // The session as it is shown, without prolonging it. Nothing where there is none.
  std::optional<v1::Session> Look(absl::string_view cookie);

  // For a call, which prolongs the session. Nothing where there is none.
  std::optional<Visit> Enter(absl::string_view cookie);

  // Notes what the session has seen by a change it made.
  void Saw(absl::string_view cookie, const std::string& position);

  // The sessions that there are.
  size_t size() const;

 private:
  struct Session {
    SignIn sign_in;
    std::string id;  // what the assertions call the session; tells nothing of the cookie
    absl::Time begun;
    absl::Time used;
    std::string position;
    std::string token;
    absl::Time minted = absl::InfinitePast();
  };
  using ByDigest = std::map<std::string, Session>;

  std::string Add(Session session);
  ByDigest::iterator Find(absl::string_view cookie);
  absl::Time EndOf(const Session& session) const;

  const rpc::Signer signer_;
  const SessionLimits limits_;
  const std::function<absl::Time()> wall_;
  const std::function<absl::Time()> clock_;
  mutable std::mutex mutex_;  // guards the rest
  ByDigest sessions_;
};

}  // namespace krans::gateway

#endif  // KRANS_SERVICES_GATEWAY_SESSIONS_H_
