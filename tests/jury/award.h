#ifndef KRANS_TESTS_JURY_AWARD_H_
#define KRANS_TESTS_JURY_AWARD_H_

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "krans/jury/v1/decisions.pb.h"
#include "krans/jury/v1/juries.pb.h"
#include "krans/jury/v1/matters.pb.h"
#include "krans/scoring/v1/conflicts.pb.h"
#include "krans/scoring/v1/scorebooks.pb.h"
#include "krans/submissions/v1/board_matters.pb.h"
#include "krans/submissions/v1/cycles.pb.h"
#include "krans/submissions/v1/organisation.pb.h"
#include "krans/submissions/v1/participations.pb.h"
#include "krans/submissions/v1/people.pb.h"
#include "krans/submissions/v1/submissions.pb.h"
#include "services/jury/module.h"
#include "services/rpc/error.h"
#include "tests/parse.h"
#include "tests/rpc/house.h"
#include "tests/violations.h"

namespace krans::jury {

inline const std::string kCycle = "awards/k/cycles/2026";
inline const std::string kSocial = kCycle + "/matters/social";  // Kruton, Lss and Alba compete in it
inline const std::string kSchool = kCycle + "/matters/school";  // Eken does
inline const std::string kKruton = kCycle + "/participations/kruton";
inline const std::string kLss = kCycle + "/participations/lss";
inline const std::string kAlba = kCycle + "/participations/alba";
inline const std::string kEken = kCycle + "/participations/eken";

// The jury service in the year's phase of the jury, with all dossiers delivered: chair Carl, deputy Dora and members
// Eva, Finn and Gun; Olle and Ove of the office, Aud an auditor. Each unit's contact is its name with "-chef".
class AwardTest : public testing::Test {
 protected:
  AwardTest() {
    Module().Register(&house_.door(), &house_.store());
    checked_ = house_.door().Check(Module().services);
    SetYear("jury { regime: BOARD_KL seats: 5 blinded_first: true abstention_allowed: true }");
    SetCalendar("");
    for (const char* person : {"carl", "dora", "eva", "finn", "gun", "olle", "ove", "aud"}) {
      Copy<submissions::v1::Person>("submissions", absl::StrCat("name: 'people/", person, "' display_name: 'P'"));
    }
    for (const char* person : {"olle", "ove", "aud"}) {
      Copy<submissions::v1::Role>(
          "submissions", absl::StrCat("name: 'roles/", person, "' person: 'people/", person, "' kind: ",
                                      std::string(person) == "aud" ? "AUDITOR" : "OFFICE", " from: '2020-01-01'"));
    }
    for (const std::string& name : {kKruton, kLss, kAlba, kEken}) {
      SetParticipation(name, "REGISTERED");
      Copy<submissions::v1::Eligibility>("submissions", absl::StrCat("name: '", name, "/eligibility' state: VERIFIED"));
      Copy<submissions::v1::OpenedSubmission>("submissions",
                                              absl::StrCat("name: '", name, "/opened' content_hash: 'h'"));
      Copy<scoring::v1::DeliveredScorebook>(
          "scoring", absl::StrCat("name: '", name, "/delivered' scorebook { name: '", name,
                                  "/scorebook' points: 500 signatures { person: 'people/examiner' } }"));
    }
    SetBoard("VERIFIED");
  }

  void SetUp() override { ASSERT_TRUE(checked_.ok()) << checked_; }

  template <typename T>
  void Copy(const std::string& source, const std::string& text) {
    ASSERT_TRUE(house_.Copy(source, Parse<T>(text)).ok());
  }
  void SetYear(const std::string& rest) {
    Copy<submissions::v1::Cycle>("submissions",
                                 absl::StrCat("name: '", kCycle, "' year: 2026 classes { code: 'social' }",
                                              " classes { code: 'school' } ", rest));
  }
  void SetCalendar(const std::string& rest) {
    Copy<submissions::v1::Calendar>(
        "submissions",
        absl::StrCat("name: '", kCycle, "/calendar' phases { phase: JURY }", " phases { phase: EMBARGO }",
                     " milestones { kind: CEREMONY due: '2026-09-03' } ", rest));
  }
  void SetParticipation(const std::string& name, const std::string& state) {
    SetParticipation(name, state, name == kEken ? "school" : "social");
  }
  void SetParticipation(const std::string& name, const std::string& state, const std::string& class_code) {
    const std::string id = name.substr(name.rfind('/') + 1);
    Copy<submissions::v1::Participation>(
        "submissions", absl::StrCat("name: '", name, "' state: ", state, " unit: 'units/", id, "' unit_display_name: '",
                                    id, "' contact: 'people/", id, "-chef' class_code: '", class_code, "'"));
  }
  void SetBoard(const std::string& state) {
    Copy<submissions::v1::BoardMatter>(
        "submissions", absl::StrCat("name: '", kCycle, "/boardMatters/1' result: NOTED participations: '", kKruton,
                                    "' participations: '", kLss, "' participations: '", kAlba, "' participations: '",
                                    kEken, "' state: ", state));
  }
  void Conflict(const std::string& participation, const std::string& person, const std::string& state) {
    Copy<scoring::v1::Conflict>("scoring", absl::StrCat("name: '", participation, "/conflicts/", person,
                                                        "' person: 'people/", person, "' state: ", state));
  }

  // "Matters/Propose", called by a person with a request written as text.
  template <typename Response, typename Request>
  absl::StatusOr<Response> Ask(const std::string& method, const std::string& person, const std::string& request) {
    return house_.Ask<Response>("krans.jury.v1." + method, Parse<Request>(request), {.person = person});
  }

  absl::StatusOr<v1::Jury> SaveJury(const std::string& members, const std::string& person = "olle") {
    return Ask<v1::Jury, v1::SaveJuryRequest>("Juries/SaveJury", person,
                                              absl::StrCat("jury { name: '", kCycle, "/jury' ", members, " }"));
  }
  absl::StatusOr<v1::Matter> PresentMatter(const std::string& matter, const std::string& person = "olle") {
    return Ask<v1::Matter, v1::PresentMatterRequest>("Matters/PresentMatter", person, Named(matter));
  }
  absl::StatusOr<v1::Matter> RevealNames(const std::string& matter, const std::string& person) {
    return Ask<v1::Matter, v1::RevealNamesRequest>("Matters/RevealNames", person, Named(matter));
  }
  absl::StatusOr<v1::Matter> Attend(const std::string& matter, const std::string& person,
                                    const std::vector<std::string>& present) {
    std::string request = Named(matter);
    for (const std::string& one : present) absl::StrAppend(&request, " present: 'people/", one, "'");
    return Ask<v1::Matter, v1::RecordAttendanceRequest>("Matters/RecordAttendance", person, request);
  }
  absl::StatusOr<v1::Recusal> Recuse(const std::string& matter, const std::string& person) {
    return Ask<v1::Recusal, v1::RecuseRequest>("Matters/Recuse", person, Named(matter) + " ground: 'a relative'");
  }
  absl::StatusOr<v1::Proposal> Propose(const std::string& matter, const std::string& id, const std::string& person,
                                       const std::string& rest) {
    return Ask<v1::Proposal, v1::ProposeRequest>(
        "Matters/Propose", person, absl::StrCat("proposal { name: '", matter, "/proposals/", id, "' ", rest, " }"));
  }
  absl::StatusOr<v1::Ballot> OpenBallot(const std::string& person, const std::string& id = "1") {
    return Ask<v1::Ballot, v1::OpenBallotRequest>(
        "Matters/OpenBallot", person,
        absl::StrCat("ballot { name: '", kSocial, "/ballots/", id, "' first: '", kSocial, "/proposals/1' second: '",
                     kSocial, "/proposals/2' }"));
  }
  // For proposal "1" or "2", or abstaining with "".
  absl::StatusOr<v1::Vote> Vote(const std::string& person, const std::string& choice, const std::string& rest = "") {
    return Ask<v1::Vote, v1::CastVoteRequest>(
        "Matters/CastVote", person,
        absl::StrCat("vote { name: '", kSocial, "/ballots/1/votes/", person, "' ",
                     choice.empty() ? "" : absl::StrCat("proposal: '", kSocial, "/proposals/", choice, "' "), rest,
                     "}"));
  }
  absl::StatusOr<v1::Ballot> CloseBallot(const std::string& person) {
    return Ask<v1::Ballot, v1::CloseBallotRequest>("Matters/CloseBallot", person, Named(kSocial + "/ballots/1"));
  }
  absl::StatusOr<v1::Ballot> CancelBallot(const std::string& person) {
    return Ask<v1::Ballot, v1::CancelBallotRequest>("Matters/CancelBallot", person,
                                                    Named(kSocial + "/ballots/1") + " reason: 'too few'");
  }
  absl::StatusOr<v1::Decision> Decide(const std::string& matter, const std::string& id, const std::string& person) {
    return Ask<v1::Decision, v1::DecideRequest>(
        "Decisions/Decide", person, absl::StrCat(Named(matter), " proposal: '", matter, "/proposals/", id, "'"));
  }
  absl::StatusOr<v1::Matter> Reopen(const std::string& matter, const std::string& person) {
    return Ask<v1::Matter, v1::ReopenMatterRequest>("Decisions/ReopenMatter", person,
                                                    Named(matter) + " reason: 'withdrew'");
  }
  absl::StatusOr<v1::MatterView> Get(const std::string& matter, const std::string& person) {
    return Ask<v1::MatterView, v1::GetMatterRequest>("Matters/GetMatter", person, Named(matter));
  }
  absl::StatusOr<v1::ListDossiersResponse> Dossiers(const std::string& matter, const std::string& person) {
    return Ask<v1::ListDossiersResponse, v1::ListDossiersRequest>("Matters/ListDossiers", person,
                                                                  absl::StrCat("parent: '", matter, "'"));
  }

  // A jury, and a matter before it with names shown and everybody present.
  void Seat() {
    const auto jury = SaveJury(kJury);
    ASSERT_TRUE(jury.ok()) << jury.status();
  }
  void Begin(const std::string& matter,
             const std::vector<std::string>& present = {"carl", "dora", "eva", "finn", "gun"}) {
    ASSERT_TRUE(PresentMatter(matter).ok());
    ASSERT_TRUE(RevealNames(matter, "carl").ok());
    const auto attended = Attend(matter, "olle", present);
    ASSERT_TRUE(attended.ok()) << attended.status();
  }
  // Two proposals before the matter of the social class.
  void ProposeTwo() {
    ASSERT_TRUE(Propose(kSocial, "1", "eva", Winner(kKruton)).ok());
    ASSERT_TRUE(Propose(kSocial, "2", "finn", Winner(kLss)).ok());
  }

  static std::string Named(const std::string& name) { return absl::StrCat("name: '", name, "'"); }
  static std::string Winner(const std::string& participation) {
    return absl::StrCat("winners { participation: '", participation, "' motivation: 'M.' } ");
  }
  static std::string Mention(const std::string& participation) {
    return absl::StrCat("mentions { participation: '", participation, "' good_example: 'G' motivation: 'M.' } ");
  }

  static constexpr char kJury[] =
      "members { person: 'people/carl' role: CHAIR } members { person: 'people/dora' role: DEPUTY }"
      " members { person: 'people/eva' role: MEMBER } members { person: 'people/finn' role: MEMBER }"
      " members { person: 'people/gun' role: MEMBER }";

  rpc::House house_{"jury", "krans.jury.v1"};
  absl::Status checked_;
};

}  // namespace krans::jury

#endif  // KRANS_TESTS_JURY_AWARD_H_
