#include "tests/crash/damage.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace krans::storage {
namespace {

namespace fs = std::filesystem;

std::string Load(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

void Save(const fs::path& path, const std::string& content) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
}

std::vector<std::string> FilesIn(const std::string& dir) {
  std::vector<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(dir)) {
    if (entry.is_regular_file()) files.push_back(fs::relative(entry.path(), dir).string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

// RocksDB's own report, which nothing reads.
bool IsReport(const std::string& file) { return absl::StrContains(file, "db/LOG"); }

// Where the records of a RocksDB log or manifest end: blocks of 32 KiB, in them records with a head of seven bytes, of
// which two are the length.
std::vector<size_t> RecordEnds(const std::string& log) {
  constexpr size_t kBlock = 32768;
  constexpr size_t kHead = 7;
  std::vector<size_t> ends;
  size_t at = 0;
  while (at + kHead <= log.size()) {
    if (kBlock - at % kBlock < kHead) {
      at += kBlock - at % kBlock;
      continue;
    }
    const size_t length = static_cast<unsigned char>(log[at + 4]) | static_cast<unsigned char>(log[at + 5]) << 8;
    at += kHead + length;
    if (at > log.size()) break;
    ends.push_back(at);
  }
  return ends;
}

class Catalogue {
 public:
  Catalogue(const std::string& root, int each, unsigned seed)
      : today_(root + "/today"), yesterday_(root + "/yesterday"), twin_(root + "/twin"), each_(each), random_(seed) {}

  std::vector<Damage> Make() {
    const std::vector<std::string> files = FilesIn(today_);
    for (const std::string& file : files) {
      const std::string content = Load(today_ + "/" + file);
      AddPlaced(file, content, IsReport(file) ? 1 : each_);
      AddWhole(file, content);
    }
    for (const std::string& a : files) {
      for (const std::string& b : files) {
        if (a < b && !IsReport(a) && !IsReport(b)) AddSwap(a, b);
      }
    }
    AddFolders();
    return std::move(all_);
  }

 private:
  void Add(std::string what, std::function<void(const std::string&)> apply) {
    all_.push_back(Damage{std::move(what), std::move(apply)});
  }

  size_t Place(size_t size) { return std::uniform_int_distribution<size_t>(0, size - 1)(random_); }

  // Damage that has a place within the file.
  void AddPlaced(const std::string& file, const std::string& content, int each) {
    if (content.empty()) return;
    for (int i = 0; i < each; ++i) {
      const size_t at = Place(content.size());
      const int bit = static_cast<int>(Place(8));
      Add(absl::StrCat("flip bit ", bit, " of byte ", at, " of ", file), [=](const std::string& dir) {
        std::string changed = content;
        changed[at] = static_cast<char>(changed[at] ^ 1 << bit);
        Save(dir + "/" + file, changed);
      });
    }
    for (int i = 0; i < each / 2 + 1; ++i) AddCut(file, content, Place(content.size()));
    for (int i = 0; i < each / 5 + 1; ++i) {
      const size_t at = Place(content.size()) / 512 * 512;
      Add(absl::StrCat("zero 512 bytes at ", at, " of ", file), [=](const std::string& dir) {
        std::string changed = content;
        for (size_t b = at; b < std::min(at + 512, changed.size()); ++b) changed[b] = '\0';
        Save(dir + "/" + file, changed);
      });
    }
    if (absl::EndsWith(file, ".log") || absl::StrContains(file, "MANIFEST")) {
      for (size_t end : RecordEnds(content)) AddCut(file, content, end);
    }
  }

  void AddCut(const std::string& file, const std::string& content, size_t size) {
    Add(absl::StrCat("cut ", file, " to ", size, " of ", content.size(), " bytes"),
        [=](const std::string& dir) { Save(dir + "/" + file, content.substr(0, size)); });
  }

  void AddWhole(const std::string& file, const std::string& content) {
    AddCut(file, content, 0);
    Add(absl::StrCat("delete ", file), [=](const std::string& dir) { fs::remove(dir + "/" + file); });
    std::string garbage(100, '\0');
    for (char& c : garbage) c = static_cast<char>(Place(256));
    for (const std::string& tail : {garbage, std::string(4096, '\0')}) {
      Add(absl::StrCat("append ", tail.size(), " bytes to ", file),
          [=](const std::string& dir) { Save(dir + "/" + file, content + tail); });
    }
    for (const std::string& other : {yesterday_, twin_}) {
      const std::string source = other + "/" + file;
      if (!fs::exists(source)) continue;
      Add(absl::StrCat("take ", file, " from ", fs::path(other).filename().string()),
          [=](const std::string& dir) { Save(dir + "/" + file, Load(source)); });
    }
  }

  void AddSwap(const std::string& a, const std::string& b) {
    Add(absl::StrCat("swap ", a, " and ", b), [=](const std::string& dir) {
      fs::rename(dir + "/" + a, dir + "/swapped");
      fs::rename(dir + "/" + b, dir + "/" + a);
      fs::rename(dir + "/swapped", dir + "/" + b);
    });
  }

  void AddFolders() {
    for (const std::string folder : {"db", "anchor"}) {
      Add(absl::StrCat("delete the folder ", folder),
          [=](const std::string& dir) { fs::remove_all(dir + "/" + folder); });
      for (const std::string& other : {yesterday_, twin_}) {
        Add(absl::StrCat("take the folder ", folder, " from ", fs::path(other).filename().string()),
            [=](const std::string& dir) {
              fs::remove_all(dir + "/" + folder);
              fs::copy(other + "/" + folder, dir + "/" + folder, fs::copy_options::recursive);
            });
      }
    }
    for (const std::string& other : {yesterday_, twin_}) {
      Add(absl::StrCat("lay the files of ", fs::path(other).filename().string(), " over db"),
          [=](const std::string& dir) {
            fs::copy(other + "/db", dir + "/db", fs::copy_options::recursive | fs::copy_options::overwrite_existing);
          });
    }
    for (const std::string kind : {".log", ".sst"}) {
      Add(absl::StrCat("delete every ", kind), [=](const std::string& dir) {
        for (const std::string& file : FilesIn(dir)) {
          if (absl::EndsWith(file, kind)) fs::remove(dir + "/" + file);
        }
      });
    }
    Add("delete CURRENT and the log", [](const std::string& dir) {
      for (const std::string& file : FilesIn(dir)) {
        if (absl::EndsWith(file, ".log") || absl::EndsWith(file, "CURRENT")) fs::remove(dir + "/" + file);
      }
    });
  }

  const std::string today_;
  const std::string yesterday_;
  const std::string twin_;
  const int each_;
  std::mt19937 random_;
  std::vector<Damage> all_;
};

}  // namespace

std::vector<Damage> AllDamage(const std::string& root, int each, unsigned seed) {
  return Catalogue(root, each, seed).Make();
}

}  // namespace krans::storage
