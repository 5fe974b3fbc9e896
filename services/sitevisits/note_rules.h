#ifndef KRANS_SERVICES_SITEVISITS_NOTE_RULES_H_
#define KRANS_SERVICES_SITEVISITS_NOTE_RULES_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "krans/sitevisits/v1/notes.pb.h"

namespace krans::sitevisits {

// A note is its writer's memory aid: never part of a record, unless it alone holds a fact (TF 2:12), which is why facts
// are made evidence and the note is then discarded.

// The person id of the writer whose notes the resource is or belongs to; empty for other resources.
std::string WriterOf(absl::string_view name);

// The note as kept. Errors: WRONG_STATE once transferred or discarded; FIELD_INVALID under "note" without text, or with
// an issue of another case or one that is not there.
absl::StatusOr<v1::Note> Keep(const std::optional<v1::Note>& standing, const v1::Note& wish, bool issue_exists);

// The note without its text: TRANSFERRED where evidence was made of it, else DISCARDED. WRONG_STATE where it already
// is.
absl::StatusOr<v1::Note> Discard(const v1::Note& note, absl::string_view evidence);

}  // namespace krans::sitevisits

#endif  // KRANS_SERVICES_SITEVISITS_NOTE_RULES_H_
