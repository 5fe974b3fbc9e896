#include "tests/crash/specimen.h"

#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <future>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "storage/open.h"
#include "tests/contract/foreign.pb.h"
#include "tests/contract/own.pb.h"

namespace krans::storage {
namespace {

namespace fs = std::filesystem;
using foreign::v1::Fact;
using own::v1::Folder;
using own::v1::Note;

constexpr int kRounds = 6;
constexpr int kWritesPerRound = 40;
constexpr char kBlobKey[] = "blob";

void Require(const absl::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "the specimen cannot be made: %s\n", status.ToString().c_str());
  _exit(1);
}

void Await(const std::function<void(Store::Done)>& call) {
  std::promise<absl::Status> done;
  call([&](absl::Status status) { done.set_value(std::move(status)); });
  Require(done.get_future().get());
}

void Write(Store& store, Store::WriteBody body) {
  const Change change{"people/anna", "krans.own.v1.Notes/Save", absl::FromUnixSeconds(1718000000), "a decision"};
  Await([&](Store::Done done) {
    store.Write(change, std::move(body), [done](absl::Status status, int64_t) { done(std::move(status)); });
  });
}

Position MirrorPosition(int64_t number) {
  return number == 0 ? Position() : Position{1, number, std::string(32, static_cast<char>(number))};
}

void WriteRound(Store& store, const std::string& flavour, int round) {
  for (int i = 0; i < kWritesPerRound; ++i) {
    Write(store, [&](WriteTransaction& txn) {
      Note note;
      note.set_name(absl::StrCat("notes/", (round * 31 + i) % 60));
      note.set_author(absl::StrCat("people/", i % 7));
      note.set_text(absl::StrCat(flavour, " ", std::string(static_cast<size_t>(i * 13 % 300), 'x'), round));
      note.set_number(round);
      if (absl::Status put = txn.PutRow(absl::StrCat("answer/", i), absl::StrCat(flavour, round)); !put.ok())
        return put;
      return txn.Put(note).status();
    });
  }
  Write(store, [&](WriteTransaction& txn) { return txn.Delete<Note>(absl::StrCat("notes/", round * 31 % 60)); });
  Write(store, [&](WriteTransaction& txn) { return txn.Purge<Note>(absl::StrCat("notes/", (round * 31 + 1) % 60)); });
  Fact fact;
  fact.set_name(absl::StrCat("facts/", round));
  fact.set_subject(flavour);
  Await([&](Store::Done done) {
    store.Mirror("upstream", MirrorPosition(round), MirrorPosition(round + 1),
                 {Copy{Fact::descriptor(), fact.name(), fact.SerializeAsString()}}, std::move(done));
  });
  Await([&](Store::Done done) {
    store.Enter(Change{"people/bo", "krans.own.v1.Notes/Get", absl::FromUnixSeconds(1718000000), ""}, "notes/1",
                std::move(done));
  });
}

void WriteBlob(Store& store, const std::string& flavour) {
  std::string digest;
  Write(store, [&](WriteTransaction& txn) {
    digest = txn.PutBlob(std::string(300 << 10, flavour[0]));
    return absl::OkStatus();
  });
  Write(store, [&](WriteTransaction& txn) {
    Folder folder;
    folder.set_name("folders/1");
    folder.add_files()->set_digest(digest);
    if (absl::Status put = txn.PutRow(kBlobKey, digest); !put.ok()) return put;
    return txn.Put(folder).status();
  });
}

// Opening writes the log of the round before into a table.
std::unique_ptr<Store> Open(const std::string& dir) {
  absl::StatusOr<std::unique_ptr<Store>> store = OpenStore(dir, SpecimenOptions(), true);
  Require(store.status());
  return *std::move(store);
}

template <typename T>
void AddRecords(const ReadTransaction& txn, std::set<std::string>* state) {
  absl::Status scanned = txn.ScanMessages(
      *T::descriptor(), "", "", [&](absl::string_view name, absl::string_view bytes) -> absl::StatusOr<bool> {
        state->insert(absl::StrCat("record ", name, " ", absl::BytesToHexString(bytes)));
        return true;
      });
  if (!scanned.ok()) state->insert(absl::StrCat("record ", scanned.ToString()));
}

void AddEntries(absl::string_view chain, const absl::StatusOr<std::vector<StoredEntry>>& entries,
                std::set<std::string>* state) {
  if (!entries.ok()) {
    state->insert(absl::StrCat(chain, " ", entries.status().ToString()));
    return;
  }
  for (const StoredEntry& entry : *entries) {
    state->insert(absl::StrCat(chain, " ", absl::BytesToHexString(entry.entry), " ", entry.has_payload, " ",
                               absl::BytesToHexString(entry.salt), " ", absl::BytesToHexString(entry.payload)));
  }
}

}  // namespace

Options SpecimenOptions() {
  Options options;
  options.package = "krans.own.v1";
  return options;
}

void MakeSpecimens(const std::string& root) {
  const std::string today = root + "/today";
  const std::string twin = root + "/twin";
  for (int round = 0; round < kRounds; ++round) {
    WriteRound(*Open(twin), "twin", round);
  }
  for (int round = 0; round + 1 < kRounds; ++round) {
    const std::unique_ptr<Store> store = Open(today);
    if (round == 1) WriteBlob(*store, "today");
    WriteRound(*store, "today", round);
  }
  fs::copy(today, root + "/yesterday", fs::copy_options::recursive);
  const std::unique_ptr<Store> store = Open(today);
  WriteRound(*store, "today", kRounds - 1);
  _exit(0);
}

std::set<std::string> StateOf(Store& store) {
  std::set<std::string> state;
  store.Read(
      true,
      [&](const ReadTransaction& txn) {
        AddRecords<Note>(txn, &state);
        AddRecords<Folder>(txn, &state);
        AddRecords<Fact>(txn, &state);
        for (int i = 0; i < 7; ++i) {
          absl::StatusOr<std::vector<std::string>> names =
              txn.IndexNames(*Note::descriptor(), "author", {absl::StrCat("people/", i)});
          if (!names.ok()) state.insert(absl::StrCat("index ", names.status().ToString()));
          if (!names.ok()) continue;
          for (const std::string& name : *names) state.insert(absl::StrCat("index ", i, " ", name));
        }
        return absl::OkStatus();
      },
      [](absl::Status) {});
  AddEntries("journal", store.ReadFrom(0, 1'000'000), &state);
  AddEntries("access", store.ReadAccessLog(0, 1'000'000), &state);
  absl::StatusOr<Position> mirrored = store.Mirrored("upstream");
  state.insert(absl::StrCat("mirrored ", mirrored.ok() ? mirrored->position : -1));
  // A body that changes nothing: it alone reads rows.
  Write(store, [&](WriteTransaction& txn) {
    for (int i = 0; i < kWritesPerRound; ++i) {
      state.insert(absl::StrCat("row ", i, " ", txn.GetRow(absl::StrCat("answer/", i)).value_or("missing")));
    }
    const std::string digest = txn.GetRow(kBlobKey).value_or("missing");
    state.insert(absl::StrCat("blob ", digest, " ", txn.GetBlob(digest).ok()));
    return absl::OkStatus();
  });
  return state;
}

}  // namespace krans::storage
