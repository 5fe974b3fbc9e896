#include "services/jury/decision_rules.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/cycle/deadline_rules.h"
#include "services/cycle/timestamp.h"
#include "services/rpc/error.h"
#include "tests/parse.h"
#include "tests/violations.h"

namespace krans::jury {
namespace {

using rpc::ReasonOf;
using submissions::v1::Calendar;
using submissions::v1::JuryRules;
using testing::ElementsAre;
using v1::Announcement;
using v1::Ballot;
using v1::Matter;
using v1::Proposal;

const absl::Time kNow = absl::FromUnixSeconds(1'790'000'000);
const Sitting kSitting = {{"people/c", "people/d"}, {}, "people/c", 2};

struct Before {
  std::string matter = "name: 'm' state: NAMED";
  std::vector<Proposal> proposals = {Parse<Proposal>("name: 'm/1' no_award_reason: 'r'")};
  std::vector<Ballot> ballots;
  Sitting sitting = kSitting;
};

absl::StatusOr<v1::Decision> DecideOn(const Before& before, const char* chosen = "m/1") {
  return Decide(Parse<Matter>(before.matter), chosen, before.proposals, before.ballots, before.sitting,
                Parse<JuryRules>("regime: BOARD_KL"), kNow);
}

TEST(Decision, IsOfTheProposalThatStands) {
  const auto decision = DecideOn({});
  ASSERT_TRUE(decision.ok());
  EXPECT_EQ(decision->name(), "m/decision");
  EXPECT_EQ(decision->proposal().no_award_reason(), "r");
  EXPECT_TRUE(decision->by_acclamation());
  EXPECT_EQ(decision->presiding(), "people/c");
  EXPECT_THAT(decision->deciders(), ElementsAre("people/c", "people/d"));
  EXPECT_EQ(decision->regime(), JuryRules::BOARD_KL);
  EXPECT_EQ(cycle::ToTime(decision->decided_time()), kNow);
}

TEST(Decision, OfAChairOnDelegationIsTheChairsAloneAndTheOthersAdvise) {
  const Before before;
  const auto decision = Decide(Parse<Matter>(before.matter), "m/1", before.proposals, {}, before.sitting,
                               Parse<JuryRules>("regime: CHAIR_ON_DELEGATION_KL"), kNow);
  ASSERT_TRUE(decision.ok());
  EXPECT_THAT(decision->deciders(), ElementsAre("people/c"));
  EXPECT_THAT(decision->advisers(), ElementsAre("people/d"));
}

TEST(Decision, OfAChairOnDelegationIsByAnyProposalSinceTheVotesAreAdvice) {
  const Before before;
  const std::vector<Proposal> proposals = {Parse<Proposal>("name: 'm/1' fallen: true"), Parse<Proposal>("name: 'm/2'"),
                                           Parse<Proposal>("name: 'm/3'")};
  auto decide = [&](const char* chosen) {
    return Decide(Parse<Matter>(before.matter), chosen, proposals, {Parse<Ballot>("state: CLOSED")}, before.sitting,
                  Parse<JuryRules>("regime: CHAIR_ON_DELEGATION_KL"), kNow);
  };
  for (const char* chosen : {"m/1", "m/2", "m/3"}) {
    ASSERT_TRUE(decide(chosen).ok()) << chosen;
    EXPECT_EQ(decide(chosen)->proposal().name(), chosen);
    EXPECT_FALSE(decide(chosen)->by_acclamation());
  }
  EXPECT_THAT(ViolationsOf(decide("m/4").status()), ElementsAre("proposal FIELD_REFERENCE"));
}

TEST(Decision, IsNotByAcclamationAfterABallot) {
  EXPECT_FALSE(DecideOn({.ballots = {Parse<Ballot>("state: CLOSED")}})->by_acclamation());
  EXPECT_TRUE(DecideOn({.ballots = {Parse<Ballot>("state: CANCELLED")}})->by_acclamation());
}

TEST(Decision, WaitsUntilOneProposalStands) {
  const std::vector<Proposal> two = {Parse<Proposal>("name: 'm/1'"), Parse<Proposal>("name: 'm/2'")};
  EXPECT_EQ(ReasonOf(DecideOn({.proposals = two}).status()), access::v1::WRONG_STATE);
  EXPECT_EQ(ReasonOf(DecideOn({.proposals = {}}).status()), access::v1::WRONG_STATE);
  const std::vector<Proposal> one_fallen = {Parse<Proposal>("name: 'm/1' fallen: true"), two[1]};
  EXPECT_THAT(ViolationsOf(DecideOn({.proposals = one_fallen}).status()), ElementsAre("proposal FIELD_REFERENCE"));
  EXPECT_TRUE(DecideOn({.proposals = one_fallen}, "m/2").ok());
}

TEST(Decision, WaitsForTheVoteTheNamesAndAQuorum) {
  EXPECT_EQ(ReasonOf(DecideOn({.ballots = {Parse<Ballot>("state: OPEN")}}).status()), access::v1::VOTE_OPEN);
  EXPECT_EQ(ReasonOf(DecideOn({.matter = "state: PRESENTED"}).status()), access::v1::WRONG_STATE);
  EXPECT_EQ(ReasonOf(DecideOn({.sitting = {{"people/c"}, {}, "people/c", 2}}).status()), access::v1::NO_QUORUM);
}

TEST(Decision, IsMadeOnce) {
  EXPECT_EQ(ReasonOf(DecideOn({.matter = "state: DECIDED"}).status()), access::v1::DECISION_FINAL);
}

const absl::Time kCeremony = cycle::StartOf(absl::CivilDay(2026, 11, 26));

Calendar Ceremony() { return Parse<Calendar>("milestones { kind: CEREMONY due: '2026-11-26' }"); }

Announcement Proposed(absl::Time time = kCeremony) {
  return *ProposeAnnouncement(Announcement(), {}, "hash", Ceremony(), "people/olle", time);
}

absl::StatusOr<Announcement> ConfirmAt(absl::Time now, const Announcement& announcement = Proposed()) {
  return ConfirmAnnouncement(announcement, "hash", "hash", false, Ceremony(), "people/c", now);
}

TEST(Announcement, IsProposedOnceAllIsDecided) {
  const Announcement proposed = Proposed();
  EXPECT_EQ(proposed.state(), Announcement::PROPOSED);
  EXPECT_EQ(proposed.embargo_until(), "2026-11-26");
  EXPECT_EQ(proposed.proposed_by(), "people/olle");
  const auto early =
      ProposeAnnouncement(Announcement(), {"social", "other"}, "hash", Ceremony(), "people/olle", kNow).status();
  EXPECT_EQ(ReasonOf(early), access::v1::WRONG_STATE);
  EXPECT_EQ(MetadataOf(early, "needs"), "social,other");
}

TEST(Announcement, IsMadeOnTheDayOfTheCeremonyAtTheEarliest) {
  const Announcement proposed = Proposed(kCeremony - absl::Hours(1));
  const auto early = ConfirmAt(kCeremony - absl::Milliseconds(1), proposed).status();
  EXPECT_EQ(ReasonOf(early), access::v1::EMBARGOED);
  EXPECT_EQ(MetadataOf(early, "until"), "2026-11-26");
  const auto confirmed = ConfirmAt(kCeremony, proposed);
  ASSERT_TRUE(confirmed.ok());
  EXPECT_EQ(confirmed->state(), Announcement::ANNOUNCED);
  EXPECT_EQ(confirmed->confirmed_by(), "people/c");
}

TEST(Announcement, IsNotMadeInAYearWithoutADayForIt) {
  EXPECT_EQ(
      ReasonOf(ConfirmAnnouncement(Proposed(), "hash", "hash", false, Calendar(), "people/c", kCeremony).status()),
      access::v1::EMBARGOED);
}

TEST(Announcement, NeedsAnotherPersonWhoIsNotRecused) {
  EXPECT_EQ(
      ReasonOf(ConfirmAnnouncement(Proposed(), "hash", "hash", false, Ceremony(), "people/olle", kCeremony).status()),
      access::v1::SECOND_PERSON_NEEDED);
  EXPECT_EQ(ReasonOf(ConfirmAnnouncement(Proposed(), "hash", "hash", true, Ceremony(), "people/c", kCeremony).status()),
            access::v1::SECOND_PERSON_NEEDED);
}

TEST(Announcement, IsOfTheSameContent) {
  for (const auto& [confirmed, content] :
       {std::pair("other", "hash"), std::pair("hash", "other"), std::pair("o", "o")}) {
    EXPECT_THAT(
        ViolationsOf(
            ConfirmAnnouncement(Proposed(), confirmed, content, false, Ceremony(), "people/c", kCeremony).status()),
        ElementsAre("content_hash FIELD_REFERENCE"));
  }
}

TEST(Announcement, IsConfirmedWithinADay) {
  EXPECT_TRUE(ConfirmAt(kCeremony + absl::Hours(24)).ok());
  EXPECT_EQ(ReasonOf(ConfirmAt(kCeremony + absl::Hours(24) + absl::Milliseconds(1)).status()), access::v1::WRONG_STATE);
}

TEST(Announcement, IsMadeOnce) {
  const Announcement announced = *ConfirmAt(kCeremony);
  EXPECT_EQ(ReasonOf(ConfirmAt(kCeremony, announced).status()), access::v1::DECISION_FINAL);
  EXPECT_EQ(ReasonOf(ProposeAnnouncement(announced, {}, "hash", Ceremony(), "people/olle", kCeremony).status()),
            access::v1::DECISION_FINAL);
}

}  // namespace
}  // namespace krans::jury
