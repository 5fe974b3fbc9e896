#include "clients/cli/names.h"

#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace krans::cli {
namespace {

using Segments = std::vector<std::string>;

// Collections that a whole name may begin with.
constexpr absl::string_view kRoots[] = {"awards", "people", "roles", "units", "bodies"};

bool IsWhole(const Segments& shape, const Segments& value) {
  if (shape.size() != value.size()) return false;
  for (size_t i = 0; i < shape.size(); ++i) {
    const bool free = shape[i] == "*" || shape[i] == "@";
    if (free ? value[i].empty() : shape[i] != value[i]) return false;
  }
  return true;
}

bool IsName(const Segments& segments) {
  if (segments.size() < 2) return false;
  for (const std::string& segment : segments) {
    if (segment.empty()) return false;
    for (char c : segment) {
      if (!absl::ascii_isalnum(static_cast<unsigned char>(c)) && c != '-') return false;
    }
  }
  for (absl::string_view root : kRoots) {
    if (segments[0] == root) return true;
  }
  return false;
}

// "cycles" is asked for as YEAR, "visitIssues" as ISSUE.
std::string PartOf(absl::string_view collection) {
  constexpr std::pair<absl::string_view, absl::string_view> kParts[] = {
      {"cycles", "YEAR"},   {"participations", "UNIT"}, {"bodies", "BODY"},         {"people", "PERSON"},
      {"units", "UNIT"},    {"roles", "ROLE"},          {"boardMatters", "MATTER"}, {"visitIssues", "ISSUE"},
      {"matters", "CLASS"}, {"evidence", "EVIDENCE"},   {"targets", "YEAR"},        {"distinctions", "YEAR"}};
  for (const auto& [name, part] : kParts) {
    if (name == collection) return std::string(part);
  }
  return absl::AsciiStrToUpper(absl::StripSuffix(collection, "s"));
}

}  // namespace

std::string Parts(absl::string_view shape) {
  const Segments segments = absl::StrSplit(shape, '/');
  Segments parts;
  for (size_t i = 1; i < segments.size(); ++i) {
    if (segments[i] == "*") parts.push_back(PartOf(segments[i - 1]));
  }
  return absl::StrJoin(parts, "/");
}

absl::StatusOr<std::string> Expand(absl::string_view shape, absl::string_view value, absl::string_view award) {
  Segments whole = absl::StrSplit(shape, '/');
  const Segments given = absl::StrSplit(value, '/');
  if (IsWhole(whole, given)) return std::string(value);
  size_t used = 0;
  for (std::string& segment : whole) {
    if (segment == "@") segment = std::string(award);
    if (segment != "*") continue;
    if (used == given.size() || given[used].empty()) return absl::InvalidArgumentError(Parts(shape));
    segment = given[used++];
  }
  if (used != given.size()) return absl::InvalidArgumentError(Parts(shape));
  return absl::StrJoin(whole, "/");
}

std::string Shorten(absl::string_view text, absl::string_view award) {
  const Segments segments = absl::StrSplit(text, '/');
  if (!IsName(segments)) return std::string(text);
  Segments kept;
  for (size_t i = 0; i < segments.size(); ++i) {
    const bool collection = i % 2 == 0 && i + 1 < segments.size();
    const bool own_award = i == 1 && segments[0] == "awards" && segments[1] == award && segments.size() > 2;
    if (!collection && !own_award) kept.push_back(segments[i]);
  }
  return absl::StrJoin(kept, "/");
}

std::string LastSegment(absl::string_view name) {
  const size_t slash = name.rfind('/');
  return std::string(slash == absl::string_view::npos ? name : name.substr(slash + 1));
}

}  // namespace krans::cli
