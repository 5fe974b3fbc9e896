#include <filesystem>
#include <fstream>
#include <future>
#include <iterator>

#include "gmock/gmock.h"
#include "tests/contract/foreign.pb.h"
#include "tests/contract/store_fixture.h"

namespace krans::storage {
namespace {

namespace fs = std::filesystem;
using own::v1::Note;
using testing::HasSubstr;

void CopyFolder(const std::string& from, const std::string& to) {
  fs::remove_all(to);
  fs::copy(from, to, fs::copy_options::recursive);
}

// Changes one byte of a file.
void Flip(const std::string& path, std::streamoff at) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekg(at);
  const char byte = static_cast<char>(file.get());
  file.seekp(at);
  file.put(static_cast<char>(byte ^ 1));
  ASSERT_TRUE(file.good());
}

// Everything a reader can see of a store's records.
std::vector<std::string> State(Store& store) {
  std::vector<std::string> state;
  absl::Status status = Read(store, [&](const ReadTransaction& txn) {
    return txn.ScanMessages(*Note::descriptor(), "", "",
                            [&](absl::string_view name, absl::string_view bytes) -> absl::StatusOr<bool> {
                              state.emplace_back(bytes);
                              return true;
                            });
  });
  EXPECT_TRUE(status.ok());
  return state;
}

TEST_P(StoreContract, MakesANewStoreOnlyWhenAsked) {
  EXPECT_TRUE(absl::IsNotFound(TryOpen(false).status()));
  Open();
  Close();
  EXPECT_TRUE(TryOpen(false).ok());
}

TEST_P(StoreContract, CannotBeOpenedTwice) {
  Open();
  EXPECT_TRUE(absl::IsFailedPrecondition(TryOpen().status())) << TryOpen().status();
}

TEST_P(StoreContract, RefusesTheStoreOfAnotherPackage) {
  Open();
  ASSERT_TRUE(Put(*store_, MakeNote("notes/1")).ok());
  Close();
  Options options = MakeOptions();
  options.package = "krans.foreign.v1";
  absl::StatusOr<std::unique_ptr<Store>> store = Store::Open(*OpenEngine(), options, true);
  EXPECT_TRUE(absl::IsDataLoss(store.status()));
  EXPECT_THAT(std::string(store.status().message()), HasSubstr("krans.own.v1"));
}

TEST_P(StoreContract, RefusesADatabaseThatIsOlderThanItsAnchor) {
  Open();
  ASSERT_TRUE(Put(*store_, MakeNote("notes/1")).ok());
  Close();
  CopyFolder(db_dir(), dir_ + "/yesterday");
  Open();
  ASSERT_TRUE(Put(*store_, MakeNote("notes/2")).ok());
  Close();
  CopyFolder(dir_ + "/yesterday", db_dir());
  const absl::Status refused = TryOpen(true).status();
  EXPECT_TRUE(absl::IsDataLoss(refused)) << refused;
  EXPECT_THAT(std::string(refused.message()), HasSubstr(anchor_dir()));
}

TEST_P(StoreContract, RefusesADatabaseThatMissesOnlyItsLastCopies) {
  Open();
  Close();
  CopyFolder(db_dir(), dir_ + "/yesterday");
  Open();
  ASSERT_TRUE(Mirror(*store_, "upstream", Position(), Position{1, 1, std::string(32, 'a')}, {}).ok());
  Close();
  CopyFolder(dir_ + "/yesterday", db_dir());
  EXPECT_TRUE(absl::IsDataLoss(TryOpen().status()));
}

TEST_P(StoreContract, RefusesADatabaseThatMissesOnlyItsLastAccess) {
  Open();
  Close();
  CopyFolder(db_dir(), dir_ + "/yesterday");
  Open();
  ASSERT_TRUE(Enter(*store_, "notes/1").ok());
  Close();
  CopyFolder(dir_ + "/yesterday", db_dir());
  EXPECT_TRUE(absl::IsDataLoss(TryOpen().status()));
}

TEST_P(StoreContract, RefusesADatabaseWithAnotherPast) {
  Open();
  Close();
  CopyFolder(dir_, dir_ + "-other");
  Open();
  ASSERT_TRUE(Put(*store_, MakeNote("notes/1")).ok());
  Close();
  CopyFolder(anchor_dir(), dir_ + "/kept");
  CopyFolder(dir_ + "-other/db", db_dir());
  CopyFolder(dir_ + "-other/anchor", anchor_dir());
  fs::remove_all(dir_ + "-other");
  Open();
  ASSERT_TRUE(Put(*store_, MakeNote("notes/2")).ok());
  ASSERT_TRUE(Put(*store_, MakeNote("notes/3")).ok());
  Close();
  CopyFolder(dir_ + "/kept", anchor_dir());
  const absl::Status refused = TryOpen().status();
  EXPECT_TRUE(absl::IsDataLoss(refused));
  EXPECT_THAT(std::string(refused.message()), HasSubstr("not the one"));
}

TEST_P(StoreContract, RefusesADatabaseWithoutItsAnchors) {
  for (const char* file : {"/journal", "/access"}) {
    Open();
    ASSERT_TRUE(Put(*store_, MakeNote("notes/1")).ok());
    Close();
    CopyFolder(anchor_dir(), dir_ + "/kept");
    fs::remove(anchor_dir() + file);
    const absl::Status refused = TryOpen(true).status();
    EXPECT_TRUE(absl::IsDataLoss(refused));
    EXPECT_THAT(std::string(refused.message()), HasSubstr(anchor_dir() + file));
    CopyFolder(dir_ + "/kept", anchor_dir());
  }
}

TEST_P(StoreContract, RefusesAnchorsWithoutTheirDatabase) {
  Open();
  Close();
  fs::remove_all(db_dir());
  EXPECT_TRUE(absl::IsDataLoss(TryOpen(true).status()));
}

TEST_P(StoreContract, RefusesAnAnchorOfWhichNeitherSlotHolds) {
  Open();
  ASSERT_TRUE(Put(*store_, MakeNote("notes/1")).ok());
  Close();
  Flip(anchor_dir() + "/journal", 20);
  EXPECT_TRUE(TryOpen().ok());
  Flip(anchor_dir() + "/journal", 20);
  Flip(anchor_dir() + "/journal", 4096 + 20);
  EXPECT_FALSE(TryOpen().ok());
}

TEST_P(StoreContract, ServesADatabaseThatIsAheadOfItsAnchor) {
  Open();
  ASSERT_TRUE(Put(*store_, MakeNote("notes/1")).ok());
  Close();
  CopyFolder(anchor_dir(), dir_ + "/kept");
  Open();
  ASSERT_TRUE(Put(*store_, MakeNote("notes/2")).ok());
  ASSERT_TRUE(Enter(*store_, "notes/2").ok());
  Close();
  CopyFolder(dir_ + "/kept", anchor_dir());
  Open();
  EXPECT_EQ(store_->Head().position, 2);
  Close();
  CopyFolder(anchor_dir(), dir_ + "/raised");
  Open();
  EXPECT_EQ(Faults(*store_), "");
}

TEST_P(StoreContract, FinishesMakingAStoreThatWasNeverWritten) {
  Open();
  Close();
  // As a crash would leave it between the anchors and the first commit.
  fs::remove_all(db_dir());
  fs::remove_all(anchor_dir());
  {
    absl::StatusOr<std::unique_ptr<Engine>> engine = OpenEngine(true);
    ASSERT_TRUE(engine.ok());
  }
  Open();
  EXPECT_TRUE(Put(*store_, MakeNote("notes/1")).ok());
}

TEST_P(StoreContract, AdoptsWhatItsAnchorRefusesInANewEpoch) {
  Open();
  ASSERT_TRUE(Put(*store_, MakeNote("notes/1")).ok());
  Close();
  CopyFolder(db_dir(), dir_ + "/yesterday");
  Open();
  ASSERT_TRUE(Put(*store_, MakeNote("notes/2")).ok());
  Close();
  CopyFolder(dir_ + "/yesterday", db_dir());
  ASSERT_FALSE(TryOpen().ok());
  {
    std::unique_ptr<Engine> engine = *OpenEngine();
    EXPECT_TRUE(absl::IsInvalidArgument(Adopt(engine.get(), MakeOptions(), Change{"operator", "adopt"})));
    const absl::Status adopted =
        Adopt(engine.get(), MakeOptions(), Change{"operator", "adopt", absl::UnixEpoch(), "disk lost"});
    ASSERT_TRUE(adopted.ok()) << adopted;
  }
  Open();
  EXPECT_EQ(store_->Head().epoch, 2);
  EXPECT_EQ(store_->Head().position, 2);
  EXPECT_EQ(EntryAt(*store_, 2).kind(), journal::v1::ADOPTED);
  EXPECT_EQ(EntryAt(*store_, 2).reason(), "disk lost");
  EXPECT_EQ(EntryAt(*store_, 2).epoch(), 2);
  ASSERT_TRUE(Put(*store_, MakeNote("notes/2")).ok());
  EXPECT_EQ(EntryAt(*store_, 3).epoch(), 2);
  EXPECT_EQ(store_->At(1)->epoch, 1);
  Open();
  EXPECT_EQ(Faults(*store_), "");
}

TEST_P(StoreContract, RefusesToAdoptAStoreThatNothingIsWrongWith) {
  Open();
  ASSERT_TRUE(Put(*store_, MakeNote("notes/1")).ok());
  Close();
  const absl::Status refused =
      Adopt(OpenEngine()->get(), MakeOptions(), Change{"operator", "adopt", absl::UnixEpoch(), "to be sure"});
  EXPECT_TRUE(absl::IsFailedPrecondition(refused)) << refused;
  Open();
  EXPECT_EQ(store_->Head().epoch, 1);
}

TEST_P(StoreContract, RestoresACheckpointToTheSameState) {
  Open();
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(Put(*store_, MakeNote("notes/" + std::to_string(i), "anna")).ok());
  ASSERT_TRUE(Enter(*store_, "notes/1").ok());
  const std::string digest = *PutBlob(*store_, "content", absl::UnixEpoch());
  const std::string copy = dir_ + "/copy";
  ASSERT_TRUE(store_->Checkpoint(copy).ok());
  EXPECT_TRUE(absl::IsAlreadyExists(store_->Checkpoint(copy)));
  const Position head = store_->Head();
  const std::vector<std::string> state = State(*store_);
  ASSERT_TRUE(Put(*store_, MakeNote("notes/later")).ok());
  Options options = MakeOptions();
  options.anchor_dir = copy + "/anchor";
  absl::StatusOr<std::unique_ptr<Store>> restored = Store::Open(*GetParam().open(copy + "/db", false), options, false);
  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_EQ((*restored)->Head(), head);
  EXPECT_EQ(State(**restored), state);
  EXPECT_EQ(*GetBlob(**restored, digest), "content");
  EXPECT_EQ(Faults(**restored), "");
  EXPECT_TRUE(Put(**restored, MakeNote("notes/other")).ok());
}

TEST_P(StoreContract, MakesOneOfTwoCheckpointsOfTheSameNameAtOnce) {
  Open();
  ASSERT_TRUE(Put(*store_, MakeNote("notes/1", "anna")).ok());
  for (int round = 0; round < 20; ++round) {
    const std::string copy = dir_ + "/copy" + std::to_string(round);
    auto other = std::async(std::launch::async, [&] { return store_->Checkpoint(copy); });
    const absl::Status made = store_->Checkpoint(copy);
    const absl::Status made_too = other.get();
    EXPECT_NE(made.ok(), made_too.ok()) << made << made_too;
    EXPECT_TRUE(absl::IsAlreadyExists(made.ok() ? made_too : made));
    Options options = MakeOptions();
    options.anchor_dir = copy + "/anchor";
    EXPECT_TRUE(Store::Open(*GetParam().open(copy + "/db", false), options, false).ok());
  }
}

}  // namespace
}  // namespace krans::storage
