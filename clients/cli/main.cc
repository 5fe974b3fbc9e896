#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "clients/cli/run.h"

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
  return krans::cli::Run({argv + 1, argv + argc}, Variable, TerminalWidth(), std::cout, std::cerr);
}
