#include "absl/strings/substitute.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/scoring/award.h"

namespace krans::scoring {
namespace {

using testing::ElementsAre;

absl::StatusOr<v1::Examiner> Save(Award& award, const std::string& examiner, const std::string& by = "olle") {
  return award.Ask<v1::Examiner>("Examiners/SaveExaminer", Text<v1::SaveExaminerRequest>("examiner {" + examiner + "}"),
                                 by);
}

std::string Name(const std::string& person) { return absl::Substitute("name: \"$0/examiners/$1\" ", kCycle, person); }

absl::StatusOr<v1::Examiner> Get(Award& award, const std::string& by, const std::string& of) {
  return award.Ask<v1::Examiner>("Examiners/GetExaminer", Text<v1::GetExaminerRequest>(Name(of)), by);
}

int Listed(Award& award, const std::string& by) {
  auto listed = award.Ask<v1::ListExaminersResponse>(
      "Examiners/ListExaminers", Text<v1::ListExaminersRequest>("parent: \"" + std::string(kCycle) + "\""), by);
  EXPECT_TRUE(listed.ok()) << listed.status();
  return listed->examiners_size();
}

TEST(ExaminersTest, TheOfficeAppointsAndTheExaminerReadsTheirOwn) {
  Award award;
  ASSERT_TRUE(Save(award, Name("ulf")).ok());
  EXPECT_TRUE(Get(award, "ulf", "ulf").ok());
  EXPECT_EQ(Reason(Get(award, "ulf", "bo").status()), "NOT_FOUND");
  EXPECT_EQ(Listed(award, "olle"), 5);
  EXPECT_EQ(Listed(award, "alva"), 5);
  EXPECT_EQ(Listed(award, "ulf"), 1);
  EXPECT_EQ(Listed(award, "eva"), 5);
}

TEST(ExaminersTest, NobodyElseAppoints) {
  Award award;
  EXPECT_EQ(Reason(Save(award, Name("ulf"), "ulf").status()), "NOT_FOUND");
  EXPECT_EQ(Reason(Save(award, Name("ulf"), "alva").status()), "NOT_ALLOWED");
}

TEST(ExaminersTest, AnAuditorIsNeverExaminer) {
  Award award;
  EXPECT_THAT(Fields(Save(award, Name("alva")).status()), ElementsAre("examiner.name FIELD_NOT_ALLOWED"));
}

TEST(ExaminersTest, NamesWhatIsWrongAtOnce) {
  Award award;
  const absl::Status refused =
      Save(award, Name("ingen") + R"(body: "bodies/ingen" trained: "2025-03-01" class_codes: "x")").status();
  EXPECT_THAT(Fields(refused), ElementsAre("examiner.name FIELD_REFERENCE", "examiner.body FIELD_REFERENCE",
                                           "examiner.trained FIELD_DATE", "examiner.class_codes[0] FIELD_REFERENCE"));
}

TEST(ExaminersTest, KnowsNoExaminersOfAYearThatDoesNotExist) {
  Award award;
  EXPECT_EQ(Reason(Save(award, R"(name: "awards/kvalitet/cycles/1999/examiners/ulf")").status()), "NOT_FOUND");
}

}  // namespace
}  // namespace krans::scoring
