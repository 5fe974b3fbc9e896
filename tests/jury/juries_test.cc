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

TEST_F(JuriesTest, IsFixedOnceAMatterIsPresented) {
  Seat();
  ASSERT_TRUE(PresentMatter(kSchool).ok());
  EXPECT_EQ(ReasonOf(SaveJury(std::string(kJury) + " etag: '1'").status()), access::v1::WRONG_STATE);
}

}  // namespace
}  // namespace krans::jury
