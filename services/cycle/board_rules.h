#ifndef KRANS_SERVICES_CYCLE_BOARD_RULES_H_
#define KRANS_SERVICES_CYCLE_BOARD_RULES_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "krans/submissions/v1/board_matters.pb.h"

namespace krans::cycle {

// Whether one of `matters` is the participation's board act in force, with minutes verified and nothing refused or put
// off: what G3 and G4 ask for. A matter that a later one supersedes for this participation does not count (I-02).
bool BoardVerified(const std::vector<submissions::v1::BoardMatter>& matters, absl::string_view participation);

}  // namespace krans::cycle

#endif  // KRANS_SERVICES_CYCLE_BOARD_RULES_H_
