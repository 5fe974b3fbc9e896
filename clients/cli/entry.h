#ifndef KRANS_CLIENTS_CLI_ENTRY_H_
#define KRANS_CLIENTS_CLI_ENTRY_H_

#include <string>

#include "krans/journal/v1/entry.pb.h"

namespace krans::cli {

// An entry of a journal as JSON, with the record that it put where `has_payload` is set: {"entry": ..., "record": ...}.
std::string EntryToJson(const journal::v1::Entry& entry, bool has_payload, const std::string& payload);

}  // namespace krans::cli

#endif  // KRANS_CLIENTS_CLI_ENTRY_H_
