#include "storage/anchor.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/hash.h"
#include "storage/keys.h"

namespace krans::storage {
namespace {

constexpr size_t kSlotSize = 64;
constexpr size_t kSlotDistance = 4096;  // never in one block of the medium
constexpr size_t kMagicSize = 4;
constexpr size_t kChecksumSize = 8;
constexpr size_t kEpochSize = 4;

absl::Status Failed(const std::string& path) {
  const int error = errno;
  return absl::UnavailableError(absl::StrCat(path, ": ", std::strerror(error)));
}

std::string Checksum(absl::string_view bytes) { return Sha256({bytes}).substr(0, kChecksumSize); }

absl::string_view Magic(Chain chain) { return chain == Chain::kJournal ? "KrJ1" : "KrA1"; }

std::optional<Mark> DecodeSlot(Chain chain, absl::string_view bytes) {
  if (bytes.size() != kSlotSize || bytes.substr(0, kMagicSize) != Magic(chain)) return std::nullopt;
  const absl::string_view body = bytes.substr(0, kSlotSize - kChecksumSize);
  if (Checksum(body) != bytes.substr(kSlotSize - kChecksumSize)) return std::nullopt;
  Mark mark;
  mark.position.epoch = ReadNumber(body.substr(0, 8)) & 0xffffffff;
  mark.generation = ReadNumber(body.substr(8));
  mark.position.position = ReadNumber(body.substr(16));
  mark.position.hash = std::string(body.substr(24));
  return mark;
}

// `view` shows a state at or after the mark: the same entry stands at its position and no commit is missing.
absl::Status CheckMark(const View& view, const StoreHead& head, const Position& tip, absl::string_view space,
                       const Mark& mark, absl::string_view names) {
  if (head.generation < mark.generation || tip.position < mark.position.position) {
    return absl::DataLossError(absl::StrCat(names, ": the database ends at entry ", tip.position, " and commit ",
                                            head.generation, ", its anchor says entry ", mark.position.position,
                                            " and commit ", mark.generation, " were acknowledged"));
  }
  if (mark.position.position == 0) return absl::OkStatus();
  std::string entry;
  absl::StatusOr<bool> found = view.Get(NumberedKey(space, mark.position.position), &entry);
  if (!found.ok()) return found.status();
  if (!*found) {
    return absl::DataLossError(
        absl::StrCat(names, ": entry ", mark.position.position, " that the anchor names is missing"));
  }
  if (HashEntry(entry) != mark.position.hash) {
    return absl::DataLossError(
        absl::StrCat(names, ": entry ", mark.position.position, " is not the one that the anchor names"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status SyncFolder(const std::string& dir) {
  const int folder = open(dir.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return Failed(dir);
  absl::Status synced = fsync(folder) == 0 ? absl::OkStatus() : Failed(dir);
  close(folder);
  return synced;
}

std::string EncodeSlot(Chain chain, const Mark& mark) {
  std::string bytes(Magic(chain));
  std::string epoch;
  AppendNumber(mark.position.epoch, &epoch);
  bytes.append(epoch.substr(epoch.size() - kEpochSize));
  AppendNumber(mark.generation, &bytes);
  AppendNumber(mark.position.position, &bytes);
  bytes.append(mark.position.hash);
  return bytes.append(Checksum(bytes));
}

absl::StatusOr<std::unique_ptr<AnchorFile>> AnchorFile::Open(const std::string& path, Chain chain) {
  int file = open(path.c_str(), O_RDWR | O_CLOEXEC);
  if (file < 0 && errno == EROFS) file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    return errno == ENOENT ? absl::NotFoundError(absl::StrCat("there is no anchor ", path)) : Failed(path);
  }
  std::unique_ptr<AnchorFile> anchor(new AnchorFile(path, chain, file));
  bool holds = false;
  for (int slot = 0; slot < 2; ++slot) {
    char bytes[kSlotSize];
    const ssize_t size = pread(file, bytes, kSlotSize, static_cast<off_t>(slot * kSlotDistance));
    if (size < 0) return Failed(path);
    std::optional<Mark> mark = DecodeSlot(chain, absl::string_view(bytes, static_cast<size_t>(size)));
    if (!mark || (holds && mark->generation < anchor->mark_.generation)) continue;
    anchor->mark_ = *std::move(mark);
    anchor->next_slot_ = 1 - slot;
    holds = true;
  }
  if (!holds) return absl::DataLossError(absl::StrCat("the anchor ", path, " is damaged"));
  return anchor;
}

absl::StatusOr<std::unique_ptr<AnchorFile>> AnchorFile::Create(const std::string& path, Chain chain, const Mark& mark) {
  const std::string made = path + ".new";
  const int file = open(made.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return Failed(made);
  std::unique_ptr<AnchorFile> anchor(new AnchorFile(path, chain, file));
  for (int slot = 0; slot < 2; ++slot) {
    if (absl::Status written = anchor->Write(mark); !written.ok()) return written;
  }
  if (fsync(file) != 0 || rename(made.c_str(), path.c_str()) != 0) return Failed(path);
  absl::Status synced = SyncFolder(std::filesystem::path(path).parent_path().string());
  if (!synced.ok()) return synced;
  return anchor;
}

AnchorFile::~AnchorFile() { close(file_); }

absl::Status AnchorFile::Write(const Mark& mark) {
  const std::string bytes = EncodeSlot(chain_, mark);
  const off_t place = static_cast<off_t>(next_slot_ * kSlotDistance);
  if (pwrite(file_, bytes.data(), bytes.size(), place) != static_cast<ssize_t>(bytes.size())) return Failed(path_);
  if (fdatasync(file_) != 0) return Failed(path_);
  next_slot_ = 1 - next_slot_;
  mark_ = mark;
  return absl::OkStatus();
}

absl::StatusOr<Anchors> Anchors::Open(const std::string& dir) {
  Anchors anchors;
  auto journal = AnchorFile::Open(dir + "/journal", Chain::kJournal);
  if (journal.ok()) {
    anchors.journal = *std::move(journal);
  } else if (!absl::IsNotFound(journal.status())) {
    return journal.status();
  }
  auto access = AnchorFile::Open(dir + "/access", Chain::kAccess);
  if (access.ok()) {
    anchors.access = *std::move(access);
  } else if (!absl::IsNotFound(access.status())) {
    return access.status();
  }
  return anchors;
}

absl::StatusOr<Anchors> Anchors::Create(const std::string& dir, const StoreHead& head) {
  std::error_code error;
  std::filesystem::create_directories(dir, error);
  if (error) return absl::UnavailableError(absl::StrCat(dir, ": ", error.message()));
  absl::Status synced = SyncFolder(std::filesystem::absolute(dir).parent_path().string());
  if (!synced.ok()) return synced;
  auto journal = AnchorFile::Create(dir + "/journal", Chain::kJournal, Mark{head.generation, head.journal});
  if (!journal.ok()) return journal.status();
  auto access = AnchorFile::Create(dir + "/access", Chain::kAccess, Mark{head.generation, head.access});
  if (!access.ok()) return access.status();
  return Anchors{*std::move(journal), *std::move(access)};
}

bool Anchors::Unused() const {
  return (journal == nullptr || journal->mark().generation == 0) &&
         (access == nullptr || access->mark().generation == 0);
}

absl::Status Anchors::Check(const View& view, const std::string& dir) const {
  std::string bytes;
  absl::StatusOr<bool> found = view.Get(kHeadKey, &bytes);
  if (!found.ok()) return found.status();
  if (!*found) return absl::DataLossError(absl::StrCat("the database is empty beside its anchor in ", dir));
  absl::StatusOr<StoreHead> head = DecodeHead(bytes);
  if (!head.ok()) return head.status();
  for (const auto& [file, name] : {std::pair(journal.get(), "journal"), std::pair(access.get(), "access")}) {
    if (file == nullptr) {
      return absl::DataLossError(absl::StrCat("the anchor ", dir, "/", name, " is missing beside its database"));
    }
  }
  absl::Status status =
      CheckMark(view, *head, head->journal, kJournalSpace, journal->mark(), absl::StrCat("anchor ", dir, "/journal"));
  if (!status.ok()) return status;
  return CheckMark(view, *head, head->access, kAccessSpace, access->mark(), absl::StrCat("anchor ", dir, "/access"));
}

absl::Status Anchors::Write(const StoreHead& head) {
  absl::Status status = journal->Write(Mark{head.generation, head.journal});
  if (!status.ok() || access->mark().position.position == head.access.position) return status;
  return access->Write(Mark{head.generation, head.access});
}

}  // namespace krans::storage
