#include <string>

#include "krans/scoring/v1/conflicts.pb.h"
#include "krans/submissions/v1/board_matters.pb.h"
#include "krans/submissions/v1/participations.pb.h"
#include "tests/submissions/award.h"

namespace krans::submissions {
namespace {

constexpr char kMatter[] = "awards/k/cycles/2024/boardMatters/m1";

class BoardMattersTest : public AwardTest {
 protected:
  BoardMattersTest() {
    EXPECT_EQ(
        Call("maja", "Participations/Register", absl::StrCat("name: \"", kKruton, "\" class_code: \"preschool\"")),
        "OK");
  }

  std::string Save(const std::string& person, const std::string& more = "", const std::string& name = kMatter) {
    return Call(
        person, "BoardMatters/SaveBoardMatter",
        absl::StrCat("matter { name: \"", name, "\" body: \"bodies/sodermalm\" act: APPROVAL participations: \"",
                     kKruton, "\" ", more, " }"));
  }
  std::string Decide(const std::string& person, const std::string& result, const std::string& name = kMatter) {
    return Call(
        person, "BoardMatters/RecordDecision",
        absl::StrCat("name: \"", name,
                     "\" meeting_date: \"2024-02-27\" paragraph: \"12\" adjustment: IMMEDIATE result: ", result));
  }
  std::string Verify(const std::string& person, const std::string& name = kMatter) {
    return Call(person, "BoardMatters/VerifyMinutes", absl::StrCat("name: \"", name, "\""));
  }
  v1::ParticipationView View() {
    EXPECT_EQ(Call("eva", "Participations/GetParticipation", absl::StrCat("name: \"", kKruton, "\"")), "OK");
    return Answer<v1::ParticipationView>();
  }
};

TEST_F(BoardMattersTest, ARegistrarPreparesAndRecordsAndTheOfficeVerifies) {
  ASSERT_EQ(Save("rut", R"(wording: "godkänner" consultations { body: "Pensionärsrådet" date: "2024-02-20" })"), "OK");
  EXPECT_EQ(Verify("eva"), "WRONG_STATE needs=DECIDED state=PREPARED");
  ASSERT_EQ(Decide("rut", "APPROVED"), "OK");
  EXPECT_FALSE(Answer<v1::BoardMatter>().late());
  EXPECT_EQ(Verify("rut"), "NOT_ALLOWED");
  ASSERT_EQ(Verify("eva"), "OK");
  EXPECT_EQ(Answer<v1::BoardMatter>().verified_by(), "people/eva");
  EXPECT_EQ(Save("rut", R"(etag: "3")"), "WRONG_STATE needs=PREPARED state=VERIFIED");
}

TEST_F(BoardMattersTest, EachBodyHasItsOwnRegistrar) {
  EXPECT_EQ(Save("sam"), "NOT_FOUND");
  EXPECT_EQ(Save("maja"), "NOT_FOUND");
  ASSERT_EQ(Save("rut"), "OK");
  EXPECT_EQ(Decide("sam", "APPROVED"), "NOT_FOUND");
  EXPECT_EQ(Decide("eva", "APPROVED"), "NOT_ALLOWED");
  EXPECT_EQ(Call("sam", "BoardMatters/SaveBoardMatter",
                 absl::StrCat("matter { name: \"", kMatter,
                              "\" etag: \"1\" body: \"bodies/soc\" act: APPROVAL participations: \"", kKruton, "\" }")),
            "NOT_FOUND")
      << "nobody takes over another body's matter";
}

TEST_F(BoardMattersTest, NobodyWritesOverOrHearsOfAMatterThatAConflictShutsToThem) {
  const std::string other = "awards/k/cycles/2024/participations/ekbacken";
  for (const std::string& name : {std::string(kKruton), other}) {
    Put<v1::Participation>(absl::StrCat("name: \"", name, "\" state: REGISTERED body: \"bodies/sodermalm\""));
  }
  ASSERT_EQ(Save("rut", absl::StrCat("participations: \"", other, "\"")), "OK");
  ASSERT_TRUE(house_
                  .Copy("scoring", Parse<scoring::v1::Conflict>(absl::StrCat(
                                       "name: \"", other, "/conflicts/rut\" person: \"people/rut\" state: RECUSED")))
                  .ok());
  for (const char* etag : {"", R"(etag: "0")", R"(etag: "1")", R"(etag: "*")"}) {
    EXPECT_EQ(Save("rut", etag), "NOT_FOUND") << etag;
  }
  ASSERT_EQ(Call("eva", "BoardMatters/GetBoardMatter", absl::StrCat("name: \"", kMatter, "\"")), "OK");
  EXPECT_EQ(Answer<v1::BoardMatter>().participations_size(), 2);
}

TEST_F(BoardMattersTest, SaysNothingOfTheVersionOfAnotherBodysMatter) {
  ASSERT_EQ(Save("rut"), "OK");
  for (const char* etag : {"", R"(etag: "7")", R"(etag: "*")"}) {
    EXPECT_EQ(
        Call("sam", "BoardMatters/SaveBoardMatter",
             absl::StrCat("matter { name: \"", kMatter, "\" body: \"bodies/soc\" act: APPROVAL participations: \"",
                          kKruton, "\" ", etag, " }")),
        "NOT_FOUND")
        << etag;
  }
  EXPECT_EQ(Save("rut"), "ETAG_MISMATCH resource=awards/k/cycles/2024/boardMatters/m1");
}

TEST_F(BoardMattersTest, ASuccessorsRegistrarSpeaksForTheBodyThatIsGone) {
  ASSERT_EQ(Save("rut"), "OK");
  Put<v1::Body>(R"(name: "bodies/sodermalm" display_name: "s" kind: DISTRICT_BOARD successor: "bodies/soc")");
  EXPECT_EQ(Decide("sam", "APPROVED"), "OK");
}

TEST_F(BoardMattersTest, AMatterIsListedForThoseItConcerns) {
  ASSERT_EQ(Save("rut"), "OK");
  for (const auto& [person, count] : std::vector<std::pair<std::string, int>>{
           {"rut", 1}, {"eva", 1}, {"alva", 1}, {"maja", 1}, {"sam", 0}, {"nils", 0}, {"olle", 0}}) {
    ASSERT_EQ(Call(person, "BoardMatters/ListBoardMatters", R"(parent: "awards/k/cycles/2024")"), "OK");
    EXPECT_EQ(Answer<v1::ListBoardMattersResponse>().matters_size(), count) << person;
    EXPECT_EQ(Call(person, "BoardMatters/GetBoardMatter", absl::StrCat("name: \"", kMatter, "\"")),
              count == 1 ? "OK" : "NOT_FOUND");
  }
}

TEST_F(BoardMattersTest, SaysAllThatIsWrongAtOnce) {
  EXPECT_EQ(Call("rut", "BoardMatters/SaveBoardMatter",
                 R"(matter { name: "awards/k/cycles/2024/boardMatters/m1" body: "bodies/sodermalm" act: INFORMATION
                    participations: "awards/k/cycles/2024/participations/annan" })"),
            "FIELD_INVALID matter.act:FIELD_NOT_ALLOWED matter.participations[0]:FIELD_REFERENCE");
  ASSERT_EQ(Save("rut"), "OK");
  EXPECT_EQ(Call("rut", "BoardMatters/RecordDecision",
                 absl::StrCat("name: \"", kMatter,
                              "\" meeting_date: \"2024-03-02\" paragraph: \"1\" adjustment: ORDINARY result: NOTED")),
            "FIELD_INVALID result:FIELD_NOT_ALLOWED meeting_date:FIELD_DATE");
}

TEST_F(BoardMattersTest, ARefusalWithdrawsTheParticipationAndItsSealedContent) {
  Put<v1::Submission>(absl::StrCat("name: \"", kKruton, "/submission\" state: SEALED"));
  ASSERT_EQ(Save("rut"), "OK");
  ASSERT_EQ(Decide("rut", "REJECTED"), "OK");
  const auto view = View();
  EXPECT_EQ(view.participation().state(), v1::Participation::WITHDRAWN);
  EXPECT_EQ(view.participation().reason(), "BOARD_REJECTED");
  EXPECT_EQ(view.submission().state(), v1::Submission::WITHDRAWN);
  EXPECT_EQ(Call("maja", "Participations/Register", absl::StrCat("name: \"", kKruton, "\" class_code: \"preschool\"")),
            "GATE_CLOSED gate=G6_BOARD_REFUSAL_WITHDRAWS needs=a board that does not refuse");
}

TEST_F(BoardMattersTest, ALaterActLiftsTheWithdrawalOfARefusalRecordedByMistake) {
  Put<v1::Submission>(absl::StrCat("name: \"", kKruton, "/submission\" state: SEALED"));
  ASSERT_EQ(Save("rut"), "OK");
  ASSERT_EQ(Decide("rut", "REJECTED"), "OK");
  const std::string later = "awards/k/cycles/2024/boardMatters/m2";
  ASSERT_EQ(Save("rut", "", later), "OK");
  ASSERT_EQ(Decide("rut", "POSTPONED", later), "OK");
  EXPECT_EQ(View().participation().state(), v1::Participation::WITHDRAWN) << "what is postponed changes nothing";
  ASSERT_EQ(Decide("rut", "APPROVED", later), "OK");
  const auto view = View();
  EXPECT_EQ(view.participation().state(), v1::Participation::REGISTERED);
  EXPECT_EQ(view.participation().reason(), "");
  EXPECT_EQ(view.submission().state(), v1::Submission::SEALED);
  EXPECT_EQ(view.board_matters(0).superseded(0), kKruton);
}

TEST_F(BoardMattersTest, ALaterActBringsNobodyBackWhoLeftOfTheirOwnAccord) {
  ASSERT_EQ(Save("rut"), "OK");
  ASSERT_EQ(Call("maja", "Participations/Withdraw", absl::StrCat("name: \"", kKruton, "\" reason: \"no time\"")), "OK");
  ASSERT_EQ(Decide("rut", "APPROVED"), "OK");
  EXPECT_EQ(View().participation().state(), v1::Participation::WITHDRAWN);
}

TEST_F(BoardMattersTest, ARefusalLeavesTheParticipationWhereTheGateIsOff) {
  Put<v1::Calendar>(
      absl::StrCat("name: \"", kYear, "/calendar\" gates { code: G6_BOARD_REFUSAL_WITHDRAWS on: false }"));
  ASSERT_EQ(Save("rut"), "OK");
  ASSERT_EQ(Decide("rut", "REJECTED"), "OK");
  EXPECT_EQ(View().participation().state(), v1::Participation::REGISTERED);
}

TEST_F(BoardMattersTest, OneActIsInForceForEachParticipation) {
  ASSERT_EQ(Save("rut"), "OK");
  ASSERT_EQ(Decide("rut", "APPROVED"), "OK");
  const std::string later = "awards/k/cycles/2024/boardMatters/m2";
  ASSERT_EQ(Save("rut", "", later), "OK");
  ASSERT_EQ(Decide("rut", "POSTPONED", later), "OK");
  EXPECT_EQ(View().board_matters(0).superseded_size(), 0) << "what is postponed changes nothing";
  ASSERT_EQ(Decide("rut", "REJECTED", later), "OK");
  EXPECT_EQ(View().board_matters(0).superseded(0), kKruton);
  EXPECT_EQ(View().board_matters(1).superseded_size(), 0);
}

TEST_F(BoardMattersTest, ALateExtractIsReceivedAndMarked) {
  ASSERT_EQ(Save("rut"), "OK");
  MoveTo("2024-06-29 00:00:00");
  ASSERT_EQ(Decide("rut", "APPROVED"), "OK");
  EXPECT_TRUE(Answer<v1::BoardMatter>().late());
}

}  // namespace
}  // namespace krans::submissions
