#include "services/submissions/extract_rules.h"

#include <cstddef>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/cycle/deadline_rules.h"
#include "services/cycle/timestamp.h"
#include "services/rpc/error.h"

namespace krans::submissions {
namespace {

struct Kind {
  absl::string_view media_type;
  absl::string_view begins;
  std::vector<absl::string_view> endings;  // of a file's name, in lower case
};

const std::vector<Kind>& Kinds() {
  static const std::vector<Kind> kinds = {
      {"application/pdf", "%PDF-", {".pdf"}},
      {"image/png", "\x89PNG\r\n\x1a\n", {".png"}},
      {"image/jpeg", "\xff\xd8\xff", {".jpg", ".jpeg"}},
  };
  return kinds;
}

const Kind* KindOf(absl::string_view content) {
  for (const Kind& kind : Kinds()) {
    if (absl::StartsWith(content, kind.begins)) return &kind;
  }
  return nullptr;
}

bool IsNamedAs(const Kind& kind, absl::string_view file_name) {
  const std::string name = absl::AsciiStrToLower(file_name);
  for (absl::string_view ending : kind.endings) {
    if (name.size() > ending.size() && absl::EndsWith(name, ending)) return true;
  }
  return false;
}

}  // namespace

absl::Status CheckAwaited(const v1::BoardMatter& matter) {
  if (matter.state() == v1::BoardMatter::DECIDED && matter.result() != v1::BoardMatter::POSTPONED) {
    return absl::OkStatus();
  }
  return rpc::Refuse(access::v1::WRONG_STATE,
                     {{"state", v1::BoardMatter::State_Name(matter.state())}, {"needs", "DECIDED"}});
}

absl::StatusOr<v1::Extract> Receive(const v1::Calendar& calendar, const v1::Extract& extract,
                                    const std::vector<std::optional<std::string>>& parts, absl::string_view person,
                                    absl::Time now) {
  rpc::Violations violations;
  bool whole = true;
  int64_t size = 0;
  for (size_t i = 0; i < parts.size(); ++i) {
    if (!parts[i].has_value()) {
      violations.Add(absl::StrCat("extract.parts[", i, "]"), access::v1::FIELD_REFERENCE, "a part that is stored");
      whole = false;
    } else {
      size += static_cast<int64_t>(parts[i]->size());
    }
  }
  const Kind* kind = whole && !parts.empty() ? KindOf(*parts.front()) : nullptr;
  const absl::string_view media_type = kind == nullptr ? "" : kind->media_type;
  if (whole && kind == nullptr) {
    violations.Add("extract.parts", access::v1::FIELD_FILE_KIND, "a PDF, PNG or JPEG file");
  }
  if (extract.file_name().find_first_of("/\\") != std::string::npos) {
    violations.Add("extract.file_name", access::v1::FIELD_NOT_ALLOWED, "a name without slashes");
  } else if (kind != nullptr && !IsNamedAs(*kind, extract.file_name())) {
    violations.Add("extract.file_name", access::v1::FIELD_FILE_KIND,
                   "a name that ends in .pdf, .png or .jpg, as the file is");
  }
  if (!violations.empty()) return violations.status();
  KRANS_ASSIGN(const absl::Time deadline, cycle::EndOf(calendar, v1::Milestone::BOARD_EVIDENCE));
  v1::Extract received = extract;
  received.set_media_type(std::string(media_type));
  received.set_size(size);
  *received.mutable_received_time() = cycle::ToTimestamp(now);
  received.set_received_from(std::string(person));
  received.set_late(now >= deadline);
  return received;
}

}  // namespace krans::submissions
