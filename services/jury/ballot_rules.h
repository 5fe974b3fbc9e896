#ifndef KRANS_SERVICES_JURY_BALLOT_RULES_H_
#define KRANS_SERVICES_JURY_BALLOT_RULES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "krans/jury/v1/matters.pb.h"
#include "krans/submissions/v1/cycles.pb.h"
#include "services/jury/sitting_rules.h"

namespace krans::jury {

// Whether a member may abstain: as the year says, else by its regime (KL 4:25 allows it, FL 29 does not).
bool MayAbstain(const submissions::v1::JuryRules& rules);

// VOTE_OPEN where one of the ballots is.
absl::Status CheckNoneOpen(const std::vector<v1::Ballot>& ballots);

// The ballot as it opens between two of the `standing` proposals; those present and not recused vote in it, whoever
// comes or leaves after (KL 4:24, 5:53-55). Errors: VOTE_OPEN, NO_QUORUM, FIELD_INVALID under "ballot".
absl::StatusOr<v1::Ballot> OpenBallot(const v1::Ballot& wish, const std::vector<std::string>& standing,
                                      const std::vector<v1::Ballot>& ballots, const Sitting& sitting);

// Whether the `person` may give this vote. Errors: WRONG_STATE once closed, NOT_ALLOWED for those who were not present,
// FIELD_INVALID under "vote".
absl::Status CheckVote(const v1::Vote& vote, const v1::Ballot& ballot, absl::string_view person, bool may_abstain);

// The ballot as counted: simple majority; on a tie the vote of the person presiding (KL 5:55-56, FL 29, I-24), who must
// then have voted. Members recused since it opened are counted neither as present nor as voting (I-22, I-23). `votes`
// are named by the voter. Errors: WRONG_STATE, NO_QUORUM, VOTE_OPEN.
absl::StatusOr<v1::Ballot> CloseBallot(v1::Ballot ballot, const std::vector<v1::Vote>& votes, const Sitting& sitting,
                                       bool may_abstain);

// The ballot as cancelled: nothing is counted. WRONG_STATE unless open.
absl::StatusOr<v1::Ballot> CancelBallot(v1::Ballot ballot, absl::string_view reason);

}  // namespace krans::jury

#endif  // KRANS_SERVICES_JURY_BALLOT_RULES_H_
