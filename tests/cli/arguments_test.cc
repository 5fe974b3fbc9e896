// From a command line to a request: what is understood, and what is said where it is not.

#include "clients/cli/arguments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>

#include "absl/strings/str_join.h"
#include "clients/cli/names.h"
#include "clients/cli/request.h"
#include "krans/jury/v1/matters.pb.h"
#include "krans/scoring/v1/assessments.pb.h"
#include "krans/scoring/v1/teams.pb.h"
#include "krans/submissions/v1/organisation.pb.h"
#include "krans/submissions/v1/participations.pb.h"

namespace krans::cli {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

using Words = std::vector<std::string>;

absl::StatusOr<Line> Read(const Words& words, const std::map<std::string, std::string>& variables = {}) {
  return Parse(words, [&](absl::string_view name) {
    const auto found = variables.find(std::string(name));
    return found == variables.end() ? "" : found->second;
  });
}

std::string Complaint(const Words& words) {
  const absl::StatusOr<Line> line = Read(words);
  return line.ok() ? absl::StrJoin(line->wrong, "\n") : std::string(line.status().message());
}

template <typename T>
T Filled(const Words& words) {
  const absl::StatusOr<Line> line = Read(words);
  EXPECT_TRUE(line.ok()) << line.status().message();
  if (!line.ok()) return T();
  const Request request = MakeRequest(*line, "elsa");
  EXPECT_THAT(request.wrong, IsEmpty());
  T message;
  message.CopyFrom(*request.message);
  return message;
}

std::string Refusal(const Words& words, absl::string_view person = "elsa") {
  const absl::StatusOr<Line> line = Read(words);
  EXPECT_TRUE(line.ok()) << line.status().message();
  return line.ok() ? absl::StrJoin(MakeRequest(*line, person).wrong, "\n") : "";
}

TEST(ArgumentsTest, TakesTheLongestWordsThatACommandHas) {
  EXPECT_STREQ(Read({"evidence", "2024/a"})->command->words, "evidence");
  EXPECT_STREQ(Read({"evidence", "show", "2024/a/e1"})->command->words, "evidence show");
  EXPECT_STREQ(Read({"--json", "cycles"})->command->words, "cycles");
}

TEST(ArgumentsTest, ReadsFlagsInEitherFormAndInAnyPlace) {
  const absl::StatusOr<Line> line = Read({"withdraw", "--reason=Hinner inte", "2024/a", "--deferred", "--as", "maja"});
  ASSERT_TRUE(line.ok()) << line.status().message();
  EXPECT_EQ(*line->Find("CASE"), "2024/a");
  EXPECT_EQ(*line->Find("--reason"), "Hinner inte");
  EXPECT_NE(line->Find("--deferred"), nullptr);
  EXPECT_EQ(line->globals.person, "maja");
}

TEST(ArgumentsTest, TakesANegativeNumberForAValueAndWhatFollowsTwoDashesForAPositional) {
  EXPECT_EQ(*Read({"explain", "u", "--cycle", "2024", "--carried-deficit", "-5000"})->Find("--carried-deficit"),
            "-5000");
  EXPECT_EQ(*Read({"target", "save", "b", "2024", "-5"})->Find("TARGET"), "-5");
  EXPECT_THAT(Read({"completion", "words", "--", "board", "--js"})->All("WORD..."), ElementsAre("board", "--js"));
}

TEST(ArgumentsTest, TakesWhatAFlagDoesNotSayFromTheEnvironment) {
  const std::map<std::string, std::string> variables = {
      {"KRANS_AS", "olga"}, {"KRANS_DATA", "/srv/krans"}, {"KRANS_TOKEN", "t"}, {"LANG", "sv_SE.UTF-8"}};
  const Globals from_variables = Read({"cycles"}, variables)->globals;
  EXPECT_EQ(from_variables.person, "olga");
  EXPECT_EQ(from_variables.data, "/srv/krans");
  EXPECT_EQ(from_variables.token, "t");
  EXPECT_EQ(from_variables.language, Language::kSwedish);
  const Globals from_flags = Read({"cycles", "--as", "maja", "--data", "d", "--lang", "en"}, variables)->globals;
  EXPECT_EQ(from_flags.person, "maja");
  EXPECT_EQ(from_flags.token, "") << "the token is of someone else";
  EXPECT_EQ(from_flags.data, "d");
  EXPECT_EQ(from_flags.language, Language::kEnglish);
  EXPECT_EQ(Read({"cycles"}, {{"LC_ALL", "C"}, {"LANG", "sv_SE"}})->globals.language, Language::kEnglish);
}

TEST(ArgumentsTest, SaysWhatWasProbablyMeant) {
  EXPECT_THAT(Complaint({"registr", "2024/a"}), HasSubstr("Did you mean register?"));
  EXPECT_THAT(Complaint({"team", "svae"}), HasSubstr("Did you mean team save?"));
  EXPECT_THAT(Complaint({"register", "2024/a", "--clas", "social"}), HasSubstr("Did you mean --class?"));
  EXPECT_THAT(Complaint({"--lang", "sv", "registr"}), HasSubstr("Menade du register?"));
  EXPECT_THAT(Complaint({"xyzzy"}), AllOf(HasSubstr("xyzzy"), Not(HasSubstr("mean"))));
}

TEST(ArgumentsTest, NamesTheCommandsOfAGroup) {
  EXPECT_EQ(Complaint({"announce"}), "krans announce: say which: confirm, propose, show");
}

TEST(ArgumentsTest, NamesAllThatIsMissingAtOnce) {
  EXPECT_THAT(Complaint({"register"}), HasSubstr("Missing: CASE (year and unit, as 2024/ungdomsjouren)"));
  EXPECT_THAT(Complaint({"board", "decide", "2024/soc-1"}),
              AllOf(HasSubstr("RESULT"), HasSubstr("--meeting"), HasSubstr("--paragraph"), HasSubstr("--adjustment"),
                    Not(HasSubstr("MATTER ("))));
}

TEST(ArgumentsTest, RefusesWhatIsOneTooManyOrLacksItsValue) {
  EXPECT_THAT(Complaint({"cycles", "2024"}), HasSubstr("\"2024\" is one too many"));
  EXPECT_THAT(Complaint({"register", "2024/a", "--class"}), HasSubstr("--class needs a value"));
  EXPECT_THAT(Complaint({"register", "2024/a", "--class", "--json"}), HasSubstr("--class needs a value"));
  EXPECT_THAT(Complaint({"withdraw", "2024/a", "--reason", "r", "--deferred=no"}), HasSubstr("takes no value"));
  EXPECT_THAT(Complaint({"--lang", "de", "cycles"}), HasSubstr("sv or en"));
}

TEST(ArgumentsTest, AsksForNothingWhereHelpIsWanted) {
  EXPECT_TRUE(Read({"register", "--help"})->globals.help);
  EXPECT_THAT(Read({"board", "-h"})->words, ElementsAre("board"));
  EXPECT_EQ(Read({"--help"})->command, nullptr);
}

TEST(NamesTest, ExpandsShortNamesAndLeavesWholeOnes) {
  constexpr char kCaseName[] = "awards/k/cycles/2024/participations/ungdomsjouren";
  EXPECT_EQ(*Expand(kCase, "2024/ungdomsjouren", "k"), kCaseName);
  EXPECT_EQ(*Expand(kCase, kCaseName, "k"), kCaseName);
  EXPECT_EQ(*Expand(kPerson, "elsa", "k"), "people/elsa");
  EXPECT_EQ(*Expand(kPerson, "people/elsa", "k"), "people/elsa");
  for (const char* wrong : {"2024", "2024/a/b", "2024/", "", "/a"}) {
    EXPECT_EQ(Expand(kCase, wrong, "k").status().message(), "YEAR/UNIT") << wrong;
  }
}

TEST(NamesTest, ShortensWhatItExpands) {
  for (const auto& [shape, name] : std::vector<std::pair<const char*, const char*>>{
           {kCycle, "2024"}, {kCase, "2024/u"}, {kPerson, "elsa"}, {kUnit, "u"}, {kBody, "b"}, {"roles/*", "r"}}) {
    EXPECT_EQ(Shorten(*Expand(shape, name, "k"), "k"), name);
  }
  EXPECT_EQ(Shorten("awards/other/cycles/2024", "k"), "other/2024");
  EXPECT_EQ(Shorten("awards/k/cycles/2024/calendar", "k"), "2024/calendar");
  EXPECT_EQ(Shorten("awards/k", "k"), "k");
  EXPECT_EQ(Shorten("people we met", "k"), "people we met");
  EXPECT_EQ(Shorten("and/or", "k"), "and/or");
}

TEST(RequestTest, FillsElementsWithWhatFollowsThem) {
  const auto request =
      Filled<scoring::v1::SaveItemRequest>({"score", "2024/u", "k1", "--strength", "Frågar", "--major", "--improvement",
                                            "Når få", "--passage", "s. 3", "--band", "b4", "--score", "60"});
  const auto& item = request.item();
  EXPECT_EQ(item.name(), "awards/kvalitetsutmarkelsen/cycles/2024/participations/u/assessments/elsa/items/k1");
  ASSERT_EQ(item.comments_size(), 2);
  EXPECT_EQ(item.comments(0).kind(), scoring::v1::Comment::STRENGTH);
  EXPECT_TRUE(item.comments(0).major());
  EXPECT_EQ(item.comments(0).evidence(), "");
  EXPECT_EQ(item.comments(1).kind(), scoring::v1::Comment::IMPROVEMENT);
  EXPECT_EQ(item.comments(1).evidence(), "s. 3");
  EXPECT_EQ(item.score(), 60);
}

TEST(RequestTest, FillsElementsThatSeveralFlagsBegin) {
  const auto team =
      Filled<scoring::v1::SaveTeamRequest>({"team", "save", "2024/a", "--lead", "lena", "--examiner", "elsa",
                                            "--examiner", "emil", "--case", "2024/u", "--etag", "3", "--award", "k"})
          .team();
  ASSERT_EQ(team.members_size(), 3);
  EXPECT_EQ(team.members(0).role(), scoring::v1::Membership::LEAD);
  EXPECT_EQ(team.members(2).person(), "people/emil");
  EXPECT_EQ(team.participations(0), "awards/k/cycles/2024/participations/u");
  EXPECT_EQ(team.etag(), "3");
}

TEST(RequestTest, FillsAFieldFromSeveralArguments) {
  const auto ballot =
      Filled<jury::v1::OpenBallotRequest>({"ballot", "open", "2024/social", "1", "--first", "a", "--second", "b"})
          .ballot();
  EXPECT_EQ(ballot.name(), "awards/kvalitetsutmarkelsen/cycles/2024/matters/social/ballots/1");
  EXPECT_EQ(ballot.second(), "awards/kvalitetsutmarkelsen/cycles/2024/matters/social/proposals/b");
}

TEST(RequestTest, ReadsEnumsNumbersAndAnswersOfYesAndNo) {
  const auto unit =
      Filled<submissions::v1::SaveUnitRequest>({"unit", "save", "u", "--display-name", "U", "--body", "b", "--kind",
                                                "social-services", "--operator-kind", "Municipal"})
          .unit();
  EXPECT_EQ(unit.kind(), submissions::v1::SOCIAL_SERVICES);
  EXPECT_EQ(unit.operator_kind(), submissions::v1::MUNICIPAL);
  const auto facts = Filled<submissions::v1::ExplainEligibilityRequest>(
                         {"explain", "u", "--cycle", "2024", "--staff", "4", "--city-financed", "ja",
                          "--operational-plan", "no", "--carried-deficit", "-5000"})
                         .facts();
  EXPECT_EQ(facts.staff(), 4);
  EXPECT_TRUE(facts.city_financed());
  EXPECT_TRUE(facts.has_operational_plan());
  EXPECT_FALSE(facts.operational_plan());
  EXPECT_EQ(facts.carried_deficit(), -5000);
  EXPECT_FALSE(facts.has_places());
}

TEST(RequestTest, ReadsTextFromAFile) {
  const std::string path = testing::TempDir() + "/answer.txt";
  std::ofstream(path) << "Å ena sidan\nå andra";
  const auto request = Filled<submissions::v1::SaveAnswerRequest>({"answer", "2024/u", "k1", "--text", "@" + path});
  EXPECT_EQ(request.answer().text(), "Å ena sidan\nå andra");
  EXPECT_THAT(Refusal({"answer", "2024/u", "k1", "--text", "@/none"}), HasSubstr("--text: there is no file /none"));
  const std::string folder = testing::TempDir();
  EXPECT_THAT(Refusal({"answer", "2024/u", "k1", "--text", "@" + folder}),
              HasSubstr("--text: there is no file " + folder));
}

TEST(RequestTest, NamesEverythingThatIsWrongAtOnce) {
  const std::string said =
      Refusal({"explain", "a/b", "--cycle", "2024", "--staff", "four", "--city-financed", "perhaps"});
  EXPECT_THAT(said, HasSubstr("UNIT: \"a/b\" is not UNIT"));
  EXPECT_THAT(said, HasSubstr("--staff: a whole number, not \"four\""));
  EXPECT_THAT(said, HasSubstr("--city-financed: yes or no, not \"perhaps\""));
}

TEST(RequestTest, NamesTheValuesThereAre) {
  const std::string said = Refusal({"cycle", "phase", "2024", "consensu", "--reason", "r"});
  EXPECT_THAT(said, AllOf(HasSubstr("PHASE: one of registration,"), HasSubstr("Did you mean consensus?")));
}

TEST(RequestTest, RefusesWhatIsOutOfPlace) {
  EXPECT_THAT(Refusal({"score", "2024/u", "k1", "--major", "--strength", "s"}),
              HasSubstr("--major: must follow --strength or --improvement"));
  EXPECT_THAT(Refusal({"score", "2024/u", "k1", "--score", "50", "--score", "60"}), HasSubstr("--score: given twice"));
  EXPECT_THAT(Refusal({"cycles", "--etag", "1"}), HasSubstr("--etag: has no use here"));
  EXPECT_THAT(Refusal({"lock", "2024/u"}, ""), HasSubstr("--as: say who you are"));
}

google::rpc::BadRequest::FieldViolation Of(const std::string& field, const std::string& description = "") {
  google::rpc::BadRequest::FieldViolation violation;
  violation.set_field(field);
  violation.set_description(description);
  return violation;
}

TEST(RequestTest, BlamesThePartOfANameThatIsAtFault) {
  const auto blamed = [](const Words& words, const std::string& field, const std::string& description = "") {
    const absl::StatusOr<Line> line = Read(words);
    return ArgumentOf(*line, MakeRequest(*line, "elsa"), Of(field, description));
  };
  EXPECT_EQ(blamed({"score", "2024/u", "k99"}, "item.name", "ends with the code of one"), "CRITERION");
  EXPECT_EQ(blamed({"score", "2024/Å", "k1"}, "item.name"), "CASE");
  EXPECT_EQ(blamed({"target", "save", "nope", "2024", "5"}, "target.name", "begins with a body that exists"), "BODY");
  EXPECT_EQ(blamed({"score", "2024/u", "k1", "--score", "60"}, "item.comments"), "--strength, --improvement");
}

TEST(ArgumentsTest, OneFlagThatThereIsNotDoesNotHideTheNext) {
  EXPECT_THAT(Complaint({"register", "--clas", "social", "--wat", "--json=1"}),
              AllOf(HasSubstr("no flag --clas"), HasSubstr("no flag --wat"), HasSubstr("--json takes no value"),
                    HasSubstr("Missing: CASE")));
}

TEST(RequestTest, NamesWhatIsMissingTogetherWithWhatIsWrong) {
  EXPECT_THAT(Refusal({"explain", "a/b", "--staff", "four"}),
              AllOf(HasSubstr("Missing: --cycle"), HasSubstr("UNIT: \"a/b\""), HasSubstr("--staff: a whole number")));
}

TEST(RequestTest, RefusesTextThatIsNotUtf8) {
  EXPECT_THAT(Refusal({"answer", "2024/u", "k1", "--text", "a\xff"}), HasSubstr("--text: not UTF-8"));
}

TEST(RequestTest, CallsAFieldByTheArgumentThatFilledItOrWould) {
  const absl::StatusOr<Line> line =
      Read({"score", "2024/u", "k1", "--strength", "s", "--improvement", "i", "--score", "61"});
  const Request request = MakeRequest(*line, "elsa");
  EXPECT_EQ(ArgumentOf(*line, request, Of("item.comments[0].text")), "--strength");
  EXPECT_EQ(ArgumentOf(*line, request, Of("item.comments[1].text")), "--improvement");
  EXPECT_EQ(ArgumentOf(*line, request, Of("item.comments[1].evidence")), "--passage");
  EXPECT_EQ(ArgumentOf(*line, request, Of("item.comments[1]")), "--improvement");
  EXPECT_EQ(ArgumentOf(*line, request, Of("item.score")), "--score");
  EXPECT_EQ(ArgumentOf(*line, request, Of("item.band")), "--band");
  EXPECT_EQ(ArgumentOf(*line, request, Of("item.name")), "CRITERION");
  EXPECT_EQ(ArgumentOf(*line, request, Of("item.etag")), "--etag");
  EXPECT_EQ(ArgumentOf(*line, request, Of("request_id")), "--request-id");
  EXPECT_EQ(ArgumentOf(*line, request, Of("something.else")), "something.else");
}

}  // namespace
}  // namespace krans::cli
