#include "services/jury/matter_rules.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "services/cycle/names.h"
#include "services/cycle/participation_rules.h"
#include "services/rpc/error.h"

namespace krans::jury {
namespace {

using rpc::Refuse;
using submissions::v1::Cycle;
using submissions::v1::Eligibility;
using submissions::v1::Participation;
using v1::Matter;

constexpr char kAll[] = "all";
constexpr char kFolder[] = "/matters/";

}  // namespace

absl::string_view MatterOf(absl::string_view name) {
  const absl::string_view cycle = cycle::CycleOf(name);
  absl::string_view rest = name;
  if (cycle.empty() || !absl::ConsumePrefix(&rest, cycle) || !absl::ConsumePrefix(&rest, kFolder)) return {};
  const absl::string_view code = rest.substr(0, rest.find('/'));
  return code.empty() ? code : name.substr(0, cycle.size() + sizeof(kFolder) - 1 + code.size());
}

std::vector<std::string> MatterCodes(const Cycle& cycle) {
  std::vector<std::string> codes;
  for (const auto& one : cycle.classes()) codes.push_back(one.code());
  if (codes.empty()) codes.push_back(kAll);
  return codes;
}

std::vector<Entrant> Competing(const std::vector<Entrant>& entrants, absl::string_view code) {
  std::vector<Entrant> competing;
  for (const Entrant& entrant : entrants) {
    const Participation& one = entrant.participation;
    const bool refused = entrant.eligibility == Eligibility::REJECTED || entrant.eligibility == Eligibility::REVOKED;
    if (cycle::TakesPart(one) && !refused && entrant.opened && (code == kAll || one.class_code() == code)) {
      competing.push_back(entrant);
    }
  }
  return competing;
}

absl::StatusOr<Matter> Present(absl::string_view name, const Cycle& cycle, const std::vector<Entrant>& competing) {
  const absl::string_view code = cycle::LastSegment(name);
  bool known = false;
  for (const std::string& one : MatterCodes(cycle)) known = known || one == code;
  if (!known) {
    rpc::Violations violations;
    violations.Add("name", access::v1::FIELD_REFERENCE, "a class of the year");
    return violations.status();
  }
  std::vector<std::string> missing;
  for (const Entrant& entrant : competing) {
    if (!entrant.delivered) missing.push_back(entrant.participation.name());
  }
  if (!missing.empty()) {
    return Refuse(access::v1::WRONG_STATE, {{"state", "not delivered"}, {"needs", absl::StrJoin(missing, ",")}});
  }
  Matter matter;
  matter.set_name(std::string(name));
  matter.set_state(cycle.jury().blinded_first() ? Matter::PRESENTED : Matter::NAMED);
  matter.set_class_code(code == kAll ? "" : std::string(code));
  return matter;
}

absl::StatusOr<Matter> Reveal(Matter matter) {
  KRANS_RETURN(CheckUndecided(matter));
  if (matter.state() != Matter::PRESENTED) {
    return Refuse(access::v1::WRONG_STATE, {{"state", Matter::State_Name(matter.state())}, {"needs", "PRESENTED"}});
  }
  matter.set_state(Matter::NAMED);
  return matter;
}

absl::StatusOr<Matter> Reopen(Matter matter, absl::string_view reason) {
  if (matter.state() != Matter::DECIDED) {
    return Refuse(access::v1::WRONG_STATE, {{"state", Matter::State_Name(matter.state())}, {"needs", "a decision"}});
  }
  matter.set_state(Matter::NAMED);
  matter.set_reason(std::string(reason));
  return matter;
}

absl::Status CheckUndecided(const Matter& matter) {
  return matter.state() == Matter::DECIDED ? Refuse(access::v1::DECISION_FINAL) : absl::OkStatus();
}

absl::Status CheckNamed(const Matter& matter) {
  KRANS_RETURN(CheckUndecided(matter));
  if (matter.state() == Matter::NAMED) return absl::OkStatus();
  return Refuse(access::v1::WRONG_STATE, {{"state", Matter::State_Name(matter.state())}, {"needs", "NAMED"}});
}

std::string LetterOf(int place) {
  std::string letter;
  for (int rest = place; rest >= 0; rest = rest / 26 - 1)
    letter.insert(letter.begin(), static_cast<char>('A' + rest % 26));
  return letter;
}

}  // namespace krans::jury
