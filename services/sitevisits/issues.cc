#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "krans/scoring/v1/consensus.pb.h"
#include "krans/scoring/v1/teams.pb.h"
#include "krans/sitevisits/v1/issues.pb.h"
#include "krans/sitevisits/v1/notes.pb.h"
#include "krans/submissions/v1/cycles.pb.h"
#include "services/cycle/names.h"
#include "services/rpc/error.h"
#include "services/rpc/listing.h"
#include "services/sitevisits/handlers.h"
#include "services/sitevisits/issue_rules.h"
#include "services/sitevisits/relations.h"

namespace krans::sitevisits {
namespace {

using rpc::Caller;
using scoring::v1::Evaluation;
using scoring::v1::VisitQuestions;
using storage::ReadTransaction;
using storage::WriteTransaction;
using submissions::v1::ScoringScheme;
using v1::Evidence;
using v1::VisitIssue;

constexpr char kGet[] = "krans.sitevisits.v1.VisitIssues/GetVisitIssue";
constexpr char kList[] = "krans.sitevisits.v1.VisitIssues/ListVisitIssues";

absl::StatusOr<VisitIssue> Save(const Caller&, WriteTransaction& state, const v1::SaveVisitIssueRequest& request) {
  const VisitIssue& wish = request.issue();
  const absl::string_view participation = cycle::ParticipationOf(wish.name());
  KRANS_ASSIGN(const std::optional<Evaluation> evaluation,
               state.Find<Evaluation>(absl::StrCat(participation, "/evaluation")));
  KRANS_RETURN(CheckShared(evaluation.value_or(Evaluation()).state()));
  KRANS_ASSIGN(const std::optional<VisitIssue> standing, state.Find<VisitIssue>(wish.name()));
  KRANS_ASSIGN(const std::optional<ScoringScheme> scheme,
               state.Find<ScoringScheme>(absl::StrCat(cycle::CycleOf(wish.name()), "/scheme")));
  KRANS_ASSIGN(const std::vector<VisitIssue> issues,
               state.Children<VisitIssue>(absl::StrCat(participation, "/visitIssues/")));
  KRANS_ASSIGN(const std::vector<std::string> team, OpenTeam(state, wish.name()));
  KRANS_ASSIGN(const VisitIssue issue, Raise(standing, wish, scheme.value_or(ScoringScheme()), issues, team));
  return state.Put(issue);
}

absl::StatusOr<VisitIssue> ResolveIssue(const Caller& caller, WriteTransaction& state,
                                        const v1::ResolveVisitIssueRequest& request) {
  KRANS_ASSIGN(VisitIssue issue, state.Get<VisitIssue>(request.name()));
  KRANS_ASSIGN(const std::vector<Evidence> evidence,
               state.Children<Evidence>(absl::StrCat(cycle::ParticipationOf(request.name()), "/evidence/")));
  std::vector<std::string> known;
  known.reserve(evidence.size());
  for (const Evidence& piece : evidence) known.push_back(piece.name());
  KRANS_ASSIGN(const std::vector<std::string> team, OpenTeam(state, request.name()));
  KRANS_ASSIGN(issue, Resolve(std::move(issue), request, team, known, cycle::PersonName(caller.person)));
  return state.Put(issue);
}

}  // namespace

void ServeIssues(rpc::Door* door) {
  door->Read<v1::GetVisitIssueRequest, VisitIssue>(
      kGet, [](const Caller&, const ReadTransaction& state, const v1::GetVisitIssueRequest& request) {
        return state.Get<VisitIssue>(request.name());
      });
  door->Read<v1::ListVisitIssuesRequest, v1::ListVisitIssuesResponse>(
      kList,
      [door](const Caller& caller, const ReadTransaction& state,
             const v1::ListVisitIssuesRequest& request) -> absl::StatusOr<v1::ListVisitIssuesResponse> {
        const rpc::PageAsk ask = {kList, request.parent(), request.page_size(), request.page_token()};
        KRANS_ASSIGN(auto page, rpc::ListReadable<VisitIssue>(*door, kGet, caller, state,
                                                              absl::StrCat(request.parent(), "/visitIssues/"), ask));
        v1::ListVisitIssuesResponse response;
        response.mutable_issues()->Assign(page.records.begin(), page.records.end());
        response.set_next_page_token(rpc::PageToken(*door, caller, ask, page.next));
        if (request.page_token().empty()) {
          KRANS_ASSIGN(const std::optional<VisitQuestions> agreed,
                       state.Find<VisitQuestions>(absl::StrCat(request.parent(), "/visitQuestions")));
          if (agreed.has_value()) *response.mutable_questions() = agreed->questions();
        }
        return response;
      });
  door->Write<v1::SaveVisitIssueRequest, VisitIssue>("krans.sitevisits.v1.VisitIssues/SaveVisitIssue", Save);
  door->Write<v1::ResolveVisitIssueRequest, VisitIssue>("krans.sitevisits.v1.VisitIssues/ResolveVisitIssue",
                                                        ResolveIssue);
}

}  // namespace krans::sitevisits
