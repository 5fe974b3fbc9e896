#include "clients/cli/table.h"

#include <algorithm>
#include <numeric>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "clients/cli/labels.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"

namespace krans::cli {
namespace {

constexpr absl::string_view kGap = "  ";
constexpr size_t kLongestWord = 30;  // that a column is kept wide enough for

bool Continues(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// Whether a combining diacritical mark (U+0300 to U+036F) begins at `at`.
bool Combines(absl::string_view text, size_t at) {
  if (at + 1 >= text.size()) return false;
  const auto first = static_cast<unsigned char>(text[at]), second = static_cast<unsigned char>(text[at + 1]);
  return first == 0xCC || (first == 0xCD && second < 0xB0);
}

bool IsNumber(absl::string_view text) {
  if (!text.empty() && text[0] == '-') text.remove_prefix(1);
  return !text.empty() && std::all_of(text.begin(), text.end(), absl::ascii_isdigit);
}

// The bytes at the front of `text` that take `width` columns.
size_t BytesOf(absl::string_view text, size_t width) {
  size_t at = 0, columns = 0;
  while (at < text.size()) {
    size_t next = at + 1;
    while (next < text.size() && Continues(text[next])) ++next;
    if (!Combines(text, at) && ++columns > width) break;
    at = next;
  }
  return at;
}

std::string Padded(const std::string& text, size_t width, bool right) {
  const std::string space(width - std::min(width, Width(text)), ' ');
  return right ? space + text : text + space;
}

std::string WithoutTail(std::string line) {
  absl::StripTrailingAsciiWhitespace(&line);
  return line;
}

// As a JSON string.
std::string Quoted(const std::string& text) {
  google::protobuf::Value value;
  value.set_string_value(text);
  std::string json;
  return google::protobuf::util::MessageToJsonString(value, &json).ok() ? json : "\"\"";
}

// With the letters of Swedish beside those of ASCII.
std::string InCapitals(absl::string_view text) {
  return absl::StrReplaceAll(absl::AsciiStrToUpper(text), {{"å", "Å"}, {"ä", "Ä"}, {"ö", "Ö"}});
}

size_t LongestWord(absl::string_view text) {
  size_t longest = 0;
  for (absl::string_view word : absl::StrSplit(text, absl::ByAnyChar(" \n"))) longest = std::max(longest, Width(word));
  return std::min(longest, kLongestWord);
}

// Makes the widest column that can be narrower so, until all fit.
void Narrow(size_t width, const std::vector<size_t>& least, std::vector<size_t>* columns) {
  size_t total = std::accumulate(columns->begin(), columns->end(), kGap.size() * (columns->size() - 1));
  while (total > width) {
    size_t widest = columns->size();
    for (size_t c = 0; c < columns->size(); ++c) {
      const bool can = (*columns)[c] > least[c];
      if (can && (widest == columns->size() || (*columns)[c] > (*columns)[widest])) widest = c;
    }
    if (widest == columns->size()) return;
    --(*columns)[widest];
    --total;
  }
}

}  // namespace

size_t Width(absl::string_view text) {
  size_t width = 0;
  for (size_t i = 0; i < text.size(); ++i) width += !Continues(text[i]) && !Combines(text, i);
  return width;
}

std::vector<std::string> Wrap(absl::string_view text, size_t width) {
  std::vector<std::string> lines;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    while (Width(line) > width) {
      const size_t most = BytesOf(line, width);
      size_t end = line[most] == ' ' ? most : line.substr(0, most).rfind(' ');
      if (end == absl::string_view::npos || end == 0) end = most;
      lines.push_back(WithoutTail(std::string(line.substr(0, end))));
      line = absl::StripLeadingAsciiWhitespace(line.substr(end));
    }
    lines.emplace_back(line);
  }
  return lines;
}

void Table::Print(const View& view, std::ostream& out) const {
  if (rows_.empty()) {
    out << (view.language == Language::kSwedish ? "Inget att visa.\n" : "Nothing to show.\n");
    return;
  }
  std::vector<std::string> titles;
  for (const std::string& title : titles_) titles.push_back(InCapitals(Translated(title, view.language)));
  std::vector<size_t> widths, least;
  std::vector<bool> right;
  for (size_t c = 0; c < titles_.size(); ++c) {
    size_t width = Width(titles[c]), longest = LongestWord(titles[c]);
    bool numbers = false, others = false;
    for (const std::vector<std::string>& row : rows_) {
      width = std::max(width, Width(row[c]));
      longest = std::max(longest, LongestWord(row[c]));
      (IsNumber(row[c]) ? numbers : others) |= !row[c].empty();
    }
    widths.push_back(width);
    least.push_back(longest);
    right.push_back(numbers && !others);
  }
  if (view.width > 0) Narrow(view.width, least, &widths);

  auto print = [&](const std::vector<std::string>& row) {
    std::vector<std::vector<std::string>> cells;
    size_t height = 0;
    for (size_t c = 0; c < row.size(); ++c) {
      cells.push_back(Wrap(row[c], widths[c]));
      height = std::max(height, cells.back().size());
    }
    for (size_t l = 0; l < height; ++l) {
      std::string line;
      for (size_t c = 0; c < cells.size(); ++c) {
        if (c > 0) absl::StrAppend(&line, kGap);
        absl::StrAppend(&line, Padded(l < cells[c].size() ? cells[c][l] : "", widths[c], right[c]));
      }
      out << WithoutTail(std::move(line)) << "\n";
    }
  };
  print(titles);
  for (const std::vector<std::string>& row : rows_) print(row);
}

std::string Table::ToJson() const {
  std::vector<std::string> objects;
  for (const std::vector<std::string>& row : rows_) {
    std::vector<std::string> fields;
    for (size_t c = 0; c < row.size(); ++c) {
      fields.push_back(absl::StrCat(Quoted(titles_[c]), ": ", IsNumber(row[c]) ? row[c] : Quoted(row[c])));
    }
    objects.push_back(absl::StrCat(" {", absl::StrJoin(fields, ", "), "}"));
  }
  return objects.empty() ? "[]\n" : absl::StrCat("[\n", absl::StrJoin(objects, ",\n"), "\n]\n");
}

}  // namespace krans::cli
