#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "krans/jury/v1/decisions.pb.h"
#include "krans/scoring/v1/conflicts.pb.h"
#include "krans/scoring/v1/teams.pb.h"
#include "krans/submissions/v1/board_matters.pb.h"
#include "krans/submissions/v1/extracts.pb.h"
#include "krans/submissions/v1/organisation.pb.h"
#include "krans/submissions/v1/participations.pb.h"
#include "tests/submissions/award.h"

namespace krans::submissions {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr char kRegister[] = R"(name: "awards/k/cycles/2024/participations/kruton" class_code: "preschool")";
constexpr char kName[] = R"(name: "awards/k/cycles/2024/participations/kruton")";

class ParticipationsTest : public AwardTest {
 protected:
  std::string RegisterKruton() { return Call("maja", "Participations/Register", kRegister); }

  // The units that `person` sees in the list.
  std::vector<std::string> Listed(const std::string& person, const std::string& more = "") {
    std::vector<std::string> units;
    if (Call(person, "Participations/ListParticipations", absl::StrCat(R"(parent: "awards/k/cycles/2024" )", more)) ==
        "OK") {
      const auto answer = Answer<v1::ListParticipationsResponse>();
      for (const auto& each : answer.participations()) units.push_back(each.unit_display_name());
      next_ = answer.next_page_token();
    }
    return units;
  }

  std::string next_;
};

TEST_F(ParticipationsTest, NobodyIsEligibleWhileWhoWonIsNotKnown) {
  ASSERT_EQ(RegisterKruton(), "OK");
  house_.door().access().SetFreshness([](absl::string_view source) { return source != "jury"; });
  EXPECT_EQ(Call("maja", "Participations/ExplainEligibility", R"(unit: "units/kruton" cycle: "awards/k/cycles/2024")"),
            "SOURCE_SILENT");
}

TEST_F(ParticipationsTest, AConflictHidesTheCaseFromOfficialsAndNotFromItsUnit) {
  constexpr char kExplain[] = R"(unit: "units/kruton" cycle: "awards/k/cycles/2024")";
  ASSERT_EQ(Call("eva", "Participations/ExplainEligibility", kExplain), "OK");
  const std::string unregistered = Answer<v1::Explanation>().SerializeAsString();
  ASSERT_EQ(RegisterKruton(), "OK");
  Put<v1::Eligibility>(R"(name: "awards/k/cycles/2024/participations/kruton/eligibility" facts { staff: 3 })");
  Put<v1::BoardMatter>(R"(name: "awards/k/cycles/2024/boardMatters/1" body: "bodies/sodermalm" state: DECIDED
                          participations: "awards/k/cycles/2024/participations/kruton")");
  Put<v1::Extract>(R"(name: "awards/k/cycles/2024/boardMatters/1/extract" file_name: "p.pdf")");
  Put<v1::ParticipationTarget>(R"(name: "bodies/sodermalm/targets/2024" target: 1)");
  for (const char* person : {"eva", "alva", "rut", "maja"}) {
    scoring::v1::Conflict conflict;
    conflict.set_name(absl::StrCat("awards/k/cycles/2024/participations/kruton/conflicts/", person));
    conflict.set_person(absl::StrCat("people/", person));
    conflict.set_state(scoring::v1::Conflict::RECUSED);
    ASSERT_TRUE(house_.Copy("scoring", conflict).ok());
  }
  constexpr char kMatter[] = R"(name: "awards/k/cycles/2024/boardMatters/1")";
  constexpr char kExtract[] = R"(name: "awards/k/cycles/2024/boardMatters/1/extract")";
  for (const char* official : {"eva", "alva", "rut"}) {
    EXPECT_EQ(Call(official, "Participations/GetParticipation", kName), "NOT_FOUND") << official;
    EXPECT_THAT(Listed(official), IsEmpty()) << official;
    EXPECT_EQ(Call(official, "BoardMatters/GetBoardMatter", kMatter), "NOT_FOUND") << official;
    EXPECT_EQ(Call(official, "Extracts/GetExtract", kExtract), "NOT_FOUND") << official;
    const bool may_explain = official != absl::string_view("rut");
    EXPECT_EQ(Call(official, "Participations/ExplainEligibility", kExplain), may_explain ? "OK" : "NOT_ALLOWED");
    if (may_explain) {
      EXPECT_EQ(Answer<v1::Explanation>().SerializeAsString(), unregistered) << official;
    }
    ASSERT_EQ(Call(official, "Organisation/ReportTargets", ""), "OK") << official;
    EXPECT_EQ(Answer<v1::ReportTargetsResponse>().reports(0).outcome(), 0) << official;
  }
  EXPECT_EQ(Call("eva", "Participations/Withdraw", absl::StrCat(kName, R"( reason: "x")")), "NOT_FOUND");
  EXPECT_EQ(Call("eva", "BoardMatters/VerifyMinutes", kMatter), "NOT_FOUND");
  EXPECT_EQ(Call("bo", "Extracts/GetExtract", kExtract), "OK");
  EXPECT_EQ(Call("maja", "Extracts/GetExtract", kExtract), "OK");
  EXPECT_EQ(Call("bo", "Participations/GetParticipation", kName), "OK");
  EXPECT_EQ(Call("maja", "Participations/GetParticipation", kName), "OK");
  EXPECT_EQ(Call("maja", "Participations/ExplainEligibility", kExplain), "OK");
  EXPECT_NE(Answer<v1::Explanation>().SerializeAsString(), unregistered);
}

TEST_F(ParticipationsTest, EveryMethodOfTheServiceHasARuleAndAHandler) { EXPECT_EQ(checked_, absl::OkStatus()); }

TEST_F(ParticipationsTest, AManagerRegistersTheUnitOnce) {
  ASSERT_EQ(RegisterKruton(), "OK");
  const auto registered = Answer<v1::Participation>();
  EXPECT_EQ(registered.state(), v1::Participation::REGISTERED);
  EXPECT_EQ(registered.contact(), "people/maja");
  EXPECT_EQ(registered.body(), "bodies/sodermalm");
  EXPECT_EQ(registered.etag(), "1");
  EXPECT_EQ(RegisterKruton(), absl::StrCat("ALREADY_REGISTERED resource=", kKruton));
}

TEST_F(ParticipationsTest, ARepeatedRegistrationIsAnsweredAgain) {
  const std::string request = absl::StrCat(kRegister, " request_id: \"abcdefgh\"");
  ASSERT_EQ(Call("maja", "Participations/Register", request), "OK");
  const auto first = Answer<v1::Participation>();
  ASSERT_EQ(Call("maja", "Participations/Register", request), "OK");
  EXPECT_EQ(Answer<v1::Participation>().SerializeAsString(), first.SerializeAsString());
}

TEST_F(ParticipationsTest, OnlyItsManagerOrTheOfficeRegistersAUnit) {
  for (const char* other : {"nils", "rut", "alva", "olle"}) {
    EXPECT_EQ(Call(other, "Participations/Register", kRegister), "NOT_FOUND") << other;
  }
  EXPECT_EQ(Call("eva", "Participations/Register", kRegister), "OK");
  EXPECT_EQ(Answer<v1::Participation>().contact(), "people/maja");
}

TEST_F(ParticipationsTest, AllThatIsWrongWithARegistrationIsSaidAtOnce) {
  EXPECT_EQ(Call("eva", "Participations/Register",
                 R"(name: "awards/k/cycles/2024/participations/nobody" class_code: "elderly")"),
            "FIELD_INVALID name:FIELD_REFERENCE class_code:FIELD_REFERENCE");
  EXPECT_EQ(Call("eva", "Participations/Register", R"(name: "awards/k" class_code: "No Slug" request_id: "short")"),
            "FIELD_INVALID name:FIELD_PATTERN class_code:FIELD_PATTERN request_id:FIELD_PATTERN");
}

TEST_F(ParticipationsTest, AfterTheDayOnlyTheOfficeRegistersByDispensation) {
  MoveTo("2024-03-23 00:00:00");
  EXPECT_EQ(RegisterKruton(), "DEADLINE_PASSED deadline=2024-03-23T00:00:00+01:00");
  EXPECT_EQ(Call("eva", "Participations/Register", absl::StrCat(kRegister, R"( dispensation: "ill")")), "OK");
  EXPECT_EQ(Answer<v1::Participation>().state(), v1::Participation::LATE_REGISTERED);
  MoveTo("2024-05-18 00:00:00");
  EXPECT_EQ(Call("eva", "Participations/Register",
                 R"(name: "awards/k/cycles/2024/participations/annan" class_code: "social" dispensation: "x")"),
            "PHASE_CLOSED");
}

TEST_F(ParticipationsTest, NobodyRegistersInADraftYear) {
  Put<v1::Cycle>(R"(name: "awards/k/cycles/2025" state: DRAFT year: 2025)");
  Put<v1::Calendar>(R"(name: "awards/k/cycles/2025/calendar" phases { phase: REGISTRATION })");
  EXPECT_EQ(Call("maja", "Participations/Register", R"(name: "awards/k/cycles/2025/participations/kruton")"),
            "WRONG_STATE needs=PUBLISHED state=DRAFT");
}

TEST_F(ParticipationsTest, AParticipationIsUnknownToThoseItDoesNotConcern) {
  ASSERT_EQ(RegisterKruton(), "OK");
  for (const char* person : {"maja", "eva", "alva", "rut"}) {
    EXPECT_EQ(Call(person, "Participations/GetParticipation", kName), "OK") << person;
  }
  for (const char* person : {"nils", "sam", "olle"}) {
    EXPECT_EQ(Call(person, "Participations/GetParticipation", kName), "NOT_FOUND") << person;
    EXPECT_EQ(Call(person, "Participations/Withdraw", absl::StrCat(kName, R"( reason: "x")")), "NOT_FOUND") << person;
  }
  EXPECT_EQ(Call("eva", "Participations/GetParticipation", R"(name: "awards/k/cycles/2024/participations/none")"),
            "NOT_FOUND");
}

TEST_F(ParticipationsTest, TheListHasWhatTheCallerMayReadBeforeItIsPaged) {
  ASSERT_EQ(RegisterKruton(), "OK");
  ASSERT_EQ(Call("nils", "Participations/Register",
                 R"(name: "awards/k/cycles/2024/participations/annan" class_code: "social")"),
            "OK");
  EXPECT_THAT(Listed("eva"), ElementsAre("Annan", "Kruton"));
  EXPECT_THAT(Listed("alva"), ElementsAre("Annan", "Kruton"));
  EXPECT_THAT(Listed("rut"), ElementsAre("Kruton"));
  EXPECT_THAT(Listed("nils"), ElementsAre("Annan"));
  EXPECT_THAT(Listed("olle"), IsEmpty());
  EXPECT_THAT(Listed("maja", "page_size: 1"), ElementsAre("Kruton"));
  EXPECT_THAT(next_, IsEmpty());
  EXPECT_THAT(Listed("eva", "page_size: 1"), ElementsAre("Annan"));
  EXPECT_THAT(Listed("eva", absl::StrCat("page_size: 1 page_token: \"", next_, "\"")), ElementsAre("Kruton"));
}

TEST_F(ParticipationsTest, TheViewShowsEachRegionToThoseWhoMayReadIt) {
  WriteDraft();
  ASSERT_EQ(Call("maja", "Participations/DeclareEligibility",
                 absl::StrCat("eligibility { name: \"", kKruton,
                              "/eligibility\" facts { staff: 7 operational_plan: true } }")),
            "OK");
  ASSERT_EQ(Call("rut", "BoardMatters/SaveBoardMatter",
                 absl::StrCat(R"(matter { name: "awards/k/cycles/2024/boardMatters/m1" body: "bodies/sodermalm"
                              act: APPROVAL participations: ")",
                              kKruton, "\" }")),
            "OK");
  ASSERT_EQ(Call("maja", "Submissions/Seal", kName), "OK");
  scoring::v1::Evaluation evaluation;
  evaluation.set_name(absl::StrCat(kKruton, "/evaluation"));
  evaluation.set_state(scoring::v1::Evaluation::CONSENSUS);
  ASSERT_TRUE(house_.Copy("scoring", evaluation).ok());

  ASSERT_EQ(Call("maja", "Participations/GetParticipation", kName), "OK");
  auto view = Answer<v1::ParticipationView>();
  EXPECT_EQ(view.eligibility().facts().staff(), 7);
  EXPECT_EQ(view.board_matters_size(), 1);
  EXPECT_EQ(view.submission().state(), v1::Submission::SEALED);
  EXPECT_EQ(view.evaluation(), scoring::v1::Evaluation::CONSENSUS);
  EXPECT_FALSE(view.has_outcome());

  ASSERT_EQ(Call("rut", "Participations/GetParticipation", kName), "OK");
  view = Answer<v1::ParticipationView>();
  EXPECT_EQ(view.board_matters_size(), 1);
  EXPECT_FALSE(view.has_eligibility());
  EXPECT_FALSE(view.has_submission());
  EXPECT_EQ(view.evaluation(), scoring::v1::Evaluation::STATE_UNSPECIFIED);
}

TEST_F(ParticipationsTest, AUnitWithdrawsOrDefersAndItsSealedContentWithIt) {
  WriteDraft();
  ASSERT_EQ(Call("maja", "Submissions/Seal", kName), "OK");
  ASSERT_EQ(Call("maja", "Participations/Withdraw", absl::StrCat(kName, R"( reason: "not ready" deferred: true)")),
            "OK");
  EXPECT_EQ(Answer<v1::Participation>().state(), v1::Participation::DEFERRED);
  ASSERT_EQ(Call("maja", "Participations/GetParticipation", kName), "OK");
  EXPECT_EQ(Answer<v1::ParticipationView>().submission().state(), v1::Submission::WITHDRAWN);
  EXPECT_EQ(Call("maja", "Participations/Withdraw", absl::StrCat(kName, R"( reason: "again")")),
            "WRONG_STATE needs=REGISTERED,LATE_REGISTERED state=DEFERRED");
  ASSERT_EQ(RegisterKruton(), "OK");
  ASSERT_EQ(Call("maja", "Submissions/Unseal", kName), "OK") << "and the draft is there again";
}

TEST_F(ParticipationsTest, AnOldEtagIsRefused) {
  ASSERT_EQ(RegisterKruton(), "OK");
  EXPECT_EQ(Call("maja", "Participations/Withdraw", absl::StrCat(kName, R"( reason: "x" etag: "7")")),
            absl::StrCat("ETAG_MISMATCH resource=", kKruton));
}

TEST_F(ParticipationsTest, TheOfficeChangesTheClassWithAReason) {
  ASSERT_EQ(RegisterKruton(), "OK");
  EXPECT_EQ(Call("maja", "Participations/ChangeClass", absl::StrCat(kName, R"( class_code: "social" reason: "x")")),
            "NOT_ALLOWED");
  EXPECT_EQ(Call("eva", "Participations/ChangeClass", absl::StrCat(kName, R"( class_code: "social")")),
            "FIELD_INVALID reason:FIELD_REQUIRED");
  EXPECT_EQ(Call("eva", "Participations/ChangeClass", absl::StrCat(kName, R"( class_code: "none" reason: "x")")),
            "FIELD_INVALID class_code:FIELD_REFERENCE");
  ASSERT_EQ(Call("eva", "Participations/ChangeClass", absl::StrCat(kName, R"( class_code: "social" reason: "x")")),
            "OK");
  EXPECT_EQ(Answer<v1::Participation>().class_code(), "social");
}

TEST_F(ParticipationsTest, KeepsItsClassOnceTheJurySitsAndTakesPartOnceAnnounced) {
  ASSERT_EQ(RegisterKruton(), "OK");
  const std::string change = absl::StrCat(kName, R"( class_code: "social" reason: "x")");
  const std::string withdraw = absl::StrCat(kName, R"( reason: "x")");
  OpenPhase("JURY");
  EXPECT_EQ(Call("eva", "Participations/ChangeClass", change),
            "WRONG_STATE needs=an earlier phase of the year state=JURY");
  ASSERT_EQ(Call("maja", "Participations/Withdraw", withdraw), "OK");
  ASSERT_EQ(RegisterKruton(), "OK");
  OpenPhase("ANNOUNCED");
  for (const char* person : {"maja", "eva"}) {
    EXPECT_EQ(Call(person, "Participations/Withdraw", withdraw),
              "WRONG_STATE needs=an earlier phase of the year state=ANNOUNCED");
  }
}

class EligibilityTest : public AwardTest {
 protected:
  EligibilityTest() { EXPECT_EQ(Call("maja", "Participations/Register", kRegister), "OK"); }

  std::string Declare(const std::string& facts, const std::string& etag = "") {
    return Call(
        "maja", "Participations/DeclareEligibility",
        absl::StrCat("eligibility { name: \"", kKruton, "/eligibility\" etag: \"", etag, "\" facts { ", facts, " } }"));
  }
  std::string Decide(const std::string& person, const std::string& state) {
    return Call(person, "Participations/DecideEligibility",
                absl::StrCat("name: \"", kKruton, "/eligibility\" reason: \"seen\" state: ", state));
  }
  v1::Explanation Explained(const std::string& person, const std::string& more = "") {
    EXPECT_EQ(Call(person, "Participations/ExplainEligibility",
                   absl::StrCat(R"(unit: "units/kruton" cycle: "awards/k/cycles/2024" )", more)),
              "OK");
    return Answer<v1::Explanation>();
  }
};

TEST_F(EligibilityTest, IsDeclaredByTheUnitAndVerifiedByTheOffice) {
  ASSERT_EQ(Declare("staff: 5 operational_plan: true"), "OK");
  EXPECT_EQ(Decide("maja", "VERIFIED"), "NOT_ALLOWED");
  ASSERT_EQ(Decide("eva", "VERIFIED"), "OK");
  const auto verified = Answer<v1::Eligibility>();
  EXPECT_EQ(verified.state(), v1::Eligibility::VERIFIED);
  EXPECT_EQ(verified.decided_by(), "people/eva");
  EXPECT_EQ(verified.verdicts_size(), 4);
  ASSERT_EQ(Declare("staff: 4 operational_plan: true", verified.etag()), "OK") << "new facts, a new decision";
  EXPECT_EQ(Answer<v1::Eligibility>().state(), v1::Eligibility::DECLARED);
  EXPECT_EQ(Decide("eva", "VERIFIED"), "NOT_ELIGIBLE rules=MIN_STAFF");
  EXPECT_EQ(Decide("eva", "REJECTED"), "OK");
}

TEST_F(EligibilityTest, WaivesOnlyWhatMayBeWaived) {
  ASSERT_EQ(Declare("staff: 5 operational_plan: false"), "OK");
  EXPECT_EQ(Decide("eva", "VERIFIED"), "NOT_ELIGIBLE rules=OPERATIONAL_PLAN");
  EXPECT_EQ(Decide("eva", "WAIVED"), "OK");
}

TEST_F(EligibilityTest, FactsAreFrozenOnceSealed) {
  Put<v1::Submission>(absl::StrCat("name: \"", kKruton, "/submission\" state: SEALED"));
  EXPECT_EQ(Declare("staff: 5"), "SEALED state=SEALED");
}

TEST_F(EligibilityTest, ARevocationByMistakeIsTakenBackUntilTheAnnouncement) {
  ASSERT_EQ(Declare("staff: 5 operational_plan: true"), "OK");
  ASSERT_EQ(Decide("eva", "VERIFIED"), "OK");
  ASSERT_EQ(Decide("eva", "REVOKED"), "OK");
  ASSERT_EQ(Decide("eva", "VERIFIED"), "OK");
  ASSERT_EQ(Decide("eva", "REVOKED"), "OK");
  jury::v1::Outcome outcome;
  outcome.set_name(absl::StrCat(kKruton, "/outcome"));
  ASSERT_TRUE(house_.Copy("jury", outcome).ok());
  EXPECT_EQ(Decide("eva", "VERIFIED"), "WRONG_STATE needs=DECLARED state=REVOKED");
}

TEST_F(EligibilityTest, IsExplainedByDeclaredFactsWithWhatIfInTheirPlace) {
  ASSERT_EQ(Declare("staff: 4 operational_plan: true"), "OK");
  auto explanation = Explained("maja");
  EXPECT_EQ(explanation.participate(), v1::FAIL);
  ASSERT_EQ(explanation.rules_size(), 4);
  EXPECT_EQ(explanation.rules(0).fact_sv(), "4 medarbetare inklusive chef");
  EXPECT_EQ(explanation.rules(0).rule().text_sv(), "Minst fem medarbetare");
  explanation = Explained("eva", "facts { staff: 5 }");
  EXPECT_EQ(explanation.participate(), v1::PASS) << "the plan is as declared";
  EXPECT_EQ(explanation.win(), v1::UNKNOWN) << "the board has not acted";
  EXPECT_EQ(Call("nils", "Participations/ExplainEligibility", R"(unit: "units/kruton" cycle: "awards/k/cycles/2024")"),
            "NOT_FOUND");
}

TEST_F(EligibilityTest, FollowsWinsBeforeKransAndTheJurysOutcomesThroughPredecessors) {
  ASSERT_EQ(Declare("staff: 5 operational_plan: true"), "OK");
  Put<v1::Unit>(R"(name: "units/gamla" display_name: "Gamla" body: "bodies/sodermalm")");
  Put<v1::Unit>(R"(name: "units/kruton" display_name: "Kruton" body: "bodies/sodermalm" kind: PRESCHOOL
                   operator_kind: MUNICIPAL manager: "people/maja" predecessors: "units/gamla")");
  EXPECT_EQ(Explained("maja").participate(), v1::PASS);
  Put<v1::Distinction>(R"(name: "units/gamla/distinctions/2021" kind: WINNER)");
  EXPECT_EQ(Explained("maja").participate(), v1::PASS) << "2021 is long ago";
  jury::v1::Outcome outcome;
  outcome.set_name("awards/k/cycles/2022/participations/gamla/outcome");
  outcome.set_unit("units/gamla");
  outcome.set_year(2022);
  outcome.set_kind(jury::v1::Outcome::WINNER);
  ASSERT_TRUE(house_.Copy("jury", outcome).ok());
  const auto explanation = Explained("maja");
  EXPECT_EQ(explanation.participate(), v1::FAIL);
  EXPECT_EQ(explanation.rules(2).fact_sv(), "Fick Kvalitetsutmärkelsen 2022 som Gamla");
}

TEST_F(EligibilityTest, AnotherAwardsWinDoesNotCount) {
  ASSERT_EQ(Declare("staff: 5 operational_plan: true"), "OK");
  jury::v1::Outcome outcome;
  outcome.set_name("awards/framsteget/cycles/2023/participations/kruton/outcome");
  outcome.set_unit("units/kruton");
  outcome.set_year(2023);
  outcome.set_kind(jury::v1::Outcome::WINNER);
  ASSERT_TRUE(house_.Copy("jury", outcome).ok());
  EXPECT_EQ(Explained("maja").participate(), v1::PASS);
}

TEST_F(ParticipationsTest, OfAYearThatThereIsNotAreNotFoundRatherThanNoneOrClosed) {
  EXPECT_EQ(Call("maja", "Participations/Register", R"(name: "awards/k/cycles/2030/participations/kruton")"),
            "NOT_FOUND");
  EXPECT_EQ(Call("eva", "Participations/ListParticipations", R"(parent: "awards/k/cycles/2030")"), "NOT_FOUND");
  EXPECT_EQ(Call("eva", "BoardMatters/ListBoardMatters", R"(parent: "awards/k/cycles/2030")"), "NOT_FOUND");
}

}  // namespace
}  // namespace krans::submissions
