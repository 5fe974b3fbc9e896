#include "services/rpc/keys.h"

#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace krans::rpc {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

class KeysTest : public testing::Test {
 protected:
  KeysTest() {
    std::string pattern = testing::TempDir() + "keys-XXXXXX";
    root_ = mkdtemp(pattern.data());
    dir_ = root_ + "/keys";
  }
  ~KeysTest() override { fs::remove_all(root_); }

  std::string Path(const std::string& file) const { return dir_ + "/" + file; }

  std::string Content(const std::string& file) const {
    std::ifstream in(Path(file), std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
  }

  void Overwrite(const std::string& file, const std::string& content) const {
    std::ofstream(Path(file), std::ios::binary | std::ios::trunc) << content;
  }

  void Mode(const std::string& file, mode_t mode) const { ASSERT_EQ(chmod(Path(file).c_str(), mode), 0); }

  std::map<std::string, std::string> Files() const {
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::directory_iterator(dir_)) {
      files[entry.path().filename()] = Content(entry.path().filename());
    }
    return files;
  }

  // That the list with `from` replaced by `to` is refused, naming the file and saying `why`.
  void ExpectRefusedList(const std::string& from, const std::string& to, const std::string& why) {
    const std::string list = Content("trusted.textproto");
    ASSERT_THAT(list, HasSubstr(from));
    Overwrite("trusted.textproto", absl::StrReplaceAll(list, {{from, to}}));
    const absl::Status status = LoadTrusted(dir_).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_THAT(std::string(status.message()), HasSubstr(Path("trusted.textproto") + ": "));
    EXPECT_THAT(std::string(status.message()), HasSubstr(why));
    Overwrite("trusted.textproto", list);
  }

  std::string root_, dir_;
};

TEST_F(KeysTest, MakesAFolderOfWhichEveryPartLoads) {
  ASSERT_TRUE(CreateKeys(dir_).ok());
  const auto trusted = LoadTrusted(dir_);
  ASSERT_TRUE(trusted.ok());
  EXPECT_EQ(trusted->size(), 6);
  const absl::Time now = absl::FromUnixSeconds(1'700'000'000);
  const Verifier verifier(*trusted, "scoring");
  for (absl::string_view name : {kIssuer, kGateway}) {
    const Signer signer = LoadSigner(dir_, name).value();
    EXPECT_TRUE(verifier.Verify(Mint(signer, {.subject = "anna", .audience = "krans"}, now).value(), now).ok());
  }
  for (absl::string_view service : kServices) {
    const Signer signer = LoadSigner(dir_, service).value();
    const std::string subject = "service:" + std::string(service);
    const auto token = Mint(signer, {.subject = subject, .audience = "scoring"}, now);
    EXPECT_EQ(verifier.Verify(token.value(), now).value().subject, subject);
  }
  const auto token = Seal(LoadSealKey(dir_).value()).Close(Purpose::kWatch, "w", "").value();
  EXPECT_TRUE(Seal(LoadSealKey(dir_).value()).Open(Purpose::kWatch, token, "").ok());
}

TEST_F(KeysTest, KeepsSecretsFromOthers) {
  ASSERT_TRUE(CreateKeys(dir_ + "/").ok());
  EXPECT_EQ(Files().size(), 9);
  for (const auto& [file, content] : Files()) {
    struct stat about;
    ASSERT_EQ(stat(Path(file).c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777, file == "trusted.textproto" ? 0644 : 0600) << file;
  }
  EXPECT_EQ(fs::status(dir_).permissions(), fs::perms::owner_all);
  EXPECT_EQ(std::distance(fs::directory_iterator(root_), {}), 1);
}

TEST_F(KeysTest, NeverOverwrites) {
  ASSERT_TRUE(CreateKeys(dir_).ok());
  const auto before = Files();
  const absl::Status again = CreateKeys(dir_);
  EXPECT_EQ(again.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_THAT(std::string(again.message()), HasSubstr(dir_));
  EXPECT_EQ(Files(), before);
  for (const auto& [file, content] : before) fs::remove(Path(file));
  Overwrite("note", "mine");
  EXPECT_EQ(CreateKeys(dir_).code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(Files().size(), 1);
  EXPECT_EQ(std::distance(fs::directory_iterator(root_), {}), 1);
}

TEST_F(KeysTest, MakesOtherKeysEachTime) {
  ASSERT_TRUE(CreateKeys(dir_).ok());
  const auto before = Files();
  fs::remove_all(dir_);
  ASSERT_TRUE(CreateKeys(dir_).ok());
  for (const auto& [file, content] : Files()) EXPECT_NE(content, before.at(file)) << file;
}

TEST_F(KeysTest, SaysThatTheParentIsMissing) {
  const absl::Status status = CreateKeys(root_ + "/none/keys");
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(status.message()), HasSubstr("none/keys"));
}

TEST_F(KeysTest, RefusesASecretThatOthersMayReadOrWrite) {
  ASSERT_TRUE(CreateKeys(dir_).ok());
  for (mode_t mode : {0640, 0604, 0620, 0602, 0610, 0601}) {
    Mode("scoring.key", mode);
    Mode("seal.key", mode);
    const absl::Status key = LoadSigner(dir_, "scoring").status();
    EXPECT_EQ(key.code(), absl::StatusCode::kFailedPrecondition) << mode;
    EXPECT_THAT(std::string(key.message()), HasSubstr(Path("scoring.key") + ": others"));
    EXPECT_THAT(std::string(LoadSealKey(dir_).status().message()), HasSubstr(Path("seal.key") + ": others"));
  }
  Mode("scoring.key", 0400);
  EXPECT_TRUE(LoadSigner(dir_, "scoring").ok());
}

TEST_F(KeysTest, KeepsTheOpeningsKeyLikeTheSeals) {
  ASSERT_TRUE(CreateKeys(dir_).ok());
  ASSERT_TRUE(LoadOpeningKey(dir_).ok());
  EXPECT_NE(Content("opening.key"), Content("seal.key"));
  Mode("opening.key", 0640);
  EXPECT_THAT(std::string(LoadOpeningKey(dir_).status().message()), HasSubstr(Path("opening.key") + ": others"));
  Mode("opening.key", 0600);
  Overwrite("opening.key", "short");
  EXPECT_THAT(std::string(LoadOpeningKey(dir_).status().message()), HasSubstr("opening.key: not 32 bytes"));
}

TEST_F(KeysTest, RefusesAListThatOthersMayWrite) {
  ASSERT_TRUE(CreateKeys(dir_).ok());
  for (mode_t mode : {0664, 0646}) {
    Mode("trusted.textproto", mode);
    EXPECT_THAT(std::string(LoadTrusted(dir_).status().message()), HasSubstr(Path("trusted.textproto") + ": others"));
  }
}

TEST_F(KeysTest, NamesTheFileThatIsMissing) {
  ASSERT_TRUE(CreateKeys(dir_).ok());
  for (const char* file : {"scoring.key", "seal.key", "trusted.textproto"}) fs::remove(Path(file));
  EXPECT_EQ(LoadSigner(dir_, "scoring").status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(LoadSigner(dir_, "scoring").status().message()), HasSubstr(Path("scoring.key")));
  EXPECT_THAT(std::string(LoadSigner(dir_, "jury").status().message()), HasSubstr(Path("trusted.textproto")));
  EXPECT_THAT(std::string(LoadSealKey(dir_).status().message()), HasSubstr(Path("seal.key")));
}

TEST_F(KeysTest, RefusesAKeyThatIsNotWhatItsNameSays) {
  ASSERT_TRUE(CreateKeys(dir_).ok());
  Overwrite("scoring.key", Content("issuer.key"));
  EXPECT_THAT(std::string(LoadSigner(dir_, "scoring").status().message()),
              HasSubstr(Path("scoring.key") + ": not in trusted.textproto as a key that speaks for service:scoring"));
  Overwrite("scoring.key", PrivateKey::Generate().value().Pem());
  EXPECT_FALSE(LoadSigner(dir_, "scoring").ok());
  Overwrite("scoring.key", "not a key");
  EXPECT_THAT(std::string(LoadSigner(dir_, "scoring").status().message()), HasSubstr(Path("scoring.key") + ": not an"));
  for (const char* name : {"", "../keys/jury", "/etc/passwd", "Scoring"}) EXPECT_FALSE(LoadSigner(dir_, name).ok());
}

TEST_F(KeysTest, RefusesASealOfAnotherLength) {
  ASSERT_TRUE(CreateKeys(dir_).ok());
  for (size_t size : {0, 31, 33, 70'000}) {
    Overwrite("seal.key", std::string(size, 'x'));
    EXPECT_EQ(LoadSealKey(dir_).status().code(), absl::StatusCode::kFailedPrecondition) << size;
  }
  fs::remove(Path("seal.key"));
  fs::create_directory(Path("seal.key"));
  EXPECT_THAT(std::string(LoadSealKey(dir_).status().message()), HasSubstr("seal.key: not a file"));
}

TEST_F(KeysTest, RefusesAFaultyList) {
  ASSERT_TRUE(CreateKeys(dir_).ok());
  const std::string kid = LoadTrusted(dir_)->at(0).kid;
  const std::string other_kid = LoadTrusted(dir_)->at(1).kid;
  ExpectRefusedList("issuer: \"krans\"", "issuer: \"\"", "key 1: issuer");
  ExpectRefusedList(kid, "", "key 1: kid");
  ExpectRefusedList(other_kid, kid, "key 2: another key has the same kid");
  ExpectRefusedList("\"people\"", "\"everyone\"", "key 1: speaks_for");
  ExpectRefusedList("\"service:jury\"", "\"service:\"", "speaks_for");
  ExpectRefusedList("BEGIN PUBLIC KEY", "BEGIN PUBLIC", "key 1: public_key: not a P-256 public key");
  ExpectRefusedList("issuer:", "isuer:", "line 2: ");
  ExpectRefusedList("keys {", "keys [", "line 2: ");
  Overwrite("trusted.textproto", "");
  EXPECT_THAT(std::string(LoadTrusted(dir_).status().message()), HasSubstr("lists no key"));
}

}  // namespace
}  // namespace krans::rpc
