#include "tests/access/survey.h"

#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/message.h"
#include "gtest/gtest.h"
#include "services/rpc/access.h"
#include "services/rpc/error.h"
#include "services/rpc/fields.h"
#include "tests/access/personas.h"
#include "tests/access/requests.h"
#include "tests/access/world.h"
#include "tests/access/year.h"

namespace krans::proof {
namespace {

constexpr int kPhases = access::v1::Phase_ARRAYSIZE;

Outcome Classify(Site& site, const Row& row, const Request& request, const Persona& persona) {
  const rpc::Reply reply = site.Ask(row.method, *request.message, persona);
  switch (rpc::ReasonOf(reply.status)) {
    case access::v1::UNAUTHENTICATED:
      return Outcome::kUnauthenticated;
    case access::v1::SIGN_IN_TOO_WEAK:
      return Outcome::kSignIn;
    case access::v1::NOT_ALLOWED:
      return Outcome::kNotAllowed;
    case access::v1::PHASE_CLOSED:
      return Outcome::kPhaseClosed;
    case access::v1::NOT_FOUND:
      return site.Related(row.method, request.resource, persona) ? Outcome::kNoRecord : Outcome::kNotFound;
    case access::v1::REASON_UNSPECIFIED:
      return reply.status.ok() ? Outcome::kAllowed : Outcome::kFailed;
    case access::v1::INTERNAL:
    case access::v1::READ_ONLY:
    case access::v1::SOURCE_SILENT:
    case access::v1::MALFORMED:
    case access::v1::UNKNOWN_METHOD:
      return Outcome::kFailed;
    default:
      return Outcome::kAllowed;
  }
}

class Maker {
 public:
  void Visit(Site* site, bool before_consensus) {
    std::vector<std::string> titles;
    for (const std::string& method : site->methods()) {
      const std::string form = FormOf(site->service(), method);
      if (!IsSomebodys(form)) {
        titles.push_back(AddRow(*site, method, "anna", false, before_consensus));
        continue;
      }
      const std::string other = absl::StrContains(form, "/votes/") ? "jon" : "anna";
      titles.push_back(AddRow(*site, method, other, true, before_consensus));
      titles.push_back(AddRow(*site, method, "", true, before_consensus));
    }
    for (int phase = 0; phase < kPhases; ++phase) {
      site->OpenPhase(static_cast<access::v1::Phase>(phase));
      for (const std::string& title : titles) Fill(site, title, phase);
    }
  }

  Survey Take() { return std::move(survey_); }

 private:
  std::string AddRow(const Site& site, const std::string& method, const std::string& person, bool somebodys,
                     bool before_consensus) {
    std::string title = method;
    if (absl::StartsWith(method, "krans.journal.")) absl::StrAppend(&title, " at ", site.service());
    if (somebodys) absl::StrAppend(&title, person.empty() ? " of their own" : " of ", person);
    if (before_consensus) absl::StrAppend(&title, ", before consensus");
    const std::string whose = person.empty() ? "anna" : person;
    survey_.rows[title] = {site.service(),
                           method,
                           MakeRequest(site.service(), method, whose).resource,
                           person,
                           somebodys,
                           before_consensus,
                           rpc::FindRule(method)};
    return title;
  }

  void Fill(Site* site, const std::string& title, int phase) {
    const Row& row = survey_.rows.at(title);
    for (const Persona& persona : Personas()) {
      const std::string own = persona.person.empty() ? "nobody" : persona.person;
      const Request request = MakeRequest(row.service, row.method, row.person.empty() ? own : row.person);
      if (phase == 0) CheckFields(row, request);
      auto& by_phase = survey_.matrix[title][persona.name];
      by_phase[static_cast<size_t>(phase)] = Classify(*site, row, request, persona);
      ++survey_.cells;
    }
  }

  static void CheckFields(const Row& row, const Request& request) {
    std::unique_ptr<google::protobuf::Message> copy(request.message->New());
    copy->CopyFrom(*request.message);
    const absl::Status checked = rpc::FieldChecks(*copy->GetDescriptor()).Check(copy.get());
    EXPECT_TRUE(checked.ok()) << row.method << ": the request does not pass the field checks\n"
                              << request.message->DebugString() << checked;
  }

  Survey survey_;
};

}  // namespace

const Survey& TheSurvey() {
  static const Survey survey = [] {
    Maker maker;
    for (const auto& site : MakeWorld(Year(Stage::kConsensus))) maker.Visit(site.get(), false);
    for (const auto& site : MakeWorld(Year(Stage::kAlone))) {
      if (site->service() == "scoring") maker.Visit(site.get(), true);
    }
    return maker.Take();
  }();
  return survey;
}

}  // namespace krans::proof
