#include "services/sitevisits/note_rules.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/rpc/error.h"
#include "tests/parse.h"
#include "tests/violations.h"

namespace krans::sitevisits {
namespace {

using rpc::ReasonOf;
using testing::ElementsAre;
using v1::Note;

TEST(Note, BelongsToTheWriterItsNameSays) {
  EXPECT_EQ(WriterOf("awards/k/cycles/2026/participations/kruton/notes/anna/items/1"), "anna");
  EXPECT_EQ(WriterOf("awards/k/cycles/2026/participations/kruton/notes/anna"), "anna");
  for (const char* name : {"awards/k/cycles/2026/participations/kruton", "awards/k/cycles/2026/participations/notes/x",
                           "awards/k/cycles/2026/participations/kruton/evidence/notes", "notes/anna/items/1", ""}) {
    EXPECT_EQ(WriterOf(name), "") << name;
  }
}

TEST(Note, IsKeptWithATextAndAnIssueOfItsCase) {
  const Note note = Parse<Note>(R"(name: "awards/k/cycles/2026/participations/kruton/notes/anna/items/1" text: "Fråga."
                                   issue: "awards/k/cycles/2026/participations/kruton/visitIssues/1")");
  EXPECT_EQ(Keep(std::nullopt, note, true)->state(), Note::KEPT);
  Note other = note;
  other.clear_text();
  other.set_issue("awards/k/cycles/2026/participations/lss/visitIssues/1");
  EXPECT_THAT(ViolationsOf(Keep(std::nullopt, other, true).status()),
              ElementsAre("note.text FIELD_REQUIRED", "note.issue FIELD_REFERENCE"));
  EXPECT_THAT(ViolationsOf(Keep(std::nullopt, note, false).status()), ElementsAre("note.issue FIELD_REFERENCE"));
}

TEST(Note, LosesItsTextWhenDiscarded) {
  const Note note = Parse<Note>(R"(name: "n" etag: "3" state: KEPT text: "Fråga." issue: "i")");
  EXPECT_EQ(Discard(note, "")->ShortDebugString(), R"(name: "n" state: DISCARDED)");
  EXPECT_EQ(Discard(note, "e")->ShortDebugString(), R"(name: "n" state: TRANSFERRED evidence: "e")");
}

TEST(Note, IsGoneOnceDiscarded) {
  for (Note::State state : {Note::TRANSFERRED, Note::DISCARDED}) {
    Note note;
    note.set_state(state);
    EXPECT_EQ(ReasonOf(Discard(note, "").status()), access::v1::WRONG_STATE);
    EXPECT_EQ(ReasonOf(Keep(note, Note(), true).status()), access::v1::WRONG_STATE);
  }
}

}  // namespace
}  // namespace krans::sitevisits
