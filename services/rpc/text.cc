#include "services/rpc/text.h"

#include "absl/strings/ascii.h"
#include "absl/strings/strip.h"

namespace krans::rpc {

size_t Utf8Length(absl::string_view text) {
  auto byte = [text](size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  auto continues = [&](size_t i, unsigned low = 0x80, unsigned high = 0xBF) {
    return byte(i) >= low && byte(i) <= high;
  };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return continues(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    const unsigned low = first == 0xE0 ? 0xA0 : 0x80;
    const unsigned high = first == 0xED ? 0x9F : 0xBF;
    return continues(1, low, high) && continues(2) ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const unsigned low = first == 0xF0 ? 0x90 : 0x80;
    const unsigned high = first == 0xF4 ? 0x8F : 0xBF;
    return continues(1, low, high) && continues(2) && continues(3) ? 4 : 0;
  }
  return 0;
}

bool IsUtf8(absl::string_view text) {
  while (!text.empty()) {
    const size_t length = Utf8Length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

bool IsBlank(absl::string_view text) {
  constexpr absl::string_view kNoBreakSpace = "\u00A0";
  while (!text.empty()) {
    if (absl::ConsumePrefix(&text, kNoBreakSpace)) continue;
    if (!absl::ascii_isspace(static_cast<unsigned char>(text[0]))) return false;
    text.remove_prefix(1);
  }
  return true;
}

bool HoldsControl(absl::string_view text, bool lines) {
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (lines && (byte == '\n' || byte == '\r' || byte == '\t')) continue;
    if (absl::ascii_iscntrl(byte)) return true;
    if (byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0) return true;
  }
  return false;
}

}  // namespace krans::rpc
