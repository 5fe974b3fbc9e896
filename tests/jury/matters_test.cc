#include <algorithm>

#include "gmock/gmock.h"
#include "krans/journal/v1/entry.pb.h"
#include "storage/hash.h"
#include "tests/jury/award.h"

namespace krans::jury {
namespace {

using rpc::ReasonOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;
using v1::Matter;

class MattersTest : public AwardTest {
 protected:
  void SetUp() override {
    AwardTest::SetUp();
    Seat();
  }
};

TEST_F(MattersTest, WaitsForTheJuryAndForEveryDossier) {
  const std::string ny = kCycle + "/participations/ny";
  Copy<submissions::v1::Participation>("submissions", "name: '" + ny + "' state: REGISTERED class_code: 'social'");
  Copy<submissions::v1::OpenedSubmission>("submissions", "name: '" + ny + "/opened'");
  const auto waiting = PresentMatter(kSocial).status();
  EXPECT_EQ(ReasonOf(waiting), access::v1::WRONG_STATE);
  EXPECT_EQ(MetadataOf(waiting, "needs"), ny);
  Copy<submissions::v1::Participation>("submissions", "name: '" + ny + "' state: WITHDRAWN class_code: 'social'");
  EXPECT_TRUE(PresentMatter(kSocial).ok());
  EXPECT_EQ(ReasonOf(PresentMatter(kSocial).status()), access::v1::ALREADY_EXISTS);
}

TEST_F(MattersTest, IsPresentedByTheOfficeInThePhaseOfTheJury) {
  for (const char* person : {"carl", "nemo", "aud"}) {
    EXPECT_EQ(ReasonOf(PresentMatter(kSocial, person).status()), access::v1::NOT_FOUND) << person;
  }
  Copy<submissions::v1::Calendar>("submissions", "name: '" + kCycle + "/calendar' phases { phase: FINAL }");
  EXPECT_EQ(ReasonOf(PresentMatter(kSocial).status()), access::v1::PHASE_CLOSED);
}

TEST_F(MattersTest, TakesInACaseThatCameAfterItWasPresentedUntilSomethingIsProposed) {
  auto come = [this](const std::string& id) {
    const std::string name = kCycle + "/participations/" + id;
    SetParticipation(name, "REGISTERED", "social");
    Copy<submissions::v1::OpenedSubmission>("submissions", "name: '" + name + "/opened'");
    EXPECT_EQ(ReasonOf(PresentMatter(kSocial).status()), access::v1::WRONG_STATE) << "not delivered yet";
    Copy<scoring::v1::DeliveredScorebook>("scoring", "name: '" + name + "/delivered'");
  };
  ASSERT_TRUE(PresentMatter(kSocial).ok());
  come("late");
  const auto again = PresentMatter(kSocial);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(Dossiers(kSocial, "eva")->dossiers(3).letter(), "D");
  ASSERT_TRUE(RevealNames(kSocial, "carl").ok());
  EXPECT_EQ(Get(kSocial, "eva")->participations(3), kCycle + "/participations/late");
  ASSERT_TRUE(Propose(kSocial, "1", "eva", Winner(kKruton)).ok());
  SetParticipation(kCycle + "/participations/later", "REGISTERED", "social");
  Copy<submissions::v1::OpenedSubmission>("submissions", "name: '" + kCycle + "/participations/later/opened'");
  EXPECT_EQ(ReasonOf(PresentMatter(kSocial).status()), access::v1::ALREADY_EXISTS);
}

TEST_F(MattersTest, LeavesOutACaseThatIsInAnotherDocketAlready) {
  Begin(kSocial);
  SetParticipation(kKruton, "REGISTERED", "school");
  Begin(kSchool);
  EXPECT_THAT(Get(kSchool, "eva")->participations(), ElementsAre(kEken));
  EXPECT_THAT(Get(kSocial, "eva")->participations(), UnorderedElementsAre(kKruton, kLss, kAlba));
}

TEST_F(MattersTest, NamesNobodyBeforeTheChairRevealsThem) {
  ASSERT_TRUE(PresentMatter(kSocial).ok());
  const auto blinded = Dossiers(kSocial, "eva");
  ASSERT_TRUE(blinded.ok()) << blinded.status();
  EXPECT_EQ(blinded->dossiers_size(), 3);
  EXPECT_TRUE(blinded->dossiers(0).may_win());
  EXPECT_EQ(blinded->dossiers(0).letter(), "A");
  EXPECT_EQ(blinded->dossiers(0).scorebook().points(), 500);
  for (const std::string& bytes : {blinded->SerializeAsString(), Get(kSocial, "eva")->SerializeAsString()}) {
    for (const char* secret : {"kruton", "lss", "alba", "examiner"}) EXPECT_THAT(bytes, Not(HasSubstr(secret)));
  }
  EXPECT_EQ(ReasonOf(Propose(kSocial, "1", "eva", Winner(kKruton)).status()), access::v1::WRONG_STATE);
  EXPECT_EQ(ReasonOf(RevealNames(kSocial, "dora").status()), access::v1::NOT_ALLOWED);
  ASSERT_TRUE(RevealNames(kSocial, "carl").ok());
  EXPECT_THAT(Get(kSocial, "eva")->participations(), UnorderedElementsAre(kKruton, kLss, kAlba));
  const auto named = Dossiers(kSocial, "eva");
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(named->dossiers(i).participation(), Get(kSocial, "eva")->participations(i));
    if (named->dossiers(i).participation() != kKruton) continue;
    EXPECT_EQ(named->dossiers(i).submission().content_hash(), "h");
    EXPECT_EQ(named->dossiers(i).unit_display_name(), "kruton");
  }
}

TEST_F(MattersTest, LettersCannotBeWorkedOutFromNames) {
  for (char unit = 'a'; unit < 'h'; ++unit) {
    const std::string name = absl::StrCat(kCycle, "/participations/u", std::string(1, unit));
    Copy<submissions::v1::Participation>("submissions", "name: '" + name + "' state: REGISTERED class_code: 'social'");
    Copy<submissions::v1::OpenedSubmission>("submissions", "name: '" + name + "/opened'");
    Copy<scoring::v1::DeliveredScorebook>("scoring", "name: '" + name + "/delivered'");
  }
  Begin(kSocial);
  const auto view = Get(kSocial, "eva");
  const std::vector<std::string> letters(view->participations().begin(), view->participations().end());
  ASSERT_EQ(letters.size(), 10);
  std::vector<std::string> by_name = letters, by_hash = letters;
  std::sort(by_name.begin(), by_name.end());
  std::sort(by_hash.begin(), by_hash.end(), [](const std::string& a, const std::string& b) {
    return storage::Sha256({kCycle, a}) < storage::Sha256({kCycle, b});
  });
  EXPECT_NE(letters, by_name);
  EXPECT_NE(letters, by_hash) << "as anyone can compute it";
}

TEST_F(MattersTest, SaysThatVotesAreAdviceWhereTheChairDecidesOnDelegation) {
  ASSERT_TRUE(PresentMatter(kSocial).ok());
  EXPECT_FALSE(Get(kSocial, "eva")->votes_are_advice());
  SetYear("jury { regime: CHAIR_ON_DELEGATION_KL seats: 5 }");
  EXPECT_TRUE(Get(kSocial, "eva")->votes_are_advice());
}

TEST_F(MattersTest, NamesNobodyInWhatAttendanceAnswers) {
  ASSERT_TRUE(PresentMatter(kSocial).ok());
  EXPECT_THAT(Attend(kSocial, "carl", {"carl", "eva"})->SerializeAsString(), Not(HasSubstr("kruton")));
}

TEST_F(MattersTest, IsTheJurysTheOfficesAndTheAuditorsAlone) {
  ASSERT_TRUE(PresentMatter(kSocial).ok());
  for (const char* person : {"carl", "gun", "olle", "aud"}) EXPECT_TRUE(Get(kSocial, person).ok()) << person;
  for (const char* person : {"nemo", "kruton-chef"}) {
    EXPECT_EQ(ReasonOf(Get(kSocial, person).status()), access::v1::NOT_FOUND) << person;
    EXPECT_EQ(ReasonOf(Dossiers(kSocial, person).status()), access::v1::NOT_FOUND) << person;
  }
  EXPECT_EQ(ReasonOf(Dossiers(kSocial, "olle").status()), access::v1::NOT_ALLOWED);
  EXPECT_TRUE(Dossiers(kSocial, "aud").ok());
}

TEST_F(MattersTest, EntersEveryReadOfItInTheAccessLogFirst) {
  ASSERT_TRUE(PresentMatter(kSocial).ok());
  ASSERT_TRUE(Get(kSocial, "olle").ok());
  ASSERT_TRUE(Dossiers(kSocial, "eva").ok());
  std::vector<std::string> reads;
  const auto entries = house_.store().ReadAccessLog(0, 10);
  ASSERT_TRUE(entries.ok());
  for (const storage::StoredEntry& stored : *entries) {
    journal::v1::Entry entry;
    ASSERT_TRUE(entry.ParseFromString(stored.entry));
    reads.push_back(entry.actor() + " " + entry.resource());
  }
  EXPECT_THAT(reads, ElementsAre("olle " + kSocial, "eva " + kSocial));
}

TEST_F(MattersTest, CountsWhoIsPresentAndLetsTheDeputyPresideForAnAbsentChair) {
  ASSERT_TRUE(PresentMatter(kSocial).ok());
  EXPECT_EQ(ReasonOf(Attend(kSocial, "dora", {"dora"}).status()), access::v1::NOT_ALLOWED);
  ASSERT_TRUE(Attend(kSocial, "olle", {"dora", "eva", "finn"}).ok());
  const auto view = Get(kSocial, "eva");
  EXPECT_EQ(view->presiding(), "people/dora");
  EXPECT_EQ(view->present(), 3);
  EXPECT_EQ(view->quorum(), 3);
  EXPECT_EQ(ReasonOf(RevealNames(kSocial, "carl").status()), access::v1::NOT_ALLOWED);
  EXPECT_TRUE(RevealNames(kSocial, "dora").ok());
}

TEST_F(MattersTest, TakesProposalsFromJurorsThatNobodyChanges) {
  Begin(kSocial);
  EXPECT_EQ(ReasonOf(Propose(kSocial, "1", "olle", Winner(kKruton)).status()), access::v1::NOT_ALLOWED);
  const auto proposal = Propose(kSocial, "1", "eva", Winner(kKruton) + Mention(kLss));
  ASSERT_TRUE(proposal.ok()) << proposal.status();
  EXPECT_EQ(proposal->proposed_by(), "people/eva");
  EXPECT_EQ(ReasonOf(Propose(kSocial, "1", "eva", Winner(kLss) + " etag: '1'").status()), access::v1::ALREADY_EXISTS);
  EXPECT_THAT(ViolationsOf(Propose(kSocial, "2", "eva", Winner(kEken)).status()),
              ElementsAre("proposal.winners[0].participation FIELD_REFERENCE"));
  EXPECT_THAT(ViolationsOf(Propose(kSocial, "2", "eva", "winners { participation: '" + kLss + "' }").status()),
              ElementsAre("proposal.winners[0].motivation FIELD_REQUIRED"));
}

TEST_F(MattersTest, LetsNobodyWinBeforeTheBoardIsVerifiedUnlessTheGateIsOff) {
  Begin(kSocial);
  SetBoard("DECIDED");
  const auto closed = Propose(kSocial, "1", "eva", Winner(kKruton)).status();
  EXPECT_EQ(ReasonOf(closed), access::v1::GATE_CLOSED);
  EXPECT_EQ(MetadataOf(closed, "needs"), kKruton);
  EXPECT_TRUE(Propose(kSocial, "1", "eva", Mention(kKruton) + "no_award_reason: 'R.'").ok());
  SetCalendar("gates { code: G4_WINNER_NEEDS_VERIFIED on: false }");
  EXPECT_TRUE(Propose(kSocial, "2", "eva", Winner(kKruton)).ok());
}

TEST_F(MattersTest, IsOneForTheYearWhereThereAreNoClasses) {
  Copy<submissions::v1::Cycle>("submissions", "name: '" + kCycle + "' year: 2026");
  EXPECT_THAT(ViolationsOf(PresentMatter(kSocial).status()), ElementsAre("name FIELD_REFERENCE"));
  ASSERT_TRUE(PresentMatter(kCycle + "/matters/all").ok());
  EXPECT_THAT(Get(kCycle + "/matters/all", "eva")->participations(), UnorderedElementsAre(kKruton, kLss, kAlba, kEken));
}

}  // namespace
}  // namespace krans::jury
