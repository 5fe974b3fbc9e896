#include "gmock/gmock.h"
#include "tests/contract/store_fixture.h"

namespace krans::storage {
namespace {

using own::v1::Note;
using testing::ElementsAre;
using testing::IsEmpty;

TEST_P(StoreContract, FindsRecordsByOneField) {
  Open();
  ASSERT_TRUE(Put(*store_, MakeNote("notes/2", "anna")).ok());
  ASSERT_TRUE(Put(*store_, MakeNote("notes/1", "anna")).ok());
  ASSERT_TRUE(Put(*store_, MakeNote("notes/3", "annabell")).ok());
  EXPECT_THAT(Indexed<Note>(*store_, "author", {"anna"}), ElementsAre("notes/1", "notes/2"));
  EXPECT_THAT(Indexed<Note>(*store_, "author", {"ann"}), IsEmpty());
}

TEST_P(StoreContract, FindsRecordsByNumbersAndEnums) {
  Open();
  Note note = MakeNote("notes/1", "anna");
  note.set_number(-7);
  note.set_colour(own::v1::BLUE);
  ASSERT_TRUE(Put(*store_, note).ok());
  EXPECT_THAT(Indexed<Note>(*store_, "author,number", {"anna", "-7"}), ElementsAre("notes/1"));
  EXPECT_THAT(Indexed<Note>(*store_, "author,number", {"anna", "7"}), IsEmpty());
  EXPECT_THAT(Indexed<Note>(*store_, "colour", {"2"}), ElementsAre("notes/1"));
}

TEST_P(StoreContract, FindsRecordsByEachElementAndByNestedFields) {
  Open();
  Note note = MakeNote("notes/1");
  note.add_tags("red");
  note.add_tags("blue");
  note.add_tags("red");
  note.mutable_place()->set_city("Stockholm");
  note.add_places()->add_streets("Hornsgatan");
  note.add_places()->add_streets("Sveavagen");
  ASSERT_TRUE(Put(*store_, note).ok());
  EXPECT_THAT(Indexed<Note>(*store_, "tags", {"red"}), ElementsAre("notes/1"));
  EXPECT_THAT(Indexed<Note>(*store_, "tags", {"blue"}), ElementsAre("notes/1"));
  EXPECT_THAT(Indexed<Note>(*store_, "place.city", {"Stockholm"}), ElementsAre("notes/1"));
  EXPECT_THAT(Indexed<Note>(*store_, "places.streets", {"Sveavagen"}), ElementsAre("notes/1"));
  EXPECT_EQ(Faults(*store_), "");
}

TEST_P(StoreContract, HasNoIndexRowForAFieldThatIsUnset) {
  Open();
  ASSERT_TRUE(Put(*store_, MakeNote("notes/1")).ok());
  EXPECT_THAT(Indexed<Note>(*store_, "author", {""}), IsEmpty());
  EXPECT_THAT(Indexed<Note>(*store_, "colour", {"0"}), IsEmpty());
}

TEST_P(StoreContract, MovesIndexRowsWithTheirRecord) {
  Open();
  ASSERT_TRUE(Put(*store_, MakeNote("notes/1", "anna")).ok());
  ASSERT_TRUE(Put(*store_, MakeNote("notes/1", "bo")).ok());
  EXPECT_THAT(Indexed<Note>(*store_, "author", {"anna"}), IsEmpty());
  EXPECT_THAT(Indexed<Note>(*store_, "author", {"bo"}), ElementsAre("notes/1"));
  ASSERT_TRUE(Write(*store_, [](WriteTransaction& txn) { return txn.Delete<Note>("notes/1"); }).ok());
  EXPECT_THAT(Indexed<Note>(*store_, "author", {"bo"}), IsEmpty());
  EXPECT_EQ(Faults(*store_), "");
}

TEST_P(StoreContract, KeepsIndexValuesApartThatHoldZeroBytes) {
  Open();
  const std::string zero("a\0b", 3);
  const std::string one("a\1\1b", 4);
  ASSERT_TRUE(Put(*store_, MakeNote("notes/1", zero)).ok());
  ASSERT_TRUE(Put(*store_, MakeNote("notes/2", one)).ok());
  ASSERT_TRUE(Put(*store_, MakeNote("notes/3", "a")).ok());
  EXPECT_THAT(Indexed<Note>(*store_, "author", {zero}), ElementsAre("notes/1"));
  EXPECT_THAT(Indexed<Note>(*store_, "author", {one}), ElementsAre("notes/2"));
  EXPECT_THAT(Indexed<Note>(*store_, "author", {"a"}), ElementsAre("notes/3"));
}

TEST_P(StoreContract, RefusesAnIndexThatTheTypeDoesNotHave) {
  Open();
  absl::Status status = Read(*store_, [](const ReadTransaction& txn) {
    EXPECT_TRUE(absl::IsInvalidArgument(txn.ByIndex<Note>("text", {"x"}).status()));
    EXPECT_TRUE(absl::IsInvalidArgument(txn.ByIndex<Note>("author,number", {"x"}).status()));
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok());
}

}  // namespace
}  // namespace krans::storage
