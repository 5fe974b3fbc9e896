#ifndef KRANS_SERVICES_RPC_TEXT_H_
#define KRANS_SERVICES_RPC_TEXT_H_

#include <cstddef>

#include "absl/strings/string_view.h"

namespace krans::rpc {

// What may be in the text that people write.

// The length of the well-formed UTF-8 sequence that `text` begins with (Unicode table 3-7); 0 where there is none.
size_t Utf8Length(absl::string_view text);

bool IsUtf8(absl::string_view text);

// Whether there is nothing but space in it.
bool IsBlank(absl::string_view text);

// Whether UTF-8 text holds a control character (C0, DEL, C1), which a terminal would obey; where `lines`, other than
// line ends and tabs.
bool HoldsControl(absl::string_view text, bool lines);

}  // namespace krans::rpc

#endif  // KRANS_SERVICES_RPC_TEXT_H_
