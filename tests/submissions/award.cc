#include "tests/submissions/award.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/descriptor.h"
#include "krans/submissions/v1/cycles.pb.h"
#include "krans/submissions/v1/organisation.pb.h"
#include "krans/submissions/v1/people.pb.h"
#include "services/submissions/module.h"

namespace krans::submissions {
namespace {

constexpr absl::string_view kPackage = "krans.submissions.v1";

const google::protobuf::MethodDescriptor* FindMethod(const std::string& method) {
  const std::vector<std::string> parts = absl::StrSplit(method, '/');
  const auto* pool = google::protobuf::DescriptorPool::generated_pool();
  const auto* service = pool->FindServiceByName(absl::StrCat(kPackage, ".", parts[0]));
  return service == nullptr ? nullptr : service->FindMethodByName(parts[1]);
}

}  // namespace

AwardTest::AwardTest() : house_("submissions", std::string(kPackage)) {
  Register(&house_.door(), BoxMaker(rpc::SymmetricKey{5}));
  checked_ = house_.door().Check(Module().services);
  MoveTo("2024-03-01 12:00:00");
  for (const char* body : {"sodermalm", "soc"}) {
    Put<v1::Body>(absl::StrCat("name: \"bodies/", body, "\" display_name: \"", body, "\" kind: DISTRICT_BOARD"));
  }
  for (const char* person : {"eva", "bo", "alva", "rut", "sam", "maja", "nils", "olle"}) {
    Put<v1::Person>(absl::StrCat("name: \"people/", person, "\" display_name: \"", person, "\""));
  }
  for (const char* role :
       {R"(name: "roles/eva-office" person: "people/eva" kind: OFFICE)",
        R"(name: "roles/bo-office" person: "people/bo" kind: OFFICE)",
        R"(name: "roles/alva-auditor" person: "people/alva" kind: AUDITOR)",
        R"(name: "roles/rut-registrar" person: "people/rut" kind: REGISTRAR body: "bodies/sodermalm")",
        R"(name: "roles/sam-registrar" person: "people/sam" kind: REGISTRAR body: "bodies/soc")"}) {
    Put<v1::Role>(absl::StrCat(role, R"( from: "2024-01-01")"));
  }
  Put<v1::Unit>(R"(name: "units/kruton" display_name: "Kruton" body: "bodies/sodermalm" kind: PRESCHOOL
                   operator_kind: MUNICIPAL manager: "people/maja")");
  Put<v1::Unit>(R"(name: "units/annan" display_name: "Annan" body: "bodies/soc" kind: SOCIAL_SERVICES
                   operator_kind: MUNICIPAL manager: "people/nils")");
  Put<v1::Cycle>(R"(name: "awards/k/cycles/2024" state: PUBLISHED year: 2024 display_name: "2024"
                    classes { code: "preschool" label_sv: "Förskola" } classes { code: "social" label_sv: "Socialtjänst" }
                    parts { kind: ACCOUNT } parts { kind: PRESENTATION } board { acts: APPROVAL acts: NOTIFICATION })");
  Put<v1::Calendar>(R"(name: "awards/k/cycles/2024/calendar"
      phases { phase: REGISTRATION opens: "2024-01-15" closes: "2024-03-22" }
      phases { phase: SUBMISSION opens: "2024-02-01" closes: "2024-05-17" }
      phases { phase: OPENING opens: "2024-05-18" closes: "2024-06-30" }
      milestones { kind: REGISTRATION due: "2024-03-22" } milestones { kind: SUBMISSION due: "2024-05-17" }
      milestones { kind: BOARD_EVIDENCE due: "2024-06-28" })");
  Put<v1::QuestionSet>(R"(name: "awards/k/cycles/2024/questions"
      questions { code: "q1" max_length: 100 required: true } questions { code: "q2" max_length: 100 required: true })");
  Put<v1::EligibilityRules>(R"(name: "awards/k/cycles/2024/eligibilityRules"
      rules { code: MIN_STAFF parameter: 5 applies_to: PARTICIPATE severity: BLOCK text_sv: "Minst fem medarbetare" }
      rules { code: OPERATIONAL_PLAN applies_to: PARTICIPATE severity: WAIVABLE }
      rules { code: WINNER_COOLDOWN parameter: 2 applies_to: PARTICIPATE severity: BLOCK }
      rules { code: BOARD_VERIFIED applies_to: WIN severity: BLOCK })");
}

std::string AwardTest::Call(const std::string& person, const std::string& method, const std::string& request) {
  const auto* descriptor = FindMethod(method);
  if (descriptor == nullptr) return absl::StrCat("no method ", method);
  auto* factory = google::protobuf::MessageFactory::generated_factory();
  std::unique_ptr<google::protobuf::Message> message(factory->GetPrototype(descriptor->input_type())->New());
  if (!google::protobuf::TextFormat::ParseFromString(request, message.get())) return "the request does not parse";
  const int64_t before = house_.store().Head().position;
  rpc::Reply reply = house_.Send(house_.MakeCall(absl::StrCat(kPackage, ".", method), *message, {.person = person}));
  if (reply.status.ok()) {
    answer_ = std::move(reply.response);
    return "OK";
  }
  EXPECT_EQ(house_.store().Head().position, before) << method << " was refused and left a trace";
  return Told(reply.status);
}

void AwardTest::OpenPhase(const std::string& phase) {
  ASSERT_EQ(Call("eva", "Cycles/SetPhase",
                 absl::StrCat("name: \"", kYear, "/calendar\" phase: ", phase, " override: OPEN reason: \"test\"")),
            "OK");
}

void AwardTest::WriteDraft() {
  ASSERT_EQ(Call("maja", "Participations/Register", absl::StrCat("name: \"", kKruton, "\" class_code: \"preschool\"")),
            "OK");
  for (const char* code : {"q1", "q2"}) {
    ASSERT_EQ(Call("maja", "Submissions/SaveAnswer",
                   absl::StrCat("answer { name: \"", kKruton, "/answers/", code, "\" text: \"what we wrote to ", code,
                                "\" }")),
              "OK");
  }
  ASSERT_EQ(Call("maja", "Submissions/SavePresentation",
                 absl::StrCat("presentation { name: \"", kKruton, "/presentation\" text: \"who we are\" }")),
            "OK");
}

}  // namespace krans::submissions
