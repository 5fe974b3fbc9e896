#include "storage/rocksdb/rocksdb_engine.h"

#include <sys/statvfs.h>

#include <cstdarg>
#include <cstdio>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "rocksdb/cache.h"
#include "rocksdb/db.h"
#include "rocksdb/env.h"
#include "rocksdb/file_checksum.h"
#include "rocksdb/filter_policy.h"
#include "rocksdb/options.h"
#include "rocksdb/perf_level.h"
#include "rocksdb/slice.h"
#include "rocksdb/table.h"
#include "rocksdb/utilities/checkpoint.h"
#include "rocksdb/write_batch.h"

namespace krans::storage {
namespace {

// Everyone who opens a database takes these: Debian's library asserts where two disagree.
rocksdb::Options DatabaseOptions(Tail tail) {
  rocksdb::Options options;
  options.wal_recovery_mode = tail == Tail::kWhole ? rocksdb::WALRecoveryMode::kAbsoluteConsistency
                                                   : rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  options.paranoid_checks = true;
  options.track_and_verify_wals_in_manifest = true;
  options.verify_sst_unique_id_in_manifest = true;
  options.file_checksum_gen_factory = rocksdb::GetFileChecksumGenCrc32cFactory();
  options.write_buffer_size = 16 << 20;
  options.max_open_files = 256;
  options.keep_log_file_num = 5;
  options.compression = rocksdb::kLZ4Compression;
  options.allow_concurrent_memtable_write = false;
  options.memtable_prefix_bloom_size_ratio = 0.05;
  options.memtable_whole_key_filtering = true;
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = rocksdb::NewLRUCache(32 << 20);
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

// RocksDB wants an address even of nothing.
rocksdb::Slice ToSlice(absl::string_view text) {
  return text.empty() ? rocksdb::Slice() : rocksdb::Slice(text.data(), text.size());
}

absl::string_view ToView(const rocksdb::Slice& slice) { return absl::string_view(slice.data(), slice.size()); }

absl::Status ToStatus(const std::string& dir, const rocksdb::Status& status) {
  if (status.ok()) return absl::OkStatus();
  std::string message = absl::StrCat(dir, ": ", status.ToString());
  if (status.IsCorruption() || status.IsNotFound()) return absl::DataLossError(message);
  if (status.IsIOError() && absl::StrContains(message, "LOCK")) {
    return absl::FailedPreconditionError(absl::StrCat("another process has this store open: ", message));
  }
  if (status.IsIOError() && absl::StrContains(message, "No such file")) return absl::DataLossError(message);
  return absl::UnavailableError(message);
}

// Of this thread: RocksDB would count every comparison of keys, for figures that nobody asks for.
void CountNothing() { rocksdb::SetPerfLevel(rocksdb::PerfLevel::kDisable); }

absl::StatusOr<bool> GetFrom(rocksdb::DB* db, const std::string& dir, const rocksdb::ReadOptions& options,
                             absl::string_view key, std::string* value) {
  CountNothing();
  rocksdb::PinnableSlice found;
  rocksdb::Status status = db->Get(options, db->DefaultColumnFamily(), ToSlice(key), &found);
  if (status.IsNotFound()) return false;
  if (!status.ok()) return ToStatus(dir, status);
  value->assign(found.data(), found.size());
  return true;
}

// The first key after all that begin with `prefix`; empty where there is none.
std::string EndOf(absl::string_view prefix) {
  std::string end(prefix);
  while (!end.empty() && end.back() == '\xff') end.pop_back();
  if (!end.empty()) ++end.back();
  return end;
}

absl::Status ScanFrom(rocksdb::DB* db, const std::string& dir, rocksdb::ReadOptions options, absl::string_view prefix,
                      absl::string_view from, size_t limit, Direction direction,
                      const std::function<bool(absl::string_view, absl::string_view)>& visit) {
  CountNothing();
  const std::string end = EndOf(prefix);
  const rocksdb::Slice lower = ToSlice(prefix);
  const rocksdb::Slice upper(end);
  options.iterate_lower_bound = &lower;
  if (!end.empty()) options.iterate_upper_bound = &upper;
  std::unique_ptr<rocksdb::Iterator> it(db->NewIterator(options));
  const bool forward = direction == Direction::kForward;
  if (from.empty()) {
    forward ? it->Seek(lower) : it->SeekToLast();
  } else {
    forward ? it->Seek(ToSlice(from)) : it->SeekForPrev(ToSlice(from));
  }
  for (size_t visited = 0; it->Valid() && (limit == 0 || visited < limit); ++visited) {
    if (!visit(ToView(it->key()), ToView(it->value()))) break;
    forward ? it->Next() : it->Prev();
  }
  return ToStatus(dir, it->status());
}

class RocksDbView : public View {
 public:
  RocksDbView(rocksdb::DB* db, const std::string& dir, Memory memory) : db_(db), dir_(dir) {
    options_.snapshot = db->GetSnapshot();
    options_.fill_cache = memory == Memory::kKept;
  }
  ~RocksDbView() override { db_->ReleaseSnapshot(options_.snapshot); }
  RocksDbView(const RocksDbView&) = delete;
  RocksDbView& operator=(const RocksDbView&) = delete;

  absl::StatusOr<bool> Get(absl::string_view key, std::string* value) const override {
    return GetFrom(db_, dir_, options_, key, value);
  }

  absl::Status Scan(absl::string_view prefix, absl::string_view from, size_t limit, Direction direction,
                    const std::function<bool(absl::string_view, absl::string_view)>& visit) const override {
    return ScanFrom(db_, dir_, options_, prefix, from, limit, direction, visit);
  }

 private:
  rocksdb::DB* const db_;
  const std::string& dir_;
  rocksdb::ReadOptions options_;
};

// What keeps every other process from writing.
using Lock = std::unique_ptr<rocksdb::FileLock, void (*)(rocksdb::FileLock*)>;

class RocksDbEngine : public Engine {
 public:
  // `lock` may be null.
  RocksDbEngine(std::string dir, Lock lock, std::unique_ptr<rocksdb::DB> db)
      : dir_(std::move(dir)), lock_(std::move(lock)), db_(std::move(db)) {}

  absl::Status Load() {
    absl::StatusOr<bool> found = Get(kHeadKey, &head_);
    return found.status();
  }

  absl::StatusOr<bool> Get(absl::string_view key, std::string* value) const override {
    return GetFrom(db_.get(), dir_, rocksdb::ReadOptions(), key, value);
  }

  absl::Status Scan(absl::string_view prefix, absl::string_view from, size_t limit, Direction direction,
                    const std::function<bool(absl::string_view, absl::string_view)>& visit) const override {
    return ScanFrom(db_.get(), dir_, rocksdb::ReadOptions(), prefix, from, limit, direction, visit);
  }

  std::unique_ptr<View> Snapshot(Memory memory) const override {
    return std::make_unique<RocksDbView>(db_.get(), dir_, memory);
  }

  absl::Status Commit(const Changes& changes, absl::string_view expected_head) override {
    if (!failure_.ok()) return failure_;
    if (head_ != expected_head) return absl::AbortedError(absl::StrCat(dir_, ": another writer was here"));
    CountNothing();
    constexpr size_t kProtectionBytes = 8;
    rocksdb::WriteBatch batch(0, 0, kProtectionBytes, 0);
    for (const auto& [key, value] : changes) {
      rocksdb::Status added = value ? batch.Put(key, *value) : batch.Delete(key);
      if (!added.ok()) return failure_ = ToStatus(dir_, added);
    }
    rocksdb::WriteOptions options;
    options.sync = true;
    rocksdb::Status written = db_->Write(options, &batch);
    if (!written.ok()) {
      return failure_ = absl::UnavailableError(absl::StrCat(dir_, ": write failed: ", written.ToString()));
    }
    if (auto head = changes.find(kHeadKey); head != changes.end()) head_ = head->second.value_or("");
    return absl::OkStatus();
  }

  absl::StatusOr<std::string> Head() const override {
    std::string head;
    absl::StatusOr<bool> found = Get(kHeadKey, &head);
    if (!found.ok()) return found.status();
    return head;
  }

  absl::StatusOr<bool> Forget(absl::string_view first, absl::string_view last) override {
    const rocksdb::SequenceNumber now = db_->GetLatestSequenceNumber();
    if (rocksdb::Status flushed = db_->Flush(rocksdb::FlushOptions()); !flushed.ok()) return ToStatus(dir_, flushed);
    rocksdb::CompactRangeOptions options;
    options.exclusive_manual_compaction = false;
    options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForceOptimized;
    const rocksdb::Slice begin = ToSlice(first), end = ToSlice(last);
    uint64_t oldest = 0;
    const bool known = db_->GetIntProperty(rocksdb::DB::Properties::kOldestSnapshotSequence, &oldest);
    if (rocksdb::Status compacted = db_->CompactRange(options, &begin, &end); !compacted.ok()) {
      return ToStatus(dir_, compacted);
    }
    return known && (oldest == 0 || oldest >= now);
  }

  absl::Status Checkpoint(const std::string& dir) const override {
    rocksdb::Checkpoint* made = nullptr;
    rocksdb::Status status = rocksdb::Checkpoint::Create(db_.get(), &made);
    std::unique_ptr<rocksdb::Checkpoint> checkpoint(made);
    if (status.ok()) status = checkpoint->CreateCheckpoint(dir);
    return ToStatus(dir_, status);
  }

  absl::Status Check() const override { return ToStatus(dir_, db_->VerifyFileChecksums(rocksdb::ReadOptions())); }

 private:
  const std::string dir_;
  const Lock lock_;
  const std::unique_ptr<rocksdb::DB> db_;
  std::string head_;
  absl::Status failure_;
};

Lock NoLock() {
  return {nullptr, [](rocksdb::FileLock*) {}};
}

bool IsOnReadOnlyMedium(const std::string& dir) {
  struct statvfs medium;
  return statvfs(dir.c_str(), &medium) == 0 && (medium.f_flag & ST_RDONLY) != 0;
}

// The lock that a process holds while it has the database open for writing. A copy that nobody ever wrote has none, and
// nobody has one open that stands on a read-only medium.
absl::StatusOr<Lock> LockIn(const std::string& dir) {
  std::error_code error;
  if (!std::filesystem::exists(dir + "/LOCK", error) || IsOnReadOnlyMedium(dir)) return NoLock();
  rocksdb::FileLock* lock = nullptr;
  rocksdb::Status locked = rocksdb::Env::Default()->LockFile(dir + "/LOCK", &lock);
  if (!locked.ok()) return ToStatus(dir, locked);
  return Lock(lock, [](rocksdb::FileLock* held) { rocksdb::Env::Default()->UnlockFile(held); });
}

// Remembers the file that RocksDB says it drops something of; its errors do not name logs.
class DamageLogger : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char* format, va_list arguments) override {
    char line[1024];
    vsnprintf(line, sizeof(line), format, arguments);
    const std::vector<std::string> parts = absl::StrSplit(line, ": dropping ");
    if (parts.size() == 2) file_ = parts[0].substr(parts[0].rfind(' ') + 1);
  }
  const std::string& file() const { return file_; }

 private:
  std::string file_;
};

// The error, with the log that it is about where it names no file. Nothing in `dir` is changed.
absl::Status WithFile(const std::string& dir, const absl::Status& refused) {
  if (!absl::IsDataLoss(refused)) return refused;
  for (const char* named : {".log", ".sst", "MANIFEST", "CURRENT"}) {
    if (absl::StrContains(refused.message(), named)) return refused;
  }
  rocksdb::Options options = DatabaseOptions(Tail::kWhole);
  const auto logger = std::make_shared<DamageLogger>();
  options.info_log = logger;
  rocksdb::DB* db = nullptr;
  rocksdb::DB::OpenForReadOnly(options, dir, &db).PermitUncheckedError();
  delete db;
  return logger->file().empty() ? refused
                                : absl::DataLossError(absl::StrCat(refused.message(), " in ", logger->file()));
}

absl::StatusOr<std::unique_ptr<Engine>> Wrap(const std::string& dir, const rocksdb::Status& opened, rocksdb::DB* db,
                                             Lock lock = NoLock()) {
  std::unique_ptr<rocksdb::DB> owned(db);
  if (!opened.ok()) return WithFile(dir, ToStatus(dir, opened));
  auto engine = std::make_unique<RocksDbEngine>(dir, std::move(lock), std::move(owned));
  if (absl::Status loaded = engine->Load(); !loaded.ok()) return loaded;
  return engine;
}

// Whether `dir` holds a database. A folder with data but without the file that begins a database is damaged.
absl::StatusOr<bool> HasDatabase(const std::string& dir) {
  std::error_code error;
  if (std::filesystem::exists(dir + "/CURRENT", error)) return true;
  if (!std::filesystem::exists(dir, error)) return false;
  for (const auto& entry : std::filesystem::directory_iterator(dir, error)) {
    const std::string extension = entry.path().extension().string();
    if (extension == ".sst" || extension == ".log") {
      return absl::DataLossError(absl::StrCat(dir, "/CURRENT is missing beside ", entry.path().string()));
    }
  }
  if (error) return absl::UnavailableError(absl::StrCat(dir, ": ", error.message()));
  return false;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Engine>> OpenRocksDb(const std::string& dir, bool create) {
  absl::StatusOr<bool> present = HasDatabase(dir);
  if (!present.ok()) return present.status();
  if (!*present && !create) return absl::NotFoundError(absl::StrCat("there is no store in ", dir));
  rocksdb::Options options = DatabaseOptions(Tail::kWhole);
  if (!*present) {
    std::error_code error;
    std::filesystem::create_directories(dir, error);
    if (error) return absl::UnavailableError(absl::StrCat(dir, ": ", error.message()));
    options.create_if_missing = true;
  }
  rocksdb::DB* db = nullptr;
  rocksdb::Status opened = rocksdb::DB::Open(options, dir, &db);
  return Wrap(dir, opened, db);
}

absl::StatusOr<std::unique_ptr<Engine>> InspectRocksDb(const std::string& dir, Tail tail) {
  absl::StatusOr<bool> present = HasDatabase(dir);
  if (!present.ok()) return present.status();
  if (!*present) return absl::NotFoundError(absl::StrCat("there is no store in ", dir));
  absl::StatusOr<Lock> lock = LockIn(dir);
  if (!lock.ok()) return lock.status();
  rocksdb::DB* db = nullptr;
  rocksdb::Status opened = rocksdb::DB::OpenForReadOnly(DatabaseOptions(tail), dir, &db);
  return Wrap(dir, opened, db, *std::move(lock));
}

absl::StatusOr<std::unique_ptr<Engine>> OpenTornRocksDb(const std::string& dir,
                                                        const std::function<absl::Status(const Engine&)>& accept) {
  {
    absl::StatusOr<std::unique_ptr<Engine>> shown = InspectRocksDb(dir, Tail::kTorn);
    if (!shown.ok()) return shown;
    if (absl::Status accepted = accept(**shown); !accepted.ok()) return accepted;
  }
  rocksdb::DB* db = nullptr;
  rocksdb::Status opened = rocksdb::DB::Open(DatabaseOptions(Tail::kTorn), dir, &db);
  return Wrap(dir, opened, db);
}

}  // namespace krans::storage
