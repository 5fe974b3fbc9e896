#include "services/rpc/access.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "services/rpc/error.h"

namespace krans::rpc {
namespace {

using access::v1::Relation;

bool KnownBeforehand(Relation relation) {
  return relation == access::v1::ANYONE || relation == access::v1::SIGNED_IN || relation == access::v1::SERVICE;
}

bool HoldsBeforehand(Relation relation, const Caller& caller) {
  switch (relation) {
    case access::v1::ANYONE:
      return true;
    case access::v1::SIGNED_IN:
      return !caller.person.empty();
    default:
      return !caller.service.empty();
  }
}

}  // namespace

void Access::Relate(Relation relation, absl::string_view source, Holds holds) {
  relations_[relation] = {std::string(source), std::move(holds)};
}

void Access::Bar(absl::string_view source, Holds holds) { bars_.push_back({std::string(source), std::move(holds)}); }

void Access::OpenPhases(absl::string_view source, Phases phases) {
  phases_source_ = std::string(source);
  phases_ = std::move(phases);
}

absl::Status Access::CheckFresh(absl::string_view source) const {
  if (source.empty() || !fresh_ || fresh_(source)) return absl::OkStatus();
  return Refuse(access::v1::SOURCE_SILENT, {{"source", std::string(source)}});
}

absl::StatusOr<bool> Access::Related(const access::v1::Rule& rule, const Caller& caller, absl::string_view resource,
                                     const storage::ReadTransaction& state) const {
  if (!caller.person.empty() && !resource.empty()) {
    for (const Definition& bar : bars_) {
      KRANS_RETURN(CheckFresh(bar.source));
      KRANS_ASSIGN(bool barred, bar.holds(caller, resource, state));
      if (barred) return false;
    }
  }
  absl::Status silent;
  for (int number : rule.relations()) {
    const auto relation = static_cast<Relation>(number);
    if (KnownBeforehand(relation)) {
      if (HoldsBeforehand(relation, caller)) return true;
      continue;
    }
    auto definition = relations_.find(relation);
    if (definition == relations_.end()) continue;
    if (absl::Status fresh = CheckFresh(definition->second.source); !fresh.ok()) {
      silent = std::move(fresh);
      continue;
    }
    absl::StatusOr<bool> holds = definition->second.holds(caller, resource, state);
    if (!holds.ok() && !absl::IsNotFound(holds.status())) return holds.status();
    if (holds.ok() && *holds) return true;
  }
  if (!silent.ok()) return silent;
  return false;
}

absl::StatusOr<bool> Access::MayRead(absl::string_view method, const Caller& caller, absl::string_view resource,
                                     const storage::ReadTransaction& state) const {
  const access::v1::Rule* rule = FindRule(method);
  if (rule == nullptr || rule->effect() != access::v1::READ) {
    return absl::InternalError(absl::StrCat("no reading method: ", method));
  }
  return Related(*rule, caller, resource, state);
}

absl::Status Access::CheckPhase(const access::v1::Rule& rule, absl::string_view resource,
                                const storage::ReadTransaction& state, absl::Time now) const {
  if (rule.phases().empty()) return absl::OkStatus();
  if (!phases_) return absl::InternalError("phases are not defined");
  KRANS_RETURN(CheckFresh(phases_source_));
  KRANS_ASSIGN(std::set<access::v1::Phase> open, phases_(resource, state, now));
  for (int phase : rule.phases()) {
    if (phase != access::v1::PHASE_UNSPECIFIED && open.count(static_cast<access::v1::Phase>(phase)) > 0) {
      return absl::OkStatus();
    }
  }
  return Refuse(access::v1::PHASE_CLOSED,
                {{"phases", absl::StrJoin(rule.phases(), ",", [](std::string* out, int phase) {
                    absl::StrAppend(out, access::v1::Phase_Name(static_cast<access::v1::Phase>(phase)));
                  })}});
}

std::vector<Relation> Access::Undefined(const access::v1::Rule& rule) const {
  std::vector<Relation> undefined;
  for (int number : rule.relations()) {
    const auto relation = static_cast<Relation>(number);
    if (!KnownBeforehand(relation) && relations_.find(relation) == relations_.end()) undefined.push_back(relation);
  }
  return undefined;
}

const google::protobuf::MethodDescriptor* FindMethod(absl::string_view method) {
  return google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(
      absl::StrReplaceAll(method, {{"/", "."}}));
}

const access::v1::Rule* FindRule(absl::string_view method) {
  const google::protobuf::MethodDescriptor* descriptor = FindMethod(method);
  if (descriptor == nullptr || !descriptor->options().HasExtension(access::v1::rule)) return nullptr;
  return &descriptor->options().GetExtension(access::v1::rule);
}

}  // namespace krans::rpc
