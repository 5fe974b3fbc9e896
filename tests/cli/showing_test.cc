// What a person sees: tables, records, JSON and refusals.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "clients/cli/answers.h"
#include "clients/cli/help.h"
#include "clients/cli/plain.h"
#include "clients/cli/record.h"
#include "clients/cli/refusal.h"
#include "clients/cli/session.h"
#include "clients/cli/table.h"
#include "google/rpc/code.pb.h"
#include "krans/jury/v1/decisions.pb.h"
#include "krans/scoring/v1/assessments.pb.h"
#include "krans/scoring/v1/consensus.pb.h"
#include "krans/scoring/v1/teams.pb.h"
#include "krans/submissions/v1/participations.pb.h"
#include "services/rpc/error.h"

namespace krans::cli {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const View kView{Language::kEnglish, "k", 0};

std::string Printed(const google::protobuf::Message& record, const View& view = kView) {
  std::ostringstream out;
  PrintRecord(record, view, out);
  return out.str();
}

TEST(TableTest, CountsLettersAndNotBytes) {
  EXPECT_EQ(Width("åäö"), 3u);
  EXPECT_EQ(Width("a\u030A"), 1u) << "a with a ring that combines";
  EXPECT_EQ(Width("tillkännagivande"), 16u);
}

TEST(TableTest, AlignsColumnsWhateverTheirLetters) {
  Table table({"name", "board", "staff"});
  table.Add({"Förskolan Ängen", "Södermalm", "12"});
  table.Add({"A", "b", "4"});
  std::ostringstream out;
  table.Print(kView, out);
  EXPECT_EQ(out.str(),
            "NAME             BOARD      STAFF\n"
            "Förskolan Ängen  Södermalm     12\n"
            "A                b              4\n");
}

TEST(TableTest, SaysSoWhereThereIsNothing) {
  std::ostringstream english, swedish;
  Table({"name"}).Print(kView, english);
  Table({"name"}).Print({Language::kSwedish, "k", 0}, swedish);
  EXPECT_EQ(english.str(), "Nothing to show.\n");
  EXPECT_EQ(swedish.str(), "Inget att visa.\n");
}

TEST(TableTest, GoesOnBelowWhereTheTerminalEnds) {
  Table table({"rule", "text"});
  table.Add({"staff", "Enheten ska ha minst fem medarbetare inklusive chefen"});
  std::ostringstream out;
  table.Print({Language::kSwedish, "k", 35}, out);
  EXPECT_EQ(out.str(),
            "REGEL  TEXT\n"
            "staff  Enheten ska ha minst fem\n"
            "       medarbetare inklusive chefen\n");
}

TEST(TableTest, WrapsBetweenWordsAndKeepsBreaks) {
  EXPECT_THAT(Wrap("ett två tre", 7), ElementsAre("ett två", "tre"));
  EXPECT_THAT(Wrap("ett\ntvå", 20), ElementsAre("ett", "två"));
  EXPECT_THAT(Wrap("åååååå", 4), ElementsAre("åååå", "åå"));
}

TEST(RecordTest, ShowsWhatIsSetAsPeopleReadIt) {
  submissions::v1::Participation participation;
  participation.set_name("awards/k/cycles/2024/participations/ungdomsjouren");
  participation.set_state(submissions::v1::Participation::LATE_REGISTERED);
  participation.set_contact("people/maja");
  participation.mutable_registered_time()->set_seconds(1711144800);  // 2024-03-22 22:00 UTC
  participation.mutable_source()->set_reference("000:45");
  EXPECT_EQ(Printed(participation),
            "name: 2024/ungdomsjouren\n"
            "state: late_registered\n"
            "contact: maja\n"
            "registered time: 2024-03-22 23:00:00\n"
            "source: reference 000:45\n");
}

TEST(RecordTest, KnowsSummerTime) {
  submissions::v1::Participation participation;
  participation.mutable_registered_time()->set_seconds(1717106400);  // 2024-05-30 22:00 UTC
  EXPECT_THAT(Printed(participation), HasSubstr("2024-05-31 00:00:00"));
}

TEST(RecordTest, IndentsWhatIsWithinAndBreaksLongText) {
  scoring::v1::AssessmentView view;
  view.mutable_assessment()->set_state(scoring::v1::Assessment::DRAFT);
  auto* item = view.add_items();
  item->set_score(60);
  auto* comment = item->add_comments();
  comment->set_kind(scoring::v1::Comment::STRENGTH);
  comment->set_text("Enheten frågar alla\nvarje termin");
  EXPECT_EQ(Printed(view),
            "assessment: state draft\n"
            "items:\n"
            "  -\n"
            "    comments:\n"
            "      -\n"
            "        kind: strength\n"
            "        text:\n"
            "          Enheten frågar alla\n"
            "          varje termin\n"
            "    score: 60\n");
}

TEST(RecordTest, ListsElementsInRowsWithAllValuesOfARepeatedField) {
  scoring::v1::ListTeamsResponse response;
  auto* team = response.add_teams();
  team->set_name("awards/k/cycles/2024/teams/a");
  team->add_members()->set_person("people/lena");
  team->add_members()->set_person("people/elsa");
  std::ostringstream out;
  PrintList(response, {"name", "members.person", "participations"}, kView, out);
  EXPECT_EQ(out.str(),
            "NAME    PERSON      PARTICIPATIONS\n"
            "2024/a  lena, elsa\n");
}

TEST(RecordTest, ShowsAColumnInThePersonsLanguageAndZeroWhereThatIsAValue) {
  submissions::v1::RuleVerdict verdict;
  verdict.set_fact_sv("4 medarbetare");
  verdict.set_fact_en("4 employees");
  EXPECT_EQ(ValueAt(verdict, "fact_@", kView), "4 employees");
  EXPECT_EQ(ValueAt(verdict, "fact_@", {Language::kSwedish, "k", 0}), "4 medarbetare");
  EXPECT_EQ(TitleOf("fact_@"), "fact");
  scoring::v1::CaseSummary summary;
  EXPECT_EQ(ValueAt(summary, "own_items", kView), "0");
  scoring::v1::AssessmentItem item;
  EXPECT_EQ(ValueAt(item, "score", kView), "");
  EXPECT_EQ(ValueAt(item, "not_assessable", {Language::kSwedish, "k", 0}), "nej");
}

TEST(RecordTest, GivesMachinesEveryListButNotWhatIsUnset) {
  scoring::v1::AssessmentItem item;
  const std::string json = ToJson(item);
  EXPECT_THAT(json, HasSubstr("\"comments\": []"));
  EXPECT_THAT(json, HasSubstr("\"notAssessable\": false"));
  EXPECT_THAT(json, Not(HasSubstr("\"score\"")));
}

TEST(TableTest, GivesMachinesARowByItsTitles) {
  Table table({"service", "journal"});
  EXPECT_EQ(table.ToJson(), "[]\n");
  table.Add({"jury", "60"});
  table.Add({"a \"b\"\n", ""});
  EXPECT_EQ(table.ToJson(),
            "[\n"
            " {\"service\": \"jury\", \"journal\": 60},\n"
            " {\"service\": \"a \\\"b\\\"\\n\", \"journal\": \"\"}\n"
            "]\n");
}

TEST(AnswersTest, PutsTheJudgementsOfACriterionSideBySide) {
  scoring::v1::ConsensusView view;
  auto* item = view.add_items();
  item->mutable_item()->set_name("awards/k/cycles/2024/participations/u/consensus/pre/items/k1");
  item->mutable_item()->set_etag("2");
  item->mutable_item()->set_state(scoring::v1::ConsensusItem::OPEN);
  auto* elsa = item->add_individual();
  elsa->set_person("people/elsa");
  elsa->set_score(60);
  elsa->set_band("b50");
  auto* comment = elsa->add_comments();
  comment->set_kind(scoring::v1::Comment::STRENGTH);
  comment->set_text("Frågar alla");
  comment->set_evidence("q1");
  auto* emil = item->add_individual();
  emil->set_person("people/emil");
  emil->set_not_assessable(true);
  item->set_spread(30);
  item->set_alarm(true);
  item->set_suggestion(60);
  view.add_waiting_for("people/emil");
  std::ostringstream out;
  ShowConsensus(view, kView, out);
  EXPECT_EQ(out.str(),
            "CRITERION  ELSA      EMIL            SPREAD  SUGGESTION  BEFORE VISIT  SCORE  BAND  STATE  ETAG\n"
            "k1         60 (b50)  not assessable  30 (!)          60                             open      2\n"
            "\n"
            "k1\n"
            "  + elsa: Frågar alla [q1]\n"
            "\n"
            "Waiting for: emil\n");
}

TEST(AnswersTest, NamesWinnersMentionsAndTheRestOfAClassWithoutPlacesAndSaysWhatIsInvented) {
  jury::v1::ListOutcomesResponse response;
  auto* social = response.add_classes();
  social->mutable_class_outcome()->set_class_code("social");
  auto* winner = social->add_winners();
  winner->set_unit_display_name("Ungdomsjouren");
  winner->set_motivation("För att unga visar vägen.");
  auto* mention = social->add_mentions();
  mention->set_unit_display_name("RVCi");
  mention->set_good_example("Uppföljning");
  social->add_participants()->set_unit_display_name("A");
  social->add_participants()->set_unit_display_name("B");
  social->set_label_sv("Socialtjänst");
  auto* school = response.add_classes();
  school->mutable_class_outcome()->set_class_code("school");
  school->mutable_class_outcome()->set_no_award(true);
  school->mutable_class_outcome()->set_reason("Ingen enhet deltog.");
  auto* note = response.add_invented();
  note->set_origin(submissions::v1::INVENTED);
  note->set_reference("example");
  std::ostringstream out;
  ShowOutcomes(response, {Language::kSwedish, "k", 0}, out);
  EXPECT_EQ(out.str(),
            "PÅHITTAT, inget som staden beslutat: example\n"
            "\n"
            "Socialtjänst\n"
            "  Vinnare\n"
            "    Ungdomsjouren\n"
            "      För att unga visar vägen.\n"
            "  Hedersomnämnanden\n"
            "    RVCi\n"
            "      Gott exempel: Uppföljning\n"
            "  Deltog\n"
            "    A, B\n"
            "school\n"
            "  Ingen utmärkelse: Ingen enhet deltog.\n");
}

TEST(AnswersTest, OfAYearWithoutOutcomesThereIsNothingInvented) {
  jury::v1::ListOutcomesResponse response;
  response.add_invented()->set_reference("example");
  std::ostringstream out;
  ShowOutcomes(response, {Language::kEnglish, "k", 0}, out);
  EXPECT_EQ(out.str(), "Nothing is announced.\n");
}

TEST(PlainBufferTest, LetsNobodysTextSteerTheTerminal) {
  std::ostringstream shown;
  {
    PlainBuffer buffer(shown.rdbuf());
    std::ostream out(&buffer);
    out << "a\x1b[2Jb\r\n\tå\u009bc\u00a0d";
  }
  EXPECT_EQ(shown.str(), "a?[2Jb?\n\tå?c\u00a0d");
}

TEST(HelpTest, SaysWhoMayInWordsAndListsTheGroundsOfAConflict) {
  std::ostringstream score, declare;
  PrintHelp({"score"}, kView, score);
  EXPECT_THAT(score.str(), AllOf(HasSubstr("Who: the examiner whose assessment it is"), Not(HasSubstr("_assessment"))));
  PrintHelp({"conflict", "declare"}, kView, declare);
  EXPECT_THAT(declare.str(), HasSubstr("prior_instance"));
}

TEST(HelpTest, HasWordsForEveryoneWhoMay) {
  const auto& relations = *access::v1::Relation_descriptor();
  for (const Command& command : Commands()) {
    std::ostringstream help;
    PrintHelp(absl::StrSplit(command.words, ' '), kView, help);
    for (int i = 0; i < relations.value_count(); ++i) {
      const std::string code = absl::AsciiStrToLower(relations.value(i)->name());
      EXPECT_FALSE(absl::StrContains(code, '_') && absl::StrContains(help.str(), code)) << help.str();
    }
  }
}

class RefusalTest : public testing::Test {
 protected:
  std::string Said(const absl::Status& refused, const std::vector<std::string>& extra = {}) {
    std::vector<std::string> words = {"score", "2024/u", "k1", "--strength", "s", "--score", "61"};
    words.insert(words.end(), extra.begin(), extra.end());
    const auto line = Parse(words, [](absl::string_view) { return std::string(); });
    const Request request = MakeRequest(*line, "elsa");
    std::ostringstream err;
    exit_ = PrintRefusal(rpc::ToRpcStatus(refused, "i-1"), *line, request, err);
    return err.str();
  }
  int exit_ = -1;
};

TEST_F(RefusalTest, NamesEachFieldByItsFlag) {
  rpc::Violations violations;
  violations.Add("item.score", access::v1::FIELD_OFF_GRID, rpc::InSteps(0, 5));
  violations.Add("item.comments[0].text", access::v1::FIELD_TOO_LONG, rpc::AtMost(2000));
  EXPECT_EQ(Said(violations.status()),
            "Some of it is not as it must be:\n"
            "  --score is between two steps of the scale: every 5 from 0\n"
            "  --strength is too long; shorten it to 2000 characters\n");
  EXPECT_EQ(exit_, kRefused);
}

TEST_F(RefusalTest, SaysInOneLanguageWhatIsRight) {
  rpc::Violations violations;
  violations.Add("item.comments[0].text", access::v1::FIELD_TOO_LONG, rpc::AtMost(2000));
  violations.Add("item.score", access::v1::FIELD_OFF_GRID, rpc::InSteps(0, 5));
  violations.Add("item.band", access::v1::FIELD_REFERENCE, "the code of one of the scheme's bands");
  violations.Add("item.name", access::v1::FIELD_PATTERN, rpc::OfForm("slug"));
  EXPECT_EQ(Said(violations.status(), {"--lang", "sv"}),
            "Något är inte som det ska vara:\n"
            "  --strength är för långt; korta det till 2000 tecken\n"
            "  --score ligger mellan två steg på skalan: var 5:e från 0\n"
            "  --band anger något som inte finns (koden för ett av skalans intervall)\n"
            "  CRITERION har inte rätt form: a-z, 0-9 och -\n");
  EXPECT_EQ(Said(rpc::Refuse(access::v1::WRONG_STATE, {{"state", "TEAM_ASSIGNED"}, {"needs", "CONSENSUS_AGREED"}}),
                 {"--lang", "sv"}),
            "Detta går inte som läget är: det är lag utsett. Det kräver konsensus nådd.\n");
  EXPECT_THAT(Said(rpc::Refuse(access::v1::TEAM_INVALID, {{"rule", "TEAM_SIZE,CONFLICT:elsa@kruton"}})),
              HasSubstr("as many members as the year says, nobody in conflict of interest (elsa@kruton)"));
}

TEST_F(RefusalTest, SaysWhichEtagIsCurrent) {
  const absl::Status refused = rpc::Refuse(access::v1::ETAG_MISMATCH, {{"current", "7"}});
  EXPECT_THAT(Said(refused), HasSubstr("Someone has changed it since you saw it"));
  EXPECT_THAT(Said(refused), HasSubstr("with --etag 7"));
  EXPECT_THAT(Said(refused, {"--lang", "sv"}), HasSubstr("Någon har ändrat det"));
}

TEST_F(RefusalTest, GivesWhatTheTransportFoundTooLargeItsReason) {
  google::rpc::Status too_large;
  too_large.set_code(8);
  too_large.set_message("Received message larger than max (9 vs. 4)");
  std::ostringstream err;
  PrintRefusal(too_large, Globals(), err);
  EXPECT_EQ(err.str(), "That is too large. Give less at a time.\n");
}

TEST_F(RefusalTest, SpeaksJsonToMachines) {
  const std::string said = Said(rpc::Refuse(access::v1::PHASE_CLOSED, {{"phases", "INDIVIDUAL"}}), {"--json"});
  EXPECT_THAT(said, HasSubstr("\"reason\": \"PHASE_CLOSED\""));
  EXPECT_THAT(said, HasSubstr("\"phases\": \"INDIVIDUAL\""));
}

TEST_F(RefusalTest, TellsSilenceFromRefusal) {
  google::rpc::Status status;
  status.set_code(google::rpc::UNAVAILABLE);
  status.set_message("connection refused");
  std::ostringstream err;
  EXPECT_EQ(PrintRefusal(status, Globals(), err), kSilent);
  EXPECT_THAT(err.str(), HasSubstr("No answer from Krans: connection refused."));
  Said(rpc::Refuse(access::v1::SOURCE_SILENT));
  EXPECT_EQ(exit_, kRefused);
}

}  // namespace
}  // namespace krans::cli
