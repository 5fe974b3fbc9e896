#include "services/sitevisits/issue_rules.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/rpc/error.h"
#include "tests/parse.h"
#include "tests/violations.h"

namespace krans::sitevisits {
namespace {

using rpc::ReasonOf;
using scoring::v1::Evaluation;
using submissions::v1::ScoringScheme;
using testing::ElementsAre;
using v1::ResolveVisitIssueRequest;
using v1::VisitIssue;

const std::vector<std::string> kTeam = {"people/anna", "people/bo"};
const std::vector<std::string> kEvidence = {"p/evidence/1", "p/evidence/2"};

ScoringScheme Scheme() { return Parse<ScoringScheme>(R"(criteria { code: "k1" } criteria { code: "k2" })"); }

std::vector<VisitIssue> IssuesAbout(const char* criterion, int count) {
  std::vector<VisitIssue> issues;
  for (int i = 1; i <= count; ++i) {
    issues.emplace_back().set_name(absl::StrCat("p/visitIssues/", i));
    issues.back().set_criterion(criterion);
  }
  return issues;
}

absl::StatusOr<VisitIssue> RaiseAmong(const std::vector<VisitIssue>& others, const std::string& wish) {
  return Raise(std::nullopt, Parse<VisitIssue>(wish), Scheme(), others, kTeam);
}

TEST(Issue, TellsNothingBeforeConsensusIsOpen) {
  for (int state = 0; state <= Evaluation::DELIVERED_TO_JURY; ++state) {
    EXPECT_EQ(CheckShared(static_cast<Evaluation::State>(state)).ok(), state >= Evaluation::CONSENSUS) << state;
  }
}

TEST(Issue, IsOpenUntilSomeoneOwnsIt) {
  EXPECT_EQ(RaiseAmong({}, R"(criterion: "k1")")->state(), VisitIssue::OPEN);
  EXPECT_EQ(RaiseAmong({}, R"(criterion: "k1" owner: "people/bo")")->state(), VisitIssue::ASSIGNED);
}

TEST(Issue, IsAboutACriterionAndOwnedByTheTeam) {
  EXPECT_THAT(ViolationsOf(RaiseAmong({}, R"(criterion: "k9" owner: "people/eve")").status()),
              ElementsAre("issue.criterion FIELD_REFERENCE", "issue.owner FIELD_REFERENCE"));
}

TEST(Issue, IsOneOfThreeAboutACriterion) {
  const char* fresh = R"(name: "p/visitIssues/new" criterion: "k1")";
  EXPECT_TRUE(RaiseAmong(IssuesAbout("k1", 2), fresh).ok());
  EXPECT_THAT(ViolationsOf(RaiseAmong(IssuesAbout("k1", 3), fresh).status()),
              ElementsAre("issue.criterion FIELD_TOO_MANY"));
  EXPECT_TRUE(RaiseAmong(IssuesAbout("k2", 3), fresh).ok());
  EXPECT_TRUE(RaiseAmong(IssuesAbout("k1", 3), R"(name: "p/visitIssues/3" criterion: "k1")").ok());
}

TEST(Issue, DoesNotChangeOnceResolved) {
  const VisitIssue resolved = Parse<VisitIssue>(R"(state: RESOLVED criterion: "k1")");
  EXPECT_EQ(ReasonOf(Raise(resolved, resolved, Scheme(), {}, kTeam).status()), access::v1::WRONG_STATE);
  EXPECT_EQ(ReasonOf(Resolve(resolved, ResolveVisitIssueRequest(), kTeam, kEvidence, "people/bo").status()),
            access::v1::WRONG_STATE);
}

TEST(Resolution, StandsOnEvidenceUnlessNothingSupportsIt) {
  const VisitIssue issue = Parse<VisitIssue>(R"(state: OPEN criterion: "k1")");
  for (int result = VisitIssue::VERIFIED; result <= VisitIssue::NEW_FINDING; ++result) {
    ResolveVisitIssueRequest request;
    request.set_result(static_cast<VisitIssue::Result>(result));
    request.set_finding("Seen.");
    EXPECT_EQ(ReasonOf(Resolve(issue, request, kTeam, kEvidence, "people/bo").status()),
              result == VisitIssue::NOT_SUPPORTED ? access::v1::REASON_UNSPECIFIED : access::v1::EVIDENCE_NEEDED)
        << result;
    request.add_evidence("p/evidence/2");
    const auto resolved = Resolve(issue, request, kTeam, kEvidence, "people/bo");
    ASSERT_TRUE(resolved.ok());
    EXPECT_EQ(resolved->state(), VisitIssue::RESOLVED);
    EXPECT_EQ(resolved->result(), result);
    EXPECT_EQ(resolved->finding(), "Seen.");
    EXPECT_THAT(resolved->evidence(), ElementsAre("p/evidence/2"));
    EXPECT_EQ(resolved->resolved_by(), "people/bo");
  }
}

TEST(Resolution, IsNotOfAnIssueWhoseOwnerWasRecused) {
  const auto request = Parse<ResolveVisitIssueRequest>(R"(result: NOT_SUPPORTED finding: "None.")");
  const auto resolved = Resolve(Parse<VisitIssue>(R"(state: ASSIGNED criterion: "k1" owner: "people/eve")"), request,
                                kTeam, kEvidence, "people/bo");
  EXPECT_EQ(ReasonOf(resolved.status()), access::v1::WRONG_STATE);
  EXPECT_EQ(MetadataOf(resolved.status(), "needs"), "another owner than:eve");
}

TEST(Resolution, NamesEvidenceOfTheCaseOnceAndNobodyByNumber) {
  const auto request = Parse<ResolveVisitIssueRequest>(R"(result: VERIFIED finding: "Met 900116-2388."
      evidence: "p/evidence/1" evidence: "q/evidence/1" evidence: "p/evidence/1")");
  EXPECT_THAT(ViolationsOf(Resolve(VisitIssue(), request, kTeam, kEvidence, "people/bo").status()),
              ElementsAre("evidence[1] FIELD_REFERENCE", "evidence[2] FIELD_DUPLICATE", "finding FIELD_NOT_ALLOWED"));
}

}  // namespace
}  // namespace krans::sitevisits
