#include <future>
#include <optional>

#include "gmock/gmock.h"
#include "tests/contract/store_fixture.h"

namespace krans::storage {
namespace {

using own::v1::Note;
using testing::ElementsAre;
using testing::IsEmpty;

TEST_P(StoreContract, KeepsWhatWasPutAcrossReopening) {
  Open();
  ASSERT_TRUE(Put(*store_, MakeNote("notes/1", "anna", "hej")).ok());
  Open();
  absl::StatusOr<Note> note = Get<Note>(*store_, "notes/1");
  ASSERT_TRUE(note.ok()) << note.status();
  EXPECT_EQ(note->text(), "hej");
  EXPECT_EQ(Faults(*store_), "");
}

TEST_P(StoreContract, CountsVersionsInTheEtag) {
  Open();
  EXPECT_EQ(Put(*store_, MakeNote("notes/1"))->etag(), "1");
  EXPECT_EQ(Put(*store_, MakeNote("notes/1"))->etag(), "2");
  EXPECT_EQ(Put(*store_, MakeNote("notes/2"))->etag(), "1");
  EXPECT_EQ(Get<Note>(*store_, "notes/1")->etag(), "2");
}

TEST_P(StoreContract, NeverGivesAVersionTwiceToARecordThatWasDeleted) {
  Open();
  ASSERT_TRUE(Put(*store_, MakeNote("notes/1")).ok());
  ASSERT_TRUE(Write(*store_, [](WriteTransaction& txn) { return txn.Delete<Note>("notes/1"); }).ok());
  EXPECT_TRUE(absl::IsNotFound(Get<Note>(*store_, "notes/1").status()));
  EXPECT_EQ(Put(*store_, MakeNote("notes/1"))->etag(), "2");
  EXPECT_EQ(Faults(*store_), "");
}

TEST_P(StoreContract, ReadsItsOwnChangesWithinABody) {
  Open();
  ASSERT_TRUE(Put(*store_, MakeNote("notes/2", "anna")).ok());
  absl::Status status = Write(*store_, [](WriteTransaction& txn) {
    EXPECT_TRUE(txn.Put(MakeNote("notes/1", "anna")).ok());
    EXPECT_TRUE(txn.Put(MakeNote("notes/3", "anna")).ok());
    EXPECT_TRUE(txn.Delete<Note>("notes/2").ok());
    EXPECT_EQ(txn.Get<Note>("notes/1")->etag(), "1");
    EXPECT_FALSE(*txn.Has<Note>("notes/2"));
    std::vector<std::string> names;
    const std::vector<Note> notes = *txn.Children<Note>("notes/");
    for (const Note& note : notes) names.push_back(note.name());
    EXPECT_THAT(names, ElementsAre("notes/1", "notes/3"));
    EXPECT_EQ(txn.ByIndex<Note>("author", {"anna"})->size(), 2);
    EXPECT_TRUE(txn.PutRow("k", "v").ok());
    EXPECT_EQ(*txn.GetRow("k"), "v");
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
}

TEST_P(StoreContract, LooksAtARecordAsItIsByThen) {
  Open();
  const auto look = [&] {
    std::string text;
    EXPECT_TRUE(Write(*store_, [&](WriteTransaction& txn) {
                  const auto seen = *txn.Look<Note>("notes/1");
                  text = seen == nullptr ? "nothing" : seen->text();
                  return absl::OkStatus();
                }).ok());
    return text;
  };
  EXPECT_EQ(look(), "nothing");
  ASSERT_TRUE(Put(*store_, MakeNote("notes/1", "anna", "one")).ok());
  EXPECT_EQ(look(), "one");
  ASSERT_TRUE(Put(*store_, MakeNote("notes/1", "anna", "two")).ok());
  EXPECT_EQ(look(), "two");
  ASSERT_FALSE(Write(*store_, [&](WriteTransaction& txn) {
                 EXPECT_TRUE(txn.Put(MakeNote("notes/1", "anna", "three")).ok());
                 EXPECT_EQ((*txn.Look<Note>("notes/1"))->text(), "three");
                 return absl::AbortedError("no");
               }).ok());
  EXPECT_EQ(look(), "two");
  ASSERT_TRUE(Write(*store_, [](WriteTransaction& txn) { return txn.Delete<Note>("notes/1"); }).ok());
  EXPECT_EQ(look(), "nothing");
}

TEST_P(StoreContract, DropsTheFirstRowsOfAPrefixAndNoMoreThanAsked) {
  Open();
  const absl::Status status = Write(*store_, [](WriteTransaction& txn) {
    for (const char* key : {"a/9", "b/1", "b/2", "b/3", "b/4", "c/1"}) EXPECT_TRUE(txn.PutRow(key, "v").ok());
    EXPECT_EQ(*txn.DropRows("b/", "b/4", 2), 2);
    EXPECT_EQ(*txn.DropRows("b/", "b/4", 2), 1);
    EXPECT_EQ(*txn.DropRows("b/", "b/4", 2), 0);
    for (const char* key : {"a/9", "b/4", "c/1"}) EXPECT_TRUE(txn.GetRow(key).ok()) << key;
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
}

TEST_P(StoreContract, LeavesNothingOfABodyThatFails) {
  Open();
  ASSERT_TRUE(Put(*store_, MakeNote("notes/1", "anna", "before")).ok());
  const Position before = store_->Head();
  absl::Status status = Write(*store_, [](WriteTransaction& txn) {
    EXPECT_TRUE(txn.Put(MakeNote("notes/1", "bo", "after")).ok());
    EXPECT_TRUE(txn.Put(MakeNote("notes/2", "bo")).ok());
    EXPECT_TRUE(txn.Delete<Note>("notes/2").ok());
    EXPECT_TRUE(txn.PutRow("k", "v").ok());
    return absl::FailedPreconditionError("no");
  });
  EXPECT_EQ(status, absl::FailedPreconditionError("no"));
  EXPECT_EQ(store_->Head(), before);
  EXPECT_EQ(Get<Note>(*store_, "notes/1")->text(), "before");
  EXPECT_THAT(Indexed<Note>(*store_, "author", {"bo"}), IsEmpty());
  EXPECT_THAT(Indexed<Note>(*store_, "author", {"anna"}), ElementsAre("notes/1"));
  status = Write(*store_, [](WriteTransaction& txn) { return txn.GetRow("k").status(); });
  EXPECT_TRUE(absl::IsNotFound(status));
  EXPECT_EQ(Put(*store_, MakeNote("notes/2"))->etag(), "1");
  EXPECT_EQ(store_->Head().position, before.position + 1);
  EXPECT_EQ(Faults(*store_), "");
}

TEST_P(StoreContract, KeepsTheOthersOfABatchInWhichABodyFails) {
  Open();
  std::promise<void> release;
  std::shared_future<void> released = release.get_future().share();
  store_->Write(
      {}, [&](WriteTransaction&) { return released.wait(), absl::OkStatus(); }, [](absl::Status, int64_t) {});
  constexpr int kWrites = 30;
  std::vector<std::promise<std::pair<absl::Status, int64_t>>> done(kWrites);
  for (int i = 0; i < kWrites; ++i) {
    store_->Write(
        {},
        [i](WriteTransaction& txn) {
          const absl::StatusOr<Note> note = txn.Get<Note>("notes/sum");
          Note next = note.ok() ? *note : MakeNote("notes/sum");
          next.set_number(next.number() + 1);
          const absl::Status put = txn.Put(next).status();
          return i % 3 == 0 ? absl::AbortedError("no") : put;
        },
        [&, i](absl::Status status, int64_t position) {
          done[i].set_value({std::move(status), position});
        });
  }
  release.set_value();
  int64_t kept = 0;
  for (int i = 0; i < kWrites; ++i) {
    const auto [status, position] = done[i].get_future().get();
    EXPECT_EQ(status.ok(), i % 3 != 0) << i;
    if (status.ok()) ++kept;
    EXPECT_EQ(position, kept);
  }
  EXPECT_EQ(Get<Note>(*store_, "notes/sum")->number(), kept);
  EXPECT_EQ(store_->Head().position, kept);
  EXPECT_EQ(Faults(*store_), "");
}

TEST_P(StoreContract, CompletesWritesInTheirOrder) {
  Open();
  std::vector<int> order;
  std::promise<void> last;
  constexpr int kWrites = 200;
  for (int i = 0; i < kWrites; ++i) {
    store_->Write(
        {},
        [i](WriteTransaction& txn) {
          return i % 7 == 3 ? absl::AbortedError("no") : txn.Put(MakeNote("notes/" + std::to_string(i))).status();
        },
        [&, i](absl::Status, int64_t) {
          order.push_back(i);
          if (i == kWrites - 1) last.set_value();
        });
  }
  last.get_future().wait();
  ASSERT_EQ(order.size(), kWrites);
  EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
}

TEST_P(StoreContract, EndsAcceptedWritesBeforeItCloses) {
  Open();
  int done = 0;
  for (int i = 0; i < 50; ++i) {
    store_->Write(
        {}, [i](WriteTransaction& txn) { return txn.Put(MakeNote("notes/" + std::to_string(i))).status(); },
        [&](absl::Status status, int64_t) { done += status.ok() ? 1 : 0; });
  }
  Close();
  EXPECT_EQ(done, 50);
  Open();
  EXPECT_EQ(store_->Head().position, 50);
}

TEST_P(StoreContract, ShowsAReaderOneState) {
  Open();
  ASSERT_TRUE(Put(*store_, MakeNote("notes/1", "anna", "old")).ok());
  absl::Status status = Read(
      *store_,
      [&](const ReadTransaction& txn) {
        EXPECT_EQ(txn.Get<Note>("notes/1")->text(), "old");
        EXPECT_TRUE(Put(*store_, MakeNote("notes/1", "bo", "new")).ok());
        EXPECT_TRUE(Put(*store_, MakeNote("notes/2", "bo", "new")).ok());
        EXPECT_EQ(txn.Get<Note>("notes/1")->text(), "old");
        EXPECT_EQ(txn.Children<Note>("notes/")->size(), 1);
        EXPECT_EQ(txn.ByIndex<Note>("author", {"bo"})->size(), 0);
        return absl::OkStatus();
      },
      false);
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(Get<Note>(*store_, "notes/1")->text(), "new");
}

TEST_P(StoreContract, PagesThroughChildren) {
  Open();
  for (const char* name : {"a/1", "a/2", "a/3", "a", "ab/1", "b/1"}) ASSERT_TRUE(Put(*store_, MakeNote(name)).ok());
  absl::Status status = Read(*store_, [&](const ReadTransaction& txn) {
    absl::StatusOr<Page<Note>> page = txn.ChildrenPage<Note>("a/", "", 2);
    EXPECT_EQ(page->records.size(), 2);
    EXPECT_EQ(page->next, "a/3");
    page = txn.ChildrenPage<Note>("a/", page->next, 2);
    EXPECT_EQ(page->records.size(), 1);
    EXPECT_EQ(page->records[0].name(), "a/3");
    EXPECT_EQ(page->next, "");
    EXPECT_EQ(txn.Children<Note>("")->size(), 6);
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
}

TEST_P(StoreContract, RefusesWhatIsNoRecord) {
  Open();
  const auto refused = [&](auto record) {
    record.set_name("x/1");
    return absl::IsInvalidArgument(Put(*store_, record).status());
  };
  EXPECT_TRUE(refused(own::v1::Plain()));
  EXPECT_TRUE(refused(own::v1::Undelivered()));
  EXPECT_TRUE(refused(own::v1::WithMap()));
  EXPECT_TRUE(refused(own::v1::WithFloat()));
  EXPECT_TRUE(refused(own::v1::WithWrongIndex()));
  EXPECT_TRUE(absl::IsInvalidArgument(Put(*store_, own::v1::Anonymous()).status()));
  EXPECT_TRUE(absl::IsInvalidArgument(Put(*store_, MakeNote("")).status()));
  EXPECT_TRUE(absl::IsInvalidArgument(Put(*store_, MakeNote(std::string("a\0b", 3))).status()));
  EXPECT_EQ(store_->Head().position, 0);
}

}  // namespace
}  // namespace krans::storage
