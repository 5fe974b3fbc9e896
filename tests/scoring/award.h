#ifndef KRANS_TESTS_SCORING_AWARD_H_
#define KRANS_TESTS_SCORING_AWARD_H_

#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "krans/access/v1/access.pb.h"
#include "krans/scoring/v1/assessments.pb.h"
#include "krans/scoring/v1/conflicts.pb.h"
#include "krans/scoring/v1/consensus.pb.h"
#include "krans/scoring/v1/examiners.pb.h"
#include "krans/scoring/v1/scorebooks.pb.h"
#include "krans/scoring/v1/teams.pb.h"
#include "storage/store.h"
#include "tests/rpc/house.h"
#include "tests/scoring/text.h"

namespace krans::scoring {

inline constexpr char kCycle[] = "awards/kvalitet/cycles/2026";

// ".../participations/kruton" and what lies below it: Case("kruton", "consensus/pre").
std::string Case(const std::string& unit, const std::string& below = "");

// The year 2026 in a scoring service with a door on a real store. Olle and Eva are the office, Alva the auditor; Anna,
// Bo and Cia examiners who are ready, Disa too; the units Kruton and Sol take part, in the class c, with opened
// submissions. The scheme has the criteria k1 (weight 400) and k2 (600), steps of 5 and Baldrige's bands; a discussion
// note is due from 20 points. All phases are open but where a test says otherwise.
class Award {
 public:
  Award();

  rpc::House& house() { return house_; }

  // Exactly these phases are open.
  void OpenPhases(const std::set<access::v1::Phase>& open);

  // A call as the person; `method` without its package: "Teams/SaveTeam".
  template <typename Response, typename Request>
  absl::StatusOr<Response> Ask(const std::string& method, const Request& request, const std::string& person) {
    return house_.Ask<Response>("krans.scoring.v1." + method, request, {.person = person});
  }

  // The office sets the team "t" of these cases: Anna leads, Bo and Cia examine; with `more`, as text, too.
  absl::StatusOr<v1::Team> SetTeam(const std::vector<std::string>& units, const std::string& more = "",
                                   const std::string& etag = "");

  // A copy of a record of the submissions or the sitevisits service.
  template <typename T>
  void Know(const std::string& text, const std::string& source = "submissions") {
    Learn(source, {CopyOf(Text<T>(text))});
  }

  absl::StatusOr<v1::Conflict> Declare(const std::string& person, const std::string& unit,
                                       const std::string& ground = "NONE");
  absl::StatusOr<v1::Conflict> Raise(const std::string& by, const std::string& person, const std::string& unit);
  absl::StatusOr<v1::Conflict> Decide(const std::string& by, const std::string& person, const std::string& unit,
                                      bool recused);

  // Saves a strength, the band that fits and the score.
  absl::StatusOr<v1::AssessmentItem> Score(const std::string& person, const std::string& unit,
                                           const std::string& criterion, int score, const std::string& etag = "*");
  absl::StatusOr<v1::Assessment> Lock(const std::string& person, const std::string& unit);

  // Declares free, scores both criteria with `score` and locks. Aborts where that fails.
  void Finish(const std::string& person, const std::string& unit, int score);

  absl::StatusOr<v1::Evaluation> OpenStage(const std::string& person, const std::string& unit,
                                           const std::string& stage);
  absl::StatusOr<v1::ConsensusView> Consensus(const std::string& person, const std::string& unit,
                                              const std::string& stage);

  // Proposes a score with all that a proposal needs; `more` adds to the item's text.
  absl::StatusOr<v1::ConsensusItem> Propose(const std::string& person, const std::string& item, int score,
                                            const std::string& more = "");
  absl::StatusOr<v1::ConsensusItem> Agree(const std::string& person, const std::string& item,
                                          const std::string& dissent = "");

  // Brings the case as far as the named state. Everyone scores 50; it ends at 60.
  void BringToConsensus(const std::string& unit);
  void BringToAgreed(const std::string& unit);
  void BringToFinal(const std::string& unit);

 private:
  template <typename T>
  static storage::Copy CopyOf(const T& record) {
    return {T::descriptor(), record.name(), record.SerializeAsString()};
  }

  // Mirrors the copies in one commit.
  void Learn(const std::string& source, std::vector<storage::Copy> copies);

  // Everyone of the team agrees to every item as it stands.
  void AgreeToAll(const std::string& unit, const std::string& stage);

  rpc::House house_;
};

}  // namespace krans::scoring

#endif  // KRANS_TESTS_SCORING_AWARD_H_
