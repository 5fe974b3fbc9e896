#ifndef KRANS_SERVICES_SUBMISSIONS_HANDLERS_H_
#define KRANS_SERVICES_SUBMISSIONS_HANDLERS_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "krans/submissions/v1/cycles.pb.h"
#include "krans/submissions/v1/participations.pb.h"
#include "services/rpc/door.h"
#include "services/submissions/sealed_box.h"
#include "storage/transaction.h"

namespace krans::submissions {

// Each puts the methods of one noun at the door, which outlives all calls.
void ServeCycles(rpc::Door* door);
void ServePeople(rpc::Door* door);
void ServeOrganisation(rpc::Door* door);
void ServeParticipations(rpc::Door* door);
void ServeEligibility(rpc::Door* door);
void ServeBoardMatters(rpc::Door* door);
void ServeExtracts(rpc::Door* door);
void ServeDrafts(rpc::Door* door, const BoxMaker& boxes);
void ServeOpenings(rpc::Door* door, const BoxMaker& boxes);

// Takes a participation out of the year, its sealed content with it. WRONG_STATE where it does not take part.
absl::StatusOr<v1::Participation> Leave(storage::WriteTransaction& state, const v1::Participation& participation,
                                        absl::string_view reason, bool deferred);

// Takes back a participation that its board had refused, its submission with it (I-02).
absl::Status Return(storage::WriteTransaction& state, const v1::Calendar& calendar,
                    const v1::Participation& participation);

}  // namespace krans::submissions

#endif  // KRANS_SERVICES_SUBMISSIONS_HANDLERS_H_
