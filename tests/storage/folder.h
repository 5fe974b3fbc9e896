#ifndef KRANS_TESTS_STORAGE_FOLDER_H_
#define KRANS_TESTS_STORAGE_FOLDER_H_

#include <stdlib.h>

#include <filesystem>
#include <string>

namespace krans::storage {

// A folder that goes when this does.
class Folder {
 public:
  Folder() : path_((std::filesystem::temp_directory_path() / "krans-test-XXXXXX").string()) { mkdtemp(path_.data()); }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string operator/(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

}  // namespace krans::storage

#endif  // KRANS_TESTS_STORAGE_FOLDER_H_
