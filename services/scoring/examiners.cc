#include <optional>
#include <vector>

#include "absl/time/time.h"
#include "krans/scoring/v1/examiners.pb.h"
#include "krans/submissions/v1/cycles.pb.h"
#include "krans/submissions/v1/organisation.pb.h"
#include "krans/submissions/v1/people.pb.h"
#include "services/cycle/case_rules.h"
#include "services/cycle/deadline_rules.h"
#include "services/cycle/names.h"
#include "services/cycle/relations.h"
#include "services/rpc/door.h"
#include "services/rpc/listing.h"
#include "services/scoring/examiner_rules.h"
#include "services/scoring/handlers.h"

namespace krans::scoring {
namespace {

using rpc::Caller;
using storage::ReadTransaction;
using storage::WriteTransaction;
using submissions::v1::Body;
using submissions::v1::Cycle;
using submissions::v1::Person;
using submissions::v1::Role;
using v1::Examiner;

constexpr char kGet[] = "krans.scoring.v1.Examiners/GetExaminer";
constexpr char kList[] = "krans.scoring.v1.Examiners/ListExaminers";
constexpr char kSave[] = "krans.scoring.v1.Examiners/SaveExaminer";

absl::StatusOr<Examiner> GetExaminer(const Caller&, const ReadTransaction& state,
                                     const v1::GetExaminerRequest& request) {
  return state.Get<Examiner>(request.name());
}

absl::StatusOr<Examiner> SaveExaminer(const Caller& caller, WriteTransaction& state,
                                      const v1::SaveExaminerRequest& request) {
  const Examiner& examiner = request.examiner();
  KRANS_ASSIGN(const Cycle cycle, state.Get<Cycle>(cycle::CycleOf(examiner.name())));
  const std::string name = cycle::PersonName(cycle::LastSegment(examiner.name()));
  KRANS_ASSIGN(const std::optional<Person> person, state.Find<Person>(name));
  KRANS_ASSIGN(const std::vector<Role> roles, state.ByIndex<Role>("person", {name}));
  const bool auditor = cycle::HasRole(roles, Role::AUDITOR, absl::ToCivilDay(caller.now, cycle::Stockholm()));
  KRANS_ASSIGN(const bool board, state.Has<Body>(examiner.body()));
  KRANS_RETURN(CheckExaminer(examiner, cycle, person ? &*person : nullptr, auditor, board, caller.now));
  return state.Put(examiner);
}

}  // namespace

void ServeExaminers(rpc::Door* door) {
  door->Read<v1::GetExaminerRequest, Examiner>(kGet, GetExaminer);
  door->Write<v1::SaveExaminerRequest, Examiner>(kSave, SaveExaminer);
  door->Read<v1::ListExaminersRequest, v1::ListExaminersResponse>(
      kList,
      [door](const Caller& caller, const ReadTransaction& state,
             const v1::ListExaminersRequest& request) -> absl::StatusOr<v1::ListExaminersResponse> {
        KRANS_RETURN(cycle::CheckYear(state, request.parent()));
        const rpc::PageAsk ask{kList, request.parent(), request.page_size(), request.page_token()};
        const std::string prefix = absl::StrCat(request.parent(), "/examiners/");
        KRANS_ASSIGN(auto page, rpc::ListReadable<Examiner>(*door, kGet, caller, state, prefix, ask));
        v1::ListExaminersResponse response;
        for (Examiner& examiner : page.records) *response.add_examiners() = std::move(examiner);
        response.set_next_page_token(rpc::PageToken(*door, caller, ask, page.next));
        return response;
      });
}

}  // namespace krans::scoring
