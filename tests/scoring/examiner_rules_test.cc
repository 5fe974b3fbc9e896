#include "services/scoring/examiner_rules.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/cycle/case_rules.h"
#include "tests/scoring/text.h"

namespace krans::scoring {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using v1::Examiner;

constexpr char kReady[] = R"(manager_approved: "2026-02-01" trained: "2026-03-01" code_signed: "2026-03-02")";
const submissions::v1::Person kPerson;

std::vector<std::string> Wrong(const std::string& examiner, const submissions::v1::Person* person = &kPerson,
                               bool auditor = false, bool board = true) {
  const auto cycle = Text<submissions::v1::Cycle>(R"(year: 2026 classes { code: "c" })");
  return Fields(CheckExaminer(Text<Examiner>(examiner), cycle, person, auditor, board,
                              absl::FromCivil(absl::CivilSecond(2026, 9, 1, 12, 0, 0), absl::UTCTimeZone())));
}

TEST(ExaminerRules, AnExaminerIsReadyWithApprovalTrainingAndCode) {
  EXPECT_TRUE(cycle::IsReady(Text<Examiner>(kReady)));
  EXPECT_THAT(cycle::Lacks(Examiner()), ElementsAre("manager_approved", "trained", "code_signed"));
  EXPECT_THAT(cycle::Lacks(Text<Examiner>(std::string(kReady) + " dismissed: true")), ElementsAre("dismissed"));
}

TEST(ExaminerRules, MayBeAppointedBeforeAnythingElseIsDone) { EXPECT_THAT(Wrong(""), IsEmpty()); }

TEST(ExaminerRules, TakesWhatHasHappenedUntilToday) {
  EXPECT_THAT(Wrong(kReady), IsEmpty());
  EXPECT_THAT(Wrong(R"(code_signed: "2026-09-01")"), IsEmpty());
  EXPECT_THAT(Wrong(R"(code_signed: "2026-09-02" manager_approved: "2027-01-01")"),
              ElementsAre("examiner.manager_approved FIELD_DATE", "examiner.code_signed FIELD_DATE"));
}

TEST(ExaminerRules, TrainsInTheYear) {
  EXPECT_THAT(Wrong(R"(trained: "2025-12-31")"), ElementsAre("examiner.trained FIELD_DATE"));
  EXPECT_THAT(Wrong(R"(manager_approved: "2025-12-31")"), IsEmpty());
}

TEST(ExaminerRules, KnowsOnlyTheYearsClasses) {
  EXPECT_THAT(Wrong(R"(class_codes: "c" class_codes: "d")"), ElementsAre("examiner.class_codes[1] FIELD_REFERENCE"));
}

TEST(ExaminerRules, KnowsTheBoardThatEmploysThem) {
  EXPECT_THAT(Wrong(R"(body: "bodies/ingen")", &kPerson, false, false), ElementsAre("examiner.body FIELD_REFERENCE"));
  EXPECT_THAT(Wrong("", &kPerson, false, false), IsEmpty());
}

TEST(ExaminerRules, AppointsPeopleButNoAuditor) {
  EXPECT_THAT(Wrong("", nullptr), ElementsAre("examiner.name FIELD_REFERENCE"));
  EXPECT_THAT(Wrong("", &kPerson, true), ElementsAre("examiner.name FIELD_NOT_ALLOWED"));
}

}  // namespace
}  // namespace krans::scoring
