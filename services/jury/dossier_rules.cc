#include "services/jury/dossier_rules.h"

namespace krans::jury {
namespace {

constexpr char kAfterPerson[] = ": ";  // in a scorebook's dissents

}  // namespace

v1::Dossier Blinded(const v1::Dossier& dossier) {
  v1::Dossier blinded;
  blinded.set_letter(dossier.letter());
  blinded.set_may_win(dossier.may_win());
  scoring::v1::Scorebook& scorebook = *blinded.mutable_scorebook();
  *scorebook.mutable_items() = dossier.scorebook().items();
  scorebook.set_points(dossier.scorebook().points());
  scorebook.set_total_points(dossier.scorebook().total_points());
  for (scoring::v1::ScorebookItem& item : *scorebook.mutable_items()) {
    for (std::string& dissent : *item.mutable_dissents()) {
      const size_t person = dissent.find(kAfterPerson);
      dissent.erase(0, person == std::string::npos ? dissent.size() : person + sizeof(kAfterPerson) - 1);
    }
  }
  return blinded;
}

}  // namespace krans::jury
