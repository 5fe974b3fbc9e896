#ifndef KRANS_SERVICES_SITEVISITS_IDENTITY_NUMBER_RULES_H_
#define KRANS_SERVICES_SITEVISITS_IDENTITY_NUMBER_RULES_H_

#include "absl/strings/string_view.h"

namespace krans::sitevisits {

// Whether the text holds a Swedish personal identity number or coordination number (I-20, OSL 26:1): a date of birth as
// yyyymmdd or yymmdd, the day raised by 60 in a coordination number, then four digits of which the last is the Luhn
// digit. Between them stands - or +; only after a date with its century may nothing stand. A number within a longer run
// of digits is none, and neither is one whose date or Luhn digit is wrong.
bool HoldsIdentityNumber(absl::string_view text);

}  // namespace krans::sitevisits

#endif  // KRANS_SERVICES_SITEVISITS_IDENTITY_NUMBER_RULES_H_
