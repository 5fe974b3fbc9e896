// What the schema and the handler find wrong with the fields of one call, and who is told.

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/rpc/door.h"
#include "tests/rpc/house.h"
#include "tests/rpc/notes.h"
#include "tests/violations.h"

namespace krans::rpc {
namespace {

using notes::v1::Note;
using notes::v1::SaveNoteRequest;
using testing::ElementsAre;

class DoorFieldsTest : public testing::Test {
 protected:
  DoorFieldsTest() : house_("notes", "krans.notes.v1") {
    RegisterNotes(&house_.door());
    EXPECT_TRUE(house_.door().Check({kNotes}).ok());
    for (const char* name : {"books/a/notes/b", "books/closed/notes/b"}) {
      Note note;
      note.set_name(name);
      note.set_owner("anna");
      EXPECT_TRUE(house_.Put(note).ok());
    }
  }

  // Refused, and nothing is left of it.
  absl::Status Save(const As& as, const std::string& etag, const std::string& text, const std::string& request_id,
                    const std::string& name = "books/a/notes/b") {
    SaveNoteRequest request;
    request.mutable_note()->set_name(name);
    request.mutable_note()->set_etag(etag);
    request.mutable_note()->set_text(text);
    request.set_request_id(request_id);
    const int64_t head = house_.store().Head().position;
    const absl::Status refused = house_.Ask<Note>(NotesMethod("SaveNote"), request, as).status();
    EXPECT_FALSE(refused.ok());
    EXPECT_EQ(house_.store().Head().position, head);
    return refused;
  }

  House house_;
  const As anna_ = {.person = "anna"};
};

TEST_F(DoorFieldsTest, NobodyIsToldOfFieldsBeforeAccess) {
  EXPECT_EQ(ReasonOf(Save({.person = "nisse"}, "1", "", "")), access::v1::NOT_FOUND);
  EXPECT_EQ(ReasonOf(Save({.person = "nisse"}, "1", "x", "", "no name")), access::v1::FIELD_INVALID);
}

TEST_F(DoorFieldsTest, TheSchemasAndTheHandlersViolationsAreOneAnswerAndLeaveNoTrace) {
  EXPECT_THAT(ViolationsOf(Save(anna_, "1", "shout", "short")),
              ElementsAre("request_id FIELD_PATTERN", "note.text FIELD_NOT_ALLOWED"));
  EXPECT_THAT(ViolationsOf(Save(anna_, "1", "", "short")),
              ElementsAre("note.text FIELD_REQUIRED", "request_id FIELD_PATTERN"));
  EXPECT_EQ(ReasonOf(Save(anna_, "1", "fine", "short")), access::v1::FIELD_INVALID);
}

TEST_F(DoorFieldsTest, AnOldEtagDoesNotHideTheFields) {
  const absl::Status refused = Save(anna_, "9", "shout", "short");
  EXPECT_EQ(ReasonOf(refused), access::v1::ETAG_MISMATCH);
  EXPECT_THAT(ViolationsOf(refused), ElementsAre("request_id FIELD_PATTERN", "note.text FIELD_NOT_ALLOWED"));
}

TEST_F(DoorFieldsTest, AClosedPhaseDoesNotHideWhatTheSchemaSays) {
  const absl::Status refused = Save(anna_, "9", "shout", "short", "books/closed/notes/b");
  EXPECT_EQ(ReasonOf(refused), access::v1::PHASE_CLOSED);
  EXPECT_THAT(ViolationsOf(refused), ElementsAre("request_id FIELD_PATTERN"));
}

TEST_F(DoorFieldsTest, TextThatIsNotUtf8IsNamed) {
  Call call = house_.MakeCall(NotesMethod("SaveNote"), SaveNoteRequest(), anna_);
  call.request = std::string("\x0a\x05\x1a\x03", 4) + "a\xff" + "b";
  EXPECT_THAT(ViolationsOf(house_.Send(std::move(call)).status), ElementsAre("note.text FIELD_NOT_UTF8"));
}

}  // namespace
}  // namespace krans::rpc
