#include "services/submissions/board_rules.h"

#include <optional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/submissions/parse.h"

namespace krans::submissions {
namespace {

using v1::BoardMatter;
using v1::Participation;

constexpr char kCalendar[] = R"(milestones { kind: BOARD_EVIDENCE due: "2024-06-28" })";
constexpr char kPrepared[] = R"(name: "m" state: PREPARED body: "bodies/soc" act: APPROVAL participations: "p/1")";

std::vector<Participation> Known() {
  return {
      Parse<Participation>(R"(name: "awards/k/cycles/2024/participations/a" body: "bodies/soc" state: REGISTERED)"),
      Parse<Participation>(R"(name: "awards/k/cycles/2024/participations/b" body: "bodies/other" state: REGISTERED)"),
      Parse<Participation>(R"(name: "awards/k/cycles/2024/participations/c" body: "bodies/soc" state: WITHDRAWN)"),
      Parse<Participation>(R"(name: "awards/k/cycles/2019/participations/d" body: "bodies/soc" state: REGISTERED)"),
      Parse<Participation>(
          R"(name: "awards/k/cycles/2024/participations/e" body: "bodies/soc" state: WITHDRAWN reason: "BOARD_REJECTED")")};
}

std::string Prepared(const std::string& matter, const std::string& existing = "") {
  std::optional<BoardMatter> before;
  if (!existing.empty()) before = Parse<BoardMatter>(existing);
  const auto cycle = Parse<v1::Cycle>(R"(name: "awards/k/cycles/2024" board { acts: APPROVAL acts: NOTIFICATION })");
  const auto prepared = Prepare(cycle, Parse<BoardMatter>(R"(body: "bodies/soc" )" + matter), Known(), before);
  return prepared.ok() ? BoardMatter::State_Name(prepared->state()) : Told(prepared.status());
}

TEST(BoardMatterTest, CoversParticipationsOfItsBodyAndYearThatTakePart) {
  EXPECT_EQ(Prepared(R"(act: APPROVAL participations: "awards/k/cycles/2024/participations/a")"), "PREPARED");
  for (const char* other : {"awards/k/cycles/2024/participations/b", "awards/k/cycles/2024/participations/c",
                            "awards/k/cycles/2019/participations/d", "awards/k/cycles/2024/participations/nobody"}) {
    EXPECT_EQ(Prepared(absl::StrCat("act: APPROVAL participations: \"", other, "\"")),
              "FIELD_INVALID matter.participations[0]:FIELD_REFERENCE")
        << other;
  }
}

TEST(BoardMatterTest, MayBeAboutWhatTheBoardRefusedBefore) {
  EXPECT_EQ(Prepared(R"(act: APPROVAL participations: "awards/k/cycles/2024/participations/e")"), "PREPARED");
}

TEST(BoardMatterTest, NamesAllThatIsWrongAtOnce) {
  EXPECT_EQ(Prepared(R"(act: INFORMATION participations: "x" participations: "awards/k/cycles/2024/participations/a"
                        participations: "awards/k/cycles/2024/participations/a")"),
            "FIELD_INVALID matter.act:FIELD_NOT_ALLOWED matter.participations[0]:FIELD_REFERENCE "
            "matter.participations[2]:FIELD_DUPLICATE");
}

TEST(BoardMatterTest, IsChangedUntilDecidedAndByItsBodyOnly) {
  const std::string matter = R"(act: APPROVAL participations: "awards/k/cycles/2024/participations/a")";
  EXPECT_EQ(Prepared(matter, R"(body: "bodies/soc" state: PREPARED)"), "PREPARED");
  EXPECT_EQ(Prepared(matter, R"(body: "bodies/soc" state: DECIDED result: POSTPONED)"), "PREPARED");
  EXPECT_EQ(Prepared(matter, R"(body: "bodies/soc" state: DECIDED result: APPROVED)"),
            "WRONG_STATE needs=PREPARED state=DECIDED");
  EXPECT_EQ(Prepared(matter, R"(body: "bodies/other" state: PREPARED)"), "NOT_FOUND");
}

struct Sentence {
  std::string what;
  std::string matter;
  std::string request;
  std::string now = "2024-06-28 23:59:59";
  std::string told = "OK";
  bool late = false;
};

class BoardDecisionTest : public testing::TestWithParam<Sentence> {};

TEST_P(BoardDecisionTest, IsRecorded) {
  const Sentence& sentence = GetParam();
  const auto decided = Record(Parse<v1::Calendar>(kCalendar), Parse<BoardMatter>(sentence.matter),
                              Parse<v1::RecordDecisionRequest>(sentence.request), At(sentence.now));
  EXPECT_EQ(Told(decided.status()), sentence.told);
  if (!decided.ok()) return;
  EXPECT_EQ(decided->state(), BoardMatter::DECIDED);
  EXPECT_EQ(decided->late(), sentence.late);
}

constexpr char kApproved[] = R"(result: APPROVED meeting_date: "2024-06-11" paragraph: "12" adjustment: IMMEDIATE)";

INSTANTIATE_TEST_SUITE_P(All, BoardDecisionTest,
                         testing::ValuesIn(std::vector<Sentence>{
                             {"InTime", kPrepared, kApproved},
                             {"LateAndStillReceived", kPrepared, kApproved, "2024-06-29 00:00:00", "OK", true},
                             {"OnADayToCome", kPrepared, R"(result: APPROVED meeting_date: "2024-06-29")",
                              "2024-06-28 23:59:59", "FIELD_INVALID meeting_date:FIELD_DATE"},
                             {"NotingWhatNeedsApproval", kPrepared, R"(result: NOTED meeting_date: "2024-06-11")",
                              "2024-06-28", "FIELD_INVALID result:FIELD_NOT_ALLOWED"},
                             {"ApprovingWhatWasNotified", "state: PREPARED act: NOTIFICATION",
                              R"(result: APPROVED meeting_date: "2024-06-11")", "2024-06-28",
                              "FIELD_INVALID result:FIELD_NOT_ALLOWED"},
                             {"RefusingWhatWasNotified", "state: PREPARED act: NOTIFICATION",
                              R"(result: REJECTED meeting_date: "2024-06-11")"},
                             {"AfterPostponing", "state: DECIDED result: POSTPONED act: APPROVAL", kApproved},
                             {"Twice", "state: DECIDED result: APPROVED act: APPROVAL", kApproved, "2024-06-28",
                              "WRONG_STATE needs=PREPARED state=DECIDED"},
                         }),
                         [](const auto& sentence) { return sentence.param.what; });

TEST(BoardMatterTest, IsVerifiedOnceDecided) {
  const auto verified = Verify(Parse<BoardMatter>("state: DECIDED result: NOTED"), "people/eva");
  ASSERT_TRUE(verified.ok());
  EXPECT_EQ(verified->state(), BoardMatter::VERIFIED);
  EXPECT_EQ(verified->verified_by(), "people/eva");
  for (const char* not_yet : {"state: PREPARED", "state: DECIDED result: POSTPONED", "state: VERIFIED result: NOTED"}) {
    EXPECT_EQ(rpc::ReasonOf(Verify(Parse<BoardMatter>(not_yet), "people/eva").status()), access::v1::WRONG_STATE)
        << not_yet;
  }
}

TEST(BoardMatterTest, GivesWayToALaterActForThoseItCovers) {
  auto earlier =
      Parse<BoardMatter>(R"(name: "m1" state: VERIFIED result: NOTED participations: "a" participations: "b")");
  const auto later = Parse<BoardMatter>(R"(name: "m2" state: DECIDED result: REJECTED participations: "b")");
  EXPECT_TRUE(IsInForce(earlier, "a"));
  EXPECT_TRUE(IsInForce(earlier, "b"));
  EXPECT_TRUE(Supersede(later, &earlier));
  EXPECT_TRUE(IsInForce(earlier, "a"));
  EXPECT_FALSE(IsInForce(earlier, "b"));
  EXPECT_TRUE(IsInForce(later, "b"));
  EXPECT_FALSE(Supersede(later, &earlier)) << "only once";
}

TEST(BoardMatterTest, OfNoForceSupersedesNothing) {
  auto earlier = Parse<BoardMatter>(R"(name: "m1" state: VERIFIED result: NOTED participations: "a")");
  for (const char* text : {R"(name: "m2" state: PREPARED participations: "a")",
                           R"(name: "m2" state: DECIDED result: POSTPONED participations: "a")"}) {
    EXPECT_FALSE(IsInForce(Parse<BoardMatter>(text), "a"));
    EXPECT_FALSE(Supersede(Parse<BoardMatter>(text), &earlier));
  }
  const auto itself = earlier;
  EXPECT_FALSE(Supersede(itself, &earlier));
}

}  // namespace
}  // namespace krans::submissions
