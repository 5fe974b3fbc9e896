#ifndef KRANS_SERVICES_SCORING_RELATIONS_H_
#define KRANS_SERVICES_SCORING_RELATIONS_H_

#include "services/rpc/access.h"

namespace krans::scoring {

// Everything that scoring's access rules rest on.
//
// A conflict of interest bars its person from the case and all that lies below it, whatever else they are (I-09, KL
// 6:30). Of the rest, each asks for more than the one before it:
//   - EXAMINER       appointed for the year and not dismissed; of examiners' records, to one's own alone.
//   - ASSIGNED       ready (I-10) and a member of the team that has the case, or of the team itself; of conflicts, to
//                    one's own alone.
//   - TEAM_MEMBER    the same and declared free of conflict (I-09). To a colleague's assessment, and to the consensus,
//                    only who may see them (SeesColleagues, I-12): to anyone else they do not exist.
//   - TEAM_LEAD      a member declared free of conflict who leads the team.
//   - OWN_ASSESSMENT a member declared free of conflict who scores, to their own assessment.
void DefineRelations(rpc::Access* access);

}  // namespace krans::scoring

#endif  // KRANS_SERVICES_SCORING_RELATIONS_H_
