#include "services/scoring/team_rules.h"

#include <functional>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/scoring/text.h"

namespace krans::scoring {
namespace {

using submissions::v1::Eligibility;
using submissions::v1::Participation;
using submissions::v1::Submission;
using testing::ElementsAre;
using v1::Membership;

constexpr char kCycle[] = "awards/a/cycles/2026";
const std::string kCase = absl::StrCat(kCycle, "/participations/k");

// Anna leads Bo in the case k, and all is as it should be.
TeamChange Good() {
  TeamChange change;
  change.team = Text<v1::Team>(absl::StrCat("name: \"", kCycle, "/teams/t\" participations: \"", kCase, R"("
      members { person: "people/anna" role: LEAD } members { person: "people/bo" role: EXAMINER })"));
  change.cycle =
      Text<submissions::v1::Cycle>(absl::StrCat("name: \"", kCycle, "\" evaluation { team_min: 2 team_max: 2 }"));
  for (const std::string id : {"anna", "bo"}) {
    MemberFacts facts;
    facts.person = Text<submissions::v1::Person>(absl::StrCat("body: \"bodies/", id, "\""));
    facts.examiner = Text<v1::Examiner>(absl::StrCat("body: \"bodies/", id, R"(" manager_approved: "2026-02-01"
                                                     trained: "2026-03-01" code_signed: "2026-03-02"
                                                     class_codes: "c")"));
    change.members.push_back(facts);
  }
  CaseFacts facts;
  facts.participation = Text<Participation>(R"(state: REGISTERED body: "bodies/k" class_code: "c")");
  facts.unit = Text<submissions::v1::Unit>(R"(body: "bodies/k" operator: "Bolaget")");
  facts.submission = Submission::OPENED;
  change.cases.push_back(facts);
  return change;
}

void AddMember(const std::string& id, Membership::Role role, TeamChange* change) {
  v1::Membership* member = change->team.add_members();
  member->set_person("people/" + id);
  member->set_role(role);
  change->members.push_back(change->members.front());
  change->members.back().examiner->set_body("bodies/" + id);
}

struct Sentence {
  const char* says;
  std::function<void(TeamChange*)> change;
  std::string broken;
};

void PrintTo(const Sentence& sentence, std::ostream* out) { *out << sentence.says; }

class BrokenTeam : public testing::TestWithParam<Sentence> {};

TEST_P(BrokenTeam, IsRefusedWithTheRule) {
  TeamChange change = Good();
  GetParam().change(&change);
  const absl::Status status = CheckTeam(change);
  EXPECT_EQ(Detail(status, "rule"), GetParam().broken) << status;
  EXPECT_EQ(Reason(status), GetParam().broken.empty() ? "REASON_UNSPECIFIED" : "TEAM_INVALID");
}

INSTANTIATE_TEST_SUITE_P(
    Rules, BrokenTeam,
    testing::Values(
        Sentence{"a good team stands", [](TeamChange*) {}, ""},
        Sentence{"a team without cases stands",
                 [](TeamChange* c) {
                   c->team.clear_participations();
                   c->cases.clear();
                 },
                 ""},
        Sentence{"RefusesATeamWithoutALead",
                 [](TeamChange* c) { c->team.mutable_members(0)->set_role(Membership::EXAMINER); }, "ONE_LEAD"},
        Sentence{"RefusesTwoLeads", [](TeamChange* c) { c->team.mutable_members(1)->set_role(Membership::LEAD); },
                 "ONE_LEAD"},
        Sentence{"RefusesTooSmallATeam",
                 [](TeamChange* c) { c->team.mutable_members(1)->set_role(Membership::TRAINEE); }, "TEAM_SIZE"},
        Sentence{"RefusesTooLargeATeam", [](TeamChange* c) { AddMember("cia", Membership::EXAMINER, c); }, "TEAM_SIZE"},
        Sentence{"trainees and observers are not counted",
                 [](TeamChange* c) {
                   AddMember("cia", Membership::TRAINEE, c);
                   AddMember("disa", Membership::OBSERVER, c);
                 },
                 ""},
        Sentence{"a year that states no size has none",
                 [](TeamChange* c) {
                   c->cycle.clear_evaluation();
                   AddMember("cia", Membership::EXAMINER, c);
                 },
                 ""},
        Sentence{"RefusesWhoIsNotAppointed", [](TeamChange* c) { c->members[1].examiner.reset(); }, "NOT_READY:bo"},
        Sentence{"RefusesWhoIsNotTrained", [](TeamChange* c) { c->members[1].examiner->clear_trained(); },
                 "NOT_READY:bo"},
        Sentence{"RefusesWhoIsDismissed", [](TeamChange* c) { c->members[1].examiner->set_dismissed(true); },
                 "NOT_READY:bo"},
        Sentence{"RefusesAnAuditor", [](TeamChange* c) { c->members[1].auditor = true; }, "AUDITOR:bo"},
        Sentence{"RefusesTwoOfOneAdministration",
                 [](TeamChange* c) { c->members[1].examiner->set_body("bodies/anna"); }, "SAME_BODY:anna,SAME_BODY:bo"},
        Sentence{"members without an administration share none",
                 [](TeamChange* c) {
                   for (MemberFacts& member : c->members) {
                     member.examiner->clear_body();
                     member.person->clear_body();
                   }
                 },
                 ""},
        Sentence{"RefusesTheUnitsOwnAdministration",
                 [](TeamChange* c) { c->members[1].examiner->set_body("bodies/k"); }, "OWN_BODY:bo@k"},
        Sentence{"the person's administration counts where the year's record has none",
                 [](TeamChange* c) {
                   c->members[1].examiner->clear_body();
                   c->members[1].person->set_body("bodies/k");
                 },
                 "OWN_BODY:bo@k"},
        Sentence{"RefusesTheUnitsOwnOperator", [](TeamChange* c) { c->members[1].person->set_operator_("Bolaget"); },
                 "OWN_OPERATOR:bo@k"},
        Sentence{"RefusesTheContactOfACompetingUnit",
                 [](TeamChange* c) {
                   c->members[1].contact_of.push_back(Text<Participation>(R"(state: REGISTERED class_code: "c")"));
                 },
                 "COMPETING:bo@k"},
        Sentence{"a contact in another class, or of a unit that left, may be examiner",
                 [](TeamChange* c) {
                   c->members[1].contact_of.push_back(Text<Participation>(R"(state: REGISTERED class_code: "d")"));
                   c->members[1].contact_of.push_back(Text<Participation>(R"(state: WITHDRAWN class_code: "c")"));
                 },
                 ""},
        Sentence{"RefusesWhomAConflictBars", [](TeamChange* c) { c->cases[0].barred = {"people/bo"}; },
                 "CONFLICT:bo@k"},
        Sentence{"a conflict that came later does not undo the team",
                 [](TeamChange* c) {
                   c->cases[0].barred = {"people/bo"};
                   c->stored = c->team;
                 },
                 ""},
        Sentence{"RefusesACaseOfAnotherTeam", [](TeamChange* c) { c->cases[0].has_other_team = true; }, "OTHER_TEAM:k"},
        Sentence{"RefusesATeamOfWhomNobodyIsCompetentInTheClass",
                 [](TeamChange* c) { c->cases[0].participation->set_class_code("d"); }, "NO_SKILL:k"},
        Sentence{"a trainee's competence covers no class",
                 [](TeamChange* c) {
                   AddMember("cia", Membership::TRAINEE, c);
                   for (int i : {0, 1}) c->members[static_cast<size_t>(i)].examiner->clear_class_codes();
                 },
                 "NO_SKILL:k"},
        Sentence{"one who is competent is enough", [](TeamChange* c) { c->members[0].examiner->clear_class_codes(); },
                 ""},
        Sentence{"a year without classes asks for no competence",
                 [](TeamChange* c) {
                   c->cases[0].participation->clear_class_code();
                   for (MemberFacts& member : c->members) member.examiner->clear_class_codes();
                 },
                 ""},
        Sentence{"NamesEveryRuleAtOnce",
                 [](TeamChange* c) {
                   c->team.mutable_members(0)->set_role(Membership::OBSERVER);
                   c->members[0].auditor = true;
                   c->cases[0].has_other_team = true;
                 },
                 "ONE_LEAD,TEAM_SIZE,AUDITOR:anna,OTHER_TEAM:k"}));

TEST(TeamRules, NamesPeopleAndCasesThatAreNone) {
  TeamChange change = Good();
  change.members[0].person.reset();
  change.cases[0].participation.reset();
  AddMember("bo", Membership::EXAMINER, &change);
  change.members.back().person = submissions::v1::Person();
  change.team.add_participations("awards/a/cycles/2025/participations/k");
  change.cases.push_back(Good().cases[0]);
  change.team.add_participations(kCase);
  change.cases.push_back(Good().cases[0]);
  EXPECT_THAT(Fields(CheckTeam(change)),
              ElementsAre("team.members[0].person FIELD_REFERENCE", "team.members[2].person FIELD_DUPLICATE",
                          "team.participations[0] FIELD_REFERENCE", "team.participations[1] FIELD_REFERENCE",
                          "team.participations[2] FIELD_DUPLICATE"));
}

TEST(TeamRules, TheGateWantsAnOpenedSubmissionOfARegisteredAndEligibleUnit) {
  const std::function<void(CaseFacts*)> closed[] = {
      [](CaseFacts* facts) { facts->submission = Submission::SEALED; },
      [](CaseFacts* facts) { facts->submission = Submission::STATE_UNSPECIFIED; },
      [](CaseFacts* facts) { facts->eligibility = Eligibility::REJECTED; },
      [](CaseFacts* facts) { facts->eligibility = Eligibility::REVOKED; },
      [](CaseFacts* facts) { facts->participation->set_state(Participation::WITHDRAWN); }};
  for (const auto& close : closed) {
    TeamChange change = Good();
    close(&change.cases[0]);
    EXPECT_EQ(Reason(CheckTeam(change)), "GATE_CLOSED");
    change.gate = cycle::GateState::kWarn;
    EXPECT_EQ(Reason(CheckTeam(change)), "GATE_WARNS");
    change.gate = cycle::GateState::kOff;
    EXPECT_TRUE(CheckTeam(change).ok());
    change.gate = cycle::GateState::kBlock;
    change.stored = change.team;
    EXPECT_TRUE(CheckTeam(change).ok()) << "the gate is for new cases";
  }
}

TEST(TeamRules, WhileConsensusIsOpenOnlyTheLeadMayPass) {
  TeamChange change = Good();
  change.stored = change.team;
  change.in_consensus = {kCase};
  EXPECT_TRUE(CheckTeam(change).ok());
  change.team.mutable_members(0)->set_role(Membership::EXAMINER);
  change.team.mutable_members(1)->set_role(Membership::LEAD);
  EXPECT_TRUE(CheckTeam(change).ok());
  change.team.mutable_members(0)->set_role(Membership::OBSERVER);
  EXPECT_EQ(Reason(CheckTeam(change)), "WRONG_STATE");
  change.team = change.stored;
  change.team.clear_participations();
  change.cases.clear();
  EXPECT_EQ(Reason(CheckTeam(change)), "WRONG_STATE");
}

}  // namespace
}  // namespace krans::scoring
