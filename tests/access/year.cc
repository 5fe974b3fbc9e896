#include "tests/access/year.h"

#include <cstdio>
#include <cstdlib>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "google/protobuf/text_format.h"
#include "tests/access/personas.h"

namespace krans::proof {
namespace {

using absl::StrCat;
using google::protobuf::DescriptorPool;
using google::protobuf::Message;
using google::protobuf::MessageFactory;

struct Line {
  const char* type;
  const char* text;
};

constexpr Line kSubmissions[] = {
    {"submissions.v1.Body", "name: 'bodies/soc' display_name: 'Soc' kind: DISTRICT_BOARD"},
    {"submissions.v1.Body", "name: 'bodies/other' display_name: 'Annan' kind: DISTRICT_BOARD"},
    {"submissions.v1.ParticipationTarget", "name: 'bodies/soc/targets/2026' target: 7"},
    {"submissions.v1.Distinction", "name: 'units/kruton/distinctions/2019' kind: WINNER"},
    {"submissions.v1.Role", "name: 'roles/olle-office' person: 'people/olle' kind: OFFICE from: '2026-01-01'"},
    {"submissions.v1.Role", "name: 'roles/oda-office' person: 'people/oda' kind: OFFICE from: '2026-01-01'"},
    {"submissions.v1.Role",
     "name: 'roles/fia-office' person: 'people/fia' kind: OFFICE from: '2026-01-01' revoked: true"},
    {"submissions.v1.Role",
     "name: 'roles/fred-office' person: 'people/fred' kind: OFFICE from: '2026-01-01' to: '2026-08-31'"},
    {"submissions.v1.Role", "name: 'roles/alva-auditor' person: 'people/alva' kind: AUDITOR from: '2026-01-01'"},
    {"submissions.v1.Role", "name: 'roles/axel-auditor' person: 'people/axel' kind: AUDITOR from: '2026-01-01'"},
    {"submissions.v1.Role",
     "name: 'roles/rut-registrar-soc' person: 'people/rut' kind: REGISTRAR body: 'bodies/soc' from: '2026-01-01'"},
    {"submissions.v1.Role",
     "name: 'roles/roy-registrar-other' person: 'people/roy' kind: REGISTRAR body: 'bodies/other' from: '2026-01-01'"},
    {"submissions.v1.Cycle",
     R"(name: '$Y' state: PUBLISHED year: 2026 display_name: '2026' classes { code: 'social' label_sv: 'Socialtjänst' }
        evaluation { site_visit: true team_min: 2 team_max: 6 } parts { kind: ACCOUNT } parts { kind: PRESENTATION }
        board { acts: NOTIFICATION } jury { regime: BOARD_KL seats: 6 abstention_allowed: true })"},
    {"submissions.v1.Calendar",
     R"(name: '$Y/calendar' milestones { kind: REGISTRATION due: '2026-09-30' }
        milestones { kind: SUBMISSION due: '2026-09-30' } milestones { kind: CEREMONY due: '2026-09-01' })"},
    {"submissions.v1.QuestionSet", "name: '$Y/questions' questions { code: 'k1' text_sv: 'Hur?' max_length: 1000 }"},
    {"submissions.v1.ScoringScheme",
     R"(name: '$Y/scheme' criteria { code: 'k1' label_sv: 'Ett' kind: PROCESS weight: 1000 }
        bands { code: 'b0' low: 0 high: 100 } max: 100 step: 5 total_points: 1000 spread_alarm_bands: 2
        spread_alarm_points: 20 max_comments: 3)"},
    {"submissions.v1.EligibilityRules",
     "name: '$Y/eligibilityRules' rules { code: MIN_STAFF parameter: 5 applies_to: PARTICIPATE severity: BLOCK }"},
    {"submissions.v1.BoardMatter",
     R"(name: '$Y/boardMatters/1' state: DECIDED body: 'bodies/soc' act: NOTIFICATION participations: '$C'
        result: NOTED)"},
    {"submissions.v1.Extract",
     "name: '$Y/boardMatters/1/extract' file_name: 'protokoll.pdf' received_from: 'people/rut'"},
    {"submissions.v1.BoardMatter",
     R"(name: '$Y/boardMatters/2' state: DECIDED body: 'bodies/other' act: NOTIFICATION
        participations: '$Y/participations/sol' participations: '$Y/participations/alba' result: NOTED)"},
    {"submissions.v1.Answer", "name: '$C/answers/k1' text: 'Vi frågar.'"},
    {"submissions.v1.Presentation", "name: '$C/presentation' text: 'Vi är Kruton.'"},
    {"submissions.v1.SealedBox", "name: '$C/submission/box' nonce: 'n' ciphertext: 'c'"},
    {"submissions.v1.Opening",
     "name: '$Y/opening' state: PROPOSED proposed_by: 'oda' items { submission: '$C/submission' }"},
};

constexpr Line kScoring[] = {
    {"scoring.v1.Team",
     R"(name: '$Y/teams/t' participations: '$C' participations: '$Y/participations/sol'
        members { person: 'people/anna' role: LEAD } members { person: 'people/bo' role: EXAMINER }
        members { person: 'people/ebbe' role: EXAMINER } members { person: 'people/ria' role: EXAMINER }
        members { person: 'people/uri' role: EXAMINER } members { person: 'people/dag' role: EXAMINER }
        members { person: 'people/ove' role: OBSERVER })"},
    {"scoring.v1.Conflict", "name: '$C/conflicts/anna' person: 'people/anna' state: NONE_DECLARED ground: NONE"},
    {"scoring.v1.Conflict",
     "name: '$C/conflicts/bo' person: 'people/bo' state: CLEARED ground: CONSULTED declared: true"},
    {"scoring.v1.Conflict", "name: '$C/conflicts/ove' person: 'people/ove' state: NONE_DECLARED ground: NONE"},
    {"scoring.v1.Conflict", "name: '$C/conflicts/dag' person: 'people/dag' state: NONE_DECLARED ground: NONE"},
    {"scoring.v1.Conflict", "name: '$C/conflicts/olle' person: 'people/olle' state: NONE_DECLARED ground: NONE"},
    {"scoring.v1.Conflict",
     "name: '$C/conflicts/alva' person: 'people/alva' state: CLEARED ground: CONSULTED declared: true"},
    {"scoring.v1.Conflict", "name: '$C/conflicts/uri' person: 'people/uri' state: UNDER_REVIEW ground: CONSULTED"},
    {"scoring.v1.Conflict", "name: '$C/conflicts/ria' person: 'people/ria' state: RECUSED ground: EMPLOYER"},
    {"scoring.v1.Conflict", "name: '$C/conflicts/oda' person: 'people/oda' state: DECLARED ground: EMPLOYER"},
    {"scoring.v1.Conflict", "name: '$C/conflicts/axel' person: 'people/axel' state: RECUSED ground: EMPLOYER"},
    {"scoring.v1.Conflict", "name: '$C/conflicts/jarl' person: 'people/jarl' state: RECUSED ground: EMPLOYER"},
    {"scoring.v1.Assessment", "name: '$C/assessments/bo' state: LOCKED"},
    {"scoring.v1.AssessmentItem",
     "name: '$C/assessments/anna/items/k1' comments { kind: STRENGTH text: 'Dialog' } band: 'b0' score: 50"},
    {"scoring.v1.AssessmentItem",
     "name: '$C/assessments/bo/items/k1' comments { kind: STRENGTH text: 'Respekt' } band: 'b0' score: 60"},
    {"scoring.v1.ConsensusItem",
     R"(name: '$C/consensus/pre/items/k1' state: PROPOSED comments { kind: STRENGTH text: 'Dialog' } band: 'b0' score: 55
        rationale: 'Så.' proposed_by: 'people/bo')"},
    {"scoring.v1.VisitQuestions",
     "name: '$C/visitQuestions' questions { criterion: 'k1' question { kind: VERIFY text: 'Stämmer det?' } }"},
    {"scoring.v1.Scorebook",
     "name: '$C/scorebook' items { criterion: 'k1' band: 'b0' score: 55 } points: 550 total_points: 1000 content_hash: "
     "'h'"},
};

constexpr Line kSiteVisits[] = {
    {"sitevisits.v1.SiteVisit", "name: '$C/visits/k1' state: PLANNED date: '2026-09-20' place: 'Hos Kruton'"},
    {"sitevisits.v1.VisitIssue",
     "name: '$C/visitIssues/k1' state: OPEN kind: VERIFY criterion: 'k1' question: 'Stämmer det?'"},
    {"sitevisits.v1.Evidence",
     "name: '$C/evidence/k1' kind: INTERVIEW fact: 'Det stämmer.' source_role: 'handläggare' sensitivity: OPEN"},
    {"sitevisits.v1.Note", "name: '$C/notes/anna/items/k1' state: KEPT text: 'Annas.'"},
    {"sitevisits.v1.Note", "name: '$C/notes/bo/items/k1' state: KEPT text: 'Bos.'"},
    {"sitevisits.v1.Note", "name: '$C/notes/ove/items/k1' state: KEPT text: 'Oves.'"},
};

constexpr Line kJury[] = {
    {"jury.v1.Jury",
     R"(name: '$Y/jury' members { person: 'people/carl' role: CHAIR } members { person: 'people/dora' role: DEPUTY }
        members { person: 'people/jon' role: MEMBER } members { person: 'people/rolf' role: MEMBER }
        members { person: 'people/jarl' role: MEMBER } members { person: 'people/kim' role: MEMBER })"},
    {"jury.v1.Matter",
     "name: '$M' state: NAMED class_code: 'social' present: 'people/carl' present: 'people/dora' present: "
     "'people/jon'"},
    {"jury.v1.Docket",
     "name: '$M/docket' participations: '$C' participations: '$Y/participations/sol' participations: "
     "'$Y/participations/alba'"},
    {"jury.v1.Recusal", "name: '$M/recusals/rolf' person: 'people/rolf' ground: 'släkt' raised_by: 'people/rolf'"},
    {"jury.v1.Proposal",
     "name: '$M/proposals/k1' proposed_by: 'people/jon' winners { participation: '$C' motivation: 'Så bra.' }"},
    {"jury.v1.Proposal", "name: '$M/proposals/k2' proposed_by: 'people/dora' no_award_reason: 'Ingen nådde dit.'"},
    {"jury.v1.Ballot",
     R"(name: '$M/ballots/k1' state: OPEN first: '$M/proposals/k1' second: '$M/proposals/k2' voters: 'people/carl'
        voters: 'people/dora' voters: 'people/jon')"},
    {"jury.v1.Vote", "name: '$M/ballots/k1/votes/jon' proposal: '$M/proposals/k1'"},
    {"jury.v1.Vote", "name: '$M/ballots/k1/votes/dora' proposal: '$M/proposals/k2'"},
    {"jury.v1.Decision",
     R"(name: '$M/decision' proposal { name: '$M/proposals/k1' winners { participation: '$C' motivation: 'Så bra.' } }
        presiding: 'people/carl' deciders: 'people/jon')"},
    {"jury.v1.Announcement",
     "name: '$Y/announcement' state: PROPOSED content_hash: 'h' embargo_until: '2026-09-01' proposed_by: 'people/oda'"},
    {"jury.v1.Outcome",
     R"(name: 'awards/kvalitet/cycles/2025/participations/kruton/outcome' kind: WINNER unit: 'units/kruton'
        unit_display_name: 'Kruton' class_code: 'social' motivation: 'Så bra.' year: 2025)"},
    {"jury.v1.ClassOutcome", "name: 'awards/kvalitet/cycles/2025/classOutcomes/social' class_code: 'social'"},
};

struct Competitor {
  const char* id;
  const char* manager;
  const char* body;
};
constexpr Competitor kCompetitors[] = {{"kruton", "maja", "soc"}, {"sol", "nils", "other"}, {"alba", "kim", "other"}};

void AddCompetitor(std::vector<Record>* year, const Competitor& unit) {
  auto add = [&](const char* type, const std::string& text) {
    Add(year, type,
        absl::StrReplaceAll(text, {{"$P", StrCat(kYear, "/participations/", unit.id)},
                                   {"$U", unit.id},
                                   {"$H", unit.manager},
                                   {"$B", unit.body}}));
  };
  add("submissions.v1.Unit",
      R"(name: 'units/$U' display_name: '$U' body: 'bodies/$B' kind: SOCIAL_SERVICES operator_kind: MUNICIPAL
         manager: 'people/$H')");
  add("submissions.v1.Participation",
      R"(name: '$P' state: REGISTERED unit: 'units/$U' unit_display_name: '$U' body: 'bodies/$B' class_code: 'social'
         contact: 'people/$H')");
  add("submissions.v1.Eligibility", "name: '$P/eligibility' state: VERIFIED facts { staff: 20 }");
  add("submissions.v1.Submission", "name: '$P/submission' state: OPENED content_hash: 'h' sealings: 1");
  add("submissions.v1.OpenedSubmission",
      R"(name: '$P/opened' answers { name: '$P/answers/k1' text: 'Vi frågar.' }
         presentation { name: '$P/presentation' text: 'Vi.' } content_hash: 'h')");
  add("scoring.v1.DeliveredScorebook",
      R"(name: '$P/delivered' scorebook { name: '$P/scorebook' points: 550 signatures { person: 'people/anna' } }
         delivered_by: 'people/anna')");
}

}  // namespace

void Add(std::vector<Record>* year, const std::string& type, const std::string& text) {
  const auto* descriptor = DescriptorPool::generated_pool()->FindMessageTypeByName(StrCat("krans.", type));
  if (descriptor == nullptr) abort();
  Record record(MessageFactory::generated_factory()->GetPrototype(descriptor)->New());
  const std::string full = absl::StrReplaceAll(text, {{"$Y", kYear}, {"$C", kCase}, {"$M", kMatter}});
  if (!google::protobuf::TextFormat::ParseFromString(full, record.get())) {
    fprintf(stderr, "%s: %s\n", type.c_str(), full.c_str());
    abort();
  }
  year->push_back(std::move(record));
}

std::vector<Record> Year(Stage stage) {
  std::vector<Record> year;
  std::set<std::string> people;
  for (const Persona& persona : Personas()) {
    if (persona.person.empty() || !people.insert(persona.person).second) continue;
    Add(&year, "submissions.v1.Person", absl::StrCat("name: 'people/", persona.person, "' display_name: 'N'"));
    if (persona.relations.count(access::v1::EXAMINER) > 0 || persona.dismissed) {
      Add(&year, "scoring.v1.Examiner",
          absl::StrCat("name: '$Y/examiners/", persona.person,
                       "' manager_approved: '2026-02-01' trained: '2026-03-01' code_signed: '2026-03-02' dismissed: ",
                       persona.dismissed ? "true" : "false"));
    }
  }
  for (const Line& line : kSubmissions) Add(&year, line.type, line.text);
  for (const Competitor& unit : kCompetitors) AddCompetitor(&year, unit);
  for (const Line& line : kScoring) Add(&year, line.type, line.text);
  const char* own = stage == Stage::kAlone ? "DRAFT" : "LOCKED";
  Add(&year, "scoring.v1.Assessment", StrCat("name: '$C/assessments/anna' state: ", own));
  const char* evaluation = stage == Stage::kAlone ? "TEAM_ASSIGNED" : "CONSENSUS";
  Add(&year, "scoring.v1.Evaluation", StrCat("name: '$C/evaluation' team: '$Y/teams/t' state: ", evaluation));
  for (const Line& line : kSiteVisits) Add(&year, line.type, line.text);
  for (const Line& line : kJury) Add(&year, line.type, line.text);
  return year;
}

const std::string& TypeOf(const Message& record) { return record.GetDescriptor()->full_name(); }

std::string NameOf(const Message& record) {
  return record.GetReflection()->GetString(record, record.GetDescriptor()->FindFieldByName("name"));
}

Message* Find(std::vector<Record>* year, const std::string& type, const std::string& name) {
  for (const Record& record : *year) {
    if (TypeOf(*record) == StrCat("krans.", type) && NameOf(*record) == name) return record.get();
  }
  fprintf(stderr, "no %s %s\n", type.c_str(), name.c_str());
  abort();
}

}  // namespace krans::proof
