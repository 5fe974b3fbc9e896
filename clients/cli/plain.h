#ifndef KRANS_CLIENTS_CLI_PLAIN_H_
#define KRANS_CLIENTS_CLI_PLAIN_H_

#include <streambuf>

namespace krans::cli {

// Passes on what is written to it, but a question mark for every control character other than line ends and tabs
// (C0, DEL, C1 in UTF-8): what others wrote must not steer a person's terminal. Not thread-safe.
class PlainBuffer : public std::streambuf {
 public:
  // `to` outlives it.
  explicit PlainBuffer(std::streambuf* to) : to_(to) {}
  ~PlainBuffer() override { PassOn(); }

 protected:
  int_type overflow(int_type c) override;
  int sync() override;

 private:
  // Writes the first byte of a pair that turned out to be text.
  void PassOn();

  std::streambuf* const to_;
  bool held_ = false;  // 0xC2, which may begin a C1 character
};

}  // namespace krans::cli

#endif  // KRANS_CLIENTS_CLI_PLAIN_H_
