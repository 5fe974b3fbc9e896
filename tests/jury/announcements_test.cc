#include "gmock/gmock.h"
#include "tests/jury/award.h"

namespace krans::jury {
namespace {

using rpc::ReasonOf;
using testing::ElementsAre;
using v1::Announcement;

// Everything is decided: Kruton wins and Lss is mentioned, nobody wins in the class of schools. The ceremony is on
// 3 September 2026 in Stockholm, one and a half days from now.
class AnnouncementsTest : public AwardTest {
 protected:
  void SetUp() override {
    AwardTest::SetUp();
    Seat();
    Begin(kSocial);
    ASSERT_TRUE(Propose(kSocial, "1", "eva", Winner(kKruton) + Mention(kLss)).ok());
    ASSERT_TRUE(Decide(kSocial, "1", "carl").ok());
    Begin(kSchool);
    ASSERT_TRUE(Propose(kSchool, "1", "eva", "no_award_reason: 'R.'").ok());
  }
  void DecideTheRest() { ASSERT_TRUE(Decide(kSchool, "1", "carl").ok()); }
  void WaitForTheCeremony() {
    house_.Wait(absl::FromCivil(absl::CivilSecond(2026, 9, 2, 22, 0, 0), absl::UTCTimeZone()) - house_.now());
  }

  absl::StatusOr<Announcement> ProposeIt(const std::string& person) {
    return Ask<Announcement, v1::ProposeAnnouncementRequest>("Decisions/ProposeAnnouncement", person,
                                                             Named(kCycle + "/announcement"));
  }
  absl::StatusOr<Announcement> ConfirmIt(const std::string& person, const std::string& hash) {
    return Ask<Announcement, v1::ConfirmAnnouncementRequest>(
        "Decisions/ConfirmAnnouncement", person, Named(kCycle + "/announcement") + " content_hash: '" + hash + "'");
  }
  // As anybody sees them, without signing in.
  v1::ListOutcomesResponse Outcomes() {
    const auto response = house_.Ask<v1::ListOutcomesResponse>(
        "krans.jury.v1.Decisions/ListOutcomes", Parse<v1::ListOutcomesRequest>("parent: '" + kCycle + "'"), {});
    EXPECT_TRUE(response.ok()) << response.status();
    return response.value_or(v1::ListOutcomesResponse());
  }
  std::vector<int> Years() {
    const auto response = house_.Ask<v1::ListAnnouncedYearsResponse>(
        "krans.jury.v1.Decisions/ListAnnouncedYears", Parse<v1::ListAnnouncedYearsRequest>("parent: 'awards/k'"), {});
    EXPECT_TRUE(response.ok()) << response.status();
    return {response->years().begin(), response->years().end()};
  }
};

TEST_F(AnnouncementsTest, ShowsEveryParticipantOnceTwoPeopleAnnounced) {
  DecideTheRest();
  WaitForTheCeremony();
  const auto proposed = ProposeIt("olle");
  ASSERT_TRUE(proposed.ok()) << proposed.status();
  EXPECT_EQ(Outcomes().classes_size(), 0);
  const auto announced = ConfirmIt("carl", proposed->content_hash());
  ASSERT_TRUE(announced.ok()) << announced.status();
  EXPECT_EQ(announced->state(), Announcement::ANNOUNCED);
  const v1::ListOutcomesResponse outcomes = Outcomes();
  ASSERT_EQ(outcomes.classes_size(), 2);
  EXPECT_EQ(outcomes.classes(0).class_outcome().class_code(), "social");
  EXPECT_EQ(outcomes.classes(0).winners(0).unit_display_name(), "kruton");
  EXPECT_EQ(outcomes.classes(0).winners(0).year(), 2026);
  EXPECT_EQ(outcomes.classes(0).mentions(0).good_example(), "G");
  EXPECT_EQ(outcomes.classes(0).participants(0).unit_display_name(), "alba");
  EXPECT_TRUE(outcomes.classes(1).class_outcome().no_award());
  EXPECT_EQ(outcomes.classes(1).class_outcome().reason(), "R.");
  EXPECT_EQ(outcomes.classes(1).participants(0).unit_display_name(), "eken");
  EXPECT_EQ(ReasonOf(ConfirmIt("dora", proposed->content_hash()).status()), access::v1::DECISION_FINAL);
}

TEST_F(AnnouncementsTest, AnyoneLearnsOfWhichYearsSomethingWasAnnounced) {
  DecideTheRest();
  WaitForTheCeremony();
  Copy<submissions::v1::Cycle>("submissions", "name: 'awards/k/cycles/2025' year: 2025");
  Copy<submissions::v1::Cycle>("submissions", "name: 'awards/other/cycles/2026' year: 2026");
  const std::string hash = ProposeIt("olle")->content_hash();
  EXPECT_THAT(Years(), ElementsAre());
  ASSERT_TRUE(ConfirmIt("carl", hash).ok());
  EXPECT_THAT(Years(), ElementsAre(2026));
  Announcement before;
  before.set_name("awards/k/cycles/2025/announcement");
  before.set_state(Announcement::ANNOUNCED);
  ASSERT_TRUE(house_.Put(before).ok());
  EXPECT_THAT(Years(), ElementsAre(2026, 2025));
}

TEST_F(AnnouncementsTest, WaitsForEveryClass) {
  const auto early = ProposeIt("olle").status();
  EXPECT_EQ(ReasonOf(early), access::v1::WRONG_STATE);
  EXPECT_EQ(MetadataOf(early, "needs"), "school");
}

TEST_F(AnnouncementsTest, IsUnderEmbargoUntilTheFirstInstantOfTheDayInStockholm) {
  DecideTheRest();
  WaitForTheCeremony();
  house_.Wait(-absl::Milliseconds(1));
  const std::string hash = ProposeIt("olle")->content_hash();
  const auto early = ConfirmIt("ove", hash).status();
  EXPECT_EQ(ReasonOf(early), access::v1::EMBARGOED);
  EXPECT_EQ(MetadataOf(early, "until"), "2026-09-03");
  EXPECT_EQ(Outcomes().classes_size(), 0);
  house_.Wait(absl::Milliseconds(1));
  EXPECT_TRUE(ConfirmIt("ove", hash).ok());
}

TEST_F(AnnouncementsTest, NeedsTwoPeopleAndTheSameContent) {
  DecideTheRest();
  WaitForTheCeremony();
  const std::string hash = ProposeIt("olle")->content_hash();
  EXPECT_EQ(ReasonOf(ConfirmIt("olle", hash).status()), access::v1::SECOND_PERSON_NEEDED);
  EXPECT_THAT(ViolationsOf(ConfirmIt("ove", std::string(64, '0')).status()),
              ElementsAre("content_hash FIELD_REFERENCE"));
  EXPECT_EQ(ReasonOf(ConfirmIt("eva", hash).status()), access::v1::NOT_FOUND);
  EXPECT_EQ(ReasonOf(ConfirmIt("aud", hash).status()), access::v1::NOT_ALLOWED);
  EXPECT_EQ(Outcomes().classes_size(), 0);
  EXPECT_TRUE(ConfirmIt("ove", hash).ok());
}

TEST_F(AnnouncementsTest, IsOfNobodyWhoIsRecusedFromAnyMatter) {
  DecideTheRest();
  WaitForTheCeremony();
  const std::string hash = ProposeIt("olle")->content_hash();
  Conflict(kAlba, "ove", "UNDER_REVIEW");
  EXPECT_EQ(ReasonOf(ConfirmIt("ove", hash).status()), access::v1::NOT_FOUND);
  Conflict(kAlba, "olle", "UNDER_REVIEW");
  EXPECT_EQ(ReasonOf(ConfirmIt("carl", hash).status()), access::v1::SECOND_PERSON_NEEDED);
  ASSERT_EQ(ProposeIt("dora")->content_hash(), hash);
  EXPECT_TRUE(ConfirmIt("carl", hash).ok());
}

TEST_F(AnnouncementsTest, IsProposedAnewAfterADay) {
  DecideTheRest();
  const std::string hash = ProposeIt("olle")->content_hash();
  WaitForTheCeremony();
  house_.Wait(absl::Hours(12));
  EXPECT_EQ(ReasonOf(ConfirmIt("ove", hash).status()), access::v1::WRONG_STATE);
  EXPECT_EQ(ProposeIt("carl")->content_hash(), hash);
  EXPECT_TRUE(ConfirmIt("ove", hash).ok());
}

TEST_F(AnnouncementsTest, RefusesToAnnounceAWinnerOrAMentionWhoHasWithdrawn) {
  DecideTheRest();
  WaitForTheCeremony();
  const std::string hash = ProposeIt("olle")->content_hash();
  for (const std::string& gone : {kKruton, kLss}) {
    SetParticipation(gone, "WITHDRAWN");
    for (const absl::Status& refused : {ConfirmIt("carl", hash).status(), ProposeIt("olle").status()}) {
      EXPECT_EQ(ReasonOf(refused), access::v1::WRONG_STATE);
      EXPECT_EQ(MetadataOf(refused, "needs"), gone);
    }
    SetParticipation(gone, "REGISTERED");
  }
  SetParticipation(kAlba, "WITHDRAWN");
  EXPECT_TRUE(ConfirmIt("carl", hash).ok());
  EXPECT_EQ(Outcomes().classes(0).participants_size(), 0);
}

TEST_F(AnnouncementsTest, RefusesToAnnounceAWinnerFoundIneligibleAfterTheDecision) {
  DecideTheRest();
  WaitForTheCeremony();
  const std::string hash = ProposeIt("olle")->content_hash();
  for (const char* state : {"REVOKED", "REJECTED"}) {
    Copy<submissions::v1::Eligibility>("submissions", "name: '" + kKruton + "/eligibility' state: " + state);
    for (const absl::Status& refused : {ConfirmIt("carl", hash).status(), ProposeIt("olle").status()}) {
      EXPECT_EQ(ReasonOf(refused), access::v1::GATE_CLOSED);
      EXPECT_EQ(MetadataOf(refused, "needs"), kKruton);
    }
  }
  EXPECT_EQ(Outcomes().classes_size(), 0);
}

TEST_F(AnnouncementsTest, AnnouncesAnotherOnceTheMatterOfAWinnerWhoWithdrewIsTakenUpAgain) {
  DecideTheRest();
  WaitForTheCeremony();
  const std::string hash = ProposeIt("olle")->content_hash();
  SetParticipation(kKruton, "WITHDRAWN");
  SetCalendar("phases { phase: ANNOUNCED }");
  for (const char* person : {"dora", "olle", "aud"}) {
    EXPECT_EQ(ReasonOf(Reopen(kSocial, person).status()), access::v1::NOT_ALLOWED) << person;
  }
  const auto reopened = Reopen(kSocial, "carl");
  ASSERT_TRUE(reopened.ok()) << reopened.status();
  EXPECT_EQ(reopened->state(), v1::Matter::NAMED);
  EXPECT_EQ(reopened->reason(), "withdrew");
  EXPECT_EQ(ReasonOf(Reopen(kSocial, "carl").status()), access::v1::WRONG_STATE);
  EXPECT_EQ(ReasonOf(ConfirmIt("carl", hash).status()), access::v1::FIELD_INVALID);
  EXPECT_EQ(MetadataOf(ProposeIt("olle").status(), "needs"), "social");
  EXPECT_TRUE(Get(kSocial, "eva")->proposals(0).fallen());
  ASSERT_TRUE(Propose(kSocial, "2", "eva", Winner(kLss)).ok());
  const auto decided = Decide(kSocial, "2", "carl");
  ASSERT_TRUE(decided.ok()) << decided.status();
  ASSERT_TRUE(ConfirmIt("carl", ProposeIt("olle")->content_hash()).ok());
  EXPECT_EQ(Outcomes().classes(0).winners(0).unit_display_name(), "lss");
  EXPECT_EQ(ReasonOf(Reopen(kSocial, "carl").status()), access::v1::DECISION_FINAL);
}

TEST_F(AnnouncementsTest, IsSeenBeforeByItsPeopleAlone) {
  DecideTheRest();
  ASSERT_TRUE(ProposeIt("olle").ok());
  auto read = [&](const char* person) {
    return ReasonOf(Ask<Announcement, v1::GetAnnouncementRequest>("Decisions/GetAnnouncement", person,
                                                                  Named(kCycle + "/announcement"))
                        .status());
  };
  for (const char* person : {"ove", "carl", "dora", "aud"}) EXPECT_EQ(read(person), access::v1::REASON_UNSPECIFIED);
  for (const char* person : {"eva", "kruton-chef", "nemo"}) EXPECT_EQ(read(person), access::v1::NOT_FOUND);
}

}  // namespace
}  // namespace krans::jury
