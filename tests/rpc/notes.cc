#include "tests/rpc/notes.h"

#include <stdexcept>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/rpc/listing.h"

namespace krans::rpc {
namespace {

using notes::v1::CountNotesRequest;
using notes::v1::CountNotesResponse;
using notes::v1::CreateNoteRequest;
using notes::v1::GetNoteRequest;
using notes::v1::ListNotesRequest;
using notes::v1::ListNotesResponse;
using notes::v1::LockNoteRequest;
using notes::v1::Note;
using notes::v1::SaveNoteRequest;
using storage::ReadTransaction;
using storage::WriteTransaction;

Access::Holds Is(std::string person) {
  return
      [person = std::move(person)](const Caller& caller, absl::string_view,
                                   const ReadTransaction&) -> absl::StatusOr<bool> { return caller.person == person; };
}

// Sends the notes of a book, one message each.
class NoteSource : public Source {
 public:
  explicit NoteSource(std::vector<Note> notes) : notes_(std::move(notes)) {}
  void Next(std::function<void(absl::StatusOr<std::optional<std::string>>)> then) override {
    if (at_ == notes_.size()) return then(std::nullopt);
    then(notes_[at_++].SerializeAsString());
  }
  void Cancel() override {}

 private:
  std::vector<Note> notes_;
  size_t at_ = 0;
};

absl::StatusOr<Note> Get(const Caller&, const ReadTransaction& state, const GetNoteRequest& request) {
  return state.Get<Note>(request.name());
}

absl::StatusOr<Note> Save(const Caller& caller, WriteTransaction& state, const SaveNoteRequest& request) {
  KRANS_ASSIGN(Note note, state.Get<Note>(request.note().name()));
  if (request.note().text() == "throw") throw std::runtime_error("thrown over books/a/notes/b");
  if (note.state() == Note::LOCKED) return Refuse(access::v1::WRONG_STATE, {{"state", "LOCKED"}});
  note.set_text(request.note().text());
  if (note.text() == "warn") KRANS_RETURN(LetPass(caller, Refuse(access::v1::GATE_WARNS, {{"gate", "G1"}})));
  KRANS_ASSIGN(note, state.Put(note));
  Violations violations;
  if (note.text() == "shout") violations.Add("note.text", access::v1::FIELD_NOT_ALLOWED, "a low voice");
  KRANS_RETURN(violations.status());
  return note;
}

absl::StatusOr<Note> Create(const Caller&, WriteTransaction& state, const CreateNoteRequest& request) {
  Note note;
  note.set_name(absl::StrCat(request.parent(), "/notes/", request.text()));
  KRANS_ASSIGN(bool exists, state.Has<Note>(note.name()));
  if (exists) return Refuse(access::v1::ALREADY_EXISTS, {{"resource", note.name()}});
  note.set_text(request.text());
  note.set_owner(request.owner());
  if (!request.secret().empty()) {
    notes::v1::Secret secret;
    secret.set_name(note.name() + "/secret");
    secret.set_text(request.secret());
    KRANS_RETURN(state.Put(secret).status());
  }
  return state.Put(note);
}

absl::StatusOr<Note> Lock(const Caller&, WriteTransaction& state, const LockNoteRequest& request) {
  KRANS_ASSIGN(Note note, state.Get<Note>(request.name()));
  note.set_state(Note::LOCKED);
  return state.Put(note);
}

absl::StatusOr<Note> Destroy(const Caller&, WriteTransaction& state, const LockNoteRequest& request) {
  KRANS_ASSIGN(Note note, state.Get<Note>(request.name()));
  KRANS_RETURN(state.Purge<Note>(request.name()));
  return note;
}

}  // namespace

std::string NotesMethod(const std::string& method) { return absl::StrCat(kNotes, "/", method); }

void RegisterNotes(Door* door) {
  Access& access = door->access();
  access.Relate(access::v1::OFFICE, "", Is("olle"));
  access.Relate(access::v1::AUDITOR, "", Is("alva"));
  access.Relate(access::v1::JUROR, "jury", Is("jonna"));
  access.Relate(
      access::v1::OWN_ASSESSMENT, "",
      [](const Caller& caller, absl::string_view resource, const ReadTransaction& state) -> absl::StatusOr<bool> {
        KRANS_ASSIGN(Note note, state.Get<Note>(resource));
        return note.owner() == caller.person;
      });
  access.Bar("", Is("bertil"));
  access.OpenPhases("", [](absl::string_view resource, const ReadTransaction&, absl::Time) {
    std::set<access::v1::Phase> open;
    if (!absl::StartsWith(resource, "books/closed/")) open.insert(access::v1::INDIVIDUAL);
    return open;
  });
  door->Redact<Note>([](const Caller& caller, const ReadTransaction&, Note* note) {
    if (note->text() == "for Olle" && caller.person != "olle") note->clear_text();
    return absl::OkStatus();
  });
  for (const char* method : {"GetNote", "OpenNote", "PeekNote", "JudgeNote"}) {
    door->Read<GetNoteRequest, Note>(NotesMethod(method), Get);
  }
  door->Read<ListNotesRequest, ListNotesResponse>(
      NotesMethod("ListNotes"),
      [door](const Caller& caller, const ReadTransaction& state,
             const ListNotesRequest& request) -> absl::StatusOr<ListNotesResponse> {
        const PageAsk ask = {NotesMethod("ListNotes"), request.parent(), request.page_size(), request.page_token()};
        KRANS_ASSIGN(auto page, ListReadable<Note>(*door, NotesMethod("GetNote"), caller, state,
                                                   absl::StrCat(request.parent(), "/notes/"), ask));
        ListNotesResponse response;
        for (Note& note : page.records) *response.add_notes() = std::move(note);
        response.set_next_page_token(PageToken(*door, caller, ask, page.next));
        return response;
      });
  door->Read<CountNotesRequest, CountNotesResponse>(
      NotesMethod("CountNotes"),
      [](const Caller&, const ReadTransaction& state, const CountNotesRequest&) -> absl::StatusOr<CountNotesResponse> {
        KRANS_ASSIGN(std::vector<Note> notes, state.Children<Note>("books/"));
        CountNotesResponse response;
        response.set_count(static_cast<int32_t>(notes.size()));
        return response;
      });
  door->Stream<ListNotesRequest, Note>(
      NotesMethod("StreamNotes"),
      [](const Caller&, const ListNotesRequest& request) -> absl::StatusOr<std::shared_ptr<Source>> {
        std::vector<Note> notes(3);
        for (Note& note : notes) note.set_name(request.parent());
        return std::make_shared<NoteSource>(std::move(notes));
      });
  door->Write<CreateNoteRequest, Note>(NotesMethod("CreateNote"), Create);
  door->Write<SaveNoteRequest, Note>(NotesMethod("SaveNote"), Save);
  door->Write<LockNoteRequest, Note>(NotesMethod("LockNote"), Lock);
  door->Write<LockNoteRequest, Note>(NotesMethod("DestroyNote"), Destroy);
}

}  // namespace krans::rpc
