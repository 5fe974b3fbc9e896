// Two worlds that differ in one secret: whoever is not entitled to it gets the same bytes in both (R11, R12, R13,
// I-12).

#include <functional>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/rpc/access.h"
#include "services/rpc/error.h"
#include "tests/scoring/award.h"

namespace krans::scoring {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

const char* const kPeople[] = {"anna", "bo", "cia", "disa", "eva", "ulf"};

// Every name that a call of this service can be about.
std::vector<std::string> Names() {
  std::vector<std::string> names = {kCycle, absl::StrCat(kCycle, "/teams/t"), absl::StrCat(kCycle, "/teams/u")};
  for (const std::string person : kPeople) names.push_back(absl::StrCat(kCycle, "/examiners/", person));
  for (const std::string unit : {"kruton", "sol", "ingen"}) {
    for (const std::string below : {"", "scorebook", "consensus/pre", "consensus/post", "consensus/pre/items/k1"}) {
      names.push_back(Case(unit, below));
    }
    for (const std::string person : kPeople) {
      names.push_back(Case(unit, "conflicts/" + person));
      names.push_back(Case(unit, "assessments/" + person));
      names.push_back(Case(unit, "assessments/" + person + "/items/k1"));
    }
  }
  return names;
}

// Sets the text field that `path` ("item.name") leads to.
void SetText(const std::string& path, const std::string& value, Message* message) {
  const size_t dot = path.find('.');
  const FieldDescriptor* field = message->GetDescriptor()->FindFieldByName(path.substr(0, dot));
  ASSERT_NE(field, nullptr) << path;
  if (dot == std::string::npos) return message->GetReflection()->SetString(message, field, value);
  SetText(path.substr(dot + 1), value, message->GetReflection()->MutableMessage(message, field));
}

// What the person gets for one call: the status as it leaves the service, and the response. The sealed position is
// another for every reply.
std::string Send(Award& award, const std::string& person, const std::string& method, const Message& request) {
  rpc::Reply reply = award.house().Send(award.house().MakeCall(method, request, {.person = person}));
  return absl::StrCat(rpc::ToRpcStatus(reply.status, "incident").ShortDebugString(), " ", reply.response);
}

// All that the person can make of the service: every reading method over every name; and the changing methods that
// `changes` names, as they refuse.
std::map<std::string, std::string> Output(Award& award, const std::string& person,
                                          const std::set<std::string>& changes = {}) {
  std::map<std::string, std::string> output;
  const std::vector<std::string> names = Names();
  for (const Descriptor* of :
       {v1::Examiner::descriptor(), v1::Team::descriptor(), v1::Conflict::descriptor(), v1::Assessment::descriptor(),
        v1::ConsensusItem::descriptor(), v1::Scorebook::descriptor()}) {
    for (int s = 0; s < of->file()->service_count(); ++s) {
      for (int m = 0; m < of->file()->service(s)->method_count(); ++m) {
        const auto* descriptor = of->file()->service(s)->method(m);
        const std::string method = absl::StrCat(descriptor->service()->full_name(), "/", descriptor->name());
        const access::v1::Rule* rule = rpc::FindRule(method);
        if (rule->effect() != access::v1::READ && changes.count(descriptor->name()) == 0) continue;
        const Message* prototype =
            google::protobuf::MessageFactory::generated_factory()->GetPrototype(descriptor->input_type());
        for (const std::string& name : names) {
          std::unique_ptr<Message> request(prototype->New());
          SetText(rule->resource(), name, request.get());
          output[absl::StrCat(method, " ", name)] = Send(award, person, method, *request);
        }
      }
    }
  }
  return output;
}

using Story = std::function<void(Award&)>;

// The people's output after each of two stories.
void ExpectSame(const Story& one, const Story& other, const std::vector<std::string>& people,
                const std::set<std::string>& changes = {}) {
  Award first, second;
  one(first);
  other(second);
  for (const std::string& person : people) {
    const auto expected = Output(first, person, changes), found = Output(second, person, changes);
    ASSERT_GT(expected.size(), 100u);
    for (const auto& [call, answer] : expected) EXPECT_EQ(found.at(call), answer) << person << ": " << call;
  }
}

bool Differ(const Story& one, const Story& other, const std::string& person) {
  Award first, second;
  one(first);
  other(second);
  return Output(first, person) != Output(second, person);
}

// The team has both cases; Bo has declared himself free and saved one item of his own.
void BoHasBegun(Award& award) {
  ASSERT_TRUE(award.SetTeam({"kruton", "sol"}, R"(members { person: "people/disa" role: TRAINEE })").ok());
  ASSERT_TRUE(award.Declare("bo", "kruton").ok());
  ASSERT_TRUE(award.Score("bo", "kruton", "k1", 40).ok());
}

// ... and the same with Anna leading in Bo's place.
void BoLeads(Award& award) {
  auto request = Text<v1::SaveTeamRequest>(absl::StrCat(
      "team { name: \"", kCycle, "/teams/t\" participations: \"", Case("kruton"),
      "\" members { person: \"people/bo\" role: LEAD } members { person: \"people/anna\" role: EXAMINER } }"));
  ASSERT_TRUE(award.Ask<v1::Team>("Teams/SaveTeam", request, "olle").ok());
  ASSERT_TRUE(award.Declare("bo", "kruton").ok());
}

// The methods by which an examiner might try what is there: all are refused, in the same words.
const std::set<std::string> kAttempts = {"SaveItem",  "LockAssessment", "ReopenAssessment", "OpenConsensus",
                                         "AgreeItem", "CloseScorebook", "DeliverScorebook"};

TEST(BlindnessTest, AnExaminerSeesNothingOfWhatAColleagueHasSavedOrLocked) {
  const auto saved = [](Award& award) {
    BoHasBegun(award);
    ASSERT_TRUE(award.Declare("anna", "kruton").ok());
    ASSERT_TRUE(award.Score("anna", "kruton", "k1", 20).ok());
    ASSERT_TRUE(award.Score("anna", "kruton", "k1", 80).ok());
  };
  const auto locked = [](Award& award) {
    BoHasBegun(award);
    award.Finish("anna", "kruton", 70);
    award.Finish("cia", "kruton", 90);
    award.Finish("disa", "kruton", 10);
  };
  ExpectSame(BoHasBegun, saved, {"bo"}, kAttempts);
  ExpectSame(BoHasBegun, locked, {"bo"}, kAttempts);
  ExpectSame(saved, locked, {"bo"}, kAttempts);
}

TEST(BlindnessTest, NorDoesALeadBeforeTheirOwnIsLocked) {
  const auto locked = [](Award& award) {
    BoLeads(award);
    award.Finish("anna", "kruton", 70);
  };
  Award first, second;
  BoLeads(first);
  locked(second);
  auto nothing = Output(first, "bo", kAttempts), something = Output(second, "bo", kAttempts);
  // That Anna has declared herself free is the lead's to read (domain.md 5.5), and nothing else is.
  for (auto* output : {&nothing, &something}) {
    output->erase("krans.scoring.v1.Conflicts/GetConflict " + Case("kruton", "conflicts/anna"));
    output->erase(absl::StrCat("krans.scoring.v1.Conflicts/ListConflicts ", kCycle));
  }
  EXPECT_EQ(nothing, something);
}

TEST(BlindnessTest, NeitherDoTheOfficeAndStrangers) {
  const auto saved = [](Award& award) {
    BoHasBegun(award);
    ASSERT_TRUE(award.Score("bo", "kruton", "k1", 80).ok());
    ASSERT_TRUE(award.Score("bo", "kruton", "k2", 20).ok());
    ASSERT_TRUE(award.Lock("bo", "kruton").ok());
  };
  ExpectSame(BoHasBegun, saved, {"eva", "ulf", "alva"}, kAttempts);
}

TEST(BlindnessTest, AnExcusedMemberSeesNothingOfTheConsensusEither) {
  const auto excused = [](Award& award, int score) {
    BoHasBegun(award);
    award.Finish("anna", "kruton", score);
    award.Finish("cia", "kruton", score);
    ASSERT_TRUE(
        award
            .Ask<v1::Assessment>("Assessments/ReopenAssessment",
                                 Text<v1::ReopenAssessmentRequest>("name: \"" + Case("kruton", "assessments/bo") +
                                                                   "\" excuse: true reason: \"sjuk\""),
                                 "olle")
            .ok());
    ASSERT_TRUE(award.OpenStage("anna", "kruton", "pre").ok());
    const std::string item = Case("kruton", "consensus/pre/items/k1");
    ASSERT_TRUE(award.Propose("cia", item, score).ok());
    if (score > 50) {
      ASSERT_TRUE(award.Agree("cia", item).ok());
    }
  };
  ExpectSame([&](Award& award) { excused(award, 50); }, [&](Award& award) { excused(award, 90); }, {"bo"}, kAttempts);
}

TEST(BlindnessTest, TheTestCanFail) {
  const auto locked = [](Award& award, int score) {
    BoHasBegun(award);
    ASSERT_TRUE(award.Score("bo", "kruton", "k2", 40).ok());
    ASSERT_TRUE(award.Lock("bo", "kruton").ok());
    award.Finish("anna", "kruton", score);
    award.Finish("cia", "kruton", 40);
    ASSERT_TRUE(award.OpenStage("anna", "kruton", "pre").ok());
  };
  EXPECT_TRUE(Differ([&](Award& award) { locked(award, 40); }, [&](Award& award) { locked(award, 45); }, "bo"));
}

TEST(BlindnessTest, AConflictedExaminerCannotTellThatTheCaseExists) {
  const auto with = [](Award& award) {
    ASSERT_TRUE(award.SetTeam({"kruton", "sol"}).ok());
    ASSERT_TRUE(award.Declare("bo", "kruton", "EMPLOYER").ok());
    ASSERT_TRUE(award.Declare("bo", "sol").ok());
    award.Finish("anna", "kruton", 70);
  };
  const auto without = [](Award& award) {
    ASSERT_TRUE(award.SetTeam({"sol"}).ok());
    ASSERT_TRUE(award.Declare("bo", "sol").ok());
  };
  std::set<std::string> attempts = kAttempts;
  attempts.insert({"DeclareConflict", "RaiseConflict", "DecideConflict"});
  ExpectSame(without, with, {"bo"}, attempts);
}

TEST(BlindnessTest, NorCanOneWhoIsRecusedInTheMiddleOfIt) {
  const auto with = [](Award& award) {
    ASSERT_TRUE(award.SetTeam({"kruton", "sol"}).ok());
    ASSERT_TRUE(award.Declare("bo", "sol").ok());
    award.BringToConsensus("kruton");
    ASSERT_TRUE(award.Propose("bo", Case("kruton", "consensus/pre/items/k1"), 60).ok());
    ASSERT_TRUE(award.Raise("anna", "bo", "kruton").ok());
    ASSERT_TRUE(award.Decide("olle", "bo", "kruton", true).ok());
    ASSERT_TRUE(award.Propose("anna", Case("kruton", "consensus/pre/items/k1"), 50).ok());
  };
  const auto without = [](Award& award) {
    ASSERT_TRUE(award.SetTeam({"sol"}).ok());
    ASSERT_TRUE(award.Declare("bo", "sol").ok());
  };
  ExpectSame(without, with, {"bo"}, kAttempts);
}

TEST(BlindnessTest, NorCanTheOfficeOrAnAuditorWithAConflict) {
  for (const std::string person : {"eva", "alva"}) {
    const auto with = [&](Award& award) {
      ASSERT_TRUE(award.Raise("olle", person, "kruton").ok());
      ASSERT_TRUE(award.SetTeam({"kruton", "sol"}).ok());
      award.BringToFinal("kruton");
    };
    const auto without = [&](Award& award) {
      ASSERT_TRUE(award.Raise("olle", person, "kruton").ok());
      ASSERT_TRUE(award.SetTeam({"sol"}).ok());
    };
    ExpectSame(without, with, {person});
  }
}

}  // namespace
}  // namespace krans::scoring
