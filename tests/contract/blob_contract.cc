#include "tests/contract/store_fixture.h"

namespace krans::storage {
namespace {

using own::v1::Folder;

const absl::Time kNow = absl::FromUnixSeconds(1718000000);
const absl::Time kNextDay = kNow + absl::Hours(24);

Folder MakeFolder(const std::vector<std::string>& digests) {
  Folder folder;
  folder.set_name("folders/1");
  for (const std::string& digest : digests) folder.add_files()->set_digest(digest);
  return folder;
}

TEST_P(StoreContract, StoresBlobsOfEverySizeUnderTheirDigest) {
  Open();
  for (size_t size : {size_t{0}, size_t{1}, size_t{256 << 10}, size_t{(256 << 10) + 1}, size_t{3 << 20}}) {
    std::string content(size, 'x');
    for (size_t i = 0; i < size; i += 1000) content[i] = static_cast<char>(i / 1000);
    absl::StatusOr<std::string> digest = PutBlob(*store_, content, kNow);
    ASSERT_TRUE(digest.ok()) << digest.status();
    EXPECT_EQ(digest->size(), 64);
    absl::StatusOr<std::string> loaded = GetBlob(*store_, *digest);
    ASSERT_TRUE(loaded.ok()) << loaded.status();
    EXPECT_TRUE(*loaded == content);
  }
  EXPECT_TRUE(absl::IsNotFound(GetBlob(*store_, std::string(64, '0')).status()));
  EXPECT_EQ(*PutBlob(*store_, "abc", kNow), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_P(StoreContract, CollectsBlobsThatNoRecordNames) {
  Open();
  const std::string kept = *PutBlob(*store_, "kept", kNow);
  const std::string loose = *PutBlob(*store_, "loose", kNow);
  ASSERT_TRUE(Put(*store_, MakeFolder({kept})).ok());
  EXPECT_EQ(*store_->CollectBlobs(kNextDay - absl::Seconds(1)), 0);
  EXPECT_EQ(*store_->CollectBlobs(kNextDay), 1);
  EXPECT_TRUE(GetBlob(*store_, kept).ok());
  EXPECT_TRUE(absl::IsNotFound(GetBlob(*store_, loose).status()));
  ASSERT_TRUE(Put(*store_, MakeFolder({})).ok());
  EXPECT_EQ(*store_->CollectBlobs(kNextDay), 1);
  EXPECT_TRUE(absl::IsNotFound(GetBlob(*store_, kept).status()));
  EXPECT_EQ(Faults(*store_), "");
}

TEST_P(StoreContract, KeepsABlobThatIsWrittenAgain) {
  Open();
  const std::string digest = *PutBlob(*store_, "again", kNow);
  ASSERT_EQ(*PutBlob(*store_, "again", kNow + absl::Hours(12)), digest);
  EXPECT_EQ(*store_->CollectBlobs(kNextDay), 0);
  EXPECT_EQ(*GetBlob(*store_, digest), "again");
}

TEST_P(StoreContract, StoresABlobTogetherWithTheRecordThatNamesItOrNeither) {
  Open();
  const auto put = [](absl::Status then) {
    return [then](WriteTransaction& txn) {
      const std::string digest = txn.PutBlob("with its record");
      EXPECT_EQ(*txn.GetBlob(digest), "with its record");
      if (absl::Status stored = txn.Put(MakeFolder({digest})).status(); !stored.ok()) return stored;
      return then;
    };
  };
  EXPECT_TRUE(absl::IsAborted(Write(*store_, put(absl::AbortedError("no")))));
  Close();
  Open();
  EXPECT_TRUE(absl::IsNotFound(Get<Folder>(*store_, "folders/1").status()));
  ASSERT_TRUE(Write(*store_, put(absl::OkStatus())).ok());
  const absl::StatusOr<Folder> folder = Get<Folder>(*store_, "folders/1");
  ASSERT_TRUE(folder.ok());
  EXPECT_EQ(*GetBlob(*store_, folder->files(0).digest()), "with its record");
  EXPECT_EQ(Faults(*store_), "");
}

TEST_P(StoreContract, RefusesARecordThatNamesABlobWhichIsNotStored) {
  Open();
  EXPECT_TRUE(absl::IsFailedPrecondition(Put(*store_, MakeFolder({std::string(64, 'a')})).status()));
}

}  // namespace
}  // namespace krans::storage
