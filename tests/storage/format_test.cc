#include <fstream>
#include <future>
#include <iterator>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "storage/anchor.h"
#include "storage/open.h"
#include "storage/rocksdb/rocksdb_engine.h"
#include "tests/contract/own.pb.h"
#include "tests/storage/folder.h"
#include "tests/storage/rows.h"

namespace krans::storage {
namespace {

// Bytes below 8 as \0 to \7; the example has no others that do not print.
std::string Readable(absl::string_view key) {
  std::string text;
  for (char c : key) {
    if (c < 8) {
      absl::StrAppend(&text, "\\", static_cast<int>(c));
    } else {
      text.push_back(c);
    }
  }
  return text;
}

// A row as the page has it: the key as text, the value in hexadecimal.
std::string Line(absl::string_view key, absl::string_view value) {
  constexpr size_t kBytesPerLine = 32;
  std::string line = Readable(key) + "\n";
  for (size_t at = 0; at < value.size(); at += kBytesPerLine) {
    absl::StrAppend(&line, "    ", absl::BytesToHexString(value.substr(at, kBytesPerLine)), "\n");
  }
  return line;
}

// The example of the page, made by a store.
std::string MakeExample() {
  const storage::Folder folder;
  Options options;
  options.package = "krans.own.v1";
  options.salt = [](std::string* salt) { *salt = "0123456789abcdef"; };
  const absl::Time time = absl::FromUnixSeconds(1715767200);
  {
    absl::StatusOr<std::unique_ptr<Store>> store = OpenStore(folder / "store", options, true);
    EXPECT_TRUE(store.ok()) << store.status();
    std::promise<void> written;
    (*store)->Write(
        Change{"people/anna", "krans.own.v1.Notes/SaveNote", time, ""},
        [](WriteTransaction& txn) {
          own::v1::Note note;
          note.set_name("notes/1");
          note.set_author("anna");
          note.set_text("hej");
          return txn.Put(note).status();
        },
        [&](absl::Status status, int64_t) {
          EXPECT_TRUE(status.ok()) << status;
          written.set_value();
        });
    written.get_future().wait();
    std::promise<void> entered;
    (*store)->Enter(Change{"people/bo", "krans.own.v1.Notes/GetNote", time + absl::Seconds(1), ""}, "notes/1",
                    [&](absl::Status status) {
                      EXPECT_TRUE(status.ok()) << status;
                      entered.set_value();
                    });
    entered.get_future().wait();
  }
  std::string example;
  const Rows rows(**OpenRocksDb(folder / "store/db", false));
  for (const auto& [key, value] : rows.rows) absl::StrAppend(&example, Line(key, value));
  for (const auto& [name, chain] : {std::pair("journal", Chain::kJournal), std::pair("access", Chain::kAccess)}) {
    absl::StatusOr<std::unique_ptr<AnchorFile>> anchor =
        AnchorFile::Open(folder / ("store/anchor/" + std::string(name)), chain);
    EXPECT_TRUE(anchor.ok()) << anchor.status();
    absl::StrAppend(&example, Line(absl::StrCat("anchor/", name), EncodeSlot(chain, (*anchor)->mark())));
  }
  return example;
}

TEST(FormatTest, IsWhatThePageSays) {
  std::ifstream file(KRANS_FORMAT_PAGE);
  const std::string page(std::istreambuf_iterator<char>(file), {});
  const std::string example = MakeExample();
  EXPECT_NE(page.find("```\n" + example + "```\n"), std::string::npos) << "storage/FORMAT.md lacks:\n" << example;
}

}  // namespace
}  // namespace krans::storage
