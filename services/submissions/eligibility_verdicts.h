#ifndef KRANS_SERVICES_SUBMISSIONS_ELIGIBILITY_VERDICTS_H_
#define KRANS_SERVICES_SUBMISSIONS_ELIGIBILITY_VERDICTS_H_

#include "krans/submissions/v1/participations.pb.h"
#include "services/submissions/eligibility_rules.h"

namespace krans::submissions {

// The verdict of one rule on one unit, with its fact and what would change it, in both languages.
v1::RuleVerdict Judge(const v1::EligibilityRule& rule, const EligibilityCase& about);

}  // namespace krans::submissions

#endif  // KRANS_SERVICES_SUBMISSIONS_ELIGIBILITY_VERDICTS_H_
