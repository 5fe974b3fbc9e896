#include "services/cycle/participation_rules.h"

namespace krans::cycle {

using submissions::v1::Participation;

bool TakesPart(const Participation& participation) {
  return participation.state() == Participation::REGISTERED || participation.state() == Participation::LATE_REGISTERED;
}

}  // namespace krans::cycle
