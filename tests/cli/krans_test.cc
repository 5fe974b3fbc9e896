// krans against a real kransd, over TCP.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "clients/cli/session.h"
#include "tests/cli/deployment.h"

namespace krans::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

int Count(const std::string& text, const std::string& part) {
  return static_cast<int>(std::vector<std::string>(absl::StrSplit(text, part)).size()) - 1;
}

class KransTest : public testing::Test {
 protected:
  // A deployment with a published year, a board, and a unit each for Maja and Mats.
  static void SetUpTestSuite() {
    folder_ = FreshFolder("year");
    Init(Dir());
    deployment_ = std::make_unique<Deployment>(Dir());
    for (const char* person : {"maja", "mats", "rut", "elsa", "anna"}) {
      Done("olga", {"person", "save", person, "--display-name", absl::StrCat("Person ", person)});
    }
    Done("olga", {"role", "grant", "anna", "auditor", "--from", "2026-01-01"});
    Done("olga", {"body", "save", "socialnamnden", "--display-name", "Socialnämnden", "--kind", "specialist_board"});
    for (const char* manager : {"maja", "mats"}) {
      Done("olga", {"unit", "save", absl::StrCat("unit-", manager), "--display-name", absl::StrCat("Enhet Å ", manager),
                    "--body", "socialnamnden", "--kind", "social_services", "--operator-kind", "municipal", "--manager",
                    manager});
    }
    Done("olga", {"cycle", "import", KRANS_YEAR});
    Done("olga", {"cycle", "publish", "2026"});
  }

  static void TearDownTestSuite() {
    deployment_.reset();
    std::filesystem::remove_all(folder_);
  }

  static std::string Dir() { return folder_ + "/data"; }

  static Ran As(const std::string& person, std::vector<std::string> words) {
    return RunOn(Dir(), person, std::move(words));
  }

  // What must go well; returns what it shows.
  static std::string Done(const std::string& person, std::vector<std::string> words) {
    const Ran ran = RunOn(Dir(), person, words);
    EXPECT_EQ(ran.exit, kDone) << words[0] << ": " << ran.err;
    return ran.out;
  }

  static std::string folder_;
  static std::unique_ptr<Deployment> deployment_;
};

std::string KransTest::folder_;
std::unique_ptr<Deployment> KransTest::deployment_;

TEST_F(KransTest, ShowsEveryServiceServingAndBehindNoOther) {
  const Ran ran = As("", {"status"});
  EXPECT_EQ(ran.exit, kDone);
  EXPECT_EQ(Count(ran.out, "serving\n") + Count(ran.out, "serving "), 4) << ran.out;
}

TEST_F(KransTest, VerifiesEveryJournalAndStore) {
  for (const char* person : {"", "anna"}) {
    const Ran ran = As(person, {"verify"});
    EXPECT_EQ(ran.exit, kDone) << ran.err;
    EXPECT_EQ(Count(ran.out, "holds\n"), 4) << ran.out;
  }
  EXPECT_EQ(As("maja", {"verify"}).exit, kRefused);
}

TEST_F(KransTest, KnowsWhoCalls) {
  EXPECT_THAT(Done("maja", {"whoami"}), HasSubstr("display name Person maja"));
  const Ran nobody = As("", {"whoami"});
  EXPECT_EQ(nobody.exit, kRefused);
  EXPECT_THAT(nobody.err, HasSubstr("--as PERSON"));
}

TEST_F(KransTest, PrintsATokenThatServesInstead) {
  const std::string token(absl::StripSuffix(Done("maja", {"token"}), "\n"));
  const Ran ran = RunOn(Dir(), "", {"whoami"}, token);
  EXPECT_THAT(ran.out, HasSubstr("Person maja"));
  // Who the token speaks of is also who "me" is.
  EXPECT_THAT(RunOn(Dir(), "", {"lock", "2026/unit-maja"}, token).err, Not(HasSubstr("say who you are")));
  EXPECT_EQ(As("", {"token"}).exit, kUsage);
}

TEST_F(KransTest, AUnitGoesFromRegistrationToReceipt) {
  EXPECT_THAT(Done("maja", {"register", "2026/unit-maja", "--class", "social"}), HasSubstr("state: registered"));
  EXPECT_THAT(Done("maja", {"participations", "2026"}), HasSubstr("Enhet Å maja"));
  const std::string few = Done("maja", {"explain", "unit-maja", "--cycle", "2026", "--staff", "4", "--lang", "sv"});
  EXPECT_THAT(few, AllOf(HasSubstr("delta: uppfylls inte"), HasSubstr("uppfylls inte: minsta antal medarbetare"),
                         HasSubstr("4 medarbetare"), HasSubstr("Består av minst fem"), HasSubstr("000:41")));
  Done("maja", {"eligibility", "declare", "2026/unit-maja", "--staff", "12"});
  EXPECT_THAT(Done("maja", {"explain", "unit-maja", "--cycle", "2026"}), HasSubstr("take part: pass"));
  const std::string file = folder_ + "/svar.txt";
  std::ofstream(file) << "Vi möter unga på nätterna";
  Done("maja", {"answer", "2026/unit-maja", "q1", "--text", "@" + file});
  EXPECT_THAT(Done("maja", {"draft", "2026/unit-maja"}), HasSubstr("Vi möter unga på nätterna"));
  const std::string receipt = Done("maja", {"seal", "2026/unit-maja"});
  EXPECT_THAT(receipt,
              AllOf(HasSubstr("state: sealed"), HasSubstr("content hash: "), HasSubstr("2026-03-01 12:00:00")));
  EXPECT_EQ(Done("olga", {"receipt", "2026/unit-maja"}), receipt);
}

TEST_F(KransTest, ShowsTheWarningOfAGateBesideTheAnswer) {
  Done("olga", {"unit", "save", "unit-w", "--display-name", "W", "--body", "socialnamnden", "--kind", "social_services",
                "--operator-kind", "municipal", "--manager", "maja"});
  Done("maja", {"register", "2026/unit-w", "--class", "social"});
  Done("maja", {"answer", "2026/unit-w", "q1", "--text", "Vi finns"});
  Done("maja", {"withdraw", "2026/unit-w", "--reason", "Hinner inte"});
  const Ran ran = As("maja", {"seal", "2026/unit-w", "--request-id", "seal-w-1", "--lang", "sv"});
  EXPECT_EQ(ran.exit, kDone) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("läge: förseglat"));
  EXPECT_THAT(ran.err, AllOf(HasSubstr("Gjort, fast året kräver"), HasSubstr("den som förseglar är anmäld")));
  const Ran again = As("maja", {"seal", "2026/unit-w", "--request-id", "seal-w-1"});
  EXPECT_THAT(again.err, HasSubstr("Done, though the year asks"));
}

TEST_F(KransTest, ABoardsExtractIsFetchedAsItWasSent) {
  for (const char* person : {"rolf", "berit"}) Done("olga", {"person", "save", person, "--display-name", person});
  Done("olga", {"role", "grant", "rolf", "registrar", "--body", "socialnamnden", "--from", "2026-01-01"});
  Done("olga", {"unit", "save", "unit-b", "--display-name", "B", "--body", "socialnamnden", "--kind", "social_services",
                "--operator-kind", "municipal", "--manager", "berit"});
  Done("berit", {"register", "2026/unit-b", "--class", "social"});
  Done("rolf",
       {"board", "save", "2026/soc-9", "--body", "socialnamnden", "--act", "approval", "--case", "2026/unit-b"});
  Done("rolf", {"board", "decide", "2026/soc-9", "approved", "--meeting", "2026-02-24", "--paragraph", "7",
                "--adjustment", "immediate"});
  const std::string sent = folder_ + "/Protokoll § 7.pdf";
  const std::string content = "%PDF-1.7\n" + std::string(1'200'000, '\0') + "slut";
  std::ofstream(sent, std::ios::binary) << content;
  const std::string text = folder_ + "/protokoll.txt";
  std::ofstream(text) << "Protokoll";
  const Ran refused = As("rolf", {"board", "send", "2026/soc-9", text});
  EXPECT_EQ(refused.exit, kRefused);
  EXPECT_THAT(refused.err, HasSubstr("FILE must be a PDF, PNG or JPEG file"));
  EXPECT_EQ(As("rolf", {"board", "send", "2026/soc-9", folder_ + "/none.pdf"}).exit, kUsage);
  EXPECT_EQ(As("olga", {"board", "extract", "2026/soc-9"}).exit, kRefused);

  const std::string shown = Done("rolf", {"board", "send", "2026/soc-9", sent});
  EXPECT_THAT(shown, AllOf(HasSubstr("Protokoll § 7.pdf"), HasSubstr("1200013")));
  EXPECT_EQ(Done("olga", {"board", "extract", "2026/soc-9"}), shown);
  const std::string fetched = folder_ + "/fetched.pdf";
  Done("olga", {"board", "fetch", "2026/soc-9", fetched});
  std::ifstream file(fetched, std::ios::binary);
  EXPECT_TRUE(std::string(std::istreambuf_iterator<char>(file), {}) == content);
  EXPECT_THAT(As("olga", {"board", "fetch", "2026/soc-9", fetched, "--lang", "sv"}).err, HasSubstr("den finns redan"));
  EXPECT_EQ(As("maja", {"board", "fetch", "2026/soc-9", folder_ + "/not.pdf"}).exit, kRefused);
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/not.pdf"));
}

TEST_F(KransTest, NamesEveryWrongFieldByItsArgument) {
  const Ran ran = As("olga", {"unit", "save", "Å", "--display-name", std::string(300, 'x'), "--body", "socialnamnden",
                              "--kind", "school", "--operator-kind", "municipal", "--valid-to", "2026-02-30"});
  EXPECT_EQ(ran.exit, kRefused);
  EXPECT_THAT(ran.err, AllOf(HasSubstr("  UNIT does not have the right form"),
                             HasSubstr("  --display-name is too long"), HasSubstr("  --valid-to is not a right day")));
  EXPECT_EQ(Count(ran.err, "\n"), 4);
}

TEST_F(KransTest, WhatKransCannotReadDoesNotHideWhatTheServiceSaysOfTheRest) {
  const std::vector<std::string> save = {"unit",   "save",           "okay",         "--body",     "nope",
                                         "--kind", "frob",           "--valid-from", "2024-13-45", "--manager",
                                         "nobody", "--display-name", "  ",           "--wat",      "x"};
  const Ran ran = As("olga", save);
  EXPECT_EQ(ran.exit, kUsage);
  for (const char* said : {"--kind: one of", "Missing: --operator-kind", "no flag --wat",
                           "  --display-name must be given", "  --valid-from is not a right day: as 2024-05-31",
                           "  --body names something that does not exist (a body that exists)",
                           "  --manager names something that does not exist (a person who exists)"}) {
    EXPECT_THAT(ran.err, HasSubstr(said));
  }
  EXPECT_EQ(Count(ran.err, "\n"), 7) << ran.err;
  EXPECT_EQ(As("olga", {"unit", "show", "okay"}).exit, kRefused);
  std::vector<std::string> swedish = save;
  swedish.insert(swedish.end(), {"--lang", "sv"});
  EXPECT_THAT(As("olga", swedish).err, AllOf(HasSubstr("  --body anger något som inte finns (en nämnd som finns)"),
                                             HasSubstr("  --valid-from är inte en rätt dag: som 2024-05-31")));
}

TEST_F(KransTest, AsksWhoseJournalRatherThanBeingSilent) {
  const Ran ran = As("olga", {"call", "krans.journal.v1.Journal/Read", "chain: JOURNAL"});
  EXPECT_EQ(ran.exit, kUsage);
  EXPECT_THAT(ran.err, HasSubstr("--service"));
  EXPECT_THAT(As("olga", {"journal", "scoring", "--after", "-5"}).err, HasSubstr("a whole number from 0, not \"-5\""));
}

TEST_F(KransTest, WhatIsMistypedChangesNothing) {
  EXPECT_EQ(As("olga", {"person", "save", "mistyped", "--display-name", "M", "--wat"}).exit, kUsage);
  EXPECT_EQ(As("olga", {"person", "show", "mistyped"}).exit, kRefused);
}

TEST_F(KransTest, SaysWhichEtagIsCurrent) {
  const std::vector<std::string> change = {"person", "save", "rut", "--display-name", "Rut Ek"};
  const Ran ran = As("olga", change);
  EXPECT_EQ(ran.exit, kRefused);
  EXPECT_THAT(ran.err, HasSubstr("with --etag 1"));
  std::vector<std::string> again = change;
  again.insert(again.end(), {"--etag", "1"});
  EXPECT_THAT(Done("olga", again), HasSubstr("etag: 2"));
}

TEST_F(KransTest, SaysThatThePhaseIsNotOpen) {
  const Ran ran = As("olga", {"matter", "present", "2026/social", "--lang", "sv"});
  EXPECT_EQ(ran.exit, kRefused);
  EXPECT_THAT(ran.err, HasSubstr("Året är inte i rätt fas"));
  const Ran json = As("olga", {"matter", "present", "2026/social", "--json"});
  EXPECT_EQ(json.exit, kRefused);
  EXPECT_THAT(json.err, HasSubstr("\"reason\": \"PHASE_CLOSED\""));
  EXPECT_EQ(json.out, "");
}

TEST_F(KransTest, ShowsNothingOfWhatIsSomeoneElses) {
  Done("mats", {"register", "2026/unit-mats", "--class", "social"});
  const Ran theirs = As("elsa", {"participation", "2026/unit-mats"});
  const Ran nothing = As("elsa", {"participation", "2026/no-such"});
  EXPECT_EQ(theirs.exit, kRefused);
  EXPECT_EQ(theirs.err, nothing.err);
  EXPECT_EQ(Done("elsa", {"participations", "2026"}), "Nothing to show.\n");
}

TEST_F(KransTest, DoesWhatIsAskedTwiceWithOneRequestIdOnce) {
  const std::vector<std::string> grant = {"role",          "grant",  "rut",        "registrar",    "--body",
                                          "socialnamnden", "--from", "2026-01-01", "--request-id", "grant-rut-1"};
  const std::string first = Done("olga", grant);
  EXPECT_EQ(Done("olga", grant), first);
  EXPECT_EQ(Count(Done("olga", {"roles"}), "rut-registrar"), 1);
}

TEST_F(KransTest, FollowsAllPagesUnlessAskedForOne) {
  const std::string all = Done("olga", {"people", "--json"});
  EXPECT_GE(Count(all, "\"displayName\""), 6);
  const std::string page = Done("olga", {"people", "--page-size", "2"});
  EXPECT_EQ(Count(page, "\n"), 4) << page;
  const std::string token(absl::StripSuffix(page.substr(page.find("--page-token ") + 13), "\n"));
  const std::string next = Done("olga", {"people", "--page-size", "2", "--page-token", token});
  EXPECT_NE(next, page);
  for (int i = 0; i < 55; ++i) {
    Done("olga", {"body", "save", absl::StrCat("board-", i), "--display-name", "B", "--kind", "company_board"});
  }
  EXPECT_EQ(Count(Done("olga", {"bodies"}), "company_board"), 55);
}

TEST_F(KransTest, SeesAtOneServiceWhatItDidAtAnother) {
  // Scoring knows the year and the person by its copies of what another service was told.
  for (int i = 0; i < 10; ++i) {
    const std::string person = absl::StrCat("new-", i);
    Done("olga", {"person", "save", person, "--display-name", "Ny"});
    Done("olga", {"examiner", "save", "2026", person, "--trained", "2026-02-01"});
  }
  EXPECT_EQ(Count(Done("olga", {"examiners", "2026"}), "2026/new-"), 10);
}

TEST_F(KransTest, ShowsTheHistoryOfARecord) {
  Done("olga", {"unit", "save", "unit-h", "--display-name", "H", "--body", "socialnamnden", "--kind", "school",
                "--operator-kind", "municipal"});
  Done("olga", {"unit", "save", "unit-h", "--display-name", "H2", "--body", "socialnamnden", "--kind", "school",
                "--operator-kind", "municipal", "--etag", "1"});
  const std::string history = Done("anna", {"history", "units/unit-h"});
  EXPECT_EQ(Count(history, "krans.submissions.v1.Organisation/SaveUnit"), 2) << history;
  EXPECT_EQ(Done("anna", {"history", "unit-h", "--type", "unit"}), history);
  EXPECT_THAT(Done("anna", {"history", "units/unit-h", "--json"}), HasSubstr("\"displayName\": \"H2\""));
  EXPECT_THAT(As("anna", {"history", "unit-h"}).err, HasSubstr("--type"));
}

TEST_F(KransTest, ShowsAnAuditorTheJournalAndWhoReadWhat) {
  const std::string journal = Done("anna", {"journal", "submissions"});
  EXPECT_THAT(journal, AllOf(HasSubstr("kransd init"), HasSubstr("people/maja"), HasSubstr("SavePerson")));
  EXPECT_THAT(Done("anna", {"journal", "submissions", "--json"}), HasSubstr("\"displayName\": \"Person maja\""));
  // A change is answered after what was entered before it.
  Done("olga", {"person", "save", "new-reader", "--display-name", "Ny"});
  EXPECT_THAT(Done("anna", {"journal", "submissions", "--chain", "access_log"}),
              HasSubstr("krans.journal.v1.Journal/Read"));
  EXPECT_EQ(Count(Done("anna", {"journal", "submissions", "--after", "1"}), "kransd init"),
            Count(journal, "kransd init") - 1);
  EXPECT_EQ(As("anna", {"journal", "submissions", "--after", "-5"}).exit, kUsage);
  EXPECT_EQ(As("anna", {"journal", "submissions", "--chain", "feed"}).exit, kUsage);
  EXPECT_EQ(As("maja", {"journal", "submissions"}).exit, kRefused);
}

TEST_F(KransTest, KnowsTheHistoryOfWhatIsSeenInAView) {
  Done("olga", {"role", "grant", "maja", "registrar", "--body", "socialnamnden", "--from", "2026-01-01"});
  EXPECT_THAT(Done("anna", {"history", "olga-office", "--type", "role"}), HasSubstr("kransd init"));
  const std::vector<std::pair<std::string, std::string>> views = {{"participation", "2026/unit-maja"},
                                                                  {"assessment", "2026/unit-maja/elsa"},
                                                                  {"scorebook", "2026/unit-maja"},
                                                                  {"outcome", "2026/unit-maja"},
                                                                  {"matter", "2026/social"}};
  for (const auto& [type, name] : views) {
    const Ran known = As("anna", {"history", name, "--type", type});
    EXPECT_NE(known.exit, kUsage) << type << known.err;
    EXPECT_THAT(known.err, testing::AnyOf("", HasSubstr("There is no such thing"))) << type;
  }
}

TEST_F(KransTest, ShowsTheOutcomesToAnyone) {
  EXPECT_EQ(Done("", {"outcomes", "2026"}), "Nothing is announced.\n");
  EXPECT_THAT(Done("", {"outcomes", "2026", "--json"}), HasSubstr("\"classes\": []"));
}

TEST_F(KransTest, CallsAnyMethod) {
  EXPECT_THAT(Done("olga", {"call", "People/GetPerson", "name: 'people/maja'"}), HasSubstr("Person maja"));
  EXPECT_THAT(Done("anna", {"call", "Journal/Head", "--service", "jury"}), HasSubstr("head: epoch 1"));
  EXPECT_THAT(As("olga", {"call", "People/GetPerso"}).err, HasSubstr("There is no method"));
  const Ran wrong = As("olga", {"call", "People/GetPerson", "nam: 1"});
  EXPECT_EQ(wrong.exit, kUsage);
  EXPECT_THAT(wrong.err, HasSubstr("1:4: "));
}

TEST_F(KransTest, SaysThatNobodyAnswers) {
  const Ran none = RunOn(folder_ + "/none", "", {"outcomes", "2026"});
  EXPECT_EQ(none.exit, kSilent);
  EXPECT_THAT(none.err, HasSubstr("no daemon has started there"));
  const std::string dead = FreshFolder("dead");
  std::ofstream(dead + "/addresses") << "jury 127.0.0.1:1\n";
  const Ran silent = RunOn(dead, "", {"outcomes", "2026"});
  EXPECT_EQ(silent.exit, kSilent);
  EXPECT_THAT(silent.err, HasSubstr("No answer from Krans"));
  EXPECT_EQ(RunOn(dead, "", {"cycles"}).exit, kSilent) << "no address of submissions";
  std::filesystem::remove_all(dead);
}

// A store that no daemon has open.
class StoreTest : public testing::Test {
 protected:
  void SetUp() override { Init(dir_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  Ran Do(std::vector<std::string> words) { return RunOn(dir_, "", std::move(words)); }

  const std::string folder_ = FreshFolder("store");
  const std::string dir_ = folder_ + "/data";
  const std::string store_ = dir_ + "/submissions";
};

TEST_F(StoreTest, VerifiesAndDumps) {
  const Ran verified = Do({"store", "verify", store_});
  EXPECT_EQ(verified.exit, kDone) << verified.err;
  const Ran dumped = Do({"store", "dump", store_ + "/"});
  EXPECT_EQ(dumped.exit, kDone) << dumped.err;
  EXPECT_THAT(dumped.out, AllOf(HasSubstr("roles/olga-office"), HasSubstr("2026-03-01 12:00:00")));
  EXPECT_THAT(Do({"store", "dump", store_, "--json"}).out, HasSubstr("\"person\": \"people/olga\""));
}

TEST_F(StoreTest, RefusesAnothersStoreAndOneThatIsNotThere) {
  EXPECT_EQ(Do({"store", "verify", store_, "--service", "jury"}).exit, kFault);
  for (std::vector<std::string> words : {std::vector<std::string>{"verify"},
                                         {"dump"},
                                         {"adopt", "--reason", "x"},
                                         {"follow-again", "jury", "--reason", "x"}}) {
    words.insert(words.begin(), "store");
    words.insert(words.begin() + 2, folder_ + "/none/jury");
    EXPECT_EQ(Do(words).exit, kSilent) << words[1];
  }
}

TEST_F(StoreTest, AdoptsWithAReasonAStoreThatItsAnchorRefuses) {
  std::filesystem::remove_all(store_ + "/anchor");
  EXPECT_EQ(Do({"store", "verify", store_}).exit, kFault);
  EXPECT_EQ(Do({"store", "adopt", store_}).exit, kUsage);
  const Ran adopted = Do({"store", "adopt", store_, "--reason", "Ankaret förlorat"});
  EXPECT_EQ(adopted.exit, kDone) << adopted.err;
  EXPECT_THAT(adopted.out, testing::ContainsRegex("EPOCH  JOURNAL\n +2 "));
  EXPECT_EQ(Do({"store", "verify", store_}).exit, kDone);
  EXPECT_THAT(Do({"store", "dump", store_}).out, HasSubstr("adopted"));
  EXPECT_THAT(Do({"store", "dump", store_, "--json"}).out,
              AllOf(HasSubstr("Ankaret förlorat"), HasSubstr("\"actor\": \"operator:")));
}

TEST_F(StoreTest, RefusesToAdoptAStoreThatIsWhole) {
  const Ran refused = Do({"store", "adopt", store_, "--reason", "för säkerhets skull"});
  EXPECT_EQ(refused.exit, kRefused);
  EXPECT_THAT(refused.err, HasSubstr("nothing to adopt"));
  EXPECT_THAT(Do({"store", "verify", store_}).out, testing::ContainsRegex("\n +1 "));
}

TEST_F(StoreTest, JournalsTheNameOfWhoeverAdopts) {
  std::filesystem::remove_all(store_ + "/anchor");
  ASSERT_EQ(RunOn(dir_, "olga", {"store", "adopt", store_, "--reason", "Ankaret förlorat"}).exit, kDone);
  EXPECT_THAT(Do({"store", "dump", store_}).out, HasSubstr("operator:olga"));
}

}  // namespace
}  // namespace krans::cli
