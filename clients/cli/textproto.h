#ifndef KRANS_CLIENTS_CLI_TEXTPROTO_H_
#define KRANS_CLIENTS_CLI_TEXTPROTO_H_

#include <string>

#include "absl/status/status.h"
#include "google/protobuf/message.h"

namespace krans::cli {

// Reads a message in text format. INVALID_ARGUMENT says where it first goes wrong and how: "3:14: Expected ...".
absl::Status ParseTextproto(const std::string& text, google::protobuf::Message* message);

}  // namespace krans::cli

#endif  // KRANS_CLIENTS_CLI_TEXTPROTO_H_
