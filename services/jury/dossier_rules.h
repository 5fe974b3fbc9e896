#ifndef KRANS_SERVICES_JURY_DOSSIER_RULES_H_
#define KRANS_SERVICES_JURY_DOSSIER_RULES_H_

#include "krans/jury/v1/matters.pb.h"

namespace krans::jury {

// The dossier without what names the unit or the examiners: the letter, the judgements with their comments as they are,
// and whether it may win (P-49).
v1::Dossier Blinded(const v1::Dossier& dossier);

}  // namespace krans::jury

#endif  // KRANS_SERVICES_JURY_DOSSIER_RULES_H_
