#include "gmock/gmock.h"
#include "krans/scoring/v1/consensus.pb.h"
#include "krans/sitevisits/v1/issues.pb.h"
#include "krans/sitevisits/v1/notes.pb.h"
#include "tests/sitevisits/case.h"

namespace krans::sitevisits {
namespace {

using rpc::ReasonOf;
using testing::ElementsAre;
using v1::VisitIssue;

class IssuesTest : public CaseTest {
 protected:
  absl::StatusOr<VisitIssue> Save(const std::string& person, const std::string& id, const std::string& rest = "") {
    return Ask<VisitIssue>(
        "VisitIssues/SaveVisitIssue", person,
        Parse<v1::SaveVisitIssueRequest>("issue { name: '" + kKruton + "/visitIssues/" + id +
                                         "' kind: VERIFY criterion: 'k1' question: 'Q?' " + rest + " }"));
  }
  absl::StatusOr<VisitIssue> Resolve(const std::string& person, const std::string& rest) {
    return Ask<VisitIssue>(
        "VisitIssues/ResolveVisitIssue", person,
        Parse<v1::ResolveVisitIssueRequest>("name: '" + kKruton + "/visitIssues/1' finding: 'F.' " + rest));
  }
  absl::StatusOr<v1::ListVisitIssuesResponse> List(const std::string& person) {
    return Ask<v1::ListVisitIssuesResponse>("VisitIssues/ListVisitIssues", person,
                                            Parse<v1::ListVisitIssuesRequest>("parent: '" + kKruton + "'"));
  }
  absl::Status SaveFact(const std::string& person, const std::string& participation) {
    return Ask<v1::Evidence>(
               "Notes/SaveEvidence", person,
               Parse<v1::SaveEvidenceRequest>("evidence { name: '" + participation +
                                              "/evidence/1' kind: INTERVIEW fact: 'F.' source_role: 'chef'"
                                              " sensitivity: INTERNAL }"))
        .status();
  }
};

TEST_F(IssuesTest, IsRaisedAssignedAndResolvedByTheTeam) {
  EXPECT_EQ(Save("bo", "1")->state(), VisitIssue::OPEN);
  EXPECT_EQ(Save("lena", "1", "etag: '1' owner: 'people/bo'")->state(), VisitIssue::ASSIGNED);
  EXPECT_EQ(ReasonOf(Resolve("bo", "result: VERIFIED").status()), access::v1::EVIDENCE_NEEDED);
  ASSERT_TRUE(SaveFact("lena", kKruton).ok());
  const auto resolved = Resolve("bo", "result: VERIFIED evidence: '" + kKruton + "/evidence/1'");
  ASSERT_TRUE(resolved.ok()) << resolved.status();
  EXPECT_EQ(resolved->resolved_by(), "people/bo");
  EXPECT_EQ(List("olle")->issues(0).state(), VisitIssue::RESOLVED);
}

TEST_F(IssuesTest, NeedsAnotherOwnerOnceItsOwnIsRecused) {
  ASSERT_TRUE(Save("lena", "1", "owner: 'people/bo'").ok());
  Declare(kKruton, "bo", "RECUSED");
  EXPECT_EQ(ReasonOf(Resolve("lena", "result: NOT_SUPPORTED").status()), access::v1::WRONG_STATE);
  ASSERT_TRUE(Save("lena", "1", "etag: '1' owner: 'people/lena'").ok());
  EXPECT_TRUE(Resolve("lena", "result: NOT_SUPPORTED").ok());
}

TEST_F(IssuesTest, StandsOnEvidenceOfItsOwnCase) {
  ASSERT_TRUE(Save("bo", "1").ok());
  ASSERT_TRUE(SaveFact("tor", kLss).ok());
  EXPECT_THAT(ViolationsOf(Resolve("bo", "result: VERIFIED evidence: '" + kLss + "/evidence/1'").status()),
              ElementsAre("evidence[0] FIELD_REFERENCE"));
}

TEST_F(IssuesTest, IsOneOfThree) {
  for (const char* id : {"1", "2", "3"}) ASSERT_TRUE(Save("bo", id).ok());
  EXPECT_THAT(ViolationsOf(Save("bo", "4").status()), ElementsAre("issue.criterion FIELD_TOO_MANY"));
}

TEST_F(IssuesTest, TellsNothingBeforeConsensus) {
  Copy<scoring::v1::Evaluation>("scoring", "name: '" + kKruton + "/evaluation' state: TEAM_ASSIGNED");
  EXPECT_EQ(ReasonOf(Save("bo", "1").status()), access::v1::WRONG_STATE);
  EXPECT_EQ(ReasonOf(SaveFact("bo", kKruton)), access::v1::WRONG_STATE);
}

TEST_F(IssuesTest, IsTheTeamsAlone) {
  ASSERT_TRUE(Save("bo", "1").ok());
  EXPECT_EQ(ReasonOf(Save("olle", "2").status()), access::v1::NOT_ALLOWED);
  for (const char* person : {"siv", "ulf", "tor", "mona"}) {
    EXPECT_EQ(ReasonOf(Save(person, "2").status()), access::v1::NOT_FOUND) << person;
    EXPECT_EQ(ReasonOf(Resolve(person, "result: NOT_SUPPORTED").status()), access::v1::NOT_FOUND) << person;
    EXPECT_EQ(ReasonOf(List(person).status()), access::v1::NOT_FOUND) << person;
  }
  const auto get = Parse<v1::GetVisitIssueRequest>("name: '" + kKruton + "/visitIssues/1'");
  EXPECT_TRUE(Ask<VisitIssue>("VisitIssues/GetVisitIssue", "lena", get).ok());
  EXPECT_EQ(ReasonOf(Ask<VisitIssue>("VisitIssues/GetVisitIssue", "siv", get).status()), access::v1::NOT_FOUND);
}

TEST_F(IssuesTest, ListsWhatTheTeamAgreedToAsk) {
  Copy<scoring::v1::VisitQuestions>("scoring", "name: '" + kKruton + "/visitQuestions' questions { criterion: 'k2' }");
  EXPECT_EQ(List("lena")->questions(0).criterion(), "k2");
}

}  // namespace
}  // namespace krans::sitevisits
