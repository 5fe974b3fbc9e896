#include "services/kransd/data_dir.h"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/rpc/installation.h"
#include "services/rpc/keys.h"
#include "storage/open.h"
#include "tests/rpc/house.h"
#include "tests/rpc/notes.h"

namespace krans::kransd {
namespace {

rpc::ServiceModule NotesModule() {
  rpc::ServiceModule module;
  module.name = "notes";
  module.package = "krans.notes.v1";
  module.Init = [](storage::WriteTransaction& state, absl::string_view office) -> absl::Status {
    if (office == "nobody") return absl::InternalError("not this one");
    notes::v1::Note note;
    note.set_name("books/a/notes/b");
    note.set_owner(std::string(office));
    return state.Put(note).status();
  };
  return module;
}

class DataDirTest : public testing::Test {
 protected:
  absl::Status Create(const std::string& office = "olle") {
    return CreateDataDir(dir_, {NotesModule()}, office, 7301, absl::Now());
  }

  rpc::TemporaryFolder folder_;
  const std::string dir_ = folder_.path() + "/data";
};

TEST_F(DataDirTest, RefusesPortsPastTheLast) {
  EXPECT_TRUE(absl::IsInvalidArgument(CreateDataDir(dir_, {NotesModule()}, "olle", 65535, absl::Now())));
  EXPECT_FALSE(std::filesystem::exists(dir_));
}

TEST_F(DataDirTest, HoldsKeysAddressesAndStoresThatHaveBegun) {
  ASSERT_EQ(Create(), absl::OkStatus());
  auto addresses = rpc::LoadAddresses(dir_);
  ASSERT_TRUE(addresses.ok()) << addresses.status();
  EXPECT_EQ(addresses->at("notes"), "127.0.0.1:7301");
  EXPECT_EQ(addresses->at("submissions"), "127.0.0.1:7305");
  EXPECT_TRUE(rpc::LoadSealKey(rpc::KeysIn(dir_)).ok());
  auto store = storage::OpenStore(StoreIn(dir_, "notes"), {.package = "krans.notes.v1"}, false);
  ASSERT_TRUE(store.ok()) << store.status();
  (*store)->Read(
      true,
      [](const storage::ReadTransaction& state) {
        EXPECT_EQ(state.Get<notes::v1::Note>("books/a/notes/b")->owner(), "olle");
        return absl::OkStatus();
      },
      [](absl::Status) {});
}

TEST_F(DataDirTest, IsItsOwnersAlone) {
  ASSERT_EQ(Create(), absl::OkStatus());
  struct stat status;
  ASSERT_EQ(stat(dir_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0700u);
}

TEST_F(DataDirTest, IsNeverMadeOverAnother) {
  ASSERT_EQ(Create(), absl::OkStatus());
  EXPECT_TRUE(absl::IsAlreadyExists(Create()));
  EXPECT_TRUE(rpc::LoadAddresses(dir_).ok());
}

TEST_F(DataDirTest, IsMadeWholeOrNotAtAll) {
  EXPECT_TRUE(absl::IsInternal(Create("nobody")));
  EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
}

TEST_F(DataDirTest, FindsPortsThatAreFree) {
  ASSERT_EQ(CreateDataDir(dir_, {NotesModule()}, "olle", 0, absl::Now()), absl::OkStatus());
  EXPECT_GT(*rpc::PortOf(rpc::LoadAddresses(dir_)->at("notes")), 1023);
}

TEST_F(DataDirTest, RefusesAddressesThatAreNone) {
  ASSERT_EQ(Create(), absl::OkStatus());
  for (const char* line : {"notes", "notes 127.0.0.1", "notes 127.0.0.1:0", "notes 127.0.0.1:70000", "a b c"}) {
    std::ofstream(dir_ + "/addresses") << line << "\n";
    EXPECT_TRUE(absl::IsFailedPrecondition(rpc::LoadAddresses(dir_).status())) << line;
  }
}

TEST_F(DataDirTest, AServiceIsRunByOneProcess) {
  ASSERT_EQ(Create(), absl::OkStatus());
  {
    auto lock = ServiceLock::Take(dir_, "notes");
    ASSERT_TRUE(lock.ok()) << lock.status();
    EXPECT_TRUE(absl::IsFailedPrecondition(ServiceLock::Take(dir_, "notes").status()));
  }
  EXPECT_TRUE(ServiceLock::Take(dir_, "notes").ok());
  EXPECT_TRUE(absl::IsNotFound(ServiceLock::Take(dir_, "nothing").status()));
}

}  // namespace
}  // namespace krans::kransd
