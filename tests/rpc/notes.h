#ifndef KRANS_TESTS_RPC_NOTES_H_
#define KRANS_TESTS_RPC_NOTES_H_

#include <string>

#include "services/rpc/door.h"
#include "storage/store.h"
#include "tests/rpc/notes.pb.h"

namespace krans::rpc {

inline constexpr char kNotes[] = "krans.notes.v1.Notes";

// Registers the notes service made up for tests. Olle is the office, Alva the auditor, Jonna the juror (by the word of
// the source "jury"), a note's owner has its OWN_ASSESSMENT, and Bertil is barred from everything. The phase
// INDIVIDUAL is open but in books/closed.
void RegisterNotes(Door* door);

// "krans.notes.v1.Notes/" and the method.
std::string NotesMethod(const std::string& method);

}  // namespace krans::rpc

#endif  // KRANS_TESTS_RPC_NOTES_H_
