#ifndef KRANS_SERVICES_JURY_DECISION_RULES_H_
#define KRANS_SERVICES_JURY_DECISION_RULES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "krans/jury/v1/decisions.pb.h"
#include "krans/jury/v1/matters.pb.h"
#include "krans/submissions/v1/cycles.pb.h"
#include "services/jury/sitting_rules.h"

namespace krans::jury {

// The decision of a matter by `chosen`, the name of the one proposal that stands: by acclamation where no ballot was
// needed. Where the chair decides on delegation the votes are advice, and any proposal of the matter may be chosen, one
// that fell too (domain.md 3.2). Only people decide, never a score (KL 6:38, I-21). Errors: DECISION_FINAL, VOTE_OPEN,
// NO_QUORUM, WRONG_STATE while blinded or while not exactly one proposal stands, FIELD_INVALID where it is another.
absl::StatusOr<v1::Decision> Decide(const v1::Matter& matter, absl::string_view chosen,
                                    const std::vector<v1::Proposal>& proposals, const std::vector<v1::Ballot>& ballots,
                                    const Sitting& sitting, const submissions::v1::JuryRules& rules, absl::Time now);

// DECISION_FINAL once announced.
absl::Status CheckNotAnnounced(const v1::Announcement& announcement);

// What the first of two people proposes to announce, `content_hash` being that of all decisions (R15). `undecided` are
// the codes of the matters without a decision. Errors: WRONG_STATE naming them, DECISION_FINAL once announced.
absl::StatusOr<v1::Announcement> ProposeAnnouncement(const v1::Announcement& standing,
                                                     const std::vector<std::string>& undecided,
                                                     absl::string_view content_hash,
                                                     const submissions::v1::Calendar& calendar,
                                                     absl::string_view person, absl::Time now);

// The second person: another one, at the day of the ceremony in Stockholm or after (RQ-71, I-29), within a day of the
// proposal, for the same content. `proposer_recused`: the first has since been recused from a matter, and does not
// count. Errors: WRONG_STATE, DECISION_FINAL, EMBARGOED, SECOND_PERSON_NEEDED, FIELD_INVALID.
absl::StatusOr<v1::Announcement> ConfirmAnnouncement(v1::Announcement announcement, absl::string_view confirmed_hash,
                                                     absl::string_view content_hash, bool proposer_recused,
                                                     const submissions::v1::Calendar& calendar,
                                                     absl::string_view person, absl::Time now);

}  // namespace krans::jury

#endif  // KRANS_SERVICES_JURY_DECISION_RULES_H_
