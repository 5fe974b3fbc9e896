#include "services/jury/decision_rules.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/cycle/deadline_rules.h"
#include "services/cycle/timestamp.h"
#include "services/jury/ballot_rules.h"
#include "services/jury/matter_rules.h"
#include "services/jury/proposal_rules.h"
#include "services/rpc/error.h"

namespace krans::jury {
namespace {

using rpc::Refuse;
using rpc::Violations;
using submissions::v1::Calendar;
using submissions::v1::Milestone;
using v1::Announcement;
using v1::Ballot;
using v1::Decision;
using v1::Matter;
using v1::Proposal;

constexpr absl::Duration kProposalLife = absl::Hours(24);

absl::StatusOr<std::string> EmbargoDay(const Calendar& calendar) {
  KRANS_ASSIGN(const absl::Time start, cycle::StartOf(calendar, Milestone::CEREMONY));
  if (start == absl::InfiniteFuture()) return std::string();
  return absl::FormatCivilTime(absl::ToCivilDay(start, cycle::Stockholm()));
}

}  // namespace

absl::StatusOr<Decision> Decide(const Matter& matter, absl::string_view chosen, const std::vector<Proposal>& proposals,
                                const std::vector<Ballot>& ballots, const Sitting& sitting,
                                const submissions::v1::JuryRules& rules, absl::Time now) {
  KRANS_RETURN(CheckNamed(matter));
  KRANS_RETURN(CheckNoneOpen(ballots));
  const bool advice = rules.regime() == submissions::v1::JuryRules::CHAIR_ON_DELEGATION_KL;
  const std::vector<std::string> standing = Standing(proposals);
  if (!advice && standing.size() != 1) {
    return Refuse(access::v1::WRONG_STATE,
                  {{"state", absl::StrCat(standing.size(), " proposals stand")}, {"needs", "one"}});
  }
  const auto found =
      std::find_if(proposals.begin(), proposals.end(), [&](const Proposal& one) { return one.name() == chosen; });
  if (found == proposals.end() || (!advice && found->fallen())) {
    Violations violations;
    violations.Add("proposal", access::v1::FIELD_REFERENCE,
                   advice ? "a proposal of the matter" : "the proposal that stands");
    return violations.status();
  }
  KRANS_RETURN(CheckQuorum(sitting));
  Decision decision;
  decision.set_name(absl::StrCat(matter.name(), "/decision"));
  *decision.mutable_proposal() = *found;
  const bool voted = std::any_of(ballots.begin(), ballots.end(),
                                 [](const Ballot& ballot) { return ballot.state() == Ballot::CLOSED; });
  decision.set_by_acclamation(!voted && standing.size() == 1 && !found->fallen());
  decision.set_presiding(sitting.presiding);
  for (const std::string& person : sitting.present) {
    *(advice && person != sitting.presiding ? decision.add_advisers() : decision.add_deciders()) = person;
  }
  *decision.mutable_decided_time() = cycle::ToTimestamp(now);
  decision.set_regime(rules.regime());
  return decision;
}

absl::Status CheckNotAnnounced(const Announcement& announcement) {
  return announcement.state() == Announcement::ANNOUNCED ? Refuse(access::v1::DECISION_FINAL) : absl::OkStatus();
}

absl::StatusOr<Announcement> ProposeAnnouncement(const Announcement& standing,
                                                 const std::vector<std::string>& undecided,
                                                 absl::string_view content_hash, const Calendar& calendar,
                                                 absl::string_view person, absl::Time now) {
  KRANS_RETURN(CheckNotAnnounced(standing));
  if (!undecided.empty()) {
    return Refuse(access::v1::WRONG_STATE, {{"state", "undecided"}, {"needs", absl::StrJoin(undecided, ",")}});
  }
  Announcement announcement;
  announcement.set_state(Announcement::PROPOSED);
  announcement.set_content_hash(std::string(content_hash));
  KRANS_ASSIGN(*announcement.mutable_embargo_until(), EmbargoDay(calendar));
  announcement.set_proposed_by(std::string(person));
  *announcement.mutable_proposed_time() = cycle::ToTimestamp(now);
  return announcement;
}

absl::StatusOr<Announcement> ConfirmAnnouncement(Announcement announcement, absl::string_view confirmed_hash,
                                                 absl::string_view content_hash, bool proposer_recused,
                                                 const Calendar& calendar, absl::string_view person, absl::Time now) {
  KRANS_RETURN(CheckNotAnnounced(announcement));
  KRANS_ASSIGN(const absl::Time embargo, cycle::StartOf(calendar, Milestone::CEREMONY));
  if (now < embargo) {
    KRANS_ASSIGN(std::string day, EmbargoDay(calendar));
    return Refuse(access::v1::EMBARGOED, {{"until", std::move(day)}});
  }
  if (now - cycle::ToTime(announcement.proposed_time()) > kProposalLife) {
    return Refuse(access::v1::WRONG_STATE, {{"state", "expired"}, {"needs", "a proposal of the last 24 hours"}});
  }
  if (announcement.proposed_by() == person || proposer_recused) return Refuse(access::v1::SECOND_PERSON_NEEDED);
  if (announcement.content_hash() != confirmed_hash || content_hash != confirmed_hash) {
    Violations violations;
    violations.Add("content_hash", access::v1::FIELD_REFERENCE, "the hash of what was proposed and decided");
    return violations.status();
  }
  announcement.set_state(Announcement::ANNOUNCED);
  announcement.set_confirmed_by(std::string(person));
  *announcement.mutable_confirmed_time() = cycle::ToTimestamp(now);
  return announcement;
}

}  // namespace krans::jury
