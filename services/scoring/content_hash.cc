#include "services/scoring/content_hash.h"

#include "absl/strings/escaping.h"
#include "storage/journal.h"

namespace krans::scoring {
namespace {

std::string Hash(const google::protobuf::Message& message) {
  return absl::BytesToHexString(storage::Digest("", message.SerializeAsString()));
}

}  // namespace

std::string ContentHash(const std::vector<v1::AssessmentItem>& items) {
  v1::AssessmentView content;
  for (const v1::AssessmentItem& item : items) {
    *content.add_items() = item;
    content.mutable_items()->rbegin()->clear_etag();
  }
  return Hash(content);
}

std::string ContentHash(const v1::Scorebook& scorebook) {
  v1::Scorebook content = scorebook;
  content.clear_etag();
  content.clear_content_hash();
  content.clear_signatures();
  return Hash(content);
}

}  // namespace krans::scoring
