#include <string>

#include "absl/strings/str_cat.h"
#include "krans/scoring/v1/teams.pb.h"
#include "krans/sitevisits/v1/notes.pb.h"
#include "krans/submissions/v1/cycles.pb.h"
#include "services/cycle/names.h"
#include "services/rpc/error.h"
#include "services/rpc/listing.h"
#include "services/sitevisits/evidence_rules.h"
#include "services/sitevisits/handlers.h"
#include "services/sitevisits/issue_rules.h"
#include "services/sitevisits/note_rules.h"

namespace krans::sitevisits {
namespace {

using rpc::Caller;
using scoring::v1::Evaluation;
using storage::ReadTransaction;
using storage::WriteTransaction;
using submissions::v1::ScoringScheme;
using v1::Evidence;
using v1::Note;
using v1::VisitIssue;

constexpr char kGetEvidence[] = "krans.sitevisits.v1.Notes/GetEvidence";
constexpr char kListEvidence[] = "krans.sitevisits.v1.Notes/ListEvidence";
constexpr char kListNotes[] = "krans.sitevisits.v1.Notes/ListNotes";

absl::StatusOr<Evidence> PutEvidence(const Caller& caller, WriteTransaction& state, const Evidence& wish) {
  KRANS_ASSIGN(const std::optional<Evaluation> evaluation,
               state.Find<Evaluation>(absl::StrCat(cycle::ParticipationOf(wish.name()), "/evaluation")));
  KRANS_RETURN(CheckShared(evaluation.value_or(Evaluation()).state()));
  KRANS_ASSIGN(const std::optional<Evidence> standing, state.Find<Evidence>(wish.name()));
  KRANS_ASSIGN(const std::optional<ScoringScheme> scheme,
               state.Find<ScoringScheme>(absl::StrCat(cycle::CycleOf(wish.name()), "/scheme")));
  KRANS_ASSIGN(const Evidence evidence,
               Keep(standing, wish, scheme.value_or(ScoringScheme()), cycle::PersonName(caller.person)));
  return state.Put(evidence);
}

absl::StatusOr<Evidence> SaveEvidence(const Caller& caller, WriteTransaction& state,
                                      const v1::SaveEvidenceRequest& request) {
  return PutEvidence(caller, state, request.evidence());
}

// Replaces the note by one without text, and takes what it said out of the journal.
absl::StatusOr<Note> DiscardFor(WriteTransaction& state, const std::string& name, absl::string_view evidence) {
  KRANS_ASSIGN(const Note note, state.Get<Note>(name));
  KRANS_ASSIGN(const Note rest, Discard(note, evidence));
  KRANS_RETURN(state.Purge<Note>(name, "a private note, discarded by its writer (TF 2:12)"));
  return state.Put(rest);
}

absl::StatusOr<Note> SaveNote(const Caller&, WriteTransaction& state, const v1::SaveNoteRequest& request) {
  const Note& wish = request.note();
  KRANS_ASSIGN(const std::optional<Note> standing, state.Find<Note>(wish.name()));
  KRANS_ASSIGN(const bool issue_exists, state.Has<VisitIssue>(wish.issue()));
  KRANS_ASSIGN(const Note note, Keep(standing, wish, issue_exists));
  return state.Put(note);
}

absl::StatusOr<Evidence> TransferNote(const Caller& caller, WriteTransaction& state,
                                      const v1::TransferNoteRequest& request) {
  const Evidence& wish = request.evidence();
  if (cycle::ParticipationOf(wish.name()) != cycle::ParticipationOf(request.name())) {
    rpc::Violations violations;
    violations.Add("evidence.name", access::v1::FIELD_REFERENCE, "evidence of the note's own case");
    return violations.status();
  }
  KRANS_ASSIGN(const bool exists, state.Has<Evidence>(wish.name()));
  if (exists) return rpc::Refuse(access::v1::ALREADY_EXISTS, {{"resource", wish.name()}});
  KRANS_RETURN(DiscardFor(state, request.name(), wish.name()).status());
  return PutEvidence(caller, state, wish);
}

absl::StatusOr<Note> DiscardNote(const Caller&, WriteTransaction& state, const v1::DiscardNoteRequest& request) {
  return DiscardFor(state, request.name(), "");
}

}  // namespace

void ServeNotes(rpc::Door* door) {
  door->Read<v1::GetEvidenceRequest, Evidence>(
      kGetEvidence, [](const Caller&, const ReadTransaction& state, const v1::GetEvidenceRequest& request) {
        return state.Get<Evidence>(request.name());
      });
  door->Read<v1::ListEvidenceRequest, v1::ListEvidenceResponse>(
      kListEvidence,
      [door](const Caller& caller, const ReadTransaction& state,
             const v1::ListEvidenceRequest& request) -> absl::StatusOr<v1::ListEvidenceResponse> {
        const rpc::PageAsk ask = {kListEvidence, request.parent(), request.page_size(), request.page_token()};
        KRANS_ASSIGN(auto page, rpc::ListReadable<Evidence>(*door, kGetEvidence, caller, state,
                                                            absl::StrCat(request.parent(), "/evidence/"), ask));
        v1::ListEvidenceResponse response;
        response.mutable_evidence()->Assign(page.records.begin(), page.records.end());
        response.set_next_page_token(rpc::PageToken(*door, caller, ask, page.next));
        return response;
      });
  door->Write<v1::SaveEvidenceRequest, Evidence>("krans.sitevisits.v1.Notes/SaveEvidence", SaveEvidence);
  door->Read<v1::ListNotesRequest, v1::ListNotesResponse>(
      kListNotes,
      [door](const Caller& caller, const ReadTransaction& state,
             const v1::ListNotesRequest& request) -> absl::StatusOr<v1::ListNotesResponse> {
        const rpc::PageAsk ask = {kListNotes, request.parent(), request.page_size(), request.page_token()};
        const std::string own = absl::StrCat(request.parent(), "/notes/", caller.person, "/items/");
        KRANS_ASSIGN(auto page, rpc::ListReadable<Note>(*door, kListNotes, caller, state, own, ask));
        v1::ListNotesResponse response;
        response.mutable_notes()->Assign(page.records.begin(), page.records.end());
        response.set_next_page_token(rpc::PageToken(*door, caller, ask, page.next));
        return response;
      });
  door->Write<v1::SaveNoteRequest, Note>("krans.sitevisits.v1.Notes/SaveNote", SaveNote);
  door->Write<v1::TransferNoteRequest, Evidence>("krans.sitevisits.v1.Notes/TransferNote", TransferNote);
  door->Write<v1::DiscardNoteRequest, Note>("krans.sitevisits.v1.Notes/DiscardNote", DiscardNote);
}

}  // namespace krans::sitevisits
