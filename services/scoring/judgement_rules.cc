#include "services/scoring/judgement_rules.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "krans/scoring/v1/assessments.pb.h"
#include "krans/scoring/v1/consensus.pb.h"
#include "services/cycle/names.h"

namespace krans::scoring {
namespace {

using submissions::v1::Band;
using submissions::v1::Criterion;
using submissions::v1::ScoringScheme;

template <typename Item>
void CheckScore(const ScoringScheme& scheme, const Item& item, const Band* band, rpc::Violations* violations) {
  if (item.band().empty()) {
    violations->Add("band", access::v1::FIELD_REQUIRED, "the band is chosen before the score");
  }
  const int32_t score = item.score();
  if (score < scheme.min() || score > scheme.max()) {
    violations->Add("score", access::v1::FIELD_OUT_OF_RANGE, rpc::Between(scheme.min(), scheme.max()));
    return;
  }
  if (scheme.step() > 0 && (score - scheme.min()) % scheme.step() != 0) {
    violations->Add("score", access::v1::FIELD_OFF_GRID, rpc::InSteps(scheme.min(), scheme.step()));
  }
  if (band != nullptr && (score < band->low() || score > band->high())) {
    violations->Add("score", access::v1::FIELD_OUTSIDE_BAND, rpc::Between(band->low(), band->high()));
  }
}

}  // namespace

const Criterion* FindCriterion(const ScoringScheme& scheme, absl::string_view code) {
  for (const Criterion& criterion : scheme.criteria()) {
    if (criterion.code() == code) return &criterion;
  }
  return nullptr;
}

const Band* FindBand(const ScoringScheme& scheme, absl::string_view code) {
  for (const Band& band : scheme.bands()) {
    if (band.code() == code) return &band;
  }
  return nullptr;
}

template <typename Item>
void CheckJudgement(const ScoringScheme& scheme, const Item& item, rpc::Violations* violations) {
  if (FindCriterion(scheme, cycle::LastSegment(item.name())) == nullptr) {
    violations->Add("name", access::v1::FIELD_REFERENCE, "ends with the code of one of the year's criteria");
  }
  if (scheme.max_comments() > 0 && item.comments_size() > scheme.max_comments()) {
    violations->Add("comments", access::v1::FIELD_TOO_MANY, rpc::AtMost(scheme.max_comments()));
  }
  for (int i = 0; i < item.comments_size(); ++i) {
    if (absl::StripAsciiWhitespace(item.comments(i).text()).empty()) {
      violations->Add(absl::StrCat("comments[", i, "].text"), access::v1::FIELD_REQUIRED, "says something");
    }
  }
  const Band* band = item.band().empty() ? nullptr : FindBand(scheme, item.band());
  if (!item.band().empty() && band == nullptr) {
    violations->Add("band", access::v1::FIELD_REFERENCE, "the code of one of the scheme's bands");
  }
  if (item.not_assessable()) {
    constexpr absl::string_view kExcluded = "not together with not_assessable";
    if (!item.band().empty()) violations->Add("band", access::v1::FIELD_NOT_ALLOWED, kExcluded);
    if (item.has_score()) violations->Add("score", access::v1::FIELD_NOT_ALLOWED, kExcluded);
    return;
  }
  if (item.comments().empty() && (item.has_score() || !item.band().empty())) {
    violations->Add("comments", access::v1::FIELD_COMMENT_NEEDED, "at least one, before band and score");
  }
  if (item.has_score()) CheckScore(scheme, item, band, violations);
}

template void CheckJudgement(const ScoringScheme&, const v1::AssessmentItem&, rpc::Violations*);
template void CheckJudgement(const ScoringScheme&, const v1::ConsensusItem&, rpc::Violations*);

}  // namespace krans::scoring
