#include "services/sitevisits/identity_number_rules.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"

namespace krans::sitevisits {
namespace {

constexpr int kCoordination = 60;  // added to the day
constexpr size_t kSuffix = 4;

int Number(absl::string_view digits) {
  int value = 0;
  return absl::SimpleAtoi(digits, &value) ? value : -1;
}

bool IsDate(int year, int month, int day) {
  if (day > kCoordination) day -= kCoordination;
  const absl::CivilDay normal(year, month, day);
  return normal.year() == year && normal.month() == month && normal.day() == day;
}

// Of ten digits, the last included.
bool LuhnHolds(absl::string_view digits) {
  int sum = 0;
  for (size_t i = 0; i < digits.size(); ++i) {
    const int product = (digits[i] - '0') * (i % 2 == 0 ? 2 : 1);
    sum += product / 10 + product % 10;
  }
  return sum % 10 == 0;
}

// `date` is six digits or eight, `suffix` four.
bool IsIdentityNumber(absl::string_view date, absl::string_view suffix) {
  const absl::string_view short_date = date.substr(date.size() - 6);
  const int month = Number(short_date.substr(2, 2)), day = Number(short_date.substr(4));
  bool born = false;
  if (date.size() == 8) {
    const int year = Number(date.substr(0, 4));
    born = year >= 1800 && year < 2100 && IsDate(year, month, day);
  } else {
    const int year = Number(short_date.substr(0, 2));
    born = IsDate(1900 + year, month, day) || IsDate(2000 + year, month, day);
  }
  return born && LuhnHolds(absl::StrCat(short_date, suffix));
}

// The run of digits at the start of `text`.
absl::string_view Digits(absl::string_view text) {
  size_t size = 0;
  while (size < text.size() && absl::ascii_isdigit(text[size])) ++size;
  return text.substr(0, size);
}

}  // namespace

bool HoldsIdentityNumber(absl::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const absl::string_view run = Digits(text.substr(at));
    if (run.empty()) {
      ++at;
      continue;
    }
    at += run.size();
    if (run.size() == 8 + kSuffix && IsIdentityNumber(run.substr(0, 8), run.substr(8))) return true;
    if ((run.size() != 6 && run.size() != 8) || at >= text.size() || (text[at] != '-' && text[at] != '+')) continue;
    const absl::string_view suffix = Digits(text.substr(at + 1));
    if (suffix.size() == kSuffix && IsIdentityNumber(run, suffix)) return true;
  }
  return false;
}

}  // namespace krans::sitevisits
