#include "services/submissions/submission_rules.h"

#include <optional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/cycle/timestamp.h"
#include "tests/submissions/parse.h"

namespace krans::submissions {
namespace {

using v1::Opening;
using v1::Participation;
using v1::Submission;

constexpr char kCalendar[] =
    R"(name: "awards/k/cycles/2024/calendar" milestones { kind: SUBMISSION due: "2024-05-17" })";
constexpr char kQuestions[] = R"(questions { code: "q1" max_length: 5 required: true }
                                 questions { code: "q2" max_length: 5 required: true }
                                 questions { code: "q3" max_length: 5 })";
constexpr char kTwoParts[] = "parts { kind: ACCOUNT } parts { kind: PRESENTATION }";

v1::Calendar Calendar2024() { return Parse<v1::Calendar>(kCalendar); }
Participation TakingPart() { return Parse<Participation>("state: REGISTERED"); }

std::optional<Submission> In(const std::string& state) {
  if (state.empty()) return std::nullopt;
  return Parse<Submission>("state: " + state);
}

TEST(DraftTest, IsOpenUntilSealedAndAgainAfterUnsealing) {
  EXPECT_EQ(Told(CheckOpenToUnit(TakingPart(), In(""))), "OK");
  EXPECT_EQ(Told(CheckOpenToUnit(TakingPart(), In("UNSEALED"))), "OK");
  for (const char* state : {"SEALED", "LATE", "ACCEPTED_BY_DISPENSATION", "REFUSED", "OPENED", "WITHDRAWN"}) {
    EXPECT_EQ(Told(CheckOpenToUnit(TakingPart(), In(state))), absl::StrCat("SEALED state=", state));
  }
  EXPECT_EQ(Told(CheckOpenToUnit(Parse<Participation>("state: WITHDRAWN"), In(""))),
            "WRONG_STATE needs=REGISTERED,LATE_REGISTERED state=WITHDRAWN");
}

TEST(AnswerTest, IsToAQuestionOfTheYearAndWithinItsLengthInCodePoints) {
  const auto questions = Parse<v1::QuestionSet>(kQuestions);
  const auto told = [&](const std::string& answer) { return Told(CheckAnswer(questions, Parse<v1::Answer>(answer))); };
  EXPECT_EQ(told(R"(name: "p/answers/q1" text: "åäöéü")"), "OK");
  EXPECT_EQ(told(R"(name: "p/answers/q1" text: "åäöéüx")"), "FIELD_INVALID answer.text:FIELD_TOO_LONG");
  EXPECT_EQ(told(R"(name: "p/answers/q9" text: "x")"), "FIELD_INVALID answer.name:FIELD_REFERENCE");
}

TEST(PresentationTest, IsSavedOnlyWhereTheYearAsksForOneOrStatesNoParts) {
  EXPECT_TRUE(CheckPresentation(Parse<v1::Cycle>(kTwoParts)).ok());
  EXPECT_TRUE(CheckPresentation(v1::Cycle()).ok());
  EXPECT_EQ(Told(CheckPresentation(Parse<v1::Cycle>("parts { kind: ACCOUNT }"))),
            "FIELD_INVALID presentation:FIELD_NOT_ALLOWED");
}

TEST(ContentTest, HasTheAnswersInTheOrderOfTheQuestionsAndNoEtags) {
  const auto content = Assemble(Parse<v1::Cycle>(kTwoParts), Parse<v1::QuestionSet>(kQuestions),
                                {Parse<v1::Answer>(R"(name: "p/answers/q3" etag: "1" text: "c")"),
                                 Parse<v1::Answer>(R"(name: "p/answers/q2" etag: "4" text: "b")"),
                                 Parse<v1::Answer>(R"(name: "p/answers/q1" etag: "2" text: "a")"),
                                 Parse<v1::Answer>(R"(name: "p/answers/q9" text: "z")")},
                                Parse<v1::Presentation>(R"(name: "p/presentation" etag: "2" text: "we")"), "p");
  ASSERT_TRUE(content.ok()) << content.status();
  EXPECT_EQ(content->ShortDebugString(),
            R"(name: "p/opened" answers { name: "p/answers/q1" text: "a" } answers { name: "p/answers/q2" text: "b" } )"
            R"(answers { name: "p/answers/q3" text: "c" } presentation { name: "p/presentation" text: "we" })");
}

TEST(ContentTest, NamesAllThatIsMissingAtOnce) {
  const std::vector<v1::Answer> answers = {Parse<v1::Answer>(R"(name: "p/answers/q2" text: "")")};
  const auto questions = Parse<v1::QuestionSet>(kQuestions);
  EXPECT_EQ(Told(Assemble(Parse<v1::Cycle>(kTwoParts), questions, answers, std::nullopt, "p").status()),
            "ANSWER_MISSING questions=q1,q2,presentation");
  EXPECT_EQ(Told(Assemble(v1::Cycle(), questions, answers, std::nullopt, "p").status()),
            "ANSWER_MISSING questions=q1,q2");
}

TEST(SealTest, NeedsARegisteredUnitUnlessTheGateIsOffOrWarns) {
  const auto withdrawn = Parse<Participation>("state: WITHDRAWN");
  const auto told = [&](const std::string& gate) {
    return Told(CheckSealable(Parse<v1::Calendar>(gate), withdrawn, std::nullopt));
  };
  const std::string closed = "GATE_CLOSED gate=G1_SEAL_NEEDS_REGISTRATION needs=REGISTERED,LATE_REGISTERED";
  EXPECT_EQ(told(""), closed);
  EXPECT_EQ(told("gates { code: G1_SEAL_NEEDS_REGISTRATION on: true severity: BLOCK }"), closed);
  EXPECT_EQ(told("gates { code: G1_SEAL_NEEDS_REGISTRATION on: true severity: WARN }"),
            "GATE_WARNS gate=G1_SEAL_NEEDS_REGISTRATION needs=REGISTERED,LATE_REGISTERED");
  EXPECT_EQ(told("gates { code: G1_SEAL_NEEDS_REGISTRATION on: false }"), "OK");
  EXPECT_EQ(Told(CheckSealable(Calendar2024(), TakingPart(), In("SEALED"))), "SEALED state=SEALED");
  EXPECT_EQ(Told(CheckSealable(Calendar2024(), TakingPart(), In("UNSEALED"))), "OK");
}

TEST(SealTest, IsLateFromTheFirstInstantAfterTheDay) {
  const auto at = [](const std::string& now) {
    return Submission::State_Name(Receive(Calendar2024(), std::nullopt, "p", "h", "people/m", At(now))->state());
  };
  EXPECT_EQ(at("2024-05-17 23:59:59"), "SEALED");
  EXPECT_EQ(at("2024-05-18 00:00:00"), "LATE");
  EXPECT_EQ(Receive(v1::Calendar(), std::nullopt, "p", "h", "people/m", At("2030-01-01"))->state(), Submission::SEALED);
}

TEST(SealTest, GivesAReceiptThatCountsTheSealings) {
  const auto receipt =
      Receive(Calendar2024(), Parse<Submission>("state: UNSEALED sealings: 1"),
              "awards/k/cycles/2024/participations/kruton", "abc", "people/maja", At("2024-05-02 10:00:00"));
  ASSERT_TRUE(receipt.ok());
  EXPECT_EQ(receipt->ShortDebugString(),
            R"(name: "awards/k/cycles/2024/participations/kruton/submission" state: SEALED content_hash: "abc" )"
            R"(received_time { seconds: 1714636800 } sealed_by: "people/maja" sealings: 2)");
}

TEST(UnsealTest, IsForTheUnitBeforeTheDayIsOver) {
  const auto told = [](const std::string& submission, const std::string& now, const std::string& participation) {
    return Told(
        Unseal(Calendar2024(), Parse<Participation>(participation), Parse<Submission>(submission), At(now)).status());
  };
  EXPECT_EQ(told("state: SEALED", "2024-05-17 23:59:59", "state: REGISTERED"), "OK");
  EXPECT_EQ(told("state: WITHDRAWN", "2024-05-17 23:59:59", "state: REGISTERED"), "OK");
  EXPECT_EQ(told("state: SEALED", "2024-05-18", "state: REGISTERED"),
            "DEADLINE_PASSED deadline=2024-05-18T00:00:00+02:00");
  EXPECT_EQ(told("state: OPENED", "2024-05-17", "state: REGISTERED"),
            "WRONG_STATE needs=SEALED,WITHDRAWN state=OPENED");
  EXPECT_EQ(told("state: SEALED", "2024-05-17", "state: WITHDRAWN"),
            "WRONG_STATE needs=REGISTERED,LATE_REGISTERED state=WITHDRAWN");
}

TEST(LateTest, IsAcceptedOrRefusedWithAReason) {
  const auto late = Parse<Submission>("state: LATE");
  EXPECT_EQ(DecideLate(late, true, "power cut")->state(), Submission::ACCEPTED_BY_DISPENSATION);
  EXPECT_EQ(DecideLate(late, false, "no")->state(), Submission::REFUSED);
  EXPECT_EQ(DecideLate(late, false, "no")->reason(), "no");
  EXPECT_EQ(Told(DecideLate(Parse<Submission>("state: SEALED"), true, "x").status()),
            "WRONG_STATE needs=LATE state=SEALED");
}

TEST(LateTest, IsAcceptedAfterItWasRefusedByMistake) {
  EXPECT_EQ(DecideLate(Parse<Submission>("state: REFUSED"), true, "power cut")->state(),
            Submission::ACCEPTED_BY_DISPENSATION);
  EXPECT_EQ(Told(DecideLate(Parse<Submission>("state: ACCEPTED_BY_DISPENSATION"), false, "no").status()),
            "WRONG_STATE needs=LATE state=ACCEPTED_BY_DISPENSATION");
}

TEST(ReadmittedContentTest, IsSealedOrWaitsForTheOfficeAsItCame) {
  const auto readmitted = [](const std::string& state, const std::string& received) {
    auto submission = Parse<Submission>(state);
    *submission.mutable_received_time() = cycle::ToTimestamp(At(received));
    return Submission::State_Name(ReadmitContent(Calendar2024(), submission)->state());
  };
  EXPECT_EQ(readmitted("state: WITHDRAWN", "2024-05-17 23:59:59"), "SEALED");
  EXPECT_EQ(readmitted("state: WITHDRAWN", "2024-05-18 00:00:00"), "LATE");
  EXPECT_EQ(readmitted("state: OPENED", "2024-05-17 23:59:59"), "OPENED");
  EXPECT_EQ(readmitted("state: UNSEALED", "2024-05-17 23:59:59"), "UNSEALED");
}

TEST(WithdrawnContentTest, IsClosedUnlessOpenedOrStillADraft) {
  EXPECT_EQ(WithdrawContent(Parse<Submission>("state: SEALED")).state(), Submission::WITHDRAWN);
  EXPECT_EQ(WithdrawContent(Parse<Submission>("state: OPENED")).state(), Submission::OPENED);
  EXPECT_EQ(WithdrawContent(Parse<Submission>("state: UNSEALED")).state(), Submission::UNSEALED);
}

std::vector<Submission> Received() {
  return {Parse<Submission>(R"(name: "a/submission" state: SEALED content_hash: "1")"),
          Parse<Submission>(R"(name: "b/submission" state: WITHDRAWN content_hash: "2")"),
          Parse<Submission>(R"(name: "c/submission" state: ACCEPTED_BY_DISPENSATION content_hash: "3")"),
          Parse<Submission>(R"(name: "d/submission" state: LATE content_hash: "4")")};
}

TEST(OpeningTest, NamesWhatIsSealedOrAcceptedWithItsHash) {
  const auto opening = ProposeOpening(Calendar2024(), Received(), "people/eva", At("2024-05-18"));
  ASSERT_TRUE(opening.ok()) << opening.status();
  EXPECT_EQ(opening->name(), "awards/k/cycles/2024/opening");
  ASSERT_EQ(opening->items_size(), 2);
  EXPECT_EQ(opening->items(0).submission(), "a/submission");
  EXPECT_EQ(opening->items(0).content_hash(), "1");
  EXPECT_EQ(opening->items(1).submission(), "c/submission");
}

TEST(OpeningTest, WaitsForTheDayToEndAndForSomethingToOpen) {
  EXPECT_EQ(Told(ProposeOpening(Calendar2024(), Received(), "people/eva", At("2024-05-17 23:59:59")).status()),
            "WRONG_STATE needs=2024-05-18T00:00:00+02:00 state=BEFORE_THE_DAY");
  EXPECT_EQ(Told(ProposeOpening(Calendar2024(), {Parse<Submission>("state: OPENED")}, "people/eva", At("2024-05-18"))
                     .status()),
            "WRONG_STATE needs=a sealed submission state=NOTHING_SEALED");
  EXPECT_TRUE(ProposeOpening(v1::Calendar(), Received(), "people/eva", At("2020-01-01")).ok());
}

TEST(OpeningTest, IsConfirmedByASecondPersonWhileNothingChanged) {
  const Opening proposed = *ProposeOpening(Calendar2024(), Received(), "people/eva", At("2024-05-18"));
  const auto told = [&](const Opening& opening, std::vector<Submission> submissions, const std::string& person) {
    return Told(ConfirmOpening(opening, submissions, person, At("2024-05-20")).status());
  };
  EXPECT_EQ(told(proposed, Received(), "people/bo"), "OK");
  EXPECT_EQ(told(proposed, Received(), "people/eva"), "SECOND_PERSON_NEEDED");
  Opening done = proposed;
  done.set_state(Opening::DONE);
  EXPECT_EQ(told(done, Received(), "people/bo"), "WRONG_STATE needs=PROPOSED state=DONE");
  const std::string changed = "WRONG_STATE needs=a new proposal state=CHANGED_SINCE";
  std::vector<Submission> one_more = Received();
  one_more.push_back(Parse<Submission>(R"(name: "e/submission" state: SEALED content_hash: "5")"));
  EXPECT_EQ(told(proposed, one_more, "people/bo"), changed);
  std::vector<Submission> resealed = Received();
  resealed[0].set_content_hash("9");
  EXPECT_EQ(told(proposed, resealed, "people/bo"), changed);
  std::vector<Submission> withdrawn = Received();
  withdrawn[0].set_state(Submission::WITHDRAWN);
  EXPECT_EQ(told(proposed, withdrawn, "people/bo"), changed);
}

}  // namespace
}  // namespace krans::submissions
