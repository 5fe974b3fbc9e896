#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "krans/submissions/v1/cycles.pb.h"
#include "services/cycle/names.h"
#include "services/rpc/error.h"
#include "services/rpc/listing.h"
#include "services/submissions/cycle_rules.h"
#include "services/submissions/handlers.h"

namespace krans::submissions {
namespace {

using rpc::Caller;
using storage::ReadTransaction;
using storage::WriteTransaction;

// Puts a part of the year, or removes what an earlier file had.
template <typename Part>
absl::Status Replace(WriteTransaction& state, bool given, const Part& part, absl::string_view name) {
  if (given) return state.Put(part).status();
  KRANS_ASSIGN(const bool had, state.Has<Part>(name));
  return had ? state.Delete<Part>(name) : absl::OkStatus();
}

template <typename Part>
absl::Status Fill(const ReadTransaction& state, absl::string_view name, Part* (v1::CycleFile::*part)(),
                  v1::CycleFile* file) {
  KRANS_ASSIGN(std::optional<Part> found, state.Find<Part>(name));
  if (found) *(file->*part)() = *std::move(found);
  return absl::OkStatus();
}

absl::StatusOr<v1::CycleFile> ReadFile(const ReadTransaction& state, const std::string& name) {
  v1::CycleFile file;
  KRANS_ASSIGN(*file.mutable_cycle(), state.Get<v1::Cycle>(name));
  KRANS_RETURN(Fill(state, cycle::CalendarOf(name), &v1::CycleFile::mutable_calendar, &file));
  KRANS_RETURN(Fill(state, QuestionsOf(name), &v1::CycleFile::mutable_questions, &file));
  KRANS_RETURN(Fill(state, SchemeOf(name), &v1::CycleFile::mutable_scheme, &file));
  KRANS_RETURN(Fill(state, EligibilityRulesOf(name), &v1::CycleFile::mutable_eligibility, &file));
  return file;
}

absl::StatusOr<v1::Cycle> Import(const Caller&, WriteTransaction& state, const v1::ImportCycleRequest& request) {
  const v1::CycleFile& file = request.file();
  const std::string& name = file.cycle().name();
  KRANS_RETURN(CheckNames(file));
  KRANS_ASSIGN(const std::optional<v1::Cycle> existing, state.Find<v1::Cycle>(name));
  if (existing) KRANS_RETURN(CheckDraft(*existing));
  KRANS_RETURN(Replace(state, file.has_calendar(), file.calendar(), cycle::CalendarOf(name)));
  KRANS_RETURN(Replace(state, file.has_questions(), file.questions(), QuestionsOf(name)));
  KRANS_RETURN(Replace(state, file.has_scheme(), file.scheme(), SchemeOf(name)));
  KRANS_RETURN(Replace(state, file.has_eligibility(), file.eligibility(), EligibilityRulesOf(name)));
  v1::Cycle draft = file.cycle();
  draft.set_state(v1::Cycle::DRAFT);
  return state.Put(draft);
}

absl::StatusOr<v1::Cycle> PublishYear(const Caller& caller, WriteTransaction& state,
                                      const v1::PublishCycleRequest& request) {
  KRANS_ASSIGN(const v1::CycleFile file, ReadFile(state, request.name()));
  KRANS_ASSIGN(const v1::Cycle published, Publish(file, caller.now));
  return state.Put(published);
}

absl::StatusOr<v1::Calendar> SetPhaseOfYear(const Caller&, WriteTransaction& state,
                                            const v1::SetPhaseRequest& request) {
  KRANS_ASSIGN(const v1::Calendar calendar, state.Get<v1::Calendar>(request.name()));
  return state.Put(SetPhase(calendar, request.phase(), request.override()));
}

template <typename Request, typename Record>
void ServeGet(rpc::Door* door, absl::string_view method) {
  door->Read<Request, Record>(method, [](const Caller&, const ReadTransaction& state, const Request& request) {
    return state.Get<Record>(request.name());
  });
}

}  // namespace

void ServeCycles(rpc::Door* door) {
  ServeGet<v1::GetCycleRequest, v1::Cycle>(door, "krans.submissions.v1.Cycles/GetCycle");
  ServeGet<v1::GetCalendarRequest, v1::Calendar>(door, "krans.submissions.v1.Cycles/GetCalendar");
  ServeGet<v1::GetQuestionSetRequest, v1::QuestionSet>(door, "krans.submissions.v1.Cycles/GetQuestionSet");
  ServeGet<v1::GetScoringSchemeRequest, v1::ScoringScheme>(door, "krans.submissions.v1.Cycles/GetScoringScheme");
  ServeGet<v1::GetEligibilityRulesRequest, v1::EligibilityRules>(door,
                                                                 "krans.submissions.v1.Cycles/GetEligibilityRules");
  door->Read<v1::ListCyclesRequest, v1::ListCyclesResponse>(
      "krans.submissions.v1.Cycles/ListCycles",
      [door](const Caller& caller, const ReadTransaction& state,
             const v1::ListCyclesRequest& request) -> absl::StatusOr<v1::ListCyclesResponse> {
        const rpc::PageAsk ask = {"krans.submissions.v1.Cycles/ListCycles", request.parent(), request.page_size(),
                                  request.page_token()};
        KRANS_ASSIGN(auto page, rpc::ListReadable<v1::Cycle>(*door, "krans.submissions.v1.Cycles/GetCycle", caller,
                                                             state, absl::StrCat(request.parent(), "/cycles/"), ask));
        v1::ListCyclesResponse response;
        *response.mutable_cycles() = {page.records.begin(), page.records.end()};
        response.set_next_page_token(rpc::PageToken(*door, caller, ask, page.next));
        return response;
      });
  door->Write<v1::ImportCycleRequest, v1::Cycle>("krans.submissions.v1.Cycles/ImportCycle", Import);
  door->Write<v1::PublishCycleRequest, v1::Cycle>("krans.submissions.v1.Cycles/PublishCycle", PublishYear);
  door->Write<v1::SetPhaseRequest, v1::Calendar>("krans.submissions.v1.Cycles/SetPhase", SetPhaseOfYear);
}

}  // namespace krans::submissions
