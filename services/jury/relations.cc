#include "services/jury/relations.h"

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "krans/jury/v1/decisions.pb.h"
#include "krans/jury/v1/juries.pb.h"
#include "krans/jury/v1/matters.pb.h"
#include "services/cycle/names.h"
#include "services/cycle/relations.h"
#include "services/jury/matter_rules.h"
#include "services/rpc/error.h"

namespace krans::jury {
namespace {

using rpc::Caller;
using storage::ReadTransaction;
using v1::Announcement;
using v1::Ballot;
using v1::Docket;
using v1::Jury;
using v1::JuryMember;
using v1::Matter;
using v1::Recusal;

constexpr char kSubmissions[] = "submissions";
constexpr char kScoring[] = "scoring";
constexpr char kAnnouncement[] = "/announcement";

// Whether something keeps a person from a matter.
using Keeps = absl::StatusOr<bool> (*)(const ReadTransaction& state, absl::string_view matter,
                                       absl::string_view person);

// Whether something keeps a person from a case.
using KeepsFromCase = absl::StatusOr<bool> (*)(const ReadTransaction& state, absl::string_view participation,
                                               absl::string_view person);

absl::StatusOr<bool> SteppedAside(const ReadTransaction& state, absl::string_view matter, absl::string_view person) {
  return state.Has<Recusal>(absl::StrCat(matter, "/recusals/", person));
}

template <KeepsFromCase keeps>
absl::StatusOr<bool> KeptByACase(const ReadTransaction& state, absl::string_view matter, absl::string_view person) {
  KRANS_ASSIGN(const std::optional<Docket> docket, state.Find<Docket>(absl::StrCat(matter, "/docket")));
  if (!docket.has_value()) return false;
  for (const std::string& participation : docket->participations()) {
    KRANS_ASSIGN(const bool kept, keeps(state, participation, person));
    if (kept) return true;
  }
  return false;
}

constexpr Keeps kInConflict = KeptByACase<cycle::ShutOut>;
constexpr Keeps kCompetes = KeptByACase<cycle::Manages>;

absl::StatusOr<bool> FromAny(Keeps keeps, const ReadTransaction& state, absl::string_view cycle,
                             absl::string_view person) {
  KRANS_ASSIGN(const std::vector<Matter> matters, state.Children<Matter>(absl::StrCat(cycle, "/matters/")));
  for (const Matter& matter : matters) {
    KRANS_ASSIGN(const bool kept, keeps(state, matter.name(), person));
    if (kept) return true;
  }
  return false;
}

rpc::Access::Holds Bars(Keeps keeps) {
  return
      [keeps](const Caller& caller, absl::string_view resource, const ReadTransaction& state) -> absl::StatusOr<bool> {
        const absl::string_view matter = MatterOf(resource);
        if (!matter.empty()) return keeps(state, matter, caller.person);
        if (!absl::EndsWith(resource, kAnnouncement)) return false;
        return FromAny(keeps, state, cycle::CycleOf(resource), caller.person);
      };
}

absl::StatusOr<std::optional<JuryMember>> MemberOf(const ReadTransaction& state, absl::string_view resource,
                                                   absl::string_view person) {
  KRANS_ASSIGN(const std::optional<Jury> jury, state.Find<Jury>(absl::StrCat(cycle::CycleOf(resource), "/jury")));
  if (!jury.has_value()) return std::nullopt;
  for (const JuryMember& member : jury->members()) {
    if (member.person() == cycle::PersonName(person)) return member;
  }
  return std::nullopt;
}

absl::StatusOr<bool> IsMember(const Caller& caller, absl::string_view resource, const ReadTransaction& state) {
  KRANS_ASSIGN(const std::optional<JuryMember> member, MemberOf(state, resource, caller.person));
  return member.has_value();
}

// Of a matter that is there, so that one which is not looks like one that a recusal hides. A vote is its voter's alone.
absl::StatusOr<bool> IsJuror(const Caller& caller, absl::string_view resource, const ReadTransaction& state) {
  if (absl::StrContains(resource, "/votes/") && cycle::LastSegment(resource) != caller.person) return false;
  KRANS_ASSIGN(const bool exists, state.Has<Matter>(MatterOf(resource)));
  if (!exists) return false;
  return IsMember(caller, resource, state);
}

// Of a matter that is there, for the same reason, or of what is no matter's.
rpc::Access::Holds WhereTheMatterExists(submissions::v1::Role::Kind kind) {
  return [holds = cycle::WhereTheCaseExists(cycle::HoldsRole(kind))](
             const Caller& caller, absl::string_view resource, const ReadTransaction& state) -> absl::StatusOr<bool> {
    if (const absl::string_view matter = MatterOf(resource); !matter.empty()) {
      KRANS_ASSIGN(const bool exists, state.Has<Matter>(matter));
      if (!exists) return false;
    } else if (absl::EndsWith(resource, kAnnouncement)) {
      KRANS_ASSIGN(const bool exists, state.Has<Announcement>(resource));
      if (!exists) return false;
    }
    return holds(caller, resource, state);
  };
}

absl::StatusOr<bool> Presides(const Caller& caller, absl::string_view resource, const ReadTransaction& state) {
  KRANS_ASSIGN(const std::optional<JuryMember> member, MemberOf(state, resource, caller.person));
  if (!member.has_value()) return false;
  const absl::string_view matter = MatterOf(resource);
  if (matter.empty()) return member->role() == JuryMember::CHAIR || member->role() == JuryMember::DEPUTY;
  KRANS_ASSIGN(const Sitting sitting, SittingAt(state, matter));
  return sitting.presiding == member->person();
}

// A vote is its voter's alone until the ballot closes.
absl::StatusOr<bool> IsAnothersVote(const Caller& caller, absl::string_view resource, const ReadTransaction& state) {
  const size_t votes = resource.find("/votes/");
  if (votes == absl::string_view::npos || cycle::LastSegment(resource) == caller.person) return false;
  KRANS_ASSIGN(const std::optional<Ballot> ballot, state.Find<Ballot>(resource.substr(0, votes)));
  return !ballot.has_value() || ballot->state() != Ballot::CLOSED;
}

}  // namespace

void DefineRelations(rpc::Access* access) {
  cycle::RelateAward(access, kSubmissions, kScoring);
  access->Relate(access::v1::OFFICE, kSubmissions, WhereTheMatterExists(submissions::v1::Role::OFFICE));
  access->Relate(access::v1::AUDITOR, kSubmissions, WhereTheMatterExists(submissions::v1::Role::AUDITOR));
  access->Relate(access::v1::JURY_MEMBER, "", IsMember);
  access->Relate(access::v1::JUROR, "", IsJuror);
  access->Relate(access::v1::JURY_CHAIR, "", Presides);
  access->Bar("", Bars(SteppedAside));
  access->Bar("", IsAnothersVote);
  access->Bar(kScoring, Bars(kInConflict));
  access->Bar(kSubmissions, Bars(kCompetes));
}

absl::StatusOr<bool> IsRecused(const ReadTransaction& state, absl::string_view matter, absl::string_view person) {
  for (Keeps keeps : {Keeps(SteppedAside), kInConflict, kCompetes}) {
    KRANS_ASSIGN(const bool kept, keeps(state, matter, person));
    if (kept) return true;
  }
  return false;
}

absl::StatusOr<bool> IsRecusedFromAny(const ReadTransaction& state, absl::string_view cycle, absl::string_view person) {
  return FromAny(IsRecused, state, cycle, person);
}

absl::StatusOr<Sitting> SittingAt(const ReadTransaction& state, absl::string_view matter) {
  KRANS_ASSIGN(const Matter record, state.Get<Matter>(matter));
  KRANS_ASSIGN(const Jury jury, state.Get<Jury>(absl::StrCat(cycle::CycleOf(matter), "/jury")));
  std::set<std::string> recused;
  for (const JuryMember& member : jury.members()) {
    KRANS_ASSIGN(const bool kept, IsRecused(state, matter, cycle::LastSegment(member.person())));
    if (kept) recused.insert(member.person());
  }
  return Sit(jury, record, std::move(recused));
}

}  // namespace krans::jury
