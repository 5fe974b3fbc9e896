#ifndef KRANS_SERVICES_RPC_MINT_H_
#define KRANS_SERVICES_RPC_MINT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/rpc/assertion.h"
#include "services/rpc/ec_key.h"

namespace krans::rpc {

// A key that mints assertions, and what they say about it. The services believe them where `issuer`, `kid`,
// `speaks_for` and the public half are those of one of their trusted keys.
struct Signer {
  std::string issuer;
  std::string kid;
  std::string speaks_for;
  PrivateKey key;
};

// What an assertion is to say. Empty text and infinite past: not said.
struct Claims {
  std::string subject;   // a person, or "service:" and the signer's own name
  std::string audience;  // one service's name; for a person also kEveryService
  std::string session;
  std::string acr;
  absl::Time authenticated = absl::InfinitePast();
  absl::Duration life = kLongestLife;  // whole seconds, from 1 to 60
};

// An assertion that a Verifier with this signer among its keys accepts from `now` on; two of them always differ. One
// may be shown on many calls, which spares the other side checking a signature on each. INVALID_ARGUMENT where the
// claims are such as no Verifier accepts.
absl::StatusOr<std::string> Mint(const Signer& signer, const Claims& claims, absl::Time now);

}  // namespace krans::rpc

#endif  // KRANS_SERVICES_RPC_MINT_H_
