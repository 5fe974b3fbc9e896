#include "storage/verify.h"

#include <future>
#include <random>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "google/protobuf/stubs/logging.h"
#include "gtest/gtest.h"
#include "storage/hash.h"
#include "storage/keys.h"
#include "storage/open.h"
#include "storage/rocksdb/rocksdb_engine.h"
#include "tests/contract/foreign.pb.h"
#include "tests/contract/own.pb.h"
#include "tests/storage/folder.h"
#include "tests/storage/rows.h"

namespace krans::storage {
namespace {

using own::v1::Note;
using testing::HasSubstr;

const absl::Time kDay = absl::FromUnixSeconds(1718000000);

absl::Status Await(const std::function<void(Store::Done)>& call) {
  std::promise<absl::Status> done;
  call([&](absl::Status status) { done.set_value(std::move(status)); });
  return done.get_future().get();
}

void MirrorAFact(Store* store) {
  foreign::v1::Fact fact;
  fact.set_name("facts/1");
  fact.set_subject("x");
  const Copy copy{foreign::v1::Fact::descriptor(), "facts/1", fact.SerializeAsString()};
  EXPECT_TRUE(Await([&](Store::Done done) {
                store->Mirror("upstream", Position(), Position{1, 1, std::string(32, 'a')}, {copy}, done);
              }).ok());
}

// A store with a row of every kind.
Rows MakeRows() {
  const storage::Folder folder;
  Options options;
  options.package = "krans.own.v1";
  {
    absl::StatusOr<std::unique_ptr<Store>> store = OpenStore(folder / "store", options, true);
    EXPECT_TRUE(store.ok()) << store.status();
    const auto write = [&](Store::WriteBody body) {
      EXPECT_TRUE(Await([&](Store::Done done) {
                    (*store)->Write(Change{"anna", "Test/Write", kDay, "a decision"}, std::move(body),
                                    [done](absl::Status status, int64_t) { done(std::move(status)); });
                  }).ok());
    };
    std::string digest;
    write([&](WriteTransaction& txn) {
      digest = txn.PutBlob("content");
      return absl::OkStatus();
    });
    for (int i = 0; i < 20; ++i) {
      write([&](WriteTransaction& txn) {
        Note note;
        note.set_name("notes/" + std::to_string(i % 8));
        note.set_author("anna");
        own::v1::Draft draft;
        draft.set_name("drafts/1");
        own::v1::Folder named;
        named.set_name("folders/1");
        named.add_files()->set_digest(digest);
        EXPECT_TRUE(txn.PutRow("answer/" + std::to_string(i % 3), std::to_string(i)).ok());
        EXPECT_TRUE(txn.Put(note).ok() && txn.Put(draft).ok());
        return txn.Put(named).status();
      });
    }
    write([](WriteTransaction& txn) { return txn.Delete<Note>("notes/1"); });
    write([](WriteTransaction& txn) { return txn.Purge<Note>("notes/2"); });
    MirrorAFact(store->get());
    for (int i = 0; i < 3; ++i) {
      EXPECT_TRUE(Await([&](Store::Done done) { (*store)->Enter(Change{"bo", "Test/Get"}, "notes/1", done); }).ok());
    }
  }
  return Rows(**OpenRocksDb(folder / "store/db", false));
}

std::vector<std::string> Faults(const Rows& rows) {
  const RecordTypes types("krans.own.v1");
  absl::StatusOr<Findings> findings = VerifyView(rows, types);
  if (!findings.ok()) return {findings.status().ToString()};
  return findings->faults;
}

// What Verify does not answer for: the format and package rows, and the count of commits that begins the head row.
// Opening the store compares them.
bool IsCheckedAtOpening(const std::string& key) { return key == kFormatKey || key == kPackageKey; }

TEST(VerifyTest, FindsNothingInAStoreThatIsWhole) {
  const Rows rows = MakeRows();
  EXPECT_TRUE(Faults(rows).empty()) << Faults(rows).front();
  for (absl::string_view space : {kAccessSpace, kBlobSpace, kChunkSpace, kDueSpace, kHistorySpace, kIndexSpace,
                                  kJournalSpace, kMirrorSpace, kNamingSpace, kPayloadSpace, kRowSpace}) {
    EXPECT_TRUE(absl::StartsWith(rows.rows.lower_bound(space)->first, space)) << "the test lacks a row in " << space;
  }
}

// Copies of packages before and after its own were counted twice where it had no record of its own between them.
TEST(VerifyTest, HoldsAStoreOfNothingButCopies) {
  const storage::Folder folder;
  absl::StatusOr<std::unique_ptr<Store>> store = OpenStore(folder / "store", {.package = "krans.empty.v1"}, true);
  ASSERT_TRUE(store.ok()) << store.status();
  MirrorAFact(store->get());
  EXPECT_THAT((*store)->Verify()->faults, testing::IsEmpty());
}

TEST(VerifyTest, FindsEveryRowThatIsLost) {
  Rows rows = MakeRows();
  const auto whole = rows.rows;
  for (const auto& [key, value] : whole) {
    if (IsCheckedAtOpening(key)) continue;
    rows.rows.erase(key);
    EXPECT_FALSE(Faults(rows).empty()) << absl::CHexEscape(key);
    rows.rows.emplace(key, value);
  }
}

TEST(VerifyTest, FindsTenThousandRandomChanges) {
  const google::protobuf::LogSilencer silencer;  // it would tell of every record that does not parse
  Rows rows = MakeRows();
  std::vector<std::string> keys;
  for (const auto& [key, value] : rows.rows) {
    if (!IsCheckedAtOpening(key)) keys.push_back(key);
  }
  std::mt19937 random(11);
  const auto pick = [&](size_t count) { return std::uniform_int_distribution<size_t>(0, count - 1)(random); };
  for (int change = 0; change < 10000; ++change) {
    const std::string& key = keys[pick(keys.size())];
    const std::string before = rows.rows[key];
    std::string after = before;
    if (after.empty() || pick(20) == 0) {
      after.push_back(static_cast<char>(pick(256)));
    } else {
      const size_t first = key == kHeadKey ? 8 : 0;
      after[first + pick(after.size() - first)] ^= static_cast<char>(1 << pick(8));
    }
    rows.rows[key] = after;
    ASSERT_FALSE(Faults(rows).empty()) << absl::CHexEscape(key) << " became " << absl::CHexEscape(after);
    rows.rows[key] = before;
  }
}

TEST(VerifyTest, FindsRowsThatChangedPlaces) {
  Rows rows = MakeRows();
  std::swap(rows.rows[NumberedKey(kJournalSpace, 3)], rows.rows[NumberedKey(kJournalSpace, 4)]);
  EXPECT_FALSE(Faults(rows).empty());
  rows = MakeRows();
  std::swap(rows.rows[NumberedKey(kPayloadSpace, 1)], rows.rows[NumberedKey(kPayloadSpace, 2)]);
  EXPECT_FALSE(Faults(rows).empty());
  rows = MakeRows();
  std::swap(rows.rows[RecordKey("krans.own.v1.Note", "notes/0")], rows.rows[RecordKey("krans.own.v1.Note", "notes/3")]);
  EXPECT_FALSE(Faults(rows).empty());
}

TEST(VerifyTest, FindsRowsThatWereAdded) {
  const Rows whole = MakeRows();
  for (const std::string& key :
       {RecordKey("krans.own.v1.Note", "notes/99"), RecordKey("krans.foreign.v1.Fact", "facts/9"),
        NumberedKey(kJournalSpace, 1000), NumberedKey(kAccessSpace, 1000), NumberedKey(kPayloadSpace, 1000),
        HistoryKey("krans.own.v1.Note", "notes/0", 5), IndexPrefix("krans.own.v1.Note", "author", {"bo"}) + "notes/0",
        std::string(kRowSpace) + "answer/9", std::string(kMirrorSpace) + "other", DueKey(1, 1)}) {
    Rows rows = whole;
    Note note;
    note.set_name("notes/99");
    rows.rows[key] = note.SerializeAsString();
    EXPECT_FALSE(Faults(rows).empty()) << absl::CHexEscape(key);
  }
}

TEST(VerifyTest, SaysWhatIsWrongAndInWhichChain) {
  Rows rows = MakeRows();
  rows.rows.erase(NumberedKey(kPayloadSpace, 5));
  EXPECT_THAT(Faults(rows), testing::Contains(HasSubstr("journal: the payload of entry 5 is missing")));
  rows = MakeRows();
  rows.rows.erase(NumberedKey(kAccessSpace, 2));
  EXPECT_THAT(Faults(rows), testing::Contains(HasSubstr("access log: entry 2 is missing")));
}

TEST(VerifyTest, FindsAPayloadThatCameBackAfterItWasPurged) {
  Rows rows = MakeRows();
  journal::v1::Entry entry;
  int64_t purged = 0;
  for (const auto& [key, value] : rows.rows) {
    if (absl::StartsWith(key, kJournalSpace) && entry.ParseFromString(value) && entry.purged_size() > 0) {
      purged = entry.purged(0);
    }
  }
  ASSERT_GT(purged, 0);
  rows.rows[NumberedKey(kPayloadSpace, purged)] = std::string(kSaltSize, 's') + "forged";
  EXPECT_FALSE(Faults(rows).empty());
}

}  // namespace
}  // namespace krans::storage
