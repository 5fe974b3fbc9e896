#include "services/jury/matter_rules.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/jury/dossier_rules.h"
#include "services/rpc/error.h"
#include "tests/parse.h"
#include "tests/violations.h"

namespace krans::jury {
namespace {

using rpc::ReasonOf;
using submissions::v1::Cycle;
using submissions::v1::Eligibility;
using submissions::v1::Participation;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using v1::Dossier;
using v1::Matter;

constexpr char kSocial[] = "awards/k/cycles/2026/matters/social";

Cycle Year(const std::string& rest = "") {
  return Parse<Cycle>("classes { code: 'social' } classes { code: 'school' } " + rest);
}

TEST(MatterName, IsTheLeadingPart) {
  EXPECT_EQ(MatterOf(kSocial), kSocial);
  EXPECT_EQ(MatterOf(std::string(kSocial) + "/ballots/1/votes/anna"), kSocial);
  for (const char* name : {"awards/k/cycles/2026", "awards/k/cycles/2026/matters/", "awards/k/cycles/2026/jury",
                           "awards/k/cycles/2026/participations/matters/x", "matters/social", ""}) {
    EXPECT_EQ(MatterOf(name), "") << name;
  }
}

TEST(Matter, IsOnePerClassOrOneForAll) {
  EXPECT_THAT(MatterCodes(Year()), ElementsAre("social", "school"));
  EXPECT_THAT(MatterCodes(Cycle()), ElementsAre("all"));
}

Entrant EntrantOf(const std::string& participation, bool delivered = true) {
  return {Parse<Participation>(participation), Eligibility::VERIFIED, true, delivered};
}

std::string Names(const std::vector<Entrant>& entrants) {
  std::string names;
  for (const Entrant& entrant : entrants) names += entrant.participation.name();
  return names;
}

TEST(Matter, HasThoseRegisteredInItsClass) {
  const std::vector<Entrant> entrants = {EntrantOf("name: 'a' class_code: 'social' state: REGISTERED"),
                                         EntrantOf("name: 'b' class_code: 'social' state: LATE_REGISTERED"),
                                         EntrantOf("name: 'c' class_code: 'social' state: WITHDRAWN"),
                                         EntrantOf("name: 'd' class_code: 'social' state: DEFERRED"),
                                         EntrantOf("name: 'e' class_code: 'school' state: REGISTERED"),
                                         EntrantOf("name: 'f' state: REGISTERED")};
  EXPECT_EQ(Names(Competing(entrants, "social")), "ab");
  EXPECT_EQ(Names(Competing(entrants, "all")), "abef");
}

TEST(Matter, LeavesOutTheIneligibleAndThoseWithoutASubmission) {
  for (int state = 0; state <= Eligibility::REVOKED; ++state) {
    Entrant entrant = EntrantOf("name: 'a' class_code: 'social' state: REGISTERED");
    entrant.eligibility = static_cast<Eligibility::State>(state);
    const bool refused = state == Eligibility::REJECTED || state == Eligibility::REVOKED;
    EXPECT_EQ(Names(Competing({entrant}, "social")), refused ? "" : "a") << state;
    entrant.opened = false;
    EXPECT_EQ(Names(Competing({entrant}, "social")), "") << state;
  }
}

TEST(Matter, WaitsForEveryDossier) {
  const auto waiting =
      Present(kSocial, Year(), {EntrantOf("name: 'a'", false), EntrantOf("name: 'b'"), EntrantOf("name: 'c'", false)});
  EXPECT_EQ(ReasonOf(waiting.status()), access::v1::WRONG_STATE);
  EXPECT_EQ(MetadataOf(waiting.status(), "needs"), "a,c");
  EXPECT_TRUE(Present(kSocial, Year(), {EntrantOf("name: 'a'"), EntrantOf("name: 'b'")}).ok());
  EXPECT_TRUE(Present(kSocial, Year(), {}).ok());
}

TEST(Matter, IsBlindedFirstOnlyWhereTheYearSaysSo) {
  EXPECT_EQ(Present(kSocial, Year("jury { blinded_first: true }"), {})->state(), Matter::PRESENTED);
  EXPECT_EQ(Present(kSocial, Year("jury { blinded_first: false }"), {})->state(), Matter::NAMED);
  EXPECT_EQ(Present(kSocial, Year(), {})->state(), Matter::NAMED);
}

TEST(Matter, IsOfAClassOfTheYear) {
  EXPECT_THAT(ViolationsOf(Present("awards/k/cycles/2026/matters/all", Year(), {}).status()),
              ElementsAre("name FIELD_REFERENCE"));
  EXPECT_EQ(Present("awards/k/cycles/2026/matters/all", Cycle(), {})->class_code(), "");
  EXPECT_EQ(Present(kSocial, Year(), {})->class_code(), "social");
}

TEST(Matter, IsNamedOnceAndThenDecided) {
  EXPECT_EQ(Reveal(Parse<Matter>("state: PRESENTED"))->state(), Matter::NAMED);
  EXPECT_EQ(ReasonOf(Reveal(Parse<Matter>("state: NAMED")).status()), access::v1::WRONG_STATE);
  EXPECT_EQ(ReasonOf(Reveal(Parse<Matter>("state: DECIDED")).status()), access::v1::DECISION_FINAL);
  EXPECT_TRUE(CheckNamed(Parse<Matter>("state: NAMED")).ok());
  EXPECT_EQ(ReasonOf(CheckNamed(Parse<Matter>("state: PRESENTED"))), access::v1::WRONG_STATE);
  EXPECT_EQ(ReasonOf(CheckNamed(Parse<Matter>("state: DECIDED"))), access::v1::DECISION_FINAL);
}

TEST(Letter, GoesOnAfterZ) {
  EXPECT_EQ(LetterOf(0), "A");
  EXPECT_EQ(LetterOf(25), "Z");
  EXPECT_EQ(LetterOf(26), "AA");
  EXPECT_EQ(LetterOf(26 + 26 * 26), "AAA");
}

TEST(Dossier, NamesNobodyWhileBlinded) {
  const std::string text = Blinded(Parse<Dossier>(R"(
      letter: "A" participation: "secret" unit_display_name: "secret" may_win: true
      scorebook {
        name: "secret" etag: "1" points: 500 total_points: 1000 content_hash: "secret"
        items { criterion: "k1" score: 50 comments { text: "Tydligt." } dissents: "people/secret: för högt" dissents: "secret" }
        signatures { person: "secret" }
      }
      submission { name: "secret" } visits { name: "secret" } evidence { name: "secret" })"))
                               .ShortDebugString();
  EXPECT_THAT(text, Not(HasSubstr("secret")));
  EXPECT_EQ(text,
            "letter: \"A\" scorebook { items { criterion: \"k1\" score: 50 comments { text: \"Tydligt.\" } "
            "dissents: \"f\\303\\266r h\\303\\266gt\" dissents: \"\" } points: 500 total_points: 1000 } may_win: true");
}

}  // namespace
}  // namespace krans::jury
