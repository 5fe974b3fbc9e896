#include "services/rpc/json_object.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "services/rpc/text.h"

namespace krans::rpc {
namespace {

constexpr int kMaxDepth = 4;

void AppendUtf8(uint32_t point, std::string* out) {
  if (point < 0x80) {
    out->push_back(static_cast<char>(point));
    return;
  }
  const int more = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
  const uint32_t lead[] = {0, 0xC0, 0xE0, 0xF0};
  out->push_back(static_cast<char>(lead[more] | (point >> (6 * more))));
  for (int i = more - 1; i >= 0; --i) out->push_back(static_cast<char>(0x80 | ((point >> (6 * i)) & 0x3F)));
}

class Reader {
 public:
  explicit Reader(absl::string_view text) : rest_(text) {}

  absl::StatusOr<JsonObject> Read() {
    JsonObject object;
    SkipSpace();
    if (!Object(1, &object)) return absl::InvalidArgumentError(why_);
    SkipSpace();
    if (!rest_.empty()) return absl::InvalidArgumentError("bytes after the object");
    return object;
  }

 private:
  bool Fail(const char* why) {
    why_ = why;
    return false;
  }

  void SkipSpace() {
    const size_t end = rest_.find_first_not_of(" \t\r\n");
    rest_.remove_prefix(end == absl::string_view::npos ? rest_.size() : end);
  }

  bool Take(absl::string_view token) {
    if (!absl::StartsWith(rest_, token)) return false;
    rest_.remove_prefix(token.size());
    return true;
  }

  bool Object(int depth, JsonObject* object) {
    if (depth > kMaxDepth) return Fail("nested too deeply");
    if (!Take("{")) return Fail("not an object");
    SkipSpace();
    if (Take("}")) return true;
    while (true) {
      std::string name;
      JsonValue value;
      SkipSpace();
      if (!String(&name)) return false;
      SkipSpace();
      if (!Take(":")) return Fail("a colon is missing");
      if (!Value(depth, &value)) return false;
      if (!object->emplace(std::move(name), std::move(value)).second) return Fail("a name stands twice");
      SkipSpace();
      if (Take("}")) return true;
      if (!Take(",")) return Fail("a comma is missing");
    }
  }

  bool Array(int depth) {
    if (depth > kMaxDepth) return Fail("nested too deeply");
    Take("[");
    SkipSpace();
    if (Take("]")) return true;
    while (true) {
      JsonValue value;
      if (!Value(depth, &value)) return false;
      SkipSpace();
      if (Take("]")) return true;
      if (!Take(",")) return Fail("a comma is missing");
    }
  }

  bool Value(int depth, JsonValue* value) {
    SkipSpace();
    if (absl::StartsWith(rest_, "{")) {
      JsonObject inner;
      return Object(depth + 1, &inner);
    }
    if (absl::StartsWith(rest_, "[")) return Array(depth + 1);
    if (absl::StartsWith(rest_, "\"")) return String(&value->emplace<std::string>());
    if (Take("null")) return true;
    if (Take("true")) {
      *value = true;
      return true;
    }
    if (Take("false")) {
      *value = false;
      return true;
    }
    return Number(value);
  }

  size_t Digits(size_t from) const {
    while (from < rest_.size() && absl::ascii_isdigit(rest_[from])) ++from;
    return from;
  }

  bool Number(JsonValue* value) {
    const size_t start = absl::StartsWith(rest_, "-") ? 1 : 0;
    size_t end = Digits(start);
    if (end == start) return Fail("not a value");
    if (rest_[start] == '0' && end > start + 1) return Fail("a number begins with zero");
    bool whole = true;
    if (end < rest_.size() && rest_[end] == '.') {
      whole = false;
      const size_t fraction = end + 1;
      end = Digits(fraction);
      if (end == fraction) return Fail("a fraction without digits");
    }
    if (end < rest_.size() && (rest_[end] == 'e' || rest_[end] == 'E')) {
      whole = false;
      size_t exponent = end + 1;
      if (exponent < rest_.size() && (rest_[exponent] == '+' || rest_[exponent] == '-')) ++exponent;
      end = Digits(exponent);
      if (end == exponent) return Fail("an exponent without digits");
    }
    int64_t number = 0;
    if (whole && absl::SimpleAtoi(rest_.substr(0, end), &number)) *value = number;
    rest_.remove_prefix(end);
    return true;
  }

  bool String(std::string* out) {
    if (!Take("\"")) return Fail("a text is missing");
    while (!rest_.empty()) {
      if (Take("\"")) return true;
      if (Take("\\")) {
        if (!Escape(out)) return false;
        continue;
      }
      if (static_cast<unsigned char>(rest_[0]) < 0x20) return Fail("a control character in a text");
      const size_t length = Utf8Length(rest_);
      if (length == 0) return Fail("not UTF-8");
      out->append(rest_.data(), length);
      rest_.remove_prefix(length);
    }
    return Fail("a text without end");
  }

  bool Escape(std::string* out) {
    constexpr absl::string_view kLetters = "\"\\/bfnrt";
    constexpr absl::string_view kMeanings = "\"\\/\b\f\n\r\t";
    if (rest_.empty()) return Fail("a text without end");
    const size_t letter = kLetters.find(rest_[0]);
    if (letter != absl::string_view::npos) {
      rest_.remove_prefix(1);
      out->push_back(kMeanings[letter]);
      return true;
    }
    uint32_t point = 0;
    if (!Take("u") || !Hex(&point)) return Fail("not an escape");
    if (point >= 0xD800 && point <= 0xDBFF) {
      uint32_t low = 0;
      if (!Take("\\u") || !Hex(&low) || low < 0xDC00 || low > 0xDFFF) return Fail("an unpaired surrogate");
      point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
    } else if (point >= 0xDC00 && point <= 0xDFFF) {
      return Fail("an unpaired surrogate");
    }
    if (point == 0) return Fail("a NUL in a text");
    AppendUtf8(point, out);
    return true;
  }

  bool Hex(uint32_t* number) {
    const absl::string_view digits = rest_.substr(0, 4);
    for (char c : digits) {
      if (!absl::ascii_isxdigit(c)) return false;
      const int digit = absl::ascii_isdigit(c) ? c - '0' : absl::ascii_tolower(c) - 'a' + 10;
      *number = *number * 16 + digit;
    }
    rest_.remove_prefix(digits.size());
    return digits.size() == 4;
  }

  absl::string_view rest_;
  const char* why_ = "";
};

}  // namespace

absl::StatusOr<JsonObject> ReadJsonObject(absl::string_view text) { return Reader(text).Read(); }

}  // namespace krans::rpc
