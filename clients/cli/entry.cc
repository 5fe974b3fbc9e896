#include "clients/cli/entry.h"

#include <memory>

#include "absl/strings/str_cat.h"
#include "clients/cli/record.h"
#include "clients/cli/schema.h"

namespace krans::cli {

std::string EntryToJson(const journal::v1::Entry& entry, bool has_payload, const std::string& payload) {
  std::string json = absl::StrCat("{\"entry\": ", ToJson(entry));
  const auto* type = google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(entry.type());
  if (has_payload && type != nullptr) {
    const auto record = NewMessage(*type);
    if (record->ParseFromString(payload)) absl::StrAppend(&json, ", \"record\": ", ToJson(*record));
  }
  return json + "}";
}

}  // namespace krans::cli
