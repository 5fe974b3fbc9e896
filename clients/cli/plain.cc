#include "clients/cli/plain.h"

#include "absl/strings/ascii.h"

namespace krans::cli {
namespace {

constexpr unsigned char kBeginsC1 = 0xC2;

}  // namespace

PlainBuffer::int_type PlainBuffer::overflow(int_type c) {
  if (traits_type::eq_int_type(c, traits_type::eof())) return traits_type::not_eof(c);
  const auto byte = static_cast<unsigned char>(traits_type::to_char_type(c));
  if (held_ && byte >= 0x80 && byte < 0xA0) {
    held_ = false;
    return to_->sputc('?');
  }
  PassOn();
  if (byte == kBeginsC1) {
    held_ = true;
    return c;
  }
  const bool steers = absl::ascii_iscntrl(byte) && byte != '\n' && byte != '\t';
  return to_->sputc(steers ? '?' : traits_type::to_char_type(c));
}

int PlainBuffer::sync() {
  PassOn();
  return to_->pubsync();
}

void PlainBuffer::PassOn() {
  if (held_) to_->sputc(static_cast<char>(kBeginsC1));
  held_ = false;
}

}  // namespace krans::cli
