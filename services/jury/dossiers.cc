#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "krans/jury/v1/matters.pb.h"
#include "krans/scoring/v1/scorebooks.pb.h"
#include "krans/sitevisits/v1/notes.pb.h"
#include "krans/sitevisits/v1/visits.pb.h"
#include "krans/submissions/v1/participations.pb.h"
#include "krans/submissions/v1/submissions.pb.h"
#include "services/jury/dossier_rules.h"
#include "services/jury/handlers.h"
#include "services/jury/matter_rules.h"
#include "services/rpc/error.h"

namespace krans::jury {
namespace {

using rpc::Caller;
using scoring::v1::DeliveredScorebook;
using sitevisits::v1::Evidence;
using sitevisits::v1::SiteVisit;
using storage::ReadTransaction;
using submissions::v1::OpenedSubmission;
using submissions::v1::Participation;
using v1::Docket;
using v1::Dossier;
using v1::Matter;

absl::StatusOr<Dossier> DossierOf(const ReadTransaction& state, const std::string& participation) {
  KRANS_ASSIGN(const Participation registered, state.Get<Participation>(participation));
  KRANS_ASSIGN(const DeliveredScorebook delivered,
               state.Get<DeliveredScorebook>(absl::StrCat(participation, "/delivered")));
  KRANS_ASSIGN(const OpenedSubmission opened, state.Get<OpenedSubmission>(absl::StrCat(participation, "/opened")));
  KRANS_ASSIGN(const std::vector<SiteVisit> visits, state.Children<SiteVisit>(absl::StrCat(participation, "/visits/")));
  KRANS_ASSIGN(const std::vector<Evidence> evidence,
               state.Children<Evidence>(absl::StrCat(participation, "/evidence/")));
  Dossier dossier;
  dossier.set_participation(participation);
  dossier.set_unit_display_name(registered.unit_display_name());
  *dossier.mutable_scorebook() = delivered.scorebook();
  *dossier.mutable_submission() = opened;
  dossier.mutable_visits()->Assign(visits.begin(), visits.end());
  dossier.mutable_evidence()->Assign(evidence.begin(), evidence.end());
  return dossier;
}

absl::StatusOr<v1::ListDossiersResponse> ListDossiers(const Caller&, const ReadTransaction& state,
                                                      const v1::ListDossiersRequest& request) {
  KRANS_ASSIGN(const Matter matter, state.Get<Matter>(request.parent()));
  KRANS_ASSIGN(const Docket docket, state.Get<Docket>(absl::StrCat(matter.name(), "/docket")));
  KRANS_ASSIGN(const std::set<std::string> may_win,
               WhoMayWin(state, {docket.participations().begin(), docket.participations().end()}));
  v1::ListDossiersResponse response;
  for (int i = 0; i < docket.participations_size(); ++i) {
    KRANS_ASSIGN(Dossier dossier, DossierOf(state, docket.participations(i)));
    dossier.set_letter(LetterOf(i));
    dossier.set_may_win(may_win.count(docket.participations(i)) > 0);
    *response.add_dossiers() = matter.state() == Matter::PRESENTED ? Blinded(dossier) : std::move(dossier);
  }
  return response;
}

}  // namespace

void ServeDossiers(rpc::Door* door) {
  door->Read<v1::ListDossiersRequest, v1::ListDossiersResponse>("krans.jury.v1.Matters/ListDossiers", ListDossiers);
}

}  // namespace krans::jury
