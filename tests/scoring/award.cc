#include "tests/scoring/award.h"

#include <cstdlib>
#include <future>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "krans/sitevisits/v1/visits.pb.h"
#include "krans/submissions/v1/cycles.pb.h"
#include "krans/submissions/v1/organisation.pb.h"
#include "krans/submissions/v1/participations.pb.h"
#include "krans/submissions/v1/people.pb.h"
#include "krans/submissions/v1/submissions.pb.h"
#include "services/scoring/module.h"
#include "tests/scoring/scheme.h"

namespace krans::scoring {
namespace {

using absl::StrCat;
using absl::Substitute;

template <typename T>
void Must(const absl::StatusOr<T>& value) {
  if (value.ok()) return;
  fprintf(stderr, "%s\n%s\n", value.status().ToString().c_str(), Detail(value.status(), "rule").c_str());
  abort();
}

}  // namespace

std::string Case(const std::string& unit, const std::string& below) {
  return StrCat(kCycle, "/participations/", unit, below.empty() ? "" : "/", below);
}

Award::Award() : house_("scoring", "krans.scoring.v1") {
  const rpc::ServiceModule module = Module();
  module.Register(&house_.door(), &house_.store());
  absl::Status checked = house_.door().Check(module.services);
  if (!checked.ok()) fprintf(stderr, "%s\n", checked.ToString().c_str());
  if (!checked.ok()) abort();
  std::vector<storage::Copy> known;
  known.push_back(CopyOf(Text<submissions::v1::Cycle>(
      Substitute(R"(name: "$0" state: PUBLISHED year: 2026 classes { code: "c" label_sv: "C" }
                    evaluation { site_visit: true team_min: 2 team_max: 3 })",
                 kCycle))));
  submissions::v1::ScoringScheme scheme = TestScheme();
  scheme.set_name(StrCat(kCycle, "/scheme"));
  known.push_back(CopyOf(scheme));
  const std::pair<std::string, std::string> roles[] = {{"olle", "OFFICE"}, {"eva", "OFFICE"}, {"alva", "AUDITOR"}};
  for (const auto& [person, kind] : roles) {
    known.push_back(CopyOf(Text<submissions::v1::Role>(
        Substitute(R"(name: "roles/$0-$1" person: "people/$0" kind: $1 from: "2026-01-01")", person, kind))));
  }
  for (const std::string person : {"anna", "bo", "cia", "disa", "ulf", "olle", "eva", "alva"}) {
    known.push_back(CopyOf(Text<submissions::v1::Person>(
        Substitute(R"(name: "people/$0" display_name: "$0" body: "bodies/of-$0")", person))));
    known.push_back(
        CopyOf(Text<submissions::v1::Body>(Substitute(R"(name: "bodies/of-$0" display_name: "$0")", person))));
  }
  for (const std::string unit : {"kruton", "sol"}) {
    known.push_back(CopyOf(
        Text<submissions::v1::Unit>(Substitute(R"(name: "units/$0" display_name: "$0" body: "bodies/$0s")", unit))));
    known.push_back(CopyOf(Text<submissions::v1::Participation>(
        Substitute(R"(name: "$0" state: REGISTERED unit: "units/$1" unit_display_name: "$1" body: "bodies/$1s"
                      class_code: "c" contact: "people/chef-$1")",
                   Case(unit), unit))));
    known.push_back(
        CopyOf(Text<submissions::v1::Submission>(Substitute(R"(name: "$0" state: OPENED)", Case(unit, "submission")))));
    known.push_back(CopyOf(Text<submissions::v1::OpenedSubmission>(
        Substitute(R"(name: "$0" answers { name: "a" text: "Vi frågar." })", Case(unit, "opened")))));
  }
  Learn("submissions", std::move(known));
  OpenPhases({access::v1::INDIVIDUAL, access::v1::CONSENSUS, access::v1::FINAL, access::v1::JURY});
  for (const std::string person : {"anna", "bo", "cia", "disa"}) {
    Must(Ask<v1::Examiner>("Examiners/SaveExaminer",
                           Text<v1::SaveExaminerRequest>(Substitute(
                               R"(examiner { name: "$0/examiners/$1" body: "bodies/of-$1" manager_approved: "2026-02-01"
                                             trained: "2026-03-01" code_signed: "2026-03-02"
                                             class_codes: "c" })",
                               kCycle, person)),
                           "olle"));
  }
}

void Award::OpenPhases(const std::set<access::v1::Phase>& open) {
  submissions::v1::Calendar calendar;
  calendar.set_name(StrCat(kCycle, "/calendar"));
  for (access::v1::Phase phase : open) {
    auto* window = calendar.add_phases();
    window->set_phase(phase);
    window->set_override(submissions::v1::PhaseWindow::OPEN);
  }
  Learn("submissions", {CopyOf(calendar)});
}

void Award::Learn(const std::string& source, std::vector<storage::Copy> copies) {
  absl::StatusOr<storage::Position> from = house_.store().Mirrored(source);
  Must(from);
  storage::Position to = *from;
  ++to.position;
  std::promise<absl::Status> done;
  house_.store().Mirror(source, *from, to, std::move(copies),
                        [&](absl::Status status) { done.set_value(std::move(status)); });
  if (!done.get_future().get().ok()) abort();
}

absl::StatusOr<v1::Team> Award::SetTeam(const std::vector<std::string>& units, const std::string& more,
                                        const std::string& etag) {
  auto request = Text<v1::SaveTeamRequest>(Substitute(R"(team { name: "$0/teams/t" etag: "$2" $1
      members { person: "people/anna" role: LEAD } members { person: "people/bo" role: EXAMINER }
      members { person: "people/cia" role: EXAMINER } })",
                                                      kCycle, more, etag));
  for (const std::string& unit : units) request.mutable_team()->add_participations(Case(unit));
  return Ask<v1::Team>("Teams/SaveTeam", request, "olle");
}

absl::StatusOr<v1::Conflict> Award::Declare(const std::string& person, const std::string& unit,
                                            const std::string& ground) {
  return Ask<v1::Conflict>("Conflicts/DeclareConflict",
                           Text<v1::DeclareConflictRequest>(
                               Substitute(R"(name: "$0" ground: $1)", Case(unit, "conflicts/" + person), ground)),
                           person);
}

absl::StatusOr<v1::Conflict> Award::Raise(const std::string& by, const std::string& person, const std::string& unit) {
  return Ask<v1::Conflict>(
      "Conflicts/RaiseConflict",
      Text<v1::RaiseConflictRequest>(Substitute(R"(name: "$0" ground: CONSULTED)", Case(unit, "conflicts/" + person))),
      by);
}

absl::StatusOr<v1::Conflict> Award::Decide(const std::string& by, const std::string& person, const std::string& unit,
                                           bool recused) {
  return Ask<v1::Conflict>("Conflicts/DecideConflict",
                           Text<v1::DecideConflictRequest>(Substitute(R"(name: "$0" recused: $1 reason: "r")",
                                                                      Case(unit, "conflicts/" + person), recused)),
                           by);
}

absl::StatusOr<v1::AssessmentItem> Award::Score(const std::string& person, const std::string& unit,
                                                const std::string& criterion, int score, const std::string& etag) {
  return Ask<v1::AssessmentItem>(
      "Assessments/SaveItem",
      Text<v1::SaveItemRequest>(
          Substitute(R"(item { name: "$0/items/$1" etag: "$2" comments { kind: STRENGTH text: "God dialog" }
                               band: "$3" score: $4 })",
                     Case(unit, "assessments/" + person), criterion, etag, BandOf(score), score)),
      person);
}

absl::StatusOr<v1::Assessment> Award::Lock(const std::string& person, const std::string& unit) {
  return Ask<v1::Assessment>(
      "Assessments/LockAssessment",
      Text<v1::LockAssessmentRequest>(Substitute(R"(name: "$0")", Case(unit, "assessments/" + person))), person);
}

void Award::Finish(const std::string& person, const std::string& unit, int score) {
  Must(Declare(person, unit));
  for (const std::string criterion : {"k1", "k2"}) Must(Score(person, unit, criterion, score));
  Must(Lock(person, unit));
}

absl::StatusOr<v1::Evaluation> Award::OpenStage(const std::string& person, const std::string& unit,
                                                const std::string& stage) {
  return Ask<v1::Evaluation>(
      "ConsensusItems/OpenConsensus",
      Text<v1::OpenConsensusRequest>(Substitute(R"(name: "$0")", Case(unit, "consensus/" + stage))), person);
}

absl::StatusOr<v1::ConsensusView> Award::Consensus(const std::string& person, const std::string& unit,
                                                   const std::string& stage) {
  return Ask<v1::ConsensusView>(
      "ConsensusItems/GetConsensus",
      Text<v1::GetConsensusRequest>(Substitute(R"(name: "$0")", Case(unit, "consensus/" + stage))), person);
}

absl::StatusOr<v1::ConsensusItem> Award::Propose(const std::string& person, const std::string& item, int score,
                                                 const std::string& more) {
  return Ask<v1::ConsensusItem>(
      "ConsensusItems/ProposeItem",
      Text<v1::ProposeItemRequest>(
          Substitute(R"(item { name: "$0" etag: "*" comments { kind: STRENGTH text: "God dialog" } band: "$1" score: $2
                               rationale: "Så tycker vi" $3 })",
                     item, BandOf(score), score, more)),
      person);
}

absl::StatusOr<v1::ConsensusItem> Award::Agree(const std::string& person, const std::string& item,
                                               const std::string& dissent) {
  return Ask<v1::ConsensusItem>(
      "ConsensusItems/AgreeItem",
      Text<v1::AgreeItemRequest>(Substitute(R"(name: "$0" etag: "*" dissents: $1 reason: "$2")", item,
                                            dissent.empty() ? "false" : "true", dissent)),
      person);
}

void Award::AgreeToAll(const std::string& unit, const std::string& stage) {
  for (const std::string criterion : {"k1", "k2"}) {
    for (const std::string person : {"anna", "bo", "cia"}) {
      Must(Agree(person, Case(unit, "consensus/" + stage + "/items/" + criterion)));
    }
  }
}

void Award::BringToConsensus(const std::string& unit) {
  for (const std::string person : {"anna", "bo", "cia"}) Finish(person, unit, 50);
  Must(OpenStage("anna", unit, "pre"));
}

void Award::BringToAgreed(const std::string& unit) {
  BringToConsensus(unit);
  for (const std::string criterion : {"k1", "k2"}) {
    Must(Propose("bo", Case(unit, "consensus/pre/items/" + criterion), 60,
                 R"(questions { kind: VERIFY text: "Stämmer det?" })"));
  }
  AgreeToAll(unit, "pre");
}

void Award::BringToFinal(const std::string& unit) {
  BringToAgreed(unit);
  Know<sitevisits::v1::SiteVisit>(Substitute(R"(name: "$0" state: HELD)", Case(unit, "visits/1")), "sitevisits");
  Must(OpenStage("anna", unit, "post"));
  AgreeToAll(unit, "post");
}

}  // namespace krans::scoring
