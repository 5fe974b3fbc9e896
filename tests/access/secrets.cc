#include "tests/access/secrets.h"

#include <cstdlib>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"
#include "krans/scoring/v1/teams.pb.h"

namespace krans::proof {
namespace {

using absl::StrCat;

void Erase(std::vector<Record>* year, const std::string& prefix) {
  std::erase_if(*year, [&](const Record& record) { return absl::StartsWith(NameOf(*record), prefix); });
}

// Merges fields, given as text, into a record of the year.
void Set(std::vector<Record>* year, const std::string& type, const std::string& name, const std::string& fields) {
  google::protobuf::TextFormat::Parser parser;
  parser.AllowPartialMessage(true);
  if (!parser.MergeFromString(fields, Find(year, type, name))) abort();
}

// A secret in one record's fields. `begin` makes both years ready for it.
template <typename Begin>
Secret InFields(const std::string& name, Stage stage, const Begin& begin, const std::string& type,
                const std::string& record, const std::string& fields, std::set<std::string> told) {
  Secret secret{name, Year(stage), Year(stage), std::move(told), absl::StrCat("krans.", type)};
  begin(&secret.one);
  begin(&secret.other);
  Set(&secret.other, type, record, fields);
  return secret;
}

Secret InFields(const std::string& name, const std::string& type, const std::string& record, const std::string& fields,
                std::set<std::string> told) {
  return InFields(
      name, Stage::kConsensus, [](std::vector<Record>*) {}, type, record, fields, std::move(told));
}

// Before consensus there is nothing of it.
void WithoutConsensus(std::vector<Record>* year) {
  for (const char* below : {"/consensus", "/visitQuestions", "/scorebook", "/delivered"}) {
    Erase(year, StrCat(kCase, below));
  }
}

// The unit still writes.
void Unsealed(std::vector<Record>* year) {
  Erase(year, StrCat(kCase, "/opened"));
  Set(year, "submissions.v1.Submission", StrCat(kCase, "/submission"), "state: UNSEALED");
}

// The case with all that is about it, and so its class before the jury; or none of it. Who of the office has a conflict
// there has one elsewhere too.
Secret TheCase() {
  Secret secret{"that the case exists", Year(Stage::kConsensus), Year(Stage::kConsensus), {}, ""};
  for (std::vector<Record>* year : {&secret.one, &secret.other}) {
    Add(year, "scoring.v1.Conflict",
        "name: '$Y/participations/sol/conflicts/oda' person: 'people/oda' state: RECUSED ground: EMPLOYER");
  }
  for (const std::string& prefix : {std::string(kCase), std::string(kMatter), StrCat(kYear, "/announcement"),
                                    StrCat(kYear, "/boardMatters/1"), StrCat(kYear, "/opening")}) {
    Erase(&secret.other, prefix);
  }
  auto* team = static_cast<scoring::v1::Team*>(Find(&secret.other, "scoring.v1.Team", StrCat(kYear, "/teams/t")));
  team->clear_participations();
  team->add_participations(StrCat(kYear, "/participations/sol"));
  return secret;
}

std::vector<Secret> MakeSecrets() {
  const std::set<std::string> team = {"observer", "member", "lead"};
  const std::set<std::string> jury = {"juror", "chair", "deputy", "chair-hours-ago"};
  const std::set<std::string> overseers = {"office", "office-weak", "auditor"};
  auto with = [](std::set<std::string> some, const std::set<std::string>& more) {
    some.insert(more.begin(), more.end());
    return some;
  };
  std::vector<Secret> secrets;
  secrets.push_back(TheCase());
  secrets.push_back(InFields("a colleague's score before consensus", Stage::kAlone, WithoutConsensus,
                             "scoring.v1.AssessmentItem", StrCat(kCase, "/assessments/bo/items/k1"), "score: 65",
                             {"member"}));
  secrets.push_back(InFields("whether a colleague is done before consensus", Stage::kAlone, WithoutConsensus,
                             "scoring.v1.Assessment", StrCat(kCase, "/assessments/bo"), "state: DRAFT", {"member"}));
  secrets.push_back(InFields("what the team proposes", "scoring.v1.ConsensusItem",
                             StrCat(kCase, "/consensus/pre/items/k1"), "score: 70", with(team, {"auditor"})));
  secrets.push_back(InFields("the ground of a conflict", "scoring.v1.Conflict", StrCat(kCase, "/conflicts/bo"),
                             "ground: BUSINESS", with(overseers, {"member", "lead"})));
  secrets.push_back(InFields("another's vote", "jury.v1.Vote", StrCat(kMatter, "/ballots/k1/votes/dora"),
                             StrCat("proposal: '", kMatter, "/proposals/k1'"), {"deputy"}));
  secrets.push_back(InFields("a decision that is not announced", "jury.v1.Decision", StrCat(kMatter, "/decision"),
                             "proposal { no_award_reason: 'Ingen.' }", with(jury, overseers)));
  secrets.push_back(InFields("the ground of a recusal", "jury.v1.Recusal", StrCat(kMatter, "/recusals/rolf"),
                             "ground: 'granne'", {}));
  secrets.push_back(InFields("a private note", "sitevisits.v1.Note", StrCat(kCase, "/notes/anna/items/k1"),
                             "text: 'Rektorn tvekade.'", {"lead"}));
  secrets.push_back(InFields("what a visit found", "sitevisits.v1.Evidence", StrCat(kCase, "/evidence/k1"),
                             "fact: 'Det stämmer inte.'", with(with(team, jury), overseers)));
  secrets.push_back(InFields("a unit's draft answer", Stage::kConsensus, Unsealed, "submissions.v1.Answer",
                             StrCat(kCase, "/answers/k1"), "text: 'Något annat.'", {"manager"}));
  secrets.push_back(InFields("a unit's draft presentation", Stage::kConsensus, Unsealed, "submissions.v1.Presentation",
                             StrCat(kCase, "/presentation"), "text: 'Några andra.'", {"manager"}));
  secrets.push_back(
      InFields("sealed content", "submissions.v1.SealedBox", StrCat(kCase, "/submission/box"), "ciphertext: 'd'", {}));
  secrets.push_back(InFields("a unit's facts", "submissions.v1.Eligibility", StrCat(kCase, "/eligibility"),
                             "facts { staff: 3 }", with(overseers, {"manager"})));
  return secrets;
}

}  // namespace

const std::vector<Secret>& Secrets() {
  static const std::vector<Secret> secrets = MakeSecrets();
  return secrets;
}

bool IsKeptFrom(const Secret& secret, const Persona& persona) {
  return secret.type.empty() ? persona.barred_from_case : secret.told.count(persona.name) == 0;
}

}  // namespace krans::proof
