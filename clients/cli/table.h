#ifndef KRANS_CLIENTS_CLI_TABLE_H_
#define KRANS_CLIENTS_CLI_TABLE_H_

#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "clients/cli/command.h"

namespace krans::cli {

// For whom something is shown, and where.
struct View {
  Language language = Language::kEnglish;
  std::string award;
  size_t width = 0;  // of the terminal; 0: lines may be as long as they are
};

// Rows under titles, in columns, the titles in the view's language. Columns of numbers stand to the right. Where the
// view has a width, the widest columns are made narrower and their text goes on below.
class Table {
 public:
  explicit Table(std::vector<std::string> titles) : titles_(std::move(titles)) {}

  // As many cells as there are titles.
  void Add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }

  bool empty() const { return rows_.empty(); }

  // Says so where there are no rows.
  void Print(const View& view, std::ostream& out) const;

  // A JSON list of objects, a row each, by the titles as they were given.
  std::string ToJson() const;

 private:
  const std::vector<std::string> titles_;
  std::vector<std::vector<std::string>> rows_;
};

// The columns that UTF-8 text takes on a terminal: code points, without those that combine with the one before.
size_t Width(absl::string_view text);

// The text in lines of at most `width`, broken between words where there are any; a line break in the text is kept.
std::vector<std::string> Wrap(absl::string_view text, size_t width);

}  // namespace krans::cli

#endif  // KRANS_CLIENTS_CLI_TABLE_H_
