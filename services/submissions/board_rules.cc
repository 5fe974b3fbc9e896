#include "services/submissions/board_rules.h"

#include <algorithm>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/cycle/deadline_rules.h"
#include "services/cycle/names.h"
#include "services/cycle/participation_rules.h"
#include "services/cycle/timestamp.h"
#include "services/rpc/error.h"
#include "services/submissions/dates.h"
#include "services/submissions/registration_rules.h"

namespace krans::submissions {
namespace {

using v1::BoardAct;
using v1::BoardMatter;
using v1::Participation;

template <typename List, typename Value>
bool Contains(const List& list, const Value& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

absl::Status WrongState(const BoardMatter& matter, absl::string_view needs) {
  return rpc::Refuse(access::v1::WRONG_STATE,
                     {{"state", BoardMatter::State_Name(matter.state())}, {"needs", std::string(needs)}});
}

bool IsUndecided(const BoardMatter& matter) {
  return matter.state() == BoardMatter::PREPARED ||
         (matter.state() == BoardMatter::DECIDED && matter.result() == BoardMatter::POSTPONED);
}

bool Fits(BoardAct::Act act, BoardMatter::Result result) {
  switch (result) {
    case BoardMatter::APPROVED:
      return act == BoardAct::APPROVAL;
    case BoardMatter::NOTED:
      return act != BoardAct::APPROVAL;
    default:
      return true;
  }
}

}  // namespace

absl::StatusOr<BoardMatter> Prepare(const v1::Cycle& cycle, const BoardMatter& matter,
                                    const std::vector<Participation>& participations,
                                    const std::optional<BoardMatter>& existing) {
  if (existing && existing->body() != matter.body()) return rpc::Refuse(access::v1::NOT_FOUND);
  rpc::Violations violations;
  if (!cycle.board().acts().empty() && !Contains(cycle.board().acts(), matter.act())) {
    violations.Add("matter.act", access::v1::FIELD_NOT_ALLOWED, "one of the acts that the year knows");
  }
  std::set<std::string> seen;
  for (int i = 0; i < matter.participations_size(); ++i) {
    const std::string& name = matter.participations(i);
    const std::string path = absl::StrCat("matter.participations[", i, "]");
    const auto found = std::find_if(participations.begin(), participations.end(), [&](const Participation& each) {
      return each.name() == name && each.body() == matter.body() && (cycle::TakesPart(each) || IsRefusedByBoard(each));
    });
    if (!seen.insert(name).second) {
      violations.Add(path, access::v1::FIELD_DUPLICATE, "named once");
    } else if (cycle::CycleOf(name) != cycle.name() || found == participations.end()) {
      violations.Add(path, access::v1::FIELD_REFERENCE,
                     "a participation of this year and this body that takes part, or that the body refused");
    }
  }
  if (!violations.empty()) return violations.status();
  if (existing && !IsUndecided(*existing)) return WrongState(*existing, "PREPARED");
  BoardMatter prepared = matter;
  prepared.set_state(BoardMatter::PREPARED);
  return prepared;
}

absl::StatusOr<BoardMatter> Record(const v1::Calendar& calendar, const BoardMatter& matter,
                                   const v1::RecordDecisionRequest& request, absl::Time now) {
  rpc::Violations violations;
  if (!Fits(matter.act(), request.result())) {
    violations.Add(
        "result", access::v1::FIELD_NOT_ALLOWED,
        matter.act() == BoardAct::APPROVAL ? "APPROVED, REJECTED or POSTPONED" : "NOTED, REJECTED or POSTPONED");
  }
  if (request.meeting_date() > DayOf(now)) {
    violations.Add("meeting_date", access::v1::FIELD_DATE, "not after today");
  }
  if (!violations.empty()) return violations.status();
  if (!IsUndecided(matter)) return WrongState(matter, "PREPARED");
  KRANS_ASSIGN(const absl::Time deadline, cycle::EndOf(calendar, v1::Milestone::BOARD_EVIDENCE));
  BoardMatter decided = matter;
  decided.set_state(BoardMatter::DECIDED);
  decided.set_result(request.result());
  decided.set_meeting_date(request.meeting_date());
  decided.set_paragraph(request.paragraph());
  decided.set_adjustment(request.adjustment());
  if (!request.wording().empty()) decided.set_wording(request.wording());
  *decided.mutable_received_time() = cycle::ToTimestamp(now);
  decided.set_late(now >= deadline);
  return decided;
}

absl::StatusOr<BoardMatter> Verify(const BoardMatter& matter, absl::string_view person) {
  if (matter.state() != BoardMatter::DECIDED || matter.result() == BoardMatter::POSTPONED) {
    return WrongState(matter, "DECIDED");
  }
  BoardMatter verified = matter;
  verified.set_state(BoardMatter::VERIFIED);
  verified.set_verified_by(std::string(person));
  return verified;
}

bool IsInForce(const BoardMatter& matter, absl::string_view participation) {
  return !IsUndecided(matter) && Contains(matter.participations(), participation) &&
         !Contains(matter.superseded(), participation);
}

bool Supersede(const BoardMatter& later, BoardMatter* matter) {
  if (later.name() == matter->name() || IsUndecided(later)) return false;
  bool any = false;
  for (const std::string& name : later.participations()) {
    if (!IsInForce(*matter, name)) continue;
    matter->add_superseded(name);
    any = true;
  }
  return any;
}

}  // namespace krans::submissions
