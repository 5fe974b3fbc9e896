#include <optional>
#include <string>
#include <vector>

#include "krans/scoring/v1/scorebooks.pb.h"
#include "krans/submissions/v1/cycles.pb.h"
#include "services/rpc/door.h"
#include "services/scoring/consensus.h"
#include "services/scoring/content_hash.h"
#include "services/scoring/handlers.h"
#include "services/scoring/names.h"
#include "services/scoring/scorebook_rules.h"
#include "services/scoring/standing.h"

namespace krans::scoring {
namespace {

using rpc::Caller;
using storage::ReadTransaction;
using storage::WriteTransaction;
using v1::DeliveredScorebook;
using v1::Evaluation;
using v1::Scorebook;

absl::Status WrongState(Evaluation::State evaluation, absl::string_view needs) {
  return rpc::Refuse(access::v1::WRONG_STATE,
                     {{"state", Evaluation::State_Name(evaluation)}, {"needs", std::string(needs)}});
}

absl::Status CheckNoIssues(const rpc::Access& access, const ReadTransaction& state, absl::string_view name) {
  KRANS_RETURN(access.CheckFresh("sitevisits"));
  const std::string issues = absl::StrCat(cycle::ParticipationOf(name), "/visitIssues/");
  KRANS_ASSIGN(const auto found, state.Children<sitevisits::v1::VisitIssue>(issues));
  return CheckIssues(found);
}

absl::StatusOr<v1::ScorebookView> GetScorebook(const Caller&, const ReadTransaction& state,
                                               const v1::GetScorebookRequest& request) {
  v1::ScorebookView view;
  KRANS_ASSIGN(*view.mutable_scorebook(), state.Get<Scorebook>(request.name()));
  KRANS_ASSIGN(const std::vector<std::string> voices, VoicesOf(state, request.name()));
  const std::vector<std::string> missing = Unsigned(view.scorebook(), voices);
  *view.mutable_waiting_for() = {missing.begin(), missing.end()};
  return view;
}

absl::StatusOr<Scorebook> CloseScorebook(const rpc::Access& access, const Caller&, WriteTransaction& state,
                                         const v1::CloseScorebookRequest& request) {
  KRANS_ASSIGN(const auto scheme, state.Get<submissions::v1::ScoringScheme>(SchemeOf(request.name())));
  KRANS_ASSIGN(const auto items, ItemsOf(state, request.name(), Stage::kPost));
  KRANS_ASSIGN(const Evaluation::State evaluation, EvaluationStateOf(state, request.name()));
  if (items.empty()) return WrongState(evaluation, "the stage after the visit, opened");
  KRANS_ASSIGN(Scorebook scorebook, DrawUp(scheme, request.name(), items));
  KRANS_RETURN(CheckNoIssues(access, state, request.name()));
  KRANS_ASSIGN(const bool closed, state.Has<Scorebook>(request.name()));
  if (closed || evaluation != Evaluation::FINAL_CONSENSUS) return WrongState(evaluation, "a scorebook not closed");
  scorebook.set_content_hash(ContentHash(scorebook));
  return state.Put(scorebook);
}

absl::StatusOr<Scorebook> SignScorebook(const rpc::Access& access, const Caller& caller, WriteTransaction& state,
                                        const v1::SignScorebookRequest& request) {
  KRANS_ASSIGN(const Scorebook scorebook, state.Get<Scorebook>(request.name()));
  KRANS_RETURN(CheckNoIssues(access, state, request.name()));
  KRANS_ASSIGN(const std::vector<std::string> voices, VoicesOf(state, request.name()));
  KRANS_ASSIGN(Scorebook with, Sign(scorebook, voices, caller.person, request.content_hash(), caller.now));
  KRANS_ASSIGN(with, state.Put(with));
  KRANS_RETURN(AdvanceIfSigned(state, request.name()));
  return with;
}

absl::StatusOr<DeliveredScorebook> DeliverScorebook(const rpc::Access& access, const Caller& caller,
                                                    WriteTransaction& state,
                                                    const v1::DeliverScorebookRequest& request) {
  KRANS_ASSIGN(const Scorebook scorebook, state.Get<Scorebook>(request.name()));
  KRANS_ASSIGN(const std::vector<std::string> voices, VoicesOf(state, request.name()));
  const std::string name = absl::StrCat(cycle::ParticipationOf(request.name()), "/delivered");
  KRANS_ASSIGN(DeliveredScorebook delivered, Deliver(scorebook, voices, name, caller.person, caller.now));
  KRANS_RETURN(CheckNoIssues(access, state, request.name()));
  KRANS_ASSIGN(const Evaluation::State evaluation, EvaluationStateOf(state, request.name()));
  if (evaluation != Evaluation::SIGNED) return WrongState(evaluation, "SIGNED");
  KRANS_RETURN(Advance(state, request.name(), Evaluation::DELIVERED_TO_JURY).status());
  return state.Put(delivered);
}

}  // namespace

void ServeScorebooks(rpc::Door* door) {
  door->Read<v1::GetScorebookRequest, v1::ScorebookView>("krans.scoring.v1.Scorebooks/GetScorebook", GetScorebook);
  door->Write<v1::CloseScorebookRequest, Scorebook>(
      "krans.scoring.v1.Scorebooks/CloseScorebook",
      [door](const Caller& caller, WriteTransaction& state, const v1::CloseScorebookRequest& request) {
        return CloseScorebook(door->access(), caller, state, request);
      });
  door->Write<v1::SignScorebookRequest, Scorebook>(
      "krans.scoring.v1.Scorebooks/SignScorebook",
      [door](const Caller& caller, WriteTransaction& state, const v1::SignScorebookRequest& request) {
        return SignScorebook(door->access(), caller, state, request);
      });
  door->Write<v1::DeliverScorebookRequest, DeliveredScorebook>(
      "krans.scoring.v1.Scorebooks/DeliverScorebook",
      [door](const Caller& caller, WriteTransaction& state, const v1::DeliverScorebookRequest& request) {
        return DeliverScorebook(door->access(), caller, state, request);
      });
}

}  // namespace krans::scoring
