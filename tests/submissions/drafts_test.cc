#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "krans/scoring/v1/conflicts.pb.h"
#include "krans/submissions/v1/participations.pb.h"
#include "krans/submissions/v1/submissions.pb.h"
#include "storage/journal.h"
#include "tests/submissions/award.h"

namespace krans::submissions {
namespace {

constexpr char kName[] = R"(name: "awards/k/cycles/2024/participations/kruton")";

class DraftsTest : public AwardTest {
 protected:
  std::string SaveAnswer(const std::string& person, const std::string& code, const std::string& text,
                         const std::string& etag = "") {
    return Call(person, "Submissions/SaveAnswer",
                absl::StrCat("answer { name: \"", kKruton, "/answers/", code, "\" etag: \"", etag, "\" text: \"", text,
                             "\" }"));
  }

  // Whether any payload in the journal has the text.
  bool JournalHas(const std::string& text) {
    const auto entries = house_.store().ReadFrom(0, 10000);
    EXPECT_TRUE(entries.ok());
    for (const auto& each : *entries) {
      if (absl::StrContains(each.payload, text) || absl::StrContains(each.entry, text)) return true;
    }
    return false;
  }
};

TEST_F(DraftsTest, AnAnswerIsSavedWithItsEtagAndReadByItsUnitOnly) {
  WriteDraft();
  EXPECT_EQ(SaveAnswer("maja", "q1", "better", "1"), "OK");
  EXPECT_EQ(SaveAnswer("maja", "q1", "from an old window", "1"),
            absl::StrCat("ETAG_MISMATCH resource=", kKruton, "/answers/q1"));
  ASSERT_EQ(Call("maja", "Submissions/GetDraft", kName), "OK");
  const auto draft = Answer<v1::Draft>();
  ASSERT_EQ(draft.answers_size(), 2);
  EXPECT_EQ(draft.answers(0).text(), "better");
  EXPECT_EQ(draft.presentation().text(), "who we are");
  for (const char* other : {"nils", "rut", "olle", "eva", "alva"}) {
    EXPECT_THAT(Call(other, "Submissions/GetDraft", kName), testing::AnyOf("NOT_FOUND", "NOT_ALLOWED")) << other;
    EXPECT_THAT(SaveAnswer(other, "q1", "x"), testing::AnyOf("NOT_FOUND", "NOT_ALLOWED")) << other;
  }
}

TEST_F(DraftsTest, WhoWorksForTheAwardReadsNothingAsTheUnitsManager) {
  WriteDraft();
  ASSERT_EQ(Call("maja", "Submissions/Seal", kName), "OK");
  for (const char* person : {"eva", "alva"}) {
    EXPECT_EQ(Call("bo", "Organisation/SaveUnit",
                   absl::StrCat(R"(unit { name: "units/kruton" etag: "*" display_name: "K" body: "bodies/sodermalm"
                                   kind: PRESCHOOL operator_kind: MUNICIPAL manager: "people/)",
                                person, "\" }")),
              "FIELD_INVALID unit.manager:FIELD_NOT_ALLOWED");
    // As where the role came after.
    Put<v1::Unit>(absl::StrCat(R"(name: "units/kruton" display_name: "K" body: "bodies/sodermalm" manager: "people/)",
                               person, "\""));
    for (const char* method : {"Submissions/GetDraft", "Submissions/Unseal", "Submissions/Seal"}) {
      EXPECT_EQ(Call(person, method, kName), "NOT_ALLOWED") << person << " " << method;
    }
  }
}

TEST_F(DraftsTest, AnAnswerIsToAQuestionOfTheYear) {
  WriteDraft();
  EXPECT_EQ(SaveAnswer("maja", "q9", "x"), "FIELD_INVALID answer.name:FIELD_REFERENCE");
  EXPECT_EQ(SaveAnswer("maja", "q1", std::string(101, 'x'), "1"), "FIELD_INVALID answer.text:FIELD_TOO_LONG");
}

TEST_F(DraftsTest, AnswersNeedAParticipationAndAnOpenPhase) {
  EXPECT_EQ(SaveAnswer("maja", "q1", "x"), "NOT_FOUND");
  WriteDraft();
  MoveTo("2024-05-18 00:00:00");
  EXPECT_EQ(SaveAnswer("maja", "q1", "too late", "1"), "PHASE_CLOSED");
}

TEST_F(DraftsTest, SealingGivesAReceiptAndLeavesNothingReadable) {
  WriteDraft();
  ASSERT_TRUE(JournalHas("what we wrote"));
  ASSERT_EQ(Call("maja", "Submissions/Seal", kName), "OK");
  const auto receipt = Answer<v1::Submission>();
  EXPECT_EQ(receipt.state(), v1::Submission::SEALED);
  EXPECT_EQ(receipt.content_hash().size(), 64);
  EXPECT_EQ(receipt.sealed_by(), "people/maja");
  EXPECT_EQ(receipt.received_time().seconds(), absl::ToUnixSeconds(house_.now()));
  EXPECT_FALSE(JournalHas("what we wrote"));
  EXPECT_FALSE(JournalHas("who we are"));
  const auto findings = house_.store().Verify();
  ASSERT_TRUE(findings.ok());
  EXPECT_THAT(findings->faults, testing::IsEmpty());

  ASSERT_EQ(Call("maja", "Submissions/GetDraft", kName), "OK");
  const auto draft = Answer<v1::Draft>();
  EXPECT_EQ(draft.answers_size(), 0);
  EXPECT_FALSE(draft.has_presentation());
  EXPECT_EQ(draft.submission().state(), v1::Submission::SEALED);
  for (const char* person : {"maja", "eva", "alva"}) {
    EXPECT_EQ(Call(person, "Submissions/GetOpenedSubmission", absl::StrCat("name: \"", kKruton, "/opened\"")),
              "NOT_FOUND");
  }
}

TEST_F(DraftsTest, WhatIsSealedCannotBeChangedOrSealedAgain) {
  WriteDraft();
  ASSERT_EQ(Call("maja", "Submissions/Seal", kName), "OK");
  EXPECT_EQ(SaveAnswer("maja", "q1", "x"), "SEALED state=SEALED");
  EXPECT_EQ(Call("maja", "Submissions/SavePresentation",
                 absl::StrCat("presentation { name: \"", kKruton, "/presentation\" text: \"x\" }")),
            "SEALED state=SEALED");
  EXPECT_EQ(Call("maja", "Submissions/Seal", kName), "SEALED state=SEALED");
}

TEST_F(DraftsTest, SealingNeedsEveryRequiredAnswerAndThePresentation) {
  ASSERT_EQ(Call("maja", "Participations/Register", absl::StrCat(kName, R"( class_code: "preschool")")), "OK");
  ASSERT_EQ(SaveAnswer("maja", "q2", "only this"), "OK");
  EXPECT_EQ(Call("maja", "Submissions/Seal", kName), "ANSWER_MISSING questions=q1,presentation");
}

TEST_F(DraftsTest, OnlyTheUnitSealsAndOnlyWhileItTakesPart) {
  WriteDraft();
  for (const char* other : {"nils", "rut", "eva", "olle"}) {
    EXPECT_THAT(Call(other, "Submissions/Seal", kName), testing::AnyOf("NOT_FOUND", "NOT_ALLOWED")) << other;
  }
  ASSERT_EQ(Call("maja", "Participations/Withdraw", absl::StrCat(kName, R"( reason: "x")")), "OK");
  EXPECT_EQ(Call("maja", "Submissions/Seal", kName),
            "GATE_CLOSED gate=G1_SEAL_NEEDS_REGISTRATION needs=REGISTERED,LATE_REGISTERED");
}

TEST_F(DraftsTest, UnsealingRestoresTheDraftBeforeTheDayIsOver) {
  WriteDraft();
  ASSERT_EQ(Call("maja", "Submissions/Seal", kName), "OK");
  const std::string first = Answer<v1::Submission>().content_hash();
  ASSERT_EQ(Call("maja", "Submissions/Unseal", kName), "OK");
  EXPECT_EQ(Answer<v1::Submission>().state(), v1::Submission::UNSEALED);
  ASSERT_EQ(Call("maja", "Submissions/GetDraft", kName), "OK");
  const auto draft = Answer<v1::Draft>();
  ASSERT_EQ(draft.answers_size(), 2);
  EXPECT_EQ(draft.answers(0).text(), "what we wrote to q1");
  EXPECT_EQ(draft.presentation().text(), "who we are");
  ASSERT_EQ(SaveAnswer("maja", "q1", "better", draft.answers(0).etag()), "OK");
  ASSERT_EQ(Call("maja", "Submissions/Seal", kName), "OK");
  EXPECT_EQ(Answer<v1::Submission>().sealings(), 2);
  EXPECT_NE(Answer<v1::Submission>().content_hash(), first);
  MoveTo("2024-05-18 00:00:00");
  EXPECT_EQ(Call("maja", "Submissions/Unseal", kName), "PHASE_CLOSED");
  OpenPhase("SUBMISSION");
  EXPECT_EQ(Call("maja", "Submissions/Unseal", kName), "DEADLINE_PASSED deadline=2024-05-18T00:00:00+02:00");
}

TEST_F(DraftsTest, TheSameContentHasTheSameHash) {
  WriteDraft();
  ASSERT_EQ(Call("maja", "Submissions/Seal", kName), "OK");
  const std::string first = Answer<v1::Submission>().content_hash();
  ASSERT_EQ(Call("maja", "Submissions/Unseal", kName), "OK");
  ASSERT_EQ(Call("maja", "Submissions/Seal", kName), "OK");
  EXPECT_EQ(Answer<v1::Submission>().content_hash(), first);
}

TEST_F(DraftsTest, ALateSubmissionIsDecidedByTheOffice) {
  WriteDraft();
  MoveTo("2024-05-18 00:00:00");
  ASSERT_EQ(Call("maja", "Submissions/Seal", kName), "OK");
  EXPECT_EQ(Answer<v1::Submission>().state(), v1::Submission::LATE);
  const std::string late = absl::StrCat("name: \"", kKruton, "/submission\" accept: true");
  EXPECT_EQ(Call("eva", "Submissions/DecideLate", late), "FIELD_INVALID reason:FIELD_REQUIRED");
  EXPECT_EQ(Call("maja", "Submissions/DecideLate", absl::StrCat(late, R"( reason: "x")")), "NOT_ALLOWED");
  ASSERT_EQ(Call("eva", "Submissions/DecideLate", absl::StrCat(late, R"( reason: "power cut")")), "OK");
  EXPECT_EQ(Answer<v1::Submission>().state(), v1::Submission::ACCEPTED_BY_DISPENSATION);
  EXPECT_EQ(Call("eva", "Submissions/DecideLate", absl::StrCat(late, R"( reason: "again")")),
            "WRONG_STATE needs=LATE state=ACCEPTED_BY_DISPENSATION");
}

class OpeningTest : public DraftsTest {
 protected:
  void SetUp() override {
    WriteDraft();
    ASSERT_EQ(Call("maja", "Submissions/Seal", kName), "OK");
    hash_ = Answer<v1::Submission>().content_hash();
    MoveTo("2024-05-20 09:00:00");
  }

  std::string Propose(const std::string& person) {
    const std::string told = Call(person, "Submissions/ProposeOpening", R"(parent: "awards/k/cycles/2024")");
    if (told == "OK") etag_ = Answer<v1::Opening>().etag();
    return told;
  }
  std::string Confirm(const std::string& person) {
    return Call(person, "Submissions/ConfirmOpening",
                absl::StrCat(R"(name: "awards/k/cycles/2024/opening" etag: ")", etag_, "\""));
  }

  std::string hash_, etag_;
};

TEST_F(OpeningTest, IsProposedByOneAndConfirmedByAnother) {
  ASSERT_EQ(Propose("eva"), "OK");
  ASSERT_EQ(Answer<v1::Opening>().items_size(), 1);
  EXPECT_EQ(Answer<v1::Opening>().items(0).content_hash(), hash_);
  EXPECT_EQ(Confirm("eva"), "SECOND_PERSON_NEEDED");
  ASSERT_EQ(Confirm("bo"), "OK");
  EXPECT_EQ(Answer<v1::Opening>().state(), v1::Opening::DONE);
  EXPECT_EQ(Answer<v1::Opening>().confirmed_by(), "people/bo");

  ASSERT_EQ(Call("eva", "Submissions/GetOpenedSubmission", absl::StrCat("name: \"", kKruton, "/opened\"")), "OK");
  const auto content = Answer<v1::OpenedSubmission>();
  ASSERT_EQ(content.answers_size(), 2);
  EXPECT_EQ(content.answers(1).text(), "what we wrote to q2");
  EXPECT_EQ(content.content_hash(), hash_);
  ASSERT_EQ(Call("maja", "Submissions/GetSubmission", absl::StrCat("name: \"", kKruton, "/submission\"")), "OK");
  EXPECT_EQ(Answer<v1::Submission>().state(), v1::Submission::OPENED);
  EXPECT_EQ(Confirm("bo"), "ETAG_MISMATCH resource=awards/k/cycles/2024/opening");
}

TEST_F(OpeningTest, EveryReadOfTheContentIsEntered) {
  ASSERT_EQ(Propose("eva"), "OK");
  ASSERT_EQ(Confirm("bo"), "OK");
  ASSERT_EQ(Call("eva", "Submissions/GetOpenedSubmission", absl::StrCat("name: \"", kKruton, "/opened\"")), "OK");
  ASSERT_EQ(Call("nils", "Submissions/GetOpenedSubmission", absl::StrCat("name: \"", kKruton, "/opened\"")),
            "NOT_FOUND");
  // The entry is written beside the reply; a write after it is behind it.
  ASSERT_EQ(Call("eva", "Cycles/SetPhase",
                 R"(name: "awards/k/cycles/2024/calendar" phase: REVIEW override: OPEN reason: "x")"),
            "OK");
  const auto entries = house_.store().ReadAccessLog(0, 10);
  ASSERT_TRUE(entries.ok());
  ASSERT_EQ(entries->size(), 1);
  EXPECT_THAT(entries->front().entry, testing::HasSubstr(absl::StrCat(kKruton, "/opened")));
}

TEST_F(OpeningTest, OfSomethingElseThanWasProposedIsRefused) {
  ASSERT_EQ(Propose("eva"), "OK");
  ASSERT_EQ(Call("maja", "Participations/Withdraw", absl::StrCat(kName, R"( reason: "x")")), "OK");
  EXPECT_EQ(Confirm("bo"), "WRONG_STATE needs=a new proposal state=CHANGED_SINCE");
  EXPECT_EQ(Propose("eva"), "WRONG_STATE needs=a sealed submission state=NOTHING_SEALED");
}

TEST_F(OpeningTest, ConfirmsExactlyTheProposalSeen) {
  ASSERT_EQ(Propose("eva"), "OK");
  const std::string seen = etag_;
  ASSERT_EQ(Propose("bo"), "OK");
  etag_ = seen;
  EXPECT_EQ(Confirm("bo"), "ETAG_MISMATCH resource=awards/k/cycles/2024/opening");
}

TEST_F(OpeningTest, IsForTheOfficeAlone) {
  for (const char* other : {"maja", "rut", "alva", "olle"}) {
    EXPECT_THAT(Propose(other), testing::AnyOf("NOT_FOUND", "NOT_ALLOWED")) << other;
  }
  ASSERT_EQ(Propose("eva"), "OK");
  for (const char* other : {"maja", "rut", "alva", "olle"}) {
    EXPECT_THAT(Confirm(other), testing::AnyOf("NOT_FOUND", "NOT_ALLOWED")) << other;
  }
  EXPECT_EQ(Call("alva", "Submissions/GetOpening", R"(name: "awards/k/cycles/2024/opening")"), "OK");
  EXPECT_EQ(Call("maja", "Submissions/GetOpening", R"(name: "awards/k/cycles/2024/opening")"), "NOT_FOUND");
}

TEST_F(OpeningTest, IsNotForWhoeverAConflictShutsOutOfACaseInIt) {
  scoring::v1::Conflict conflict;
  conflict.set_name(absl::StrCat(kKruton, "/conflicts/eva"));
  conflict.set_person("people/eva");
  conflict.set_state(scoring::v1::Conflict::DECLARED);
  ASSERT_TRUE(house_.Copy("scoring", conflict).ok());
  EXPECT_EQ(Propose("eva"), "NOT_ALLOWED");
  ASSERT_EQ(Propose("bo"), "OK");
  EXPECT_EQ(Confirm("eva"), "NOT_FOUND");
  EXPECT_EQ(Call("eva", "Submissions/GetOpening", R"(name: "awards/k/cycles/2024/opening")"), "NOT_FOUND");
}

TEST_F(OpeningTest, WaitsForTheDayEvenWhereTheOfficeOpensThePhase) {
  MoveTo("2024-05-17 23:59:59");
  EXPECT_EQ(Propose("eva"), "PHASE_CLOSED");
  OpenPhase("OPENING");
  EXPECT_EQ(Propose("eva"), "WRONG_STATE needs=2024-05-18T00:00:00+02:00 state=BEFORE_THE_DAY");
}

TEST_F(OpeningTest, ADamagedBoxStopsTheWholeOpening) {
  Put<v1::SealedBox>(absl::StrCat("name: \"", kKruton, "/submission/box\" nonce: \"123456789012\" ciphertext: \"",
                                  std::string(80, 'x'), "\""));
  ASSERT_EQ(Propose("eva"), "OK");
  EXPECT_EQ(Confirm("bo"), "INTERNAL");
}

TEST_F(OpeningTest, AnAcceptedLatecomerIsOpenedInASecondOpening) {
  ASSERT_EQ(Propose("eva"), "OK");
  ASSERT_EQ(Confirm("bo"), "OK");
  Put<v1::Participation>(R"(name: "awards/k/cycles/2024/participations/annan" state: REGISTERED unit: "units/annan"
                            contact: "people/nils" body: "bodies/soc")");
  for (const char* code : {"q1", "q2"}) {
    Put<v1::Answer>(
        absl::StrCat("name: \"awards/k/cycles/2024/participations/annan/answers/", code, "\" text: \"late\""));
  }
  Put<v1::Presentation>(R"(name: "awards/k/cycles/2024/participations/annan/presentation" text: "late")");
  ASSERT_EQ(Call("nils", "Submissions/Seal", R"(name: "awards/k/cycles/2024/participations/annan")"), "OK");
  EXPECT_EQ(Propose("eva"), "WRONG_STATE needs=a sealed submission state=NOTHING_SEALED");
  ASSERT_EQ(Call("eva", "Submissions/DecideLate",
                 R"(name: "awards/k/cycles/2024/participations/annan/submission" accept: true reason: "power cut")"),
            "OK");
  ASSERT_EQ(Propose("eva"), "OK");
  EXPECT_EQ(Answer<v1::Opening>().items_size(), 1);
  EXPECT_EQ(Confirm("bo"), "OK");
}

}  // namespace
}  // namespace krans::submissions
