#include "services/rpc/keys.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <set>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"
#include "krans/access/v1/trusted_keys.pb.h"
#include "openssl/rand.h"

namespace krans::rpc {
namespace {

constexpr absl::string_view kTrustedFile = "trusted.textproto";
constexpr absl::string_view kSealFile = "seal.key";
constexpr absl::string_view kOpeningFile = "opening.key";
constexpr mode_t kSecret = 0600;
constexpr mode_t kPublic = 0644;
constexpr size_t kLargestFile = 64 * 1024;

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  int get() const { return fd_; }

 private:
  const int fd_;
};

absl::Status FileError(const std::string& path) { return absl::ErrnoToStatus(errno, path); }

absl::Status Wrong(const std::string& path, absl::string_view why) {
  return absl::FailedPreconditionError(absl::StrCat(path, ": ", why));
}

std::string KeyFile(absl::string_view name) { return absl::StrCat(name, ".key"); }

std::string SpeaksFor(absl::string_view name) {
  return name == kIssuer || name == kGateway ? std::string(kPeople) : absl::StrCat("service:", name);
}

absl::Status Write(const std::string& path, absl::string_view content, mode_t mode) {
  const Descriptor file(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
  if (file.get() < 0 || fchmod(file.get(), mode) != 0 ||
      write(file.get(), content.data(), content.size()) != static_cast<ssize_t>(content.size()) ||
      fsync(file.get()) != 0) {
    return FileError(path);
  }
  return absl::OkStatus();
}

absl::Status Sync(const std::string& dir) {
  const Descriptor opened(open(dir.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (opened.get() < 0 || fsync(opened.get()) != 0) return FileError(dir);
  return absl::OkStatus();
}

// The file's content; refused where it has one of the permissions `forbidden`.
absl::StatusOr<std::string> Read(const std::string& path, mode_t forbidden) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat about;
  if (file.get() < 0 || fstat(file.get(), &about) != 0) return FileError(path);
  if (!S_ISREG(about.st_mode)) return Wrong(path, "not a file");
  if ((about.st_mode & forbidden) != 0) {
    return Wrong(path, forbidden == 022 ? "others than its owner may write it: chmod 644"
                                        : "others than its owner may read or write it: chmod 600");
  }
  std::string content(kLargestFile + 1, '\0');
  size_t size = 0;
  while (size < content.size()) {
    const ssize_t count = read(file.get(), content.data() + size, content.size() - size);
    if (count < 0) return FileError(path);
    if (count == 0) break;
    size += count;
  }
  if (size > kLargestFile) return Wrong(path, "larger than 64 KiB");
  content.resize(size);
  return content;
}

absl::Status WriteKeys(const std::string& dir) {
  access::v1::TrustedKeys trusted;
  std::vector<absl::string_view> names(std::begin(kServices), std::end(kServices));
  names.insert(names.begin(), {kIssuer, kGateway});
  for (absl::string_view name : names) {
    const absl::StatusOr<PrivateKey> key = PrivateKey::Generate();
    if (!key.ok()) return key.status();
    if (absl::Status written = Write(absl::StrCat(dir, "/", KeyFile(name)), key->Pem(), kSecret); !written.ok()) {
      return written;
    }
    access::v1::TrustedKey& entry = *trusted.add_keys();
    entry.set_speaks_for(SpeaksFor(name));
    entry.set_issuer(name == kIssuer ? "krans" : name == kGateway ? "krans-gateway" : entry.speaks_for());
    entry.set_kid(key->Public().Fingerprint());
    entry.set_public_key(key->Public().Pem());
  }
  absl::Status status;
  for (absl::string_view file : {kSealFile, kOpeningFile}) {
    std::string key(sizeof(SymmetricKey), '\0');
    if (RAND_bytes(reinterpret_cast<unsigned char*>(key.data()), static_cast<int>(key.size())) != 1) {
      return absl::InternalError("no randomness");
    }
    status.Update(Write(absl::StrCat(dir, "/", file), key, kSecret));
  }
  std::string list;
  google::protobuf::TextFormat::PrintToString(trusted, &list);
  status.Update(Write(absl::StrCat(dir, "/", kTrustedFile), list, kPublic));
  status.Update(Sync(dir));
  return status;
}

absl::StatusOr<SymmetricKey> LoadKey(const std::string& dir, absl::string_view file) {
  const std::string path = absl::StrCat(dir, "/", file);
  const absl::StatusOr<std::string> content = Read(path, 077);
  if (!content.ok()) return content.status();
  SymmetricKey key;
  if (content->size() != key.size()) return Wrong(path, "not 32 bytes");
  std::memcpy(key.data(), content->data(), key.size());
  return key;
}

class FirstError : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, int column, const std::string& message) override {
    if (text_.empty()) text_ = absl::StrCat("line ", line + 1, ": ", message);
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

}  // namespace

absl::Status CreateKeys(const std::string& dir) {
  const std::string target(absl::StripSuffix(dir, "/"));
  std::string staging = target + ".new-XXXXXX";
  if (mkdtemp(staging.data()) == nullptr) return FileError(staging);
  absl::Status status = WriteKeys(staging);
  if (status.ok() && rename(staging.c_str(), target.c_str()) != 0) {
    status = errno == ENOTEMPTY || errno == EEXIST || errno == ENOTDIR
                 ? absl::AlreadyExistsError(absl::StrCat(target, ": exists, and keys are never overwritten"))
                 : FileError(target);
  }
  if (!status.ok()) {
    std::error_code ignored;
    std::filesystem::remove_all(staging, ignored);
    return status;
  }
  return Sync(std::filesystem::absolute(target).parent_path().string());
}

absl::StatusOr<std::vector<TrustedKey>> LoadTrusted(const std::string& dir) {
  const std::string path = absl::StrCat(dir, "/", kTrustedFile);
  const absl::StatusOr<std::string> content = Read(path, 022);
  if (!content.ok()) return content.status();
  access::v1::TrustedKeys list;
  FirstError error;
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&error);
  if (!parser.ParseFromString(*content, &list)) return Wrong(path, error.text());

  std::vector<TrustedKey> keys;
  std::set<std::string> kids;
  for (const access::v1::TrustedKey& entry : list.keys()) {
    const std::string which = absl::StrCat("key ", keys.size() + 1, ": ");
    if (!IsClaimText(entry.issuer())) return Wrong(path, which + "issuer is missing or not plain text");
    if (!IsClaimText(entry.kid())) return Wrong(path, which + "kid is missing or not plain text");
    if (!kids.insert(entry.kid()).second) return Wrong(path, which + "another key has the same kid");
    if (entry.speaks_for() != kPeople && !MayAssert(entry.speaks_for(), entry.speaks_for())) {
      return Wrong(path, which + "speaks_for is neither \"people\" nor \"service:NAME\"");
    }
    absl::StatusOr<PublicKey> key = PublicKey::FromPem(entry.public_key());
    if (!key.ok()) return Wrong(path, absl::StrCat(which, "public_key: ", key.status().message()));
    keys.push_back({entry.issuer(), entry.kid(), entry.speaks_for(), *std::move(key)});
  }
  if (keys.empty()) return Wrong(path, "lists no key");
  return keys;
}

absl::StatusOr<Signer> LoadSigner(const std::string& dir, absl::string_view name) {
  if (!IsServiceName(name)) return absl::InvalidArgumentError("neither \"issuer\" nor a service's name");
  const std::string path = absl::StrCat(dir, "/", KeyFile(name));
  const absl::StatusOr<std::string> pem = Read(path, 077);
  if (!pem.ok()) return pem.status();
  absl::StatusOr<PrivateKey> key = PrivateKey::FromPem(*pem);
  if (!key.ok()) return Wrong(path, key.status().message());
  const absl::StatusOr<std::vector<TrustedKey>> trusted = LoadTrusted(dir);
  if (!trusted.ok()) return trusted.status();
  const std::string fingerprint = key->Public().Fingerprint();
  for (const TrustedKey& entry : *trusted) {
    if (entry.key.Fingerprint() == fingerprint && entry.speaks_for == SpeaksFor(name)) {
      return Signer{entry.issuer, entry.kid, entry.speaks_for, *std::move(key)};
    }
  }
  return Wrong(path, absl::StrCat("not in ", kTrustedFile, " as a key that speaks for ", SpeaksFor(name)));
}

absl::StatusOr<SymmetricKey> LoadSealKey(const std::string& dir) { return LoadKey(dir, kSealFile); }

absl::StatusOr<SymmetricKey> LoadOpeningKey(const std::string& dir) { return LoadKey(dir, kOpeningFile); }

}  // namespace krans::rpc
