#include "storage/open.h"

#include <filesystem>
#include <fstream>
#include <future>
#include <iterator>
#include <map>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/contract/own.pb.h"
#include "tests/storage/folder.h"

namespace krans::storage {
namespace {

namespace fs = std::filesystem;
using own::v1::Note;
using testing::HasSubstr;

Options OwnOptions() {
  Options options;
  options.package = "krans.own.v1";
  return options;
}

absl::Status PutNote(Store& store, int number) {
  std::promise<absl::Status> done;
  store.Write(
      Change{"anna", "Test/Put"},
      [&](WriteTransaction& txn) {
        Note note;
        note.set_name("notes/" + std::to_string(number));
        note.set_text(std::string(200, 'x'));
        return txn.Put(note).status();
      },
      [&](absl::Status status, int64_t) { done.set_value(std::move(status)); });
  return done.get_future().get();
}

std::string MessageOf(const absl::Status& status) { return std::string(status.message()); }

// Makes in `dir` what a process leaves that is killed after `notes` notes, the last of them in the log, and beside it a
// copy of the anchors as they were after `anchored` notes.
void LeaveKilled(const std::string& dir, int notes, int anchored) {
  const std::string live = dir + "-live";
  absl::StatusOr<std::unique_ptr<Store>> store = OpenStore(live, OwnOptions(), true);
  ASSERT_TRUE(store.ok()) << store.status();
  for (int i = 0; i < notes; ++i) {
    if (i == anchored) fs::copy(live + "/anchor", live + "/earlier-anchor");
    ASSERT_TRUE(PutNote(**store, i).ok());
  }
  fs::copy(live, dir, fs::copy_options::recursive);
}

std::string LogOf(const std::string& dir) {
  std::string found;
  for (const auto& entry : fs::directory_iterator(dir + "/db")) {
    if (entry.path().extension() == ".log" && fs::file_size(entry.path()) > 0) found = entry.path().string();
  }
  return found;
}

TEST(OpenStoreTest, ServesWithoutTheTornEndOfALogWhereNothingAcknowledgedWasInIt) {
  const Folder folder;
  const std::string dir = folder / "store";
  LeaveKilled(dir, 10, 9);
  // As after a power cut before the last anchor: the last record is torn and was never acknowledged.
  fs::remove_all(dir + "/anchor");
  fs::rename(dir + "/earlier-anchor", dir + "/anchor");
  const std::string log = LogOf(dir);
  fs::resize_file(log, fs::file_size(log) - 20);
  absl::StatusOr<std::unique_ptr<Store>> store = OpenStore(dir, OwnOptions(), false);
  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_EQ((*store)->Head().position, 9);
  EXPECT_TRUE((*store)->Verify()->faults.empty());
  EXPECT_TRUE(PutNote(**store, 10).ok());
}

TEST(OpenStoreTest, RefusesATornLogThatHeldSomethingAcknowledged) {
  const Folder folder;
  const std::string dir = folder / "store";
  LeaveKilled(dir, 10, 9);
  const std::string log = LogOf(dir);
  fs::resize_file(log, fs::file_size(log) - 20);
  const auto before = fs::file_size(log);
  const absl::Status refused = OpenStore(dir, OwnOptions(), false).status();
  EXPECT_TRUE(absl::IsDataLoss(refused)) << refused;
  EXPECT_THAT(MessageOf(refused), HasSubstr(dir + "/db"));
  EXPECT_THAT(MessageOf(refused), HasSubstr("entry 10"));
  EXPECT_EQ(fs::file_size(log), before) << "a refusal leaves the evidence";
  const Change change{"operator", "krans store adopt", absl::UnixEpoch(), "power cut"};
  const absl::Status adopted = AdoptStore(dir, OwnOptions(), change);
  ASSERT_TRUE(adopted.ok()) << adopted;
  absl::StatusOr<std::unique_ptr<Store>> store = OpenStore(dir, OwnOptions(), false);
  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_EQ((*store)->Head().epoch, 2);
  EXPECT_EQ((*store)->Head().position, 10);
  EXPECT_TRUE((*store)->Verify()->faults.empty());
}

TEST(OpenStoreTest, NamesTheFileThatIsMissing) {
  const Folder folder;
  const std::string dir = folder / "store";
  LeaveKilled(dir, 3, 0);
  fs::rename(dir + "/db/CURRENT", dir + "/CURRENT");
  absl::Status refused = OpenStore(dir, OwnOptions(), true).status();
  EXPECT_TRUE(absl::IsDataLoss(refused)) << refused;
  EXPECT_THAT(MessageOf(refused), HasSubstr(dir + "/db/CURRENT is missing"));
  fs::rename(dir + "/CURRENT", dir + "/db/CURRENT");

  fs::rename(dir + "/db", dir + "/gone");
  refused = OpenStore(dir, OwnOptions(), true).status();
  EXPECT_TRUE(absl::IsDataLoss(refused)) << refused;
  EXPECT_THAT(MessageOf(refused), HasSubstr(dir + "/db is missing"));
  EXPECT_FALSE(fs::exists(dir + "/db")) << "a refusal makes nothing";
  fs::rename(dir + "/gone", dir + "/db");
  EXPECT_TRUE(OpenStore(dir, OwnOptions(), false).ok());
}

// Changes a byte in the middle of a file.
void Flip(const std::string& path) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  const auto at = static_cast<std::streamoff>(fs::file_size(path) / 2);
  file.seekg(at);
  const char byte = static_cast<char>(file.get());
  file.seekp(at);
  file.put(static_cast<char>(byte ^ 1));
  ASSERT_TRUE(file.good());
}

TEST(OpenStoreTest, NamesTheLogWithAFlippedBitOnce) {
  const Folder folder;
  const std::string dir = folder / "store";
  LeaveKilled(dir, 10, 0);
  Flip(LogOf(dir));
  for (const absl::Status& refused :
       {OpenStore(dir, OwnOptions(), false).status(), InspectStore(dir, OwnOptions()).status()}) {
    EXPECT_TRUE(absl::IsDataLoss(refused)) << refused;
    EXPECT_THAT(MessageOf(refused), HasSubstr(LogOf(dir)));
    const std::string message = MessageOf(refused);
    EXPECT_EQ(message.find("checksum mismatch"), message.rfind("checksum mismatch")) << message;
  }
}

TEST(OpenStoreTest, SaysWhichStoreIsAnothersOwn) {
  const Folder folder;
  const std::string dir = folder / "store";
  ASSERT_TRUE(OpenStore(dir, OwnOptions(), true).ok());
  Options options;
  options.package = "krans.foreign.v1";
  const Change change{"operator", "krans store adopt", absl::UnixEpoch(), "mistaken"};
  for (const absl::Status& refused : {OpenStore(dir, options, false).status(), InspectStore(dir, options).status(),
                                      AdoptStore(dir, options, change)}) {
    EXPECT_TRUE(absl::IsDataLoss(refused)) << refused;
    EXPECT_THAT(MessageOf(refused), HasSubstr(dir + "/db: "));
  }
}

// Every file under `dir` with its content.
std::map<std::string, std::string> ContentOf(const std::string& dir) {
  std::map<std::string, std::string> content;
  for (const auto& entry : fs::recursive_directory_iterator(dir)) {
    std::ifstream file(entry.path(), std::ios::binary);
    if (entry.is_regular_file()) content[entry.path().string()].assign(std::istreambuf_iterator<char>(file), {});
  }
  return content;
}

TEST(OpenStoreTest, InspectingChangesNothingInTheFolder) {
  const Folder folder;
  const std::string dir = folder / "store";
  LeaveKilled(dir, 10, 9);
  const auto before = ContentOf(dir);
  {
    absl::StatusOr<std::unique_ptr<Store>> store = InspectStore(dir, OwnOptions());
    ASSERT_TRUE(store.ok()) << store.status();
    EXPECT_EQ((*store)->Head().position, 10);
    EXPECT_TRUE((*store)->Verify()->faults.empty());
    EXPECT_FALSE(PutNote(**store, 11).ok());
  }
  EXPECT_TRUE(ContentOf(dir) == before);

  const std::string log = LogOf(dir);
  fs::resize_file(log, fs::file_size(log) - 20);
  const auto torn = ContentOf(dir);
  EXPECT_TRUE(absl::IsDataLoss(InspectStore(dir, OwnOptions()).status()));
  EXPECT_TRUE(ContentOf(dir) == torn);
}

TEST(OpenStoreTest, InspectsNothingThatAProcessWritesAndMakesNothing) {
  const Folder folder;
  const std::string dir = folder / "store";
  absl::StatusOr<std::unique_ptr<Store>> store = OpenStore(dir, OwnOptions(), true);
  EXPECT_TRUE(absl::IsFailedPrecondition(InspectStore(dir, OwnOptions()).status()));
  store = absl::UnknownError("closed");
  store = InspectStore(dir, OwnOptions());
  EXPECT_TRUE(store.ok()) << store.status();
  EXPECT_TRUE(absl::IsFailedPrecondition(OpenStore(dir, OwnOptions(), false).status()));
  EXPECT_TRUE(absl::IsNotFound(InspectStore(folder / "none", OwnOptions()).status()));
  EXPECT_FALSE(fs::exists(folder / "none"));
}

TEST(OpenStoreTest, KeepsItsAnchorsWhereItIsTold) {
  const Folder folder;
  Options options = OwnOptions();
  options.anchor_dir = folder / "elsewhere";
  EXPECT_TRUE(OpenStore(folder / "store", options, true).ok());
  EXPECT_TRUE(fs::exists(folder / "elsewhere/journal"));
  EXPECT_FALSE(fs::exists(folder / "store/anchor"));
  EXPECT_TRUE(absl::IsDataLoss(OpenStore(folder / "store", OwnOptions(), true).status()));
}

TEST(OpenStoreTest, SaysWhereThereIsNoStore) {
  const Folder folder;
  EXPECT_TRUE(absl::IsNotFound(OpenStore(folder / "store", OwnOptions(), false).status()));
}

}  // namespace
}  // namespace krans::storage
