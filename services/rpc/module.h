#ifndef KRANS_SERVICES_RPC_MODULE_H_
#define KRANS_SERVICES_RPC_MODULE_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/rpc/door.h"
#include "storage/store.h"
#include "storage/transaction.h"

namespace krans::rpc {

// A service that is followed, and which of its records are kept, by their full names. Records of other types are passed
// over.
struct Edge {
  std::string source;  // "submissions"
  std::vector<std::string> types;
};

// One service as the process that runs it sees it. Each has a module.h with `rpc::ServiceModule Module();` in its own
// namespace. The journal's methods are served beside its own; the relations OFFICE and AUDITOR must be defined.
struct ServiceModule {
  std::string name;                   // "scoring"
  std::string package;                // "krans.scoring.v1": whose records its store owns
  std::vector<std::string> services;  // full names: "krans.scoring.v1.Teams"
  std::vector<Edge> edges;

  // Reads what the service keeps secret from the key folder, before Register; an error keeps it from starting. May be
  // empty.
  std::function<absl::Status(const std::string& keys)> LoadKeys;

  // Adds relations, bars, phases and handlers. Both outlive what is registered; blobs are the store's.
  std::function<void(Door* door, storage::Store* store)> Register;

  // Puts what a new store begins with, `office` being the first person of the process office. May be empty.
  std::function<absl::Status(storage::WriteTransaction& state, absl::string_view office)> Init;
};

}  // namespace krans::rpc

#endif  // KRANS_SERVICES_RPC_MODULE_H_
