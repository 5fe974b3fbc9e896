#include <future>

#include "gmock/gmock.h"
#include "krans/journal/v1/entry.pb.h"
#include "krans/sitevisits/v1/notes.pb.h"
#include "tests/sitevisits/case.h"

namespace krans::sitevisits {
namespace {

using rpc::ReasonOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using v1::Evidence;
using v1::Note;

constexpr char kSecret[] = "Rektorn tvekade";

class NotesTest : public CaseTest {
 protected:
  absl::StatusOr<Note> Save(const std::string& person, const std::string& writer, const std::string& rest) {
    return Ask<Note>("Notes/SaveNote", person,
                     Parse<v1::SaveNoteRequest>("note { name: '" + NoteOf(writer) + "' " + rest + " }"));
  }
  absl::StatusOr<Note> Discard(const std::string& person, const std::string& writer) {
    return Ask<Note>("Notes/DiscardNote", person, Parse<v1::DiscardNoteRequest>("name: '" + NoteOf(writer) + "'"));
  }
  absl::StatusOr<Evidence> Transfer(const std::string& person, const std::string& writer, const std::string& evidence) {
    return Ask<Evidence>(
        "Notes/TransferNote", person,
        Parse<v1::TransferNoteRequest>("name: '" + NoteOf(writer) + "' evidence { kind: INTERVIEW fact: 'F.'" +
                                       " source_role: 'chef' sensitivity: INTERNAL name: '" + evidence + "' }"));
  }
  absl::StatusOr<Evidence> SaveFact(const std::string& person, const std::string& rest) {
    return Ask<Evidence>(
        "Notes/SaveEvidence", person,
        Parse<v1::SaveEvidenceRequest>("evidence { name: '" + kKruton +
                                       "/evidence/1' kind: INTERVIEW source_role: 'chef' " + rest + " }"));
  }
  // What a person sees of a case's notes and evidence, as it leaves the service.
  std::string WorldOf(const std::string& person) {
    std::string world;
    for (const char* method : {"Notes/ListNotes", "Notes/ListEvidence"}) {
      const rpc::Reply reply =
          house_.Send(house_.MakeCall(std::string("krans.sitevisits.v1.") + method,
                                      Parse<v1::ListNotesRequest>("parent: '" + kKruton + "'"), {.person = person}));
      world += reply.status.ToString() + reply.response;
    }
    return world;
  }
  std::string Journal() {
    std::string bytes;
    const auto entries = house_.store().ReadFrom(0, 100);
    for (const storage::StoredEntry& entry : *entries) bytes += entry.entry + entry.payload;
    return bytes;
  }
  static std::string NoteOf(const std::string& writer) { return kKruton + "/notes/" + writer + "/items/1"; }
};

TEST_F(NotesTest, IsItsWritersAlone) {
  const std::string before = WorldOf("lena"), office = WorldOf("olle"), auditor = WorldOf("aud");
  ASSERT_TRUE(Save("bo", "bo", "text: 'Rektorn tvekade'").ok());
  EXPECT_THAT(WorldOf("bo"), HasSubstr(kSecret));
  EXPECT_EQ(WorldOf("lena"), before);
  EXPECT_EQ(WorldOf("olle"), office);
  EXPECT_EQ(WorldOf("aud"), auditor);
}

TEST_F(NotesTest, OfAnotherIsTheSameAsNone) {
  ASSERT_TRUE(Save("bo", "bo", "text: 'Rektorn tvekade'").ok());
  for (const char* person : {"lena", "siv", "ulf", "tor", "mona", "olle", "aud"}) {
    for (const char* writer : {"bo", "eva"}) {
      EXPECT_EQ(ReasonOf(Save(person, writer, "text: 'x'").status()), access::v1::NOT_FOUND) << person;
      EXPECT_EQ(ReasonOf(Discard(person, writer).status()), access::v1::NOT_FOUND) << person;
      EXPECT_EQ(ReasonOf(Transfer(person, writer, kKruton + "/evidence/1").status()), access::v1::NOT_FOUND) << person;
    }
  }
}

TEST_F(NotesTest, IsNotWrittenByThoseOutsideTheTeam) {
  for (const char* person : {"siv", "ulf", "tor", "mona", "olle"}) {
    EXPECT_FALSE(Save(person, person, "text: 'x'").ok()) << person;
  }
}

TEST_F(NotesTest, LeavesTheJournalWhenDiscarded) {
  ASSERT_TRUE(Save("bo", "bo", "text: 'Rektorn tvekade'").ok());
  ASSERT_TRUE(Save("bo", "bo", "text: 'Rektorn tvekade mycket' etag: '1'").ok());
  EXPECT_THAT(Journal(), HasSubstr(kSecret));
  const auto discarded = Discard("bo", "bo");
  ASSERT_TRUE(discarded.ok()) << discarded.status();
  EXPECT_EQ(discarded->state(), Note::DISCARDED);
  EXPECT_EQ(discarded->text(), "");
  EXPECT_THAT(Journal(), Not(HasSubstr(kSecret)));
  EXPECT_THAT(WorldOf("bo"), Not(HasSubstr(kSecret)));
  EXPECT_THAT(house_.store().Verify()->faults, testing::IsEmpty());
  EXPECT_EQ(ReasonOf(Save("bo", "bo", "text: 'again' etag: '*'").status()), access::v1::WRONG_STATE);
}

TEST_F(NotesTest, BecomesEvidenceAndIsDiscarded) {
  ASSERT_TRUE(Save("bo", "bo", "text: 'Rektorn tvekade'").ok());
  const auto evidence = Transfer("bo", "bo", kKruton + "/evidence/1");
  ASSERT_TRUE(evidence.ok()) << evidence.status();
  EXPECT_EQ(evidence->captured_by(), "people/bo");
  EXPECT_THAT(WorldOf("lena"), HasSubstr(kKruton + "/evidence/1"));
  EXPECT_THAT(Journal(), Not(HasSubstr(kSecret)));
  EXPECT_EQ(ReasonOf(Transfer("bo", "bo", kKruton + "/evidence/2").status()), access::v1::WRONG_STATE);
}

TEST_F(NotesTest, IsKeptWhereItsTransferFails) {
  ASSERT_TRUE(Save("bo", "bo", "text: 'Rektorn tvekade'").ok());
  EXPECT_THAT(ViolationsOf(Transfer("bo", "bo", kLss + "/evidence/1").status()),
              ElementsAre("evidence.name FIELD_REFERENCE"));
  ASSERT_TRUE(SaveFact("lena", "fact: 'F.' sensitivity: OPEN").ok());
  EXPECT_FALSE(Transfer("bo", "bo", kKruton + "/evidence/1").ok());
  EXPECT_THAT(WorldOf("bo"), HasSubstr(kSecret));
}

TEST_F(NotesTest, NamesAnIssueOfTheCase) {
  EXPECT_THAT(ViolationsOf(Save("bo", "bo", "text: 'x' issue: '" + kKruton + "/visitIssues/1'").status()),
              ElementsAre("note.issue FIELD_REFERENCE"));
}

TEST_F(NotesTest, KeepsFactsOfKnownSensitivityWithoutIdentityNumbers) {
  EXPECT_THAT(ViolationsOf(SaveFact("bo", "fact: 'F.'").status()),
              ElementsAre("evidence.sensitivity FIELD_UNKNOWN_VALUE"));
  EXPECT_THAT(ViolationsOf(SaveFact("bo", "fact: 'Mötte 19900116-2388.' sensitivity: OPEN").status()),
              ElementsAre("evidence.fact FIELD_NOT_ALLOWED"));
  const auto evidence = SaveFact("bo", "fact: 'Mötte tre handläggare.' sensitivity: CLIENT_SENSITIVE");
  ASSERT_TRUE(evidence.ok());
  const auto get = Parse<v1::GetEvidenceRequest>("name: '" + kKruton + "/evidence/1'");
  EXPECT_TRUE(Ask<Evidence>("Notes/GetEvidence", "lena", get).ok());
  EXPECT_EQ(ReasonOf(Ask<Evidence>("Notes/GetEvidence", "siv", get).status()), access::v1::NOT_FOUND);
  EXPECT_EQ(ReasonOf(SaveFact("olle", "fact: 'F.' sensitivity: OPEN etag: '*'").status()), access::v1::NOT_ALLOWED);
}

}  // namespace
}  // namespace krans::sitevisits
