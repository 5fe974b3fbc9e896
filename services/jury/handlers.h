#ifndef KRANS_SERVICES_JURY_HANDLERS_H_
#define KRANS_SERVICES_JURY_HANDLERS_H_

#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "krans/jury/v1/matters.pb.h"
#include "services/rpc/door.h"
#include "storage/transaction.h"

namespace krans::jury {

// Each puts the methods of one noun at the door, which outlives all calls.
void ServeJuries(rpc::Door* door);
void ServeMatters(rpc::Door* door);
void ServeRecusals(rpc::Door* door);
void ServeDossiers(rpc::Door* door);
void ServeProposals(rpc::Door* door);
void ServeBallots(rpc::Door* door);
void ServeDecisions(rpc::Door* door);
void ServeAnnouncements(rpc::Door* door);

// Those of the participations that may win (G4).
absl::StatusOr<std::set<std::string>> WhoMayWin(const storage::ReadTransaction& state,
                                                const std::vector<std::string>& participations);

// Whether those whom the proposal honours still may be, which is asked again until they are announced (P-23):
// WRONG_STATE naming winners and mentions who no longer take part, GATE_CLOSED naming winners who may not win where the
// year's gate blocks (G4), or GATE_WARNS.
absl::Status CheckHonours(const storage::ReadTransaction& state, const v1::Proposal& proposal);

}  // namespace krans::jury

#endif  // KRANS_SERVICES_JURY_HANDLERS_H_
