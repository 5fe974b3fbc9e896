#ifndef KRANS_TESTS_SITEVISITS_CASE_H_
#define KRANS_TESTS_SITEVISITS_CASE_H_

#include <string>

#include "gtest/gtest.h"
#include "krans/scoring/v1/conflicts.pb.h"
#include "krans/scoring/v1/examiners.pb.h"
#include "krans/scoring/v1/teams.pb.h"
#include "krans/submissions/v1/board_matters.pb.h"
#include "krans/submissions/v1/cycles.pb.h"
#include "krans/submissions/v1/organisation.pb.h"
#include "krans/submissions/v1/participations.pb.h"
#include "krans/submissions/v1/people.pb.h"
#include "services/rpc/error.h"
#include "services/sitevisits/module.h"
#include "tests/parse.h"
#include "tests/rpc/house.h"
#include "tests/violations.h"

namespace krans::sitevisits {

inline const std::string kCycle = "awards/k/cycles/2026";
inline const std::string kKruton = kCycle + "/participations/kruton";  // Lena's team: Lena, Bo, Siv; Mona's unit
inline const std::string kLss = kCycle + "/participations/lss";        // another team's

// The sitevisits service and two cases, in the year's phase of visits: as those concerned know it. Lena leads the team,
// Bo is a member, Siv is shut out, Ulf has not declared, Mona manages the unit, Olle is of the office, Aud an auditor.
class CaseTest : public testing::Test {
 protected:
  CaseTest() {
    Module().Register(&house_.door(), &house_.store());
    checked_ = house_.door().Check(Module().services);
    Copy<submissions::v1::Cycle>("submissions", "name: '" + kCycle + "' state: PUBLISHED");
    Copy<submissions::v1::Calendar>("submissions", "name: '" + kCycle + "/calendar' phases { phase: SITE_VISIT }");
    Copy<submissions::v1::ScoringScheme>(
        "submissions", "name: '" + kCycle + "/scheme' criteria { code: 'k1' } criteria { code: 'k2' }");
    Copy<submissions::v1::Role>("submissions", "name: 'roles/1' person: 'people/olle' kind: OFFICE from: '2020-01-01'");
    Copy<submissions::v1::Role>("submissions", "name: 'roles/2' person: 'people/aud' kind: AUDITOR from: '2020-01-01'");
    for (const std::string& name : {kKruton, kLss}) {
      Copy<submissions::v1::Participation>("submissions", "name: '" + name + "' state: REGISTERED contact: 'people/" +
                                                              (name == kKruton ? "mona" : "nils") + "'");
      Copy<submissions::v1::BoardMatter>(
          "submissions", "name: '" + kCycle + "/boardMatters/" + std::string(name == kKruton ? "1" : "2") +
                             "' state: VERIFIED result: NOTED participations: '" + name + "'");
      Copy<scoring::v1::Evaluation>("scoring", "name: '" + name + "/evaluation' state: CONSENSUS_AGREED");
    }
    Copy<scoring::v1::Team>("scoring", "name: '" + kCycle + "/teams/1' participations: '" + kKruton +
                                           "' members { person: 'people/lena' role: LEAD }"
                                           " members { person: 'people/bo' role: EXAMINER }"
                                           " members { person: 'people/siv' role: EXAMINER }"
                                           " members { person: 'people/ulf' role: EXAMINER }");
    Copy<scoring::v1::Team>("scoring", "name: '" + kCycle + "/teams/2' participations: '" + kLss +
                                           "' members { person: 'people/tor' role: LEAD }");
    for (const char* person : {"lena", "bo", "siv", "ulf", "tor"}) Appoint(person);
    Declare(kKruton, "lena", "NONE_DECLARED");
    Declare(kKruton, "bo", "CLEARED");
    Declare(kKruton, "siv", "DECLARED");
    Declare(kLss, "tor", "NONE_DECLARED");
  }

  void SetUp() override { ASSERT_TRUE(checked_.ok()) << checked_; }

  template <typename T>
  void Copy(const std::string& source, const std::string& text) {
    ASSERT_TRUE(house_.Copy(source, Parse<T>(text)).ok());
  }

  void Appoint(const std::string& person, const std::string& rest = "") {
    Copy<scoring::v1::Examiner>(
        "scoring", "name: '" + kCycle + "/examiners/" + person +
                       "' manager_approved: '2026-01-02' trained: '2026-01-03' code_signed: '2026-01-04' " + rest);
  }

  void Declare(const std::string& participation, const std::string& person, const std::string& state) {
    Copy<scoring::v1::Conflict>("scoring", "name: '" + participation + "/conflicts/" + person + "' person: 'people/" +
                                               person + "' declared: true state: " + state);
  }

  // "SiteVisits/PlanVisit", called by a person.
  template <typename Response, typename Request>
  absl::StatusOr<Response> Ask(const std::string& method, const std::string& person, const Request& request) {
    return house_.Ask<Response>("krans.sitevisits.v1." + method, request, {.person = person});
  }

  rpc::House house_{"sitevisits", "krans.sitevisits.v1"};
  absl::Status checked_;
};

}  // namespace krans::sitevisits

#endif  // KRANS_TESTS_SITEVISITS_CASE_H_
