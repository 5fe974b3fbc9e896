#ifndef KRANS_SERVICES_RPC_ASSERTION_H_
#define KRANS_SERVICES_RPC_ASSERTION_H_

#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "krans/access/v1/access.pb.h"
#include "services/rpc/caller.h"
#include "services/rpc/ec_key.h"

namespace krans::rpc {

// `typ` of an assertion.
inline constexpr absl::string_view kAssertionType = "krans-assertion+jwt";

// What a key that speaks for people has as `speaks_for`.
inline constexpr absl::string_view kPeople = "people";

// The audience that is every service. Only for assertions of people: what a service shows to one other service must
// not serve at a third.
inline constexpr absl::string_view kEveryService = "krans";

// An assertion lives no longer, and clocks may differ by no more.
inline constexpr absl::Duration kLongestLife = absl::Seconds(60);
inline constexpr absl::Duration kSkew = absl::Seconds(60);

// Who is calling, as a trusted key says. `subject` is a person ("anna-berg") or a service ("service:scoring").
struct Assertion {
  std::string subject;
  std::string session;  // empty where the assertion names none
  absl::Time issued;
  absl::Time expires;
  absl::Time authenticated = absl::InfinitePast();  // when the person signed in; infinite past: not said
  std::string acr;                                  // how the person signed in; empty: not said
};

// A key whose assertions are believed, and about whom: `speaks_for` is kPeople or one service ("service:scoring"). A
// service's key never asserts a person, a key for people never a service.
struct TrustedKey {
  std::string issuer;
  std::string kid;
  std::string speaks_for;
  PublicKey key;
};

// A service's name: 1 to 16 of a-z.
bool IsServiceName(absl::string_view name);

// Whether a key that speaks for `speaks_for` may assert `subject`; false also where `subject` is neither a person
// (1 to 64 of a-z, 0-9 and -) nor a service ("service:" and its name).
bool MayAssert(absl::string_view speaks_for, absl::string_view subject);

// Whether a claim may hold this text: 1 to 255 printable ASCII characters without space, quote or backslash.
bool IsClaimText(absl::string_view text);

// Whether the caller's sign-in is as strong as `needed`, at the time of the call: STRONG is acr "loa3" or "loa4" (what
// the identity provider calls it is mapped where the person signs in), FRESH also at most five minutes old (R15).
// False for a value of SignIn that this program does not know.
bool SignedIn(const Caller& caller, access::v1::SignIn needed);

// Verifies assertions: JWS in compact form, ES256 and nothing else, from one of the pinned keys. The rules are those
// of 4.2 in the reliability page, where narrower is possible narrower: the header holds alg, typ and kid only, and
// azp and client_id are refused, as no client is known here. Rule 13 (fetching keys from an issuer) does not apply:
// the keys are read from a file. Thread-safe.
class Verifier {
 public:
  // How many verified tokens are remembered, so that a signature is checked once and not on every call. The time is
  // checked on every call.
  static constexpr size_t kRemembered = 4096;

  // `audience` is this service's name. Of two keys with the same kid, the first counts.
  Verifier(std::vector<TrustedKey> keys, std::string audience);

  // Believes these keys from here on and no others: what was verified before is checked anew. Nothing changes where
  // they are the same.
  void Trust(std::vector<TrustedKey> keys);

  // UNAUTHENTICATED, always with the same message, where anything is wrong. `*why`, where given, is then set to what:
  // for tests and the service's own log, never for the caller. It repeats nothing of the token.
  absl::StatusOr<Assertion> Verify(absl::string_view token, absl::Time now, std::string* why = nullptr) const;

  // Signatures checked so far: the calls that memory did not answer.
  int64_t signatures_checked() const { return signatures_checked_; }

 private:
  struct Verified {
    Assertion assertion;
    absl::Time not_before;
  };

  absl::StatusOr<Verified> Check(absl::string_view token, const std::vector<TrustedKey>& keys) const;
  absl::StatusOr<Verified> Recall(absl::string_view token, absl::Time now) const;

  const std::string audience_;
  mutable std::atomic<int64_t> signatures_checked_ = 0;
  mutable std::mutex mutex_;  // guards the three below
  std::shared_ptr<const std::vector<TrustedKey>> keys_;
  mutable absl::flat_hash_map<std::string, Verified> remembered_;
  mutable std::deque<std::string> oldest_first_;
};

}  // namespace krans::rpc

#endif  // KRANS_SERVICES_RPC_ASSERTION_H_
