#ifndef KRANS_STORAGE_FAULTS_H_
#define KRANS_STORAGE_FAULTS_H_

#include <string>
#include <utility>
#include <vector>

namespace krans::storage {

// The first hundred faults that somebody found; what is wrong a million times is said often enough.
class Faults {
 public:
  void Add(std::string what) {
    if (faults_.size() < kMost) faults_.push_back(std::move(what));
  }
  bool full() const { return faults_.size() == kMost; }
  const std::vector<std::string>& all() const { return faults_; }

 private:
  static constexpr size_t kMost = 100;
  std::vector<std::string> faults_;
};

}  // namespace krans::storage

#endif  // KRANS_STORAGE_FAULTS_H_
