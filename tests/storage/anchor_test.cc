#include "storage/anchor.h"

#include <filesystem>
#include <fstream>

#include "gtest/gtest.h"
#include "tests/storage/folder.h"

namespace krans::storage {
namespace {

Mark MakeMark(int64_t generation) { return Mark{generation, Position{3, generation * 10, std::string(32, 'h')}}; }

void Damage(const std::string& path, std::streamoff at) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(at);
  file.put('!');
}

TEST(AnchorFileTest, RemembersTheLastMark) {
  const Folder folder;
  {
    auto anchor = AnchorFile::Create(folder / "journal", Chain::kJournal, MakeMark(0));
    ASSERT_TRUE(anchor.ok()) << anchor.status();
    for (int64_t generation = 1; generation <= 5; ++generation) {
      ASSERT_TRUE((*anchor)->Write(MakeMark(generation)).ok());
      auto read = AnchorFile::Open(folder / "journal", Chain::kJournal);
      ASSERT_TRUE(read.ok()) << read.status();
      EXPECT_EQ((*read)->mark().generation, generation);
      EXPECT_EQ((*read)->mark().position, MakeMark(generation).position);
    }
  }
}

TEST(AnchorFileTest, KeepsTheMarkBeforeWhereTheLastWriteWasTorn) {
  for (const int damaged : {0, 1}) {
    const Folder folder;
    ASSERT_TRUE(AnchorFile::Create(folder / "journal", Chain::kJournal, MakeMark(0)).ok());
    for (int64_t generation = 1; generation <= 2; ++generation) {
      auto anchor = AnchorFile::Open(folder / "journal", Chain::kJournal);
      ASSERT_TRUE((*anchor)->Write(MakeMark(generation)).ok());
    }
    Damage(folder / "journal", damaged * 4096 + 30);
    auto anchor = AnchorFile::Open(folder / "journal", Chain::kJournal);
    ASSERT_TRUE(anchor.ok()) << anchor.status();
    EXPECT_GE((*anchor)->mark().generation, 1);
    ASSERT_TRUE((*anchor)->Write(MakeMark(3)).ok());
    EXPECT_EQ((*AnchorFile::Open(folder / "journal", Chain::kJournal))->mark().generation, 3);
  }
}

TEST(AnchorFileTest, RefusesTheAnchorOfTheOtherChain) {
  const Folder folder;
  ASSERT_TRUE(AnchorFile::Create(folder / "journal", Chain::kJournal, MakeMark(1)).ok());
  EXPECT_TRUE(absl::IsDataLoss(AnchorFile::Open(folder / "journal", Chain::kAccess).status()));
}

TEST(AnchorFileTest, RefusesWhatIsShortOrMissing) {
  const Folder folder;
  EXPECT_TRUE(absl::IsNotFound(AnchorFile::Open(folder / "journal", Chain::kJournal).status()));
  ASSERT_TRUE(AnchorFile::Create(folder / "journal", Chain::kJournal, MakeMark(1)).ok());
  std::filesystem::resize_file(folder / "journal", 63);
  EXPECT_TRUE(absl::IsDataLoss(AnchorFile::Open(folder / "journal", Chain::kJournal).status()));
}

TEST(AnchorFileTest, HoldsSlotsOf64Bytes) { EXPECT_EQ(EncodeSlot(Chain::kJournal, MakeMark(1)).size(), 64); }

}  // namespace
}  // namespace krans::storage
