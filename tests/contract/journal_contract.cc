#include <future>

#include "gmock/gmock.h"
#include "tests/contract/store_fixture.h"

namespace krans::storage {
namespace {

using journal::v1::Entry;
using own::v1::Draft;
using own::v1::Note;
using testing::ElementsAre;

const absl::Time kDay = absl::FromUnixSeconds(1718000000);

Draft MakeDraft(const std::string& text) {
  Draft draft;
  draft.set_name("drafts/1");
  draft.set_text(text);
  return draft;
}

absl::Status PutAt(Store& store, const Draft& draft, absl::Time time) {
  return Write(
      store, [&](WriteTransaction& txn) { return txn.Put(draft).status(); }, Change{"anna", "Test/Put", time, ""});
}

TEST_P(StoreContract, JournalsEveryChangeWithItsHead) {
  Open();
  const Change change{"people/anna", "krans.own.v1.Notes/Save", kDay + absl::Nanoseconds(5), ""};
  ASSERT_TRUE(Write(
                  *store_,
                  [](WriteTransaction& txn) {
                    EXPECT_EQ(txn.now(), kDay + absl::Nanoseconds(5));
                    EXPECT_TRUE(txn.Put(MakeNote("notes/1")).ok());
                    EXPECT_TRUE(txn.Put(MakeNote("notes/1")).ok());
                    return txn.Delete<Note>("notes/1");
                  },
                  change)
                  .ok());
  const Entry put = EntryAt(*store_, 2);
  EXPECT_EQ(put.position(), 2);
  EXPECT_EQ(put.epoch(), 1);
  EXPECT_EQ(put.actor(), "people/anna");
  EXPECT_EQ(put.method(), "krans.own.v1.Notes/Save");
  EXPECT_EQ(put.time().seconds(), 1718000000);
  EXPECT_EQ(put.time().nanos(), 5);
  EXPECT_EQ(put.kind(), journal::v1::PUT);
  EXPECT_EQ(put.type(), "krans.own.v1.Note");
  EXPECT_EQ(put.resource(), "notes/1");
  EXPECT_EQ(put.version(), 2);
  const Entry removed = EntryAt(*store_, 3);
  EXPECT_EQ(removed.kind(), journal::v1::DELETE);
  EXPECT_EQ(removed.version(), 2);
  EXPECT_EQ(removed.digest(), "");
}

TEST_P(StoreContract, ChainsEntriesAndGivesTheStoredPayload) {
  Open();
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(Put(*store_, MakeNote("notes/" + std::to_string(i))).ok());
  absl::StatusOr<std::vector<StoredEntry>> entries = store_->ReadFrom(0, 100);
  ASSERT_TRUE(entries.ok()) << entries.status();
  ASSERT_EQ(entries->size(), 5);
  std::string previous(32, '\0');
  for (int i = 0; i < 5; ++i) {
    const StoredEntry& stored = (*entries)[i];
    Entry entry;
    ASSERT_TRUE(entry.ParseFromString(stored.entry));
    EXPECT_EQ(entry.position(), i + 1);
    EXPECT_EQ(entry.previous(), previous);
    ASSERT_TRUE(stored.has_payload);
    EXPECT_EQ(entry.digest(), Digest(stored.salt, stored.payload));
    Note note;
    ASSERT_TRUE(note.ParseFromString(stored.payload));
    EXPECT_EQ(note.name(), "notes/" + std::to_string(i));
    EXPECT_EQ(note.etag(), "1");
    previous = HashEntry(stored.entry);
    EXPECT_EQ(store_->At(i + 1)->hash, previous);
  }
  EXPECT_EQ(store_->Head(), (Position{1, 5, previous}));
}

TEST_P(StoreContract, SaltsEqualPayloadsApart) {
  Open();
  ASSERT_TRUE(Write(*store_, [](WriteTransaction& txn) {
                for (const char* name : {"notes/1", "notes/2"}) EXPECT_TRUE(txn.Put(MakeNote(name)).ok());
                return absl::OkStatus();
              }).ok());
  absl::StatusOr<std::vector<StoredEntry>> entries = store_->ReadFrom(0, 2);
  ASSERT_TRUE(entries.ok());
  EXPECT_EQ((*entries)[0].salt.size(), 16);
  EXPECT_NE((*entries)[0].salt, (*entries)[1].salt);
}

TEST_P(StoreContract, ReadsTheJournalInPiecesUpToItsHead) {
  Open();
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(Put(*store_, MakeNote("notes/1")).ok());
  EXPECT_EQ(store_->ReadFrom(1, 2)->size(), 2);
  EXPECT_EQ(store_->ReadFrom(3, 10)->size(), 2);
  EXPECT_EQ(store_->ReadFrom(5, 10)->size(), 0);
  EXPECT_TRUE(absl::IsOutOfRange(store_->ReadFrom(6, 10).status()));
  EXPECT_TRUE(absl::IsOutOfRange(store_->ReadFrom(-1, 10).status()));
  EXPECT_TRUE(absl::IsOutOfRange(store_->At(6).status()));
  EXPECT_EQ(*store_->At(0), Position());
}

TEST_P(StoreContract, RemembersARecordsHistory) {
  Open();
  ASSERT_TRUE(Put(*store_, MakeNote("notes/1")).ok());
  ASSERT_TRUE(Put(*store_, MakeNote("notes/10")).ok());
  ASSERT_TRUE(Put(*store_, MakeNote("notes/1")).ok());
  ASSERT_TRUE(Write(*store_, [](WriteTransaction& txn) { return txn.Delete<Note>("notes/1"); }).ok());
  EXPECT_THAT(*store_->History(*Note::descriptor(), "notes/1"), ElementsAre(1, 3, 4));
  EXPECT_THAT(*store_->History(*Note::descriptor(), "notes/10"), ElementsAre(2));
  EXPECT_TRUE(store_->History(*Note::descriptor(), "notes/")->empty());
}

TEST_P(StoreContract, HintsAtCommitsUntilTheHintIsRemoved) {
  Open();
  std::promise<int64_t> first;
  bool hinted = false;
  const int64_t number = store_->OnCommit([&](int64_t position) {
    if (!std::exchange(hinted, true)) first.set_value(position);
  });
  ASSERT_TRUE(Put(*store_, MakeNote("notes/1")).ok());
  EXPECT_EQ(first.get_future().get(), 1);
  store_->RemoveHint(number);
  hinted = false;
  ASSERT_TRUE(Put(*store_, MakeNote("notes/1")).ok());
  Close();
  EXPECT_FALSE(hinted);
}

TEST_P(StoreContract, KeepsAnAccessLogBesideTheJournal) {
  Open();
  ASSERT_TRUE(Enter(*store_, "notes/1").ok());
  ASSERT_TRUE(Put(*store_, MakeNote("notes/1")).ok());
  ASSERT_TRUE(Enter(*store_, "notes/2").ok());
  Open();
  absl::StatusOr<std::vector<StoredEntry>> entries = store_->ReadAccessLog(0, 10);
  ASSERT_TRUE(entries.ok()) << entries.status();
  ASSERT_EQ(entries->size(), 2);
  Entry second;
  ASSERT_TRUE(second.ParseFromString((*entries)[1].entry));
  EXPECT_EQ(second.kind(), journal::v1::READ);
  EXPECT_EQ(second.resource(), "notes/2");
  EXPECT_EQ(second.actor(), "anna");
  EXPECT_EQ(second.previous(), HashEntry((*entries)[0].entry));
  EXPECT_EQ(store_->Head().position, 1);
  EXPECT_EQ(Faults(*store_), "");
  EXPECT_EQ(store_->Verify()->access.position, 2);
}

TEST_P(StoreContract, PurgesEveryPayloadOfARecordAndStillVerifies) {
  Open();
  ASSERT_TRUE(Put(*store_, MakeNote("notes/1", "anna", "secret one")).ok());
  ASSERT_TRUE(Put(*store_, MakeNote("notes/2", "anna", "stays")).ok());
  ASSERT_TRUE(Put(*store_, MakeNote("notes/1", "anna", "secret two")).ok());
  const auto purge = [](WriteTransaction& txn) { return txn.Purge<Note>("notes/1"); };
  EXPECT_TRUE(absl::IsInvalidArgument(Write(*store_, purge)));
  ASSERT_TRUE(Write(*store_, purge, Change{"operator", "Purge", kDay, "decision 2024/17"}).ok());
  EXPECT_TRUE(absl::IsNotFound(Get<Note>(*store_, "notes/1").status()));
  const Entry purged = EntryAt(*store_, 4);
  EXPECT_EQ(purged.kind(), journal::v1::PURGED);
  EXPECT_EQ(purged.reason(), "decision 2024/17");
  EXPECT_THAT(purged.purged(), ElementsAre(1, 3));
  absl::StatusOr<std::vector<StoredEntry>> entries = store_->ReadFrom(0, 10);
  EXPECT_FALSE((*entries)[0].has_payload);
  EXPECT_TRUE((*entries)[1].has_payload);
  EXPECT_FALSE((*entries)[2].has_payload);
  EXPECT_EQ(Faults(*store_), "");
  EXPECT_EQ(store_->Verify()->purged, 2);
  EXPECT_EQ(Put(*store_, MakeNote("notes/1"))->etag(), "3");
  EXPECT_EQ(Faults(*store_), "");
}

TEST_P(StoreContract, PurgesByAReasonOfItsOwnAndPutsAnewInTheSameWrite) {
  Open();
  ASSERT_TRUE(Put(*store_, MakeNote("notes/1", "anna", "secret")).ok());
  ASSERT_TRUE(Write(*store_, [](WriteTransaction& txn) -> absl::Status {
                absl::Status purged = txn.Purge<Note>("notes/1", "TF 2:12");
                return purged.ok() ? txn.Put(MakeNote("notes/1", "anna", "")).status() : purged;
              }).ok());
  EXPECT_EQ(EntryAt(*store_, 2).reason(), "TF 2:12");
  EXPECT_EQ(Get<Note>(*store_, "notes/1")->etag(), "2");
  EXPECT_FALSE((*store_->ReadFrom(0, 1))[0].has_payload);
  EXPECT_EQ(Faults(*store_), "");
}

TEST_P(StoreContract, RetainsSupersededPayloadsOnlyUntilTheyAreDue) {
  Open();
  ASSERT_TRUE(PutAt(*store_, MakeDraft("one"), kDay).ok());
  ASSERT_TRUE(PutAt(*store_, MakeDraft("two"), kDay).ok());
  ASSERT_TRUE(PutAt(*store_, MakeDraft("three"), kDay + absl::Hours(24)).ok());
  ASSERT_TRUE(Put(*store_, MakeNote("notes/1")).ok());
  ASSERT_TRUE(Put(*store_, MakeNote("notes/1")).ok());
  const int64_t before = store_->Head().position;
  ASSERT_TRUE(Retain(*store_, kDay + absl::Hours(24 * 10) - absl::Seconds(1)).ok());
  EXPECT_EQ(store_->Head().position, before);
  ASSERT_TRUE(Retain(*store_, kDay + absl::Hours(24 * 10)).ok());
  EXPECT_EQ(store_->Head().position, before + 1);
  EXPECT_THAT(EntryAt(*store_, before + 1).purged(), ElementsAre(1));
  ASSERT_TRUE(Retain(*store_, kDay + absl::Hours(24 * 100)).ok());
  EXPECT_THAT(EntryAt(*store_, before + 2).purged(), ElementsAre(2));
  ASSERT_TRUE(Retain(*store_, kDay + absl::Hours(24 * 1000)).ok());
  EXPECT_EQ(store_->Head().position, before + 2);
  EXPECT_EQ(Get<Draft>(*store_, "drafts/1")->text(), "three");
  EXPECT_EQ(Faults(*store_), "");
}

}  // namespace
}  // namespace krans::storage
