#ifndef KRANS_SERVICES_RPC_KEYS_H_
#define KRANS_SERVICES_RPC_KEYS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/rpc/assertion.h"
#include "services/rpc/mint.h"
#include "services/rpc/seal.h"

namespace krans::rpc {

// The key folder that `kransd init` makes:
//
//   issuer.key           private key whose assertions speak for people: the operator's, for `krans token`
//   gateway.key          the gateway's, which speaks for people too
//   SERVICE.key          private key of each service, which speaks for that service alone
//   seal.key             32 bytes for Seal
//   opening.key          32 bytes for the sealed submissions (I-05); only the submissions service needs the file
//   trusted.textproto    krans.access.v1.TrustedKeys: the public halves
//
// All but the last are secrets: a file that others than its owner may read or write is refused. The list is public, but
// refused where others may write it. Every error names the file and says nothing of a secret's content.

// The names of the people's keys for LoadSigner.
inline constexpr absl::string_view kIssuer = "issuer";
inline constexpr absl::string_view kGateway = "gateway";

// The services that have a key.
inline constexpr absl::string_view kServices[] = {"jury", "scoring", "sitevisits", "submissions"};

// Makes the folder with new keys, whole or not at all; its parent must exist. ALREADY_EXISTS where there is anything
// in it: nothing is ever overwritten.
absl::Status CreateKeys(const std::string& dir);

// The list, each key checked. FAILED_PRECONDITION where an entry is incomplete, two have the same kid, or a key is not
// P-256.
absl::StatusOr<std::vector<TrustedKey>> LoadTrusted(const std::string& dir);

// The private key NAME.key with its entry in the list; `name` is kIssuer, kGateway or a service. FAILED_PRECONDITION
// where the list has no such key that speaks for `name`.
absl::StatusOr<Signer> LoadSigner(const std::string& dir, absl::string_view name);

// A key of AES-256.
using SymmetricKey = Seal::Key;

absl::StatusOr<SymmetricKey> LoadSealKey(const std::string& dir);

absl::StatusOr<SymmetricKey> LoadOpeningKey(const std::string& dir);

}  // namespace krans::rpc

#endif  // KRANS_SERVICES_RPC_KEYS_H_
