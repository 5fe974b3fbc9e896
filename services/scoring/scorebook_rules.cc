#include "services/scoring/scorebook_rules.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/cycle/names.h"
#include "services/cycle/timestamp.h"
#include "services/rpc/error.h"
#include "services/scoring/consensus_rules.h"

namespace krans::scoring {
namespace {

using v1::ConsensusItem;
using v1::Scorebook;
using v1::ScorebookItem;
using v1::Signature;

ScorebookItem Entered(absl::string_view criterion, const ConsensusItem& item) {
  ScorebookItem entered;
  entered.set_criterion(std::string(criterion));
  entered.set_band(item.band());
  if (item.has_score()) entered.set_score(item.score());
  entered.set_not_assessable(item.not_assessable());
  *entered.mutable_comments() = item.comments();
  for (const v1::Word& word : item.words()) {
    if (word.dissents()) entered.add_dissents(absl::StrCat(word.person(), ": ", word.reason()));
  }
  return entered;
}

}  // namespace

absl::StatusOr<Scorebook> DrawUp(const submissions::v1::ScoringScheme& scheme, absl::string_view name,
                                 const std::vector<ConsensusItem>& items) {
  Scorebook scorebook;
  scorebook.set_name(std::string(name));
  std::vector<std::string> missing;
  int64_t weighted = 0;
  int32_t total = 0;
  for (const auto& criterion : scheme.criteria()) {
    const auto item = std::find_if(items.begin(), items.end(), [&](const ConsensusItem& candidate) {
      return cycle::LastSegment(candidate.name()) == criterion.code();
    });
    if (item == items.end() || !IsAgreed(*item)) {
      missing.push_back(criterion.code());
      continue;
    }
    *scorebook.add_items() = Entered(criterion.code(), *item);
    if (item->not_assessable()) continue;
    weighted += int64_t{criterion.weight()} * item->score();
    total += criterion.weight();
  }
  if (!missing.empty()) return rpc::Refuse(access::v1::NOT_AGREED, {{"criteria", absl::StrJoin(missing, ",")}});
  scorebook.set_points(static_cast<int32_t>((weighted + 50) / 100));
  scorebook.set_total_points(total);
  return scorebook;
}

absl::StatusOr<Scorebook> Sign(const Scorebook& scorebook, const std::vector<std::string>& voices,
                               absl::string_view person, absl::string_view content_hash, absl::Time now) {
  if (std::count(voices.begin(), voices.end(), person) == 0) return rpc::Refuse(access::v1::NOT_ALLOWED);
  rpc::Violations violations;
  if (content_hash != scorebook.content_hash()) {
    violations.Add("content_hash", access::v1::FIELD_REFERENCE, "the scorebook's own");
  }
  KRANS_RETURN(violations.status());
  const std::vector<std::string> missing = Unsigned(scorebook, voices);
  if (std::count(missing.begin(), missing.end(), cycle::PersonName(person)) == 0) {
    return rpc::Refuse(access::v1::WRONG_STATE, {{"state", "SIGNED"}, {"needs", "no signature of the caller"}});
  }
  Scorebook signed_scorebook = scorebook;
  Signature* signature = signed_scorebook.add_signatures();
  signature->set_person(cycle::PersonName(person));
  signature->set_content_hash(std::string(content_hash));
  *signature->mutable_time() = cycle::ToTimestamp(now);
  return signed_scorebook;
}

std::vector<std::string> Unsigned(const Scorebook& scorebook, const std::vector<std::string>& voices) {
  std::vector<std::string> missing;
  for (const std::string& voice : voices) {
    const std::string person = cycle::PersonName(voice);
    const bool has_signed = std::any_of(scorebook.signatures().begin(), scorebook.signatures().end(),
                                        [&](const Signature& signature) { return signature.person() == person; });
    if (!has_signed) missing.push_back(person);
  }
  std::sort(missing.begin(), missing.end());
  return missing;
}

absl::StatusOr<v1::DeliveredScorebook> Deliver(const Scorebook& scorebook, const std::vector<std::string>& voices,
                                               absl::string_view name, absl::string_view person, absl::Time now) {
  const std::vector<std::string> missing = Unsigned(scorebook, voices);
  if (!missing.empty()) return rpc::Refuse(access::v1::NOT_SIGNED, {{"missing", absl::StrJoin(missing, ",")}});
  v1::DeliveredScorebook delivered;
  delivered.set_name(std::string(name));
  *delivered.mutable_scorebook() = scorebook;
  delivered.set_delivered_by(cycle::PersonName(person));
  *delivered.mutable_delivered_time() = cycle::ToTimestamp(now);
  return delivered;
}

}  // namespace krans::scoring
