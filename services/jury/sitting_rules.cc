#include "services/jury/sitting_rules.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/jury/matter_rules.h"
#include "services/rpc/error.h"

namespace krans::jury {
namespace {

using rpc::Violations;
using v1::Jury;
using v1::JuryMember;
using v1::Matter;

bool IsPresent(const Matter& matter, const std::string& person) {
  return std::find(matter.present().begin(), matter.present().end(), person) != matter.present().end();
}

std::string PresidingOf(const Jury& jury, const Matter& matter, const std::set<std::string>& recused) {
  for (JuryMember::Role role : {JuryMember::CHAIR, JuryMember::DEPUTY, JuryMember::MEMBER}) {
    for (const JuryMember& member : jury.members()) {
      if (member.role() != role || recused.count(member.person()) > 0) continue;
      if (matter.present().empty() || IsPresent(matter, member.person())) return member.person();
    }
  }
  return "";
}

}  // namespace

Sitting Sit(const Jury& jury, const Matter& matter, std::set<std::string> recused) {
  Sitting sitting;
  sitting.presiding = PresidingOf(jury, matter, recused);
  sitting.quorum = jury.members_size() / 2 + 1;
  for (const JuryMember& member : jury.members()) {
    if (IsPresent(matter, member.person()) && recused.count(member.person()) == 0) {
      sitting.present.push_back(member.person());
    }
  }
  sitting.recused = std::move(recused);
  return sitting;
}

absl::Status CheckQuorum(const Sitting& sitting) {
  const int present = static_cast<int>(sitting.present.size());
  if (present >= sitting.quorum) return absl::OkStatus();
  return rpc::Refuse(access::v1::NO_QUORUM,
                     {{"present", absl::StrCat(present)}, {"needs", absl::StrCat(sitting.quorum)}});
}

absl::Status CheckJury(const Jury& jury, const submissions::v1::JuryRules& rules, const Excluded& excluded,
                       bool substitutes) {
  Violations violations;
  std::set<std::string> seen;
  int chairs = 0, deputies = 0;
  for (int i = 0; i < jury.members_size(); ++i) {
    const JuryMember& member = jury.members(i);
    chairs += member.role() == JuryMember::CHAIR;
    deputies += member.role() == JuryMember::DEPUTY;
    const std::string field = absl::StrCat("members[", i, "].person");
    if (!seen.insert(member.person()).second) violations.Add(field, access::v1::FIELD_DUPLICATE, "each person once");
    if (excluded.unknown.count(member.person()) > 0) {
      violations.Add(field, access::v1::FIELD_REFERENCE, "a person who is known");
    }
    if (excluded.auditors.count(member.person()) + excluded.officers.count(member.person()) +
            excluded.examiners.count(member.person()) >
        0) {
      violations.Add(field, access::v1::FIELD_NOT_ALLOWED, "no auditor, examiner of the year or member of the office");
    }
  }
  if (chairs != 1) violations.Add("members", access::v1::FIELD_NOT_ALLOWED, "one chair");
  if (deputies != 1) violations.Add("members", access::v1::FIELD_NOT_ALLOWED, "one deputy");
  if (rules.has_seats() && !substitutes && jury.members_size() != rules.seats()) {
    violations.Add("members", access::v1::FIELD_OUT_OF_RANGE, rpc::Between(rules.seats(), rules.seats()));
  }
  violations.Under("jury");
  return violations.status();
}

absl::Status CheckSubstitutes(const Jury& jury, const Jury& standing) {
  const bool kept = jury.members_size() >= standing.members_size() &&
                    std::equal(standing.members().begin(), standing.members().end(), jury.members().begin(),
                               [](const JuryMember& before, const JuryMember& after) {
                                 return before.person() == after.person() && before.role() == after.role();
                               });
  if (kept) return absl::OkStatus();
  return rpc::Refuse(access::v1::WRONG_STATE, {{"state", "presented"}, {"needs", "the members as they were"}});
}

absl::StatusOr<Matter> RecordPresent(Matter matter, const Jury& jury, const Sitting& sitting,
                                     const std::vector<std::string>& present) {
  KRANS_RETURN(CheckUndecided(matter));
  Violations violations;
  std::set<std::string> seen;
  for (size_t i = 0; i < present.size(); ++i) {
    const std::string field = absl::StrCat("present[", i, "]");
    const bool member = std::any_of(jury.members().begin(), jury.members().end(),
                                    [&](const JuryMember& one) { return one.person() == present[i]; });
    if (!member) violations.Add(field, access::v1::FIELD_REFERENCE, "a member of the jury");
    if (sitting.recused.count(present[i]) > 0) {
      violations.Add(field, access::v1::FIELD_NOT_ALLOWED, "who is recused may not be present");
    }
    if (!seen.insert(present[i]).second) violations.Add(field, access::v1::FIELD_DUPLICATE, "each member once");
  }
  KRANS_RETURN(violations.status());
  matter.mutable_present()->Assign(present.begin(), present.end());
  return matter;
}

}  // namespace krans::jury
