#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "krans/submissions/v1/board_matters.pb.h"
#include "krans/submissions/v1/cycles.pb.h"
#include "krans/submissions/v1/participations.pb.h"
#include "services/cycle/gate_rules.h"
#include "services/cycle/names.h"
#include "services/cycle/participation_rules.h"
#include "services/cycle/relations.h"
#include "services/rpc/error.h"
#include "services/rpc/listing.h"
#include "services/submissions/board_rules.h"
#include "services/submissions/handlers.h"
#include "services/submissions/registration_rules.h"

namespace krans::submissions {
namespace {

using rpc::Caller;
using storage::ReadTransaction;
using storage::WriteTransaction;

constexpr char kGetBoardMatter[] = "krans.submissions.v1.BoardMatters/GetBoardMatter";

absl::StatusOr<std::vector<v1::Participation>> Covered(const ReadTransaction& state, const v1::BoardMatter& matter,
                                                       const Caller& caller) {
  std::vector<v1::Participation> covered;
  for (const std::string& name : matter.participations()) {
    KRANS_ASSIGN(const bool hidden, cycle::ShutOut(state, name, caller.person));
    if (hidden) continue;
    KRANS_ASSIGN(std::optional<v1::Participation> found, state.Find<v1::Participation>(name));
    if (found) covered.push_back(*std::move(found));
  }
  return covered;
}

// The matter as it stands, for a registrar who may see it. NOT_FOUND where it is another's or a conflict shuts it.
absl::StatusOr<std::optional<v1::BoardMatter>> Existing(const rpc::Access& access, const Caller& caller,
                                                        const ReadTransaction& state, const std::string& name) {
  KRANS_ASSIGN(std::optional<v1::BoardMatter> existing, state.Find<v1::BoardMatter>(name));
  if (!existing) return existing;
  access::v1::Rule rule;
  rule.add_relations(access::v1::REGISTRAR);
  KRANS_ASSIGN(const bool open, access.Related(rule, caller, name, state));
  if (!open) return rpc::Refuse(access::v1::NOT_FOUND);
  return existing;
}

absl::StatusOr<v1::BoardMatter> SaveMatter(const rpc::Access& access, const Caller& caller, WriteTransaction& state,
                                           const v1::SaveBoardMatterRequest& request) {
  const v1::BoardMatter& matter = request.matter();
  KRANS_ASSIGN(const std::optional<v1::BoardMatter> existing, Existing(access, caller, state, matter.name()));
  KRANS_ASSIGN(const v1::Cycle cycle, state.Get<v1::Cycle>(cycle::CycleOf(matter.name())));
  KRANS_ASSIGN(const std::vector<v1::Participation> covered, Covered(state, matter, caller));
  KRANS_ASSIGN(const v1::BoardMatter prepared, Prepare(cycle, matter, covered, existing));
  return state.Put(prepared);
}

absl::Status SupersedeEarlier(WriteTransaction& state, const v1::BoardMatter& decided) {
  for (const std::string& name : decided.participations()) {
    KRANS_ASSIGN(std::vector<v1::BoardMatter> matters, state.ByIndex<v1::BoardMatter>("participations", {name}));
    for (v1::BoardMatter& each : matters) {
      if (Supersede(decided, &each)) KRANS_RETURN(state.Put(each).status());
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::BoardMatter> RecordWord(const Caller& caller, WriteTransaction& state,
                                           const v1::RecordDecisionRequest& request) {
  KRANS_ASSIGN(const v1::BoardMatter matter, state.Get<v1::BoardMatter>(request.name()));
  KRANS_ASSIGN(const v1::Calendar calendar, state.Get<v1::Calendar>(cycle::CalendarOf(request.name())));
  KRANS_ASSIGN(const v1::BoardMatter decided, Record(calendar, matter, request, caller.now));
  KRANS_RETURN(SupersedeEarlier(state, decided));
  const auto gate = cycle::StateOf(calendar, v1::Gate::G6_BOARD_REFUSAL_WITHDRAWS);
  if (decided.result() == v1::BoardMatter::REJECTED && gate == cycle::GateState::kWarn) {
    const absl::Status shut = cycle::Shut(gate, {{"gate", v1::Gate::Code_Name(v1::Gate::G6_BOARD_REFUSAL_WITHDRAWS)},
                                                 {"needs", "a board that does not refuse"}});
    KRANS_RETURN(rpc::LetPass(caller, shut));
  }
  const bool refuses = decided.result() == v1::BoardMatter::REJECTED && gate == cycle::GateState::kBlock;
  const bool lets = decided.result() == v1::BoardMatter::APPROVED || decided.result() == v1::BoardMatter::NOTED;
  KRANS_ASSIGN(const std::vector<v1::Participation> covered, Covered(state, decided, caller));
  for (const v1::Participation& each : covered) {
    if (refuses && cycle::TakesPart(each)) KRANS_RETURN(Leave(state, each, kBoardRejected, false).status());
    if (lets && IsRefusedByBoard(each)) KRANS_RETURN(Return(state, calendar, each));
  }
  return state.Put(decided);
}

absl::StatusOr<v1::BoardMatter> VerifyExtract(const Caller& caller, WriteTransaction& state,
                                              const v1::VerifyMinutesRequest& request) {
  KRANS_ASSIGN(const v1::BoardMatter matter, state.Get<v1::BoardMatter>(request.name()));
  KRANS_ASSIGN(const v1::BoardMatter verified, Verify(matter, cycle::PersonName(caller.person)));
  return state.Put(verified);
}

}  // namespace

void ServeBoardMatters(rpc::Door* door) {
  door->Read<v1::GetBoardMatterRequest, v1::BoardMatter>(
      kGetBoardMatter, [](const Caller&, const ReadTransaction& state, const v1::GetBoardMatterRequest& request) {
        return state.Get<v1::BoardMatter>(request.name());
      });
  door->Read<v1::ListBoardMattersRequest, v1::ListBoardMattersResponse>(
      "krans.submissions.v1.BoardMatters/ListBoardMatters",
      [door](const Caller& caller, const ReadTransaction& state,
             const v1::ListBoardMattersRequest& request) -> absl::StatusOr<v1::ListBoardMattersResponse> {
        KRANS_RETURN(cycle::CheckYear(state, request.parent()));
        const rpc::PageAsk ask = {"krans.submissions.v1.BoardMatters/ListBoardMatters", request.parent(),
                                  request.page_size(), request.page_token()};
        KRANS_ASSIGN(auto page,
                     rpc::ListReadable<v1::BoardMatter>(*door, kGetBoardMatter, caller, state,
                                                        absl::StrCat(request.parent(), "/boardMatters/"), ask));
        v1::ListBoardMattersResponse response;
        *response.mutable_matters() = {page.records.begin(), page.records.end()};
        response.set_next_page_token(rpc::PageToken(*door, caller, ask, page.next));
        return response;
      });
  door->Write<v1::SaveBoardMatterRequest, v1::BoardMatter>(
      "krans.submissions.v1.BoardMatters/SaveBoardMatter",
      [door](const Caller& caller, WriteTransaction& state, const v1::SaveBoardMatterRequest& request) {
        return SaveMatter(door->access(), caller, state, request);
      });
  door->Write<v1::RecordDecisionRequest, v1::BoardMatter>("krans.submissions.v1.BoardMatters/RecordDecision",
                                                          RecordWord);
  door->Write<v1::VerifyMinutesRequest, v1::BoardMatter>("krans.submissions.v1.BoardMatters/VerifyMinutes",
                                                         VerifyExtract);
}

}  // namespace krans::submissions
