#include "gmock/gmock.h"
#include "krans/sitevisits/v1/notes.pb.h"
#include "krans/sitevisits/v1/visits.pb.h"
#include "tests/sitevisits/case.h"

namespace krans::sitevisits {
namespace {

using rpc::ReasonOf;
using testing::ElementsAre;
using testing::IsEmpty;
using v1::SiteVisit;

class VisitsTest : public CaseTest {
 protected:
  absl::StatusOr<SiteVisit> Plan(const std::string& person, const std::string& visit) {
    return Ask<SiteVisit>("SiteVisits/PlanVisit", person,
                          Parse<v1::PlanVisitRequest>("visit { name: '" + kVisit + "' " + visit + " }"));
  }
  absl::StatusOr<SiteVisit> Confirm(const std::string& person, const std::string& etag) {
    return Ask<SiteVisit>("SiteVisits/ConfirmVisit", person,
                          Parse<v1::ConfirmVisitRequest>("name: '" + kVisit + "' etag: '" + etag + "'"));
  }
  absl::StatusOr<SiteVisit> Hold(const std::string& person) {
    return Ask<SiteVisit>("SiteVisits/HoldVisit", person, Parse<v1::HoldVisitRequest>("name: '" + kVisit + "'"));
  }
  absl::StatusOr<SiteVisit> Cancel(const std::string& person) {
    return Ask<SiteVisit>("SiteVisits/CancelVisit", person,
                          Parse<v1::CancelVisitRequest>("name: '" + kVisit + "' reason: 'illness'"));
  }
  absl::StatusOr<SiteVisit> Get(const std::string& person) {
    return Ask<SiteVisit>("SiteVisits/GetSiteVisit", person, Parse<v1::GetSiteVisitRequest>("name: '" + kVisit + "'"));
  }
  std::vector<std::string> List(const std::string& person) {
    const auto response = Ask<v1::ListSiteVisitsResponse>("SiteVisits/ListSiteVisits", person,
                                                          Parse<v1::ListSiteVisitsRequest>("parent: '" + kCycle + "'"));
    EXPECT_TRUE(response.ok()) << response.status();
    std::vector<std::string> names;
    for (const SiteVisit& visit : response->visits()) names.push_back(visit.name());
    return names;
  }

  const std::string kVisit = kKruton + "/visits/1";
};

constexpr char kTomorrow[] = "date: '2026-09-02' participants: 'people/lena' participants: 'people/bo'";

TEST_F(VisitsTest, IsPlannedConfirmedAndHeld) {
  const auto planned = Plan("lena", kTomorrow);
  ASSERT_TRUE(planned.ok()) << planned.status();
  EXPECT_EQ(planned->state(), SiteVisit::PLANNED);
  ASSERT_TRUE(Confirm("mona", planned->etag()).ok());
  EXPECT_EQ(ReasonOf(Hold("lena").status()), access::v1::WRONG_STATE);
  house_.Wait(absl::Hours(24));
  EXPECT_EQ(Hold("lena")->state(), SiteVisit::HELD);
  EXPECT_EQ(Get("mona")->state(), SiteVisit::HELD);
}

TEST_F(VisitsTest, IsNeitherConfirmedNorHeldWithAnExaminerRecusedAfterThePlan) {
  const auto planned = Plan("lena", kTomorrow);
  ASSERT_TRUE(planned.ok());
  Declare(kKruton, "bo", "RECUSED");
  EXPECT_EQ(ReasonOf(Confirm("mona", planned->etag()).status()), access::v1::WRONG_STATE);
  Declare(kKruton, "bo", "CLEARED");
  const auto confirmed = Confirm("mona", planned->etag());
  ASSERT_TRUE(confirmed.ok());
  Declare(kKruton, "bo", "RECUSED");
  house_.Wait(absl::Hours(24));
  EXPECT_EQ(ReasonOf(Hold("lena").status()), access::v1::WRONG_STATE);
  ASSERT_TRUE(Plan("lena", "date: '2026-09-02' participants: 'people/lena' etag: '" + confirmed->etag() + "'").ok());
  EXPECT_EQ(Hold("lena")->state(), SiteVisit::HELD);
}

TEST_F(VisitsTest, IsConfirmedAsItWasSeen) {
  const auto planned = Plan("lena", kTomorrow);
  ASSERT_TRUE(planned.ok());
  ASSERT_TRUE(Plan("lena", "date: '2026-09-03' etag: '" + planned->etag() + "'").ok());
  EXPECT_EQ(ReasonOf(Confirm("mona", planned->etag()).status()), access::v1::ETAG_MISMATCH);
}

TEST_F(VisitsTest, IsTheLeadsToPlanAndHoldAndTheUnitsToConfirm) {
  EXPECT_EQ(ReasonOf(Plan("bo", kTomorrow).status()), access::v1::NOT_ALLOWED);
  EXPECT_EQ(ReasonOf(Plan("tor", kTomorrow).status()), access::v1::NOT_FOUND);
  ASSERT_TRUE(Plan("lena", kTomorrow).ok());
  EXPECT_EQ(ReasonOf(Confirm("lena", "1").status()), access::v1::NOT_ALLOWED);
  EXPECT_EQ(ReasonOf(Confirm("nils", "1").status()), access::v1::NOT_FOUND);
  EXPECT_EQ(ReasonOf(Hold("mona").status()), access::v1::NOT_ALLOWED);
  EXPECT_EQ(ReasonOf(Cancel("bo").status()), access::v1::NOT_ALLOWED);
  EXPECT_EQ(Cancel("olle")->state(), SiteVisit::CANCELLED);
}

TEST_F(VisitsTest, GoesWithThoseDeclaredFreeOfConflict) {
  EXPECT_THAT(ViolationsOf(Plan("lena",
                                "date: '2026-09-02' participants: 'people/siv' participants: 'people/ulf'"
                                " participants: 'people/tor'")
                               .status()),
              ElementsAre("visit.participants[0] FIELD_REFERENCE", "visit.participants[1] FIELD_REFERENCE",
                          "visit.participants[2] FIELD_REFERENCE"));
}

TEST_F(VisitsTest, WaitsForTheBoardUnlessTheYearSaysOtherwise) {
  Copy<submissions::v1::BoardMatter>(
      "submissions", "name: '" + kCycle + "/boardMatters/1' state: DECIDED participations: '" + kKruton + "'");
  EXPECT_EQ(ReasonOf(Plan("lena", kTomorrow).status()), access::v1::GATE_CLOSED);
  Copy<submissions::v1::Calendar>("submissions", "name: '" + kCycle + "/calendar' phases { phase: SITE_VISIT }" +
                                                     " gates { code: G3_VISIT_NEEDS_BOARD on: true severity: WARN }");
  EXPECT_TRUE(Plan("lena", kTomorrow).ok());
}

TEST_F(VisitsTest, IsPlannedInItsPhasesOnly) {
  Copy<submissions::v1::Calendar>("submissions", "name: '" + kCycle + "/calendar' phases { phase: FINAL }");
  EXPECT_EQ(ReasonOf(Plan("lena", kTomorrow).status()), access::v1::PHASE_CLOSED);
}

TEST_F(VisitsTest, OfAYearThatThereIsNotAreNotFoundRatherThanNoneOrClosed) {
  EXPECT_EQ(ReasonOf(Ask<v1::ListSiteVisitsResponse>("SiteVisits/ListSiteVisits", "lena",
                                                     Parse<v1::ListSiteVisitsRequest>("parent: 'awards/k/cycles/2030'"))
                         .status()),
            access::v1::NOT_FOUND);
}

TEST_F(VisitsTest, DoesNotExistForThoseItIsNotAbout) {
  ASSERT_TRUE(Plan("lena", kTomorrow).ok());
  for (const char* person : {"lena", "bo", "mona", "olle", "aud"}) {
    EXPECT_TRUE(Get(person).ok()) << person;
    EXPECT_THAT(List(person), ElementsAre(kVisit)) << person;
  }
  for (const char* person : {"siv", "ulf", "tor", "nils", "nobody"}) {
    EXPECT_EQ(ReasonOf(Get(person).status()), access::v1::NOT_FOUND) << person;
    EXPECT_THAT(List(person), IsEmpty()) << person;
  }
}

TEST_F(VisitsTest, IsGoneTheMomentAConflictIsRaised) {
  ASSERT_TRUE(Plan("lena", kTomorrow).ok());
  for (const char* state : {"UNDER_REVIEW", "RECUSED", "DECLARED"}) {
    Declare(kKruton, "lena", state);
    EXPECT_EQ(ReasonOf(Get("lena").status()), access::v1::NOT_FOUND) << state;
  }
  Declare(kKruton, "lena", "CLEARED");
  EXPECT_TRUE(Get("lena").ok());
}

TEST_F(VisitsTest, IsGoneTheMomentAnExaminerIsDismissed) {
  ASSERT_TRUE(Plan("lena", kTomorrow).ok());
  Appoint("lena", "dismissed: true");
  EXPECT_EQ(ReasonOf(Get("lena").status()), access::v1::NOT_FOUND);
}

TEST_F(VisitsTest, ACaseThatAConflictHidesLooksLikeOneThatIsNotThere) {
  Declare(kKruton, "aud", "RECUSED");
  for (const std::string& name : {kKruton, kCycle + "/participations/none"}) {
    const auto request = Parse<v1::ListEvidenceRequest>("parent: '" + name + "'");
    EXPECT_EQ(ReasonOf(Ask<v1::ListEvidenceResponse>("Notes/ListEvidence", "aud", request).status()),
              access::v1::NOT_FOUND)
        << name;
  }
}

TEST_F(VisitsTest, IsPlannedOnceByARepeatedRequest) {
  const auto request =
      Parse<v1::PlanVisitRequest>("visit { name: '" + kVisit + "' date: '2026-09-02' } request_id: 'plan-0001'");
  const auto first = Ask<SiteVisit>("SiteVisits/PlanVisit", "lena", request);
  const auto second = Ask<SiteVisit>("SiteVisits/PlanVisit", "lena", request);
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(second->etag(), "1");
  Declare(kKruton, "lena", "RECUSED");
  EXPECT_EQ(ReasonOf(Ask<SiteVisit>("SiteVisits/PlanVisit", "lena", request).status()), access::v1::NOT_FOUND);
}

}  // namespace
}  // namespace krans::sitevisits
