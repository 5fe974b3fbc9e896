#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "krans/jury/v1/juries.pb.h"
#include "krans/jury/v1/matters.pb.h"
#include "services/cycle/names.h"
#include "services/cycle/timestamp.h"
#include "services/jury/handlers.h"
#include "services/jury/matter_rules.h"
#include "services/rpc/error.h"

namespace krans::jury {
namespace {

using rpc::Caller;
using storage::WriteTransaction;
using v1::Jury;
using v1::Matter;
using v1::Recusal;

absl::StatusOr<Recusal> Put(const Caller& caller, WriteTransaction& state, const std::string& matter,
                            const std::string& person, const std::string& ground) {
  KRANS_ASSIGN(const Matter record, state.Get<Matter>(matter));
  KRANS_RETURN(CheckUndecided(record));
  Recusal recusal;
  recusal.set_name(absl::StrCat(matter, "/recusals/", cycle::LastSegment(person)));
  recusal.set_person(person);
  recusal.set_ground(ground);
  recusal.set_raised_by(cycle::PersonName(caller.person));
  *recusal.mutable_time() = cycle::ToTimestamp(caller.now);
  KRANS_ASSIGN(const bool exists, state.Has<Recusal>(recusal.name()));
  if (exists) return rpc::Refuse(access::v1::ALREADY_EXISTS, {{"resource", recusal.name()}});
  return state.Put(recusal);
}

absl::StatusOr<Recusal> Recuse(const Caller& caller, WriteTransaction& state, const v1::RecuseRequest& request) {
  return Put(caller, state, request.name(), cycle::PersonName(caller.person), request.ground());
}

absl::StatusOr<Recusal> RecuseMember(const Caller& caller, WriteTransaction& state,
                                     const v1::RecuseMemberRequest& request) {
  KRANS_ASSIGN(const Jury jury, state.Get<Jury>(absl::StrCat(cycle::CycleOf(request.matter()), "/jury")));
  const bool member = std::any_of(jury.members().begin(), jury.members().end(),
                                  [&](const v1::JuryMember& one) { return one.person() == request.person(); });
  if (!member) {
    rpc::Violations violations;
    violations.Add("person", access::v1::FIELD_REFERENCE, "a member of the jury");
    return violations.status();
  }
  return Put(caller, state, request.matter(), request.person(), request.ground());
}

}  // namespace

void ServeRecusals(rpc::Door* door) {
  door->Write<v1::RecuseRequest, Recusal>("krans.jury.v1.Matters/Recuse", Recuse);
  door->Write<v1::RecuseMemberRequest, Recusal>("krans.jury.v1.Matters/RecuseMember", RecuseMember);
}

}  // namespace krans::jury
