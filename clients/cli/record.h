#ifndef KRANS_CLIENTS_CLI_RECORD_H_
#define KRANS_CLIENTS_CLI_RECORD_H_

#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "clients/cli/table.h"
#include "google/protobuf/message.h"

namespace krans::cli {

// Messages as people read them: enum values in lower case, instants as times in Europe/Stockholm, resource names
// shortened, fields' names and yes and no in the person's language, bytes in hexadecimal.

// The value at `path` in short: "manager", "members.person" (all of them, comma between), "fact_@" (fact_sv or
// fact_en). Empty where it is unset.
std::string ValueAt(const google::protobuf::Message& message, absl::string_view path, const View& view);

// What a column of that path is called in English.
std::string TitleOf(absl::string_view path);

// A list's response: a row per element, a column per path.
void PrintList(const google::protobuf::Message& response, const std::vector<const char*>& columns, const View& view,
               std::ostream& out);

// All fields that are set, a line each, what is within them indented.
void PrintRecord(const google::protobuf::Message& record, const View& view, std::ostream& out);

// Protobuf's JSON form, with the fields that are not set but have no presence.
std::string ToJson(const google::protobuf::Message& message);

}  // namespace krans::cli

#endif  // KRANS_CLIENTS_CLI_RECORD_H_
