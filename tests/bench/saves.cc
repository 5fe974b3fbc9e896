#include "tests/bench/saves.h"

#include <iterator>

#include "absl/strings/str_cat.h"
#include "krans/scoring/v1/assessments.pb.h"
#include "tests/scoring/award.h"

namespace krans::bench {
namespace {

constexpr int kPeople = std::size(kExaminers);
constexpr int kCriteria = 8;
static_assert(kPeople * kCriteria * static_cast<int>(std::size(kUnits)) >= kInFlight);

}  // namespace

std::string Saves::Next(int slot) {
  scoring::v1::SaveItemRequest request;
  auto* item = request.mutable_item();
  item->set_name(scoring::Case(
      kUnits[slot / kPeople / kCriteria],
      absl::StrCat("assessments/", kExaminers[slot % kPeople], "/items/k", slot / kPeople % kCriteria + 1)));
  item->set_etag(etags_[static_cast<size_t>(slot)]);
  auto* comment = item->add_comments();
  comment->set_kind(scoring::v1::Comment::STRENGTH);
  comment->set_text(std::string(300, 'x'));
  item->set_band("b50");
  item->set_score(50);
  request.set_request_id(absl::StrCat("request-", ++requests_));
  return request.SerializeAsString();
}

void Saves::Answered(int slot, const std::string& response) {
  scoring::v1::AssessmentItem item;
  if (item.ParseFromString(response)) etags_[static_cast<size_t>(slot)] = item.etag();
}

}  // namespace krans::bench
