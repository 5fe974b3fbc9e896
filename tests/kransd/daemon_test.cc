#include "services/kransd/daemon.h"

#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "krans/journal/v1/journal.pb.h"
#include "services/rpc/error.h"
#include "services/rpc/installation.h"
#include "services/rpc/keys.h"
#include "services/rpc/mint.h"
#include "tests/rpc/house.h"
#include "tests/rpc/notes.h"
#include "tests/rpc/raw_client.h"

namespace krans::kransd {
namespace {

using notes::v1::CreateNoteRequest;
using notes::v1::GetNoteRequest;
using notes::v1::Note;

// The notes, kept by a service of that name, and copied by one that serves what it has copied.
rpc::ServiceModule Keeper() {
  rpc::ServiceModule module;
  module.name = "scoring";
  module.package = "krans.notes.v1";
  module.services = {rpc::kNotes};
  module.Register = [](rpc::Door* door, storage::Store*) { rpc::RegisterNotes(door); };
  return module;
}
rpc::ServiceModule Copier() {
  rpc::ServiceModule module = Keeper();
  module.name = "jury";
  module.package = "krans.jury.v1";
  module.edges = {{"scoring", {"krans.notes.v1.Note"}}};
  return module;
}

class DaemonTest : public testing::Test {
 protected:
  DaemonTest() { EXPECT_EQ(CreateDataDir(dir_, {Keeper(), Copier()}, "olle", 0, absl::Now()), absl::OkStatus()); }

  absl::StatusOr<std::unique_ptr<Daemon>> Start(const rpc::ServiceModule& module) {
    return Daemon::Start(module, {.dir = dir_, .metrics = &metrics_});
  }

  std::string Token(const std::string& person) {
    rpc::Claims claims;
    claims.subject = person;
    claims.audience = std::string(rpc::kEveryService);
    return *rpc::Mint(*rpc::LoadSigner(rpc::KeysIn(dir_), rpc::kIssuer), claims, absl::Now());
  }

  rpc::RawReply Create(Daemon& daemon, const std::string& text) {
    CreateNoteRequest request;
    request.set_parent("books/a");
    request.set_text(text);
    request.set_owner("anna");
    return rpc::RawClient(daemon.port())
        .Call(rpc::NotesMethod("CreateNote"), request.SerializeAsString(), Token("olle"));
  }

  rpc::RawReply Get(Daemon& daemon, const std::string& text, const std::string& position) {
    GetNoteRequest request;
    request.set_name(absl::StrCat("books/a/notes/", text));
    return rpc::RawClient(daemon.port())
        .Call(rpc::NotesMethod("GetNote"), request.SerializeAsString(), Token("anna"), position);
  }

  rpc::TemporaryFolder folder_;
  const std::string dir_ = folder_.path() + "/data";
  rpc::Metrics metrics_;
};

TEST_F(DaemonTest, NobodyReadsBehindTheirOwnWrites) {
  auto keeper = Start(Keeper());
  auto copier = Start(Copier());
  ASSERT_TRUE(keeper.ok() && copier.ok()) << keeper.status() << copier.status();
  for (int i = 0; i < 20; ++i) {
    const std::string text = absl::StrCat("n", i);
    rpc::RawReply created = Create(**keeper, text);
    ASSERT_TRUE(created.status.ok()) << created.status.error_message();
    rpc::RawReply got = Get(**copier, text, created.position);
    // The first may come before the copier has found its source.
    while (i == 0 && got.reason() == "SOURCE_SILENT") got = Get(**copier, text, created.position);
    ASSERT_TRUE(got.status.ok()) << got.reason();
  }
}

TEST_F(DaemonTest, WhatItAcknowledgedIsThereWhenItIsStartedAgain) {
  auto keeper = Start(Keeper());
  ASSERT_TRUE(keeper.ok()) << keeper.status();
  ASSERT_TRUE(Create(**keeper, "b").status.ok());
  keeper->reset();
  keeper = Start(Keeper());
  ASSERT_TRUE(keeper.ok()) << keeper.status();
  EXPECT_TRUE(Get(**keeper, "b", "").status.ok());
}

TEST_F(DaemonTest, OneAtATimeRunsAService) {
  auto keeper = Start(Keeper());
  ASSERT_TRUE(keeper.ok()) << keeper.status();
  EXPECT_TRUE(absl::IsFailedPrecondition(Start(Keeper()).status()));
}

TEST_F(DaemonTest, DoesNotStartWithAMethodThatNobodyServes) {
  rpc::ServiceModule module = Keeper();
  module.Register = [](rpc::Door* door, storage::Store*) {};
  const absl::Status status = Start(module).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(status));
  EXPECT_THAT(std::string(status.message()), testing::HasSubstr("SaveNote: no handler"));
}

TEST_F(DaemonTest, DoesNotStartWithoutItsKeys) {
  rpc::ServiceModule module = Keeper();
  module.LoadKeys = [](const std::string&) { return absl::NotFoundError("no such key"); };
  EXPECT_TRUE(absl::IsNotFound(Start(module).status()));
}

TEST_F(DaemonTest, DoesNotStartWithoutAStore) {
  rpc::ServiceModule module = Keeper();
  module.name = "sitevisits";
  EXPECT_TRUE(absl::IsNotFound(Start(module).status()));
}

TEST_F(DaemonTest, TakesKeysThatWereReplacedAndKeepsThoseBeforeWhereTheNewCannotBeRead) {
  std::vector<std::string> lines;
  auto keeper = Daemon::Start(Keeper(), {.dir = dir_, .log = [&lines](absl::string_view line) {
                                           if (absl::StrContains(line, "keys")) lines.emplace_back(line);
                                         }});
  ASSERT_TRUE(keeper.ok()) << keeper.status();
  const std::string before = Token("olle");
  const auto create = [&](const std::string& text, const std::string& token) {
    CreateNoteRequest request;
    request.set_parent("books/a");
    request.set_text(text);
    return rpc::RawClient((*keeper)->port())
        .Call(rpc::NotesMethod("CreateNote"), request.SerializeAsString(), token)
        .reason();
  };
  EXPECT_EQ(create("a", before), "");

  const std::string trusted = rpc::KeysIn(dir_) + "/trusted.textproto";
  std::filesystem::rename(trusted, trusted + ".before");
  (*keeper)->LookAtKeys();
  EXPECT_EQ(create("b", before), "");
  ASSERT_EQ(lines.size(), 1);
  EXPECT_THAT(lines[0], testing::HasSubstr("trusted.textproto"));

  ASSERT_EQ(rpc::CreateKeys(folder_.path() + "/new"), absl::OkStatus());
  for (const char* file : {"issuer.key", "seal.key", "trusted.textproto"}) {
    std::filesystem::rename(folder_.path() + "/new/" + file, rpc::KeysIn(dir_) + "/" + file);
  }
  EXPECT_EQ(create("c", Token("olle")), "UNAUTHENTICATED");
  (*keeper)->LookAtKeys();
  EXPECT_EQ(create("d", Token("olle")), "");
  EXPECT_EQ(create("e", before), "UNAUTHENTICATED");
  EXPECT_EQ(lines.size(), 1);
}

TEST_F(DaemonTest, ShowsItsFigures) {
  auto keeper = Start(Keeper());
  auto copier = Start(Copier());
  ASSERT_TRUE(keeper.ok() && copier.ok());
  ASSERT_TRUE(Create(**keeper, "b").status.ok());
  auto port = metrics_.Expose(0);
  ASSERT_TRUE(port.ok()) << port.status();
  EXPECT_GT(*port, 0);
  (*keeper)->Tidy();
}

}  // namespace
}  // namespace krans::kransd
