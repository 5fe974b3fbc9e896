#ifndef KRANS_TESTS_CONTRACT_STORE_FIXTURE_H_
#define KRANS_TESTS_CONTRACT_STORE_FIXTURE_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gtest/gtest.h"
#include "krans/journal/v1/entry.pb.h"
#include "storage/store.h"
#include "tests/contract/own.pb.h"

namespace krans::storage {

// How a test of the contract opens the engine in `dir`.
struct EngineUnderTest {
  std::string name;
  std::function<absl::StatusOr<std::unique_ptr<Engine>>(const std::string& dir, bool create)> open;
};

std::string PrintEngine(const testing::TestParamInfo<EngineUnderTest>& info);

// Calls that wait.
absl::Status Write(Store& store, Store::WriteBody body, Change change = {"anna", "Test/Write", absl::UnixEpoch(), ""});
absl::Status Read(Store& store, Store::ReadBody body, bool point = true);
absl::Status Enter(Store& store, const std::string& resource);
absl::Status Mirror(Store& store, const std::string& source, Position from, Position to, std::vector<Copy> copies);
absl::Status Retain(Store& store, absl::Time now);

// One write that puts `record`.
template <typename T>
absl::StatusOr<T> Put(Store& store, T record) {
  absl::StatusOr<T> stored = absl::UnknownError("not run");
  absl::Status written = Write(store, [&](WriteTransaction& txn) {
    stored = txn.Put(record);
    return stored.status();
  });
  if (!written.ok()) return written;
  return stored;
}

template <typename T>
absl::StatusOr<T> Get(Store& store, const std::string& name) {
  absl::StatusOr<T> record = absl::UnknownError("not run");
  absl::Status read = Read(store, [&](const ReadTransaction& txn) {
    record = txn.Get<T>(name);
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  return record;
}

// One write of a blob at `now`, and what is stored under a digest.
absl::StatusOr<std::string> PutBlob(Store& store, absl::string_view content, absl::Time now);
absl::StatusOr<std::string> GetBlob(Store& store, absl::string_view digest);

// The names of the records with these values in an index.
template <typename T>
std::vector<std::string> Indexed(Store& store, const std::string& fields, const std::vector<std::string>& values) {
  std::vector<std::string> names;
  absl::Status read = Read(store, [&](const ReadTransaction& txn) {
    absl::StatusOr<std::vector<T>> records = txn.ByIndex<T>(fields, values);
    if (!records.ok()) return records.status();
    for (const T& record : *records) names.push_back(record.name());
    return absl::OkStatus();
  });
  EXPECT_TRUE(read.ok()) << read;
  return names;
}

own::v1::Note MakeNote(const std::string& name, const std::string& author = "", const std::string& text = "");

// The journal's entry at `position`, parsed.
journal::v1::Entry EntryAt(const Store& store, int64_t position);

// The faults that a verification finds, one to a line.
std::string Faults(const Store& store);

// A store on the engine under test, in a folder of its own that goes when the test ends.
class StoreContract : public testing::TestWithParam<EngineUnderTest> {
 protected:
  StoreContract();
  ~StoreContract() override;

  std::string db_dir() const { return dir_ + "/db"; }
  std::string anchor_dir() const { return dir_ + "/anchor"; }
  Options MakeOptions() const;

  absl::StatusOr<std::unique_ptr<Engine>> OpenEngine(bool create = false) { return GetParam().open(db_dir(), create); }
  absl::StatusOr<std::unique_ptr<Store>> TryOpen(bool create = false);

  // Opens the store, a new one where there is none, for the other members.
  void Open();
  void Close() { store_.reset(); }

  const std::string dir_;
  std::unique_ptr<Store> store_;
};

}  // namespace krans::storage

#endif  // KRANS_TESTS_CONTRACT_STORE_FIXTURE_H_
