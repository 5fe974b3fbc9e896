#ifndef KRANS_SERVICES_RPC_ACCESS_H_
#define KRANS_SERVICES_RPC_ACCESS_H_

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "krans/access/v1/access.pb.h"
#include "services/rpc/caller.h"
#include "storage/transaction.h"

namespace krans::rpc {

// What one service knows of relations, conflicts and phases, and the decision that follows from a method's rule.
// Filled while the service starts, then only read: thread-safe from there.
class Access {
 public:
  // Whether the caller has a relation to `resource` (a resource name, or empty) in the state given. NOT_FOUND from a
  // relation means no; from a bar it is an error, as any other is.
  using Holds = std::function<absl::StatusOr<bool>(const Caller& caller, absl::string_view resource,
                                                   const storage::ReadTransaction& state)>;
  using Phases = std::function<absl::StatusOr<std::set<access::v1::Phase>>(
      absl::string_view resource, const storage::ReadTransaction& state, absl::Time now)>;

  // ANYONE, SIGNED_IN and SERVICE are known beforehand. `source` names the service whose records decide; empty for
  // the service's own. Where a source is silent, rules that reach this relation answer SOURCE_SILENT.
  void Relate(access::v1::Relation relation, absl::string_view source, Holds holds);

  // A caller for whom any bar holds has no relation at all to the resource, not even ANYONE's: it does not exist for
  // them (jäv, I-09, I-22). Services are never barred.
  void Bar(absl::string_view source, Holds holds);

  // The phases open in the cycle that `resource` belongs to; empty where it belongs to none.
  void OpenPhases(absl::string_view source, Phases phases);

  // Asked before a relation with a source is evaluated.
  void SetFreshness(std::function<bool(absl::string_view source)> fresh) { fresh_ = std::move(fresh); }

  // OK, or SOURCE_SILENT: for a relation that needs another service's records for some resources only.
  absl::Status CheckFresh(absl::string_view source) const;

  // Whether one of `rule`'s relations holds and no bar does. Phases and sign-in are not looked at.
  absl::StatusOr<bool> Related(const access::v1::Rule& rule, const Caller& caller, absl::string_view resource,
                               const storage::ReadTransaction& state) const;

  // Whether the caller may read `resource` by the rule of `method`, a READ method: what lists are filtered by, before
  // anything is counted, sorted or paged.
  absl::StatusOr<bool> MayRead(absl::string_view method, const Caller& caller, absl::string_view resource,
                               const storage::ReadTransaction& state) const;

  // OK, PHASE_CLOSED or an error of the store.
  absl::Status CheckPhase(const access::v1::Rule& rule, absl::string_view resource,
                          const storage::ReadTransaction& state, absl::Time now) const;

  // Every relation that `rule` names and nothing defines: a service with any does not start.
  std::vector<access::v1::Relation> Undefined(const access::v1::Rule& rule) const;

  bool KnowsPhases() const { return phases_ != nullptr; }

 private:
  struct Definition {
    std::string source;
    Holds holds;
  };

  std::map<access::v1::Relation, Definition> relations_;
  std::vector<Definition> bars_;
  std::string phases_source_;
  Phases phases_;
  std::function<bool(absl::string_view source)> fresh_;
};

// The method of that full name ("krans.scoring.v1.Teams/GetTeam") in the linked-in descriptors; null where there is
// none.
const google::protobuf::MethodDescriptor* FindMethod(absl::string_view method);

// Its rule. Null where there is no such method or it has no rule.
const access::v1::Rule* FindRule(absl::string_view method);

}  // namespace krans::rpc

#endif  // KRANS_SERVICES_RPC_ACCESS_H_
