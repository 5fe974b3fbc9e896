#include "gmock/gmock.h"
#include "krans/scoring/v1/examiners.pb.h"
#include "tests/jury/award.h"

namespace krans::jury {
namespace {

using rpc::ReasonOf;
using testing::ElementsAre;

class JuriesTest : public AwardTest {
 protected:
  absl::Status Get(const std::string& person) {
    return Ask<v1::Jury, v1::GetJuryRequest>("Juries/GetJury", person, Named(kCycle + "/jury")).status();
  }
};

TEST_F(JuriesTest, IsSetByTheOfficeAndReadByItsMembers) {
  EXPECT_EQ(ReasonOf(SaveJury(kJury, "carl").status()), access::v1::NOT_FOUND);
  EXPECT_EQ(ReasonOf(SaveJury(kJury, "aud").status()), access::v1::NOT_ALLOWED);
  Seat();
  for (const char* person : {"carl", "gun", "olle", "aud"}) EXPECT_TRUE(Get(person).ok()) << person;
  EXPECT_EQ(ReasonOf(Get("kruton-chef")), access::v1::NOT_FOUND);
}

TEST_F(JuriesTest, HasNoAuditorNoExaminerNobodyOfTheOfficeAndNobodyUnknown) {
  Copy<scoring::v1::Examiner>("scoring", "name: '" + kCycle + "/examiners/gun'");
  Copy<scoring::v1::Examiner>("scoring", "name: '" + kCycle + "/examiners/eva' dismissed: true");
  EXPECT_THAT(ViolationsOf(SaveJury("members { person: 'people/carl' role: CHAIR }"
                                    " members { person: 'people/aud' role: DEPUTY }"
                                    " members { person: 'people/eva' role: MEMBER }"
                                    " members { person: 'people/gun' role: MEMBER }"
                                    " members { person: 'people/ove' role: MEMBER }"
                                    " members { person: 'people/nemo' role: MEMBER }")
                               .status()),
              ElementsAre("jury.members[1].person FIELD_NOT_ALLOWED", "jury.members[3].person FIELD_NOT_ALLOWED",
                          "jury.members[4].person FIELD_NOT_ALLOWED", "jury.members[5].person FIELD_REFERENCE",
                          "jury.members FIELD_OUT_OF_RANGE"));
}

TEST_F(JuriesTest, LosesNobodyOnceAMatterIsPresented) {
  Seat();
  ASSERT_TRUE(PresentMatter(kSchool).ok());
  const std::string first =
      "members { person: 'people/carl' role: CHAIR } members { person: 'people/dora' role: DEPUTY }"
      " members { person: 'people/eva' role: MEMBER } members { person: 'people/finn' role: MEMBER }";
  for (const std::string& fewer : {first, first + " members { person: 'people/hedda' role: MEMBER }"}) {
    EXPECT_EQ(ReasonOf(SaveJury(fewer + " etag: '1'").status()), access::v1::WRONG_STATE);
  }
}

TEST_F(JuriesTest, CallsInSubstitutesWhereTooFewAreLeftToDecide) {
  const std::string more = std::string(kJury) +
                           " members { person: 'people/hedda' role: MEMBER }"
                           " members { person: 'people/ines' role: MEMBER }";
  for (const char* person : {"hedda", "ines"}) {
    Copy<submissions::v1::Person>("submissions", absl::StrCat("name: 'people/", person, "' display_name: 'P'"));
  }
  Seat();
  Begin(kSocial);
  for (const char* person : {"eva", "finn", "gun"}) ASSERT_TRUE(Recuse(kSocial, person).ok());
  ASSERT_TRUE(Propose(kSocial, "1", "carl", Winner(kKruton)).ok());
  EXPECT_EQ(ReasonOf(Decide(kSocial, "1", "carl").status()), access::v1::NO_QUORUM);
  EXPECT_EQ(ReasonOf(SaveJury(more + " members { person: 'people/aud' role: MEMBER } etag: '1'").status()),
            access::v1::FIELD_INVALID);
  const auto saved = SaveJury(more + " etag: '1'");
  ASSERT_TRUE(saved.ok()) << saved.status();
  ASSERT_TRUE(Attend(kSocial, "olle", {"carl", "dora", "hedda", "ines"}).ok());
  const auto decided = Decide(kSocial, "1", "carl");
  ASSERT_TRUE(decided.ok()) << decided.status();
  EXPECT_EQ(decided->deciders_size(), 4);
}

TEST_F(JuriesTest, IsFixedOnceEverythingIsDecided) {
  Seat();
  for (const std::string& matter : {kSocial, kSchool}) {
    Begin(matter);
    ASSERT_TRUE(Propose(matter, "1", "eva", "no_award_reason: 'R.'").ok());
    ASSERT_TRUE(Decide(matter, "1", "carl").ok());
  }
  EXPECT_EQ(ReasonOf(SaveJury(std::string(kJury) + " etag: '1'").status()), access::v1::DECISION_FINAL);
}

}  // namespace
}  // namespace krans::jury
