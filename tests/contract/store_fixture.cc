#include "tests/contract/store_fixture.h"

#include <stdlib.h>

#include <filesystem>
#include <future>

#include "absl/strings/str_join.h"

namespace krans::storage {
namespace {

std::string MakeFolder() {
  std::string folder = (std::filesystem::temp_directory_path() / "krans-store-XXXXXX").string();
  return mkdtemp(folder.data());
}

// Waits for the status that `call` passes on.
absl::Status Await(const std::function<void(Store::Done)>& call) {
  std::promise<absl::Status> done;
  call([&](absl::Status status) { done.set_value(std::move(status)); });
  return done.get_future().get();
}

}  // namespace

std::string PrintEngine(const testing::TestParamInfo<EngineUnderTest>& info) { return info.param.name; }

absl::Status Write(Store& store, Store::WriteBody body, Change change) {
  return Await([&](Store::Done done) {
    store.Write(std::move(change), std::move(body), [done](absl::Status status, int64_t) { done(std::move(status)); });
  });
}

absl::Status Read(Store& store, Store::ReadBody body, bool point) {
  return Await([&](Store::Done done) { store.Read(point, std::move(body), std::move(done)); });
}

absl::StatusOr<std::string> PutBlob(Store& store, absl::string_view content, absl::Time now) {
  std::string digest;
  absl::Status written = Write(store,
                               [&](WriteTransaction& txn) {
                                 digest = txn.PutBlob(content);
                                 return absl::OkStatus();
                               },
                               {"anna", "Test/PutBlob", now, ""});
  if (!written.ok()) return written;
  return digest;
}

absl::StatusOr<std::string> GetBlob(Store& store, absl::string_view digest) {
  absl::StatusOr<std::string> content = absl::UnknownError("not run");
  absl::Status read = Read(store, [&](const ReadTransaction& txn) {
    content = txn.GetBlob(digest);
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  return content;
}

absl::Status Enter(Store& store, const std::string& resource) {
  return Await([&](Store::Done done) {
    store.Enter(Change{"anna", "Test/Get", absl::UnixEpoch(), ""}, resource, std::move(done));
  });
}

absl::Status Mirror(Store& store, const std::string& source, Position from, Position to, std::vector<Copy> copies) {
  return Await([&](Store::Done done) {
    store.Mirror(source, std::move(from), std::move(to), std::move(copies), std::move(done));
  });
}

absl::Status Retain(Store& store, absl::Time now) {
  return Await([&](Store::Done done) {
    store.Retain(Change{"operator", "Retain", now, "retention"}, std::move(done));
  });
}

own::v1::Note MakeNote(const std::string& name, const std::string& author, const std::string& text) {
  own::v1::Note note;
  note.set_name(name);
  note.set_author(author);
  note.set_text(text);
  return note;
}

journal::v1::Entry EntryAt(const Store& store, int64_t position) {
  journal::v1::Entry entry;
  absl::StatusOr<std::vector<StoredEntry>> stored = store.ReadFrom(position - 1, 1);
  EXPECT_TRUE(stored.ok()) << stored.status();
  if (stored.ok()) {
    EXPECT_TRUE(!stored->empty() && entry.ParseFromString(stored->front().entry));
  }
  return entry;
}

std::string Faults(const Store& store) {
  absl::StatusOr<Findings> findings = store.Verify();
  if (!findings.ok()) return findings.status().ToString();
  return absl::StrJoin(findings->faults, "\n");
}

StoreContract::StoreContract() : dir_(MakeFolder()) {}

StoreContract::~StoreContract() {
  Close();
  std::filesystem::remove_all(dir_);
}

Options StoreContract::MakeOptions() const {
  Options options;
  options.package = "krans.own.v1";
  options.anchor_dir = anchor_dir();
  return options;
}

absl::StatusOr<std::unique_ptr<Store>> StoreContract::TryOpen(bool create) {
  absl::StatusOr<std::unique_ptr<Engine>> engine = OpenEngine(create);
  if (!engine.ok()) return engine.status();
  return Store::Open(*std::move(engine), MakeOptions(), create);
}

void StoreContract::Open() {
  Close();
  absl::StatusOr<std::unique_ptr<Store>> store = TryOpen(true);
  ASSERT_TRUE(store.ok()) << store.status();
  store_ = *std::move(store);
}

}  // namespace krans::storage
