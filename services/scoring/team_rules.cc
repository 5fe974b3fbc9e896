#include "services/scoring/team_rules.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/cycle/case_rules.h"
#include "services/cycle/names.h"
#include "services/cycle/participation_rules.h"
#include "services/rpc/error.h"
#include "services/scoring/examiner_rules.h"
#include "services/scoring/standing_rules.h"

namespace krans::scoring {
namespace {

using submissions::v1::Eligibility;
using submissions::v1::Participation;
using submissions::v1::Submission;
using v1::Membership;
using v1::Team;

bool HasMember(const Team& team, absl::string_view person) {
  return std::any_of(team.members().begin(), team.members().end(),
                     [&](const Membership& member) { return member.person() == person; });
}

bool HasCase(const Team& team, absl::string_view participation) {
  return std::count(team.participations().begin(), team.participations().end(), participation) > 0;
}

absl::Status CheckFields(const TeamChange& change) {
  rpc::Violations violations;
  std::set<std::string> seen;
  for (int i = 0; i < change.team.members_size(); ++i) {
    const std::string field = absl::StrCat("members[", i, "].person");
    if (!change.members[i].person) violations.Add(field, access::v1::FIELD_REFERENCE, "a person");
    if (!seen.insert(change.team.members(i).person()).second) {
      violations.Add(field, access::v1::FIELD_DUPLICATE, "each member once");
    }
  }
  for (int i = 0; i < change.team.participations_size(); ++i) {
    const std::string field = absl::StrCat("participations[", i, "]");
    const std::string& name = change.team.participations(i);
    if (!change.cases[i].participation || cycle::CycleOf(name) != change.cycle.name()) {
      violations.Add(field, access::v1::FIELD_REFERENCE, "a participation of the cycle");
    }
    if (!seen.insert(name).second) violations.Add(field, access::v1::FIELD_DUPLICATE, "each case once");
  }
  violations.Under("team");
  return violations.status();
}

// Each member and the part they have in a consensus: a lead's and an examiner's is the same.
std::map<std::string, Membership::Role> Parts(const Team& team) {
  std::map<std::string, Membership::Role> parts;
  for (const Membership& member : team.members()) {
    parts[member.person()] = Counts(member.role()) ? Membership::EXAMINER : member.role();
  }
  return parts;
}

absl::Status CheckOpenConsensus(const TeamChange& change) {
  const bool kept = std::all_of(change.in_consensus.begin(), change.in_consensus.end(),
                                [&](const std::string& name) { return HasCase(change.team, name); });
  if (change.in_consensus.empty() || (kept && Parts(change.team) == Parts(change.stored))) return absl::OkStatus();
  return rpc::Refuse(access::v1::WRONG_STATE,
                     {{"state", "CONSENSUS"}, {"needs", "the same members and cases while consensus is open"}});
}

// The rules that a team breaks, as CheckTeam's comment spells them.
class Broken {
 public:
  explicit Broken(const TeamChange& change) : change_(change) {}

  std::vector<std::string> Find() {
    FindInTeam();
    for (int i = 0; i < change_.team.members_size(); ++i) FindInMember(i);
    for (int i = 0; i < change_.team.participations_size(); ++i) FindInCase(i);
    return std::move(broken_);
  }

 private:
  void Add(absl::string_view rule, absl::string_view person = "", absl::string_view participation = "") {
    std::string text(rule);
    if (!person.empty()) absl::StrAppend(&text, ":", cycle::LastSegment(person));
    if (!participation.empty()) absl::StrAppend(&text, person.empty() ? ":" : "@", cycle::LastSegment(participation));
    broken_.push_back(std::move(text));
  }

  void FindInTeam() {
    int leads = 0, counted = 0;
    for (const Membership& member : change_.team.members()) {
      leads += member.role() == Membership::LEAD;
      counted += Counts(member.role());
    }
    if (leads != 1) Add("ONE_LEAD");
    const auto& size = change_.cycle.evaluation();
    if ((size.has_team_min() && counted < size.team_min()) || (size.has_team_max() && counted > size.team_max())) {
      Add("TEAM_SIZE");
    }
  }

  void FindInMember(int i) {
    const MemberFacts& facts = change_.members[i];
    const std::string& person = change_.team.members(i).person();
    if (!facts.examiner || !cycle::IsReady(*facts.examiner)) Add("NOT_READY", person);
    if (facts.auditor) Add("AUDITOR", person);
    for (size_t other = 0; other < change_.members.size(); ++other) {
      if (static_cast<int>(other) == i || BodyOf(i).empty() || BodyOf(i) != BodyOf(other)) continue;
      Add("SAME_BODY", person);
      break;
    }
  }

  void FindInCase(int i) {
    const CaseFacts& facts = change_.cases[i];
    const std::string& name = change_.team.participations(i);
    if (facts.has_other_team) Add("OTHER_TEAM", "", name);
    if (!HasSkill(facts.participation->class_code())) Add("NO_SKILL", "", name);
    for (int m = 0; m < change_.team.members_size(); ++m) {
      const MemberFacts& member = change_.members[m];
      const std::string& person = change_.team.members(m).person();
      const std::string body = BodyOf(m);
      if (!body.empty() && (body == facts.participation->body() || (facts.unit && body == facts.unit->body()))) {
        Add("OWN_BODY", person, name);
      }
      if (facts.unit && !facts.unit->operator_().empty() && member.person->operator_() == facts.unit->operator_()) {
        Add("OWN_OPERATOR", person, name);
      }
      for (const Participation& competing : member.contact_of) {
        if (!cycle::TakesPart(competing) || competing.class_code() != facts.participation->class_code()) continue;
        Add("COMPETING", person, name);
        break;
      }
      const bool paired = HasMember(change_.stored, person) && HasCase(change_.stored, name);
      if (!paired && facts.barred.count(person) > 0) Add("CONFLICT", person, name);
    }
  }

  // Whether one who counts is competent in the class. Where the year has no classes, there is nothing to cover.
  bool HasSkill(const std::string& class_code) const {
    if (class_code.empty()) return true;
    for (size_t i = 0; i < change_.members.size(); ++i) {
      const std::optional<v1::Examiner>& examiner = change_.members[i].examiner;
      if (!examiner || !Counts(change_.team.members(static_cast<int>(i)).role())) continue;
      const auto& codes = examiner->class_codes();
      if (std::find(codes.begin(), codes.end(), class_code) != codes.end()) return true;
    }
    return false;
  }

  // Whose administration employs the member: as recorded for the year, else as the person's record has it.
  std::string BodyOf(size_t i) const {
    const MemberFacts& facts = change_.members[i];
    if (facts.examiner && !facts.examiner->body().empty()) return facts.examiner->body();
    return facts.person->body();
  }

  const TeamChange& change_;
  std::vector<std::string> broken_;
};

absl::Status CheckGate(const TeamChange& change) {
  std::vector<std::string> refused;
  for (int i = 0; i < change.team.participations_size(); ++i) {
    const CaseFacts& facts = change.cases[i];
    const std::string& name = change.team.participations(i);
    if (HasCase(change.stored, name)) continue;
    const bool eligible = facts.eligibility != Eligibility::REJECTED && facts.eligibility != Eligibility::REVOKED;
    if (cycle::TakesPart(*facts.participation) && facts.submission == Submission::OPENED && eligible) continue;
    refused.emplace_back(cycle::LastSegment(name));
  }
  if (refused.empty()) return absl::OkStatus();
  return cycle::Shut(change.gate, {{"gate", "G2_TEAM_NEEDS_ACCEPTED_AND_ELIGIBLE"},
                                   {"needs", "a registered and eligible unit's opened submission"},
                                   {"participations", absl::StrJoin(refused, ",")}});
}

}  // namespace

absl::Status CheckTeam(const TeamChange& change) {
  KRANS_RETURN(CheckFields(change));
  KRANS_RETURN(CheckOpenConsensus(change));
  const std::vector<std::string> broken = Broken(change).Find();
  if (!broken.empty()) return rpc::Refuse(access::v1::TEAM_INVALID, {{"rule", absl::StrJoin(broken, ",")}});
  return CheckGate(change);
}

}  // namespace krans::scoring
