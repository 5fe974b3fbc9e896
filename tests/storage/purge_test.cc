#include <filesystem>
#include <fstream>
#include <functional>
#include <future>
#include <sstream>

#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/open.h"
#include "tests/contract/foreign.pb.h"
#include "tests/contract/own.pb.h"
#include "tests/storage/folder.h"

namespace krans::storage {
namespace {

using own::v1::Note;
using testing::IsEmpty;
using testing::Not;

constexpr char kSecret[] = "Rektorn-tvekade-4711-innan-hon-svarade";

class PurgeTest : public testing::Test {
 protected:
  void Open() {
    Options options;
    options.package = "krans.own.v1";
    absl::StatusOr<std::unique_ptr<Store>> store = OpenStore(folder_ / dir_, options, true);
    ASSERT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
  }

  // Ends after everything that was begun.
  void Close() { store_.reset(); }

  void Write(Store::WriteBody body) {
    std::promise<absl::Status> done;
    store_->Write(Change{"anna", "Test/Write", absl::FromUnixSeconds(1718000000), "a decision"}, std::move(body),
                  [&](absl::Status status, int64_t) { done.set_value(std::move(status)); });
    const absl::Status status = done.get_future().get();
    ASSERT_TRUE(status.ok()) << status;
  }

  void PutNote(const std::string& name, const std::string& text) {
    Write([&](WriteTransaction& txn) {
      Note note;
      note.set_name(name);
      note.set_text(text);
      return txn.Put(note).status();
    });
  }

  void Mirror(int64_t from, const std::string& bytes) {
    std::promise<absl::Status> done;
    const Position before = from == 0 ? Position() : Position{1, from, std::string(32, 'a')};
    store_->Mirror("upstream", before, Position{1, from + 1, std::string(32, 'a')},
                   {{foreign::v1::Fact::descriptor(), "facts/1", bytes}},
                   [&](absl::Status status) { done.set_value(std::move(status)); });
    ASSERT_TRUE(done.get_future().get().ok());
  }

  void Retain() {
    std::promise<void> done;
    store_->Retain(Change{"operator", "Test/Retain", absl::FromUnixSeconds(1718000000), "tidy"},
                   [&](absl::Status) { done.set_value(); });
    done.get_future().wait();
  }

  // The files that hold the secret.
  std::vector<std::string> Holding() {
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_ / dir_)) {
      if (!entry.is_regular_file()) continue;
      std::stringstream content;
      content << std::ifstream(entry.path(), std::ios::binary).rdbuf();
      if (absl::StrContains(content.str(), kSecret)) files.push_back(entry.path().string());
    }
    return files;
  }

  // Purges the note while a reader still sees it, and does the rest before that reader ends.
  void PurgeBesideAReader(const std::function<void()>& rest) {
    std::promise<void> reading, purged, read;
    store_->Read(
        false,
        [&](const ReadTransaction&) {
          reading.set_value();
          purged.get_future().wait();
          return absl::OkStatus();
        },
        [&](absl::Status) { read.set_value(); });
    reading.get_future().wait();
    Write([](WriteTransaction& txn) { return txn.Purge<Note>("notes/1"); });
    rest();
    purged.set_value();
    read.get_future().wait();
  }

  Folder folder_;
  std::string dir_ = "store";
  std::unique_ptr<Store> store_;
};

TEST_F(PurgeTest, LeavesNothingOfTheTextInAnyFile) {
  Open();
  PutNote("notes/1", kSecret);
  PutNote("notes/2", "other");
  EXPECT_THAT(Holding(), Not(IsEmpty()));
  Write([](WriteTransaction& txn) { return txn.Purge<Note>("notes/1"); });
  Close();
  EXPECT_THAT(Holding(), IsEmpty());
  Open();
  EXPECT_THAT(store_->Verify()->faults, IsEmpty());
}

TEST_F(PurgeTest, LeavesNothingOfVersionsThatWereLongInTheFiles) {
  Open();
  for (const char* text : {kSecret, "a later version"}) {
    PutNote("notes/1", text);
    for (int i = 0; i < 50; ++i) PutNote("notes/9" + std::to_string(i), std::string(1000, 'x'));
    Close();
    Open();
  }
  EXPECT_THAT(Holding(), Not(IsEmpty()));
  Write([](WriteTransaction& txn) -> absl::Status {
    if (absl::Status purged = txn.Purge<Note>("notes/1"); !purged.ok()) return purged;
    Note rest;
    rest.set_name("notes/1");
    return txn.Put(rest).status();
  });
  Close();
  EXPECT_THAT(Holding(), IsEmpty());
}

TEST_F(PurgeTest, LeavesNothingWithAFollower) {
  Open();
  foreign::v1::Fact fact;
  fact.set_name("facts/1");
  fact.set_subject(kSecret);
  Mirror(0, fact.SerializeAsString());
  EXPECT_THAT(Holding(), Not(IsEmpty()));
  Mirror(1, "");
  Close();
  EXPECT_THAT(Holding(), IsEmpty());
}

TEST_F(PurgeTest, WaitsForAReaderThatStillSeesIt) {
  Open();
  PutNote("notes/1", kSecret);
  PurgeBesideAReader([] {});
  for (int i = 0; i < 1000 && !Holding().empty(); ++i) Retain();
  EXPECT_THAT(Holding(), IsEmpty());
}

TEST_F(PurgeTest, ForgetsWhenItIsOpenedAgainWhatItHadNoTimeToForget) {
  Open();
  PutNote("notes/1", kSecret);
  PurgeBesideAReader([&] { ASSERT_EQ(store_->Checkpoint(folder_ / "died"), absl::OkStatus()); });
  Close();
  dir_ = "died";
  EXPECT_THAT(Holding(), Not(IsEmpty()));
  Open();
  EXPECT_THAT(store_->Verify()->faults, IsEmpty());
  Close();
  EXPECT_THAT(Holding(), IsEmpty());
}

}  // namespace
}  // namespace krans::storage
