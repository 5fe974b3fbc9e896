#ifndef KRANS_SERVICES_SCORING_HANDLERS_H_
#define KRANS_SERVICES_SCORING_HANDLERS_H_

#include "services/rpc/door.h"

namespace krans::scoring {

// Each puts the methods of one noun at the door, which must outlive all calls.
void ServeAssessments(rpc::Door* door);
void ServeCases(rpc::Door* door);
void ServeConflicts(rpc::Door* door);
void ServeConsensusItems(rpc::Door* door);
void ServeConsensusStages(rpc::Door* door);
void ServeExaminers(rpc::Door* door);
void ServeScorebooks(rpc::Door* door);
void ServeTeams(rpc::Door* door);

}  // namespace krans::scoring

#endif  // KRANS_SERVICES_SCORING_HANDLERS_H_
