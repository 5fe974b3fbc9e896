#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "krans/jury/v1/decisions.pb.h"
#include "krans/jury/v1/matters.pb.h"
#include "krans/submissions/v1/cycles.pb.h"
#include "krans/submissions/v1/participations.pb.h"
#include "services/cycle/names.h"
#include "services/jury/decision_rules.h"
#include "services/jury/handlers.h"
#include "services/jury/matter_rules.h"
#include "services/jury/outcome_rules.h"
#include "services/jury/relations.h"
#include "services/rpc/error.h"
#include "storage/hash.h"

namespace krans::jury {
namespace {

using rpc::Caller;
using storage::ReadTransaction;
using storage::WriteTransaction;
using submissions::v1::Calendar;
using submissions::v1::Cycle;
using submissions::v1::Participation;
using v1::Announcement;
using v1::ClassOutcome;
using v1::Decision;
using v1::Docket;
using v1::Matter;
using v1::Outcome;

// The decisions of a year in the order of its matters.
struct Decided {
  std::vector<Decision> decisions;
  std::vector<std::string> undecided;  // codes
  std::string content_hash;            // SHA-256 over the decisions as stored, hexadecimal
};

absl::StatusOr<Decided> DecidedIn(const ReadTransaction& state, const Cycle& year) {
  Decided decided;
  std::string hash;
  for (const std::string& code : MatterCodes(year)) {
    KRANS_ASSIGN(std::optional<Decision> decision,
                 state.Find<Decision>(absl::StrCat(year.name(), "/matters/", code, "/decision")));
    if (!decision.has_value()) {
      decided.undecided.push_back(code);
      continue;
    }
    hash = storage::Sha256({hash, decision->SerializeAsString()});
    decided.decisions.push_back(*std::move(decision));
  }
  decided.content_hash = absl::BytesToHexString(hash);
  return decided;
}

absl::Status CheckAllHonours(const Caller& caller, const ReadTransaction& state,
                             const std::vector<Decision>& decisions) {
  for (const Decision& decision : decisions) {
    KRANS_RETURN(rpc::LetPass(caller, CheckHonours(state, decision.proposal())));
  }
  return absl::OkStatus();
}

absl::StatusOr<Announcement> Propose(const Caller& caller, WriteTransaction& state,
                                     const v1::ProposeAnnouncementRequest& request) {
  KRANS_ASSIGN(const Cycle year, state.Get<Cycle>(cycle::CycleOf(request.name())));
  KRANS_ASSIGN(const Calendar calendar, state.Get<Calendar>(cycle::CalendarOf(request.name())));
  KRANS_ASSIGN(const std::optional<Announcement> standing, state.Find<Announcement>(request.name()));
  KRANS_ASSIGN(const Decided decided, DecidedIn(state, year));
  KRANS_ASSIGN(Announcement announcement,
               ProposeAnnouncement(standing.value_or(Announcement()), decided.undecided, decided.content_hash, calendar,
                                   cycle::PersonName(caller.person), caller.now));
  KRANS_RETURN(CheckAllHonours(caller, state, decided.decisions));
  announcement.set_name(request.name());
  return state.Put(std::move(announcement));
}

absl::Status PutOutcomes(WriteTransaction& state, const Decision& decision, const Cycle& year) {
  const absl::string_view name = MatterOf(decision.name());
  KRANS_ASSIGN(const Matter matter, state.Get<Matter>(name));
  KRANS_ASSIGN(const Docket docket, state.Get<Docket>(absl::StrCat(name, "/docket")));
  std::vector<Participation> participations;
  for (const std::string& participation : docket.participations()) {
    KRANS_ASSIGN(Participation registered, state.Get<Participation>(participation));
    participations.push_back(std::move(registered));
  }
  for (const Outcome& outcome : OutcomesOf(decision, participations, matter.class_code(), year.year())) {
    KRANS_RETURN(state.Put(outcome).status());
  }
  return state.Put(ClassOutcomeOf(decision, matter.class_code())).status();
}

absl::StatusOr<Announcement> Confirm(const Caller& caller, WriteTransaction& state,
                                     const v1::ConfirmAnnouncementRequest& request) {
  KRANS_ASSIGN(Announcement announcement, state.Get<Announcement>(request.name()));
  KRANS_ASSIGN(const Cycle year, state.Get<Cycle>(cycle::CycleOf(request.name())));
  KRANS_ASSIGN(const Calendar calendar, state.Get<Calendar>(cycle::CalendarOf(request.name())));
  KRANS_ASSIGN(const Decided decided, DecidedIn(state, year));
  KRANS_ASSIGN(const bool proposer_recused,
               IsRecusedFromAny(state, year.name(), cycle::LastSegment(announcement.proposed_by())));
  KRANS_ASSIGN(announcement,
               ConfirmAnnouncement(std::move(announcement), request.content_hash(), decided.content_hash,
                                   proposer_recused, calendar, cycle::PersonName(caller.person), caller.now));
  KRANS_RETURN(CheckAllHonours(caller, state, decided.decisions));
  for (const Decision& decision : decided.decisions) KRANS_RETURN(PutOutcomes(state, decision, year));
  return state.Put(std::move(announcement));
}

absl::StatusOr<v1::ListOutcomesResponse> ListOutcomes(const Caller&, const ReadTransaction& state,
                                                      const v1::ListOutcomesRequest& request) {
  v1::ListOutcomesResponse response;
  KRANS_ASSIGN(const Cycle year, state.Get<Cycle>(request.parent()));
  KRANS_ASSIGN(const std::vector<ClassOutcome> classes,
               state.Children<ClassOutcome>(absl::StrCat(request.parent(), "/classOutcomes/")));
  KRANS_ASSIGN(const std::vector<Outcome> outcomes,
               state.Children<Outcome>(absl::StrCat(request.parent(), "/participations/")));
  const std::vector<v1::AnnouncedClass> announced = Announced(year, classes, outcomes);
  response.mutable_classes()->Assign(announced.begin(), announced.end());
  for (const submissions::v1::Source& note : year.notes()) {
    if (note.origin() == submissions::v1::INVENTED) *response.add_invented() = note;
  }
  return response;
}

absl::StatusOr<v1::ListAnnouncedYearsResponse> ListAnnouncedYears(const Caller&, const ReadTransaction& state,
                                                                  const v1::ListAnnouncedYearsRequest& request) {
  v1::ListAnnouncedYearsResponse response;
  KRANS_ASSIGN(const std::vector<Cycle> years, state.Children<Cycle>(absl::StrCat(request.parent(), "/cycles/")));
  for (const Cycle& year : years) {
    KRANS_ASSIGN(const std::optional<Announcement> announcement,
                 state.Find<Announcement>(absl::StrCat(year.name(), "/announcement")));
    if (announcement.has_value() && announcement->state() == Announcement::ANNOUNCED) response.add_years(year.year());
  }
  std::sort(response.mutable_years()->begin(), response.mutable_years()->end(), std::greater<>());
  return response;
}

}  // namespace

void ServeAnnouncements(rpc::Door* door) {
  door->Write<v1::ProposeAnnouncementRequest, Announcement>("krans.jury.v1.Decisions/ProposeAnnouncement", Propose);
  door->Write<v1::ConfirmAnnouncementRequest, Announcement>("krans.jury.v1.Decisions/ConfirmAnnouncement", Confirm);
  door->Read<v1::GetAnnouncementRequest, Announcement>(
      "krans.jury.v1.Decisions/GetAnnouncement",
      [](const Caller&, const ReadTransaction& state, const v1::GetAnnouncementRequest& request) {
        return state.Get<Announcement>(request.name());
      });
  door->Read<v1::ListOutcomesRequest, v1::ListOutcomesResponse>("krans.jury.v1.Decisions/ListOutcomes", ListOutcomes);
  door->Read<v1::ListAnnouncedYearsRequest, v1::ListAnnouncedYearsResponse>(
      "krans.jury.v1.Decisions/ListAnnouncedYears", ListAnnouncedYears);
}

}  // namespace krans::jury
