#include "services/sitevisits/note_rules.h"

#include "absl/strings/strip.h"
#include "services/cycle/names.h"
#include "services/rpc/error.h"

namespace krans::sitevisits {
namespace {

using v1::Note;

absl::Status CheckKept(const Note& note) {
  if (note.state() == Note::KEPT) return absl::OkStatus();
  return rpc::Refuse(access::v1::WRONG_STATE, {{"state", Note::State_Name(note.state())}, {"needs", "KEPT"}});
}

}  // namespace

std::string WriterOf(absl::string_view name) {
  const absl::string_view participation = cycle::ParticipationOf(name);
  if (participation.empty() || !absl::ConsumePrefix(&name, participation) || !absl::ConsumePrefix(&name, "/notes/")) {
    return "";
  }
  return std::string(name.substr(0, name.find('/')));
}

absl::StatusOr<Note> Keep(const std::optional<Note>& standing, const Note& wish, bool issue_exists) {
  if (standing.has_value()) KRANS_RETURN(CheckKept(*standing));
  rpc::Violations violations;
  if (wish.text().empty()) violations.Add("text", access::v1::FIELD_REQUIRED, "must be given");
  if (!wish.issue().empty() &&
      (!issue_exists || cycle::ParticipationOf(wish.issue()) != cycle::ParticipationOf(wish.name()))) {
    violations.Add("issue", access::v1::FIELD_REFERENCE, "an issue of the same case");
  }
  violations.Under("note");
  KRANS_RETURN(violations.status());
  Note note = wish;
  note.set_state(Note::KEPT);
  return note;
}

absl::StatusOr<Note> Discard(const Note& note, absl::string_view evidence) {
  KRANS_RETURN(CheckKept(note));
  Note rest;
  rest.set_name(note.name());
  rest.set_state(evidence.empty() ? Note::DISCARDED : Note::TRANSFERRED);
  rest.set_evidence(std::string(evidence));
  return rest;
}

}  // namespace krans::sitevisits
