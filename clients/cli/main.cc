#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "clients/cli/plain.h"
#include "clients/cli/run.h"
#include "clients/cli/session.h"

namespace {

std::string Variable(absl::string_view name) {
  const char* value = std::getenv(std::string(name).c_str());
  return value == nullptr ? "" : value;
}

size_t TerminalWidth() {
  winsize size{};
  size_t columns = 0;
  if (absl::SimpleAtoi(Variable("COLUMNS"), &columns)) return columns;
  return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

}  // namespace

int main(int argc, char** argv) {
  krans::cli::PlainBuffer out_buffer(std::cout.rdbuf()), err_buffer(std::cerr.rdbuf());
  std::ostream out(&out_buffer), err(&err_buffer);
  const int exit = krans::cli::Run({argv + 1, argv + argc}, Variable, TerminalWidth(), out, err);
  out.flush();
  std::cout.flush();
  if (!out.good() || !std::cout.good()) {
    err << "The output could not be written whole. / Allt kunde inte skrivas ut.\n";
    err.flush();
    return exit == krans::cli::kDone ? krans::cli::kRefused : exit;
  }
  err.flush();
  return exit;
}
