#include <cstdint>
#include <cstdio>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/message.h"
#include "gtest/gtest.h"
#include "krans/journal/v1/entry.pb.h"
#include "krans/journal/v1/journal.pb.h"
#include "services/rpc/access.h"
#include "services/rpc/error.h"
#include "services/rpc/fields.h"
#include "tests/access/personas.h"
#include "tests/access/requests.h"
#include "tests/access/secrets.h"
#include "tests/access/tally.h"
#include "tests/access/world.h"
#include "tests/access/year.h"

namespace krans::proof {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MessageFactory;

constexpr char kHistory[] = "krans.journal.v1.Journal/History";
constexpr char kJournal[] = "krans.journal.";

// Everything named in the two years, with what lies above it.
std::set<std::string> NamesOf(const Secret& secret) {
  std::set<std::string> names;
  for (const auto& year : {secret.one, secret.other}) {
    for (const Record& record : year) {
      std::string name = NameOf(*record);
      for (size_t end = name.size(); end != std::string::npos; end = name.rfind('/')) {
        name.resize(end);
        names.insert(name);
      }
    }
  }
  return names;
}

// One question: a method, and the request.
struct Question {
  std::string method;
  Request request;
};

void SetText(Message* message, const char* field, const std::string& text) {
  message->GetReflection()->SetString(message, message->GetDescriptor()->FindFieldByName(field), text);
}

// Every reading method of the service over every name that fits it; of a case that is a secret whole, also every
// change, as whoever may make a case could tell by trying.
std::vector<Question> QuestionsFor(const Site& site, const Secret& secret) {
  std::vector<Question> questions;
  const std::set<std::string> names = NamesOf(secret);
  for (const std::string& method : site.methods()) {
    const auto* descriptor = rpc::FindMethod(method);
    if (descriptor->server_streaming()) continue;
    if (rpc::FindRule(method)->effect() != access::v1::READ && !secret.type.empty()) continue;
    if (secret.type.empty() && absl::StartsWith(method, kJournal)) continue;  // withheld entries still have a position
    if (method == kHistory) {
      for (const Record& record : secret.one) {
        questions.push_back({method, MakeRequest(site.service(), method, "anna", NameOf(*record))});
        SetText(questions.back().request.message.get(), "type", TypeOf(*record));
      }
      continue;
    }
    const std::string form = FormOf(site.service(), method);
    if (form.empty()) questions.push_back({method, MakeRequest(site.service(), method, "anna")});
    for (const std::string& name : names) {
      if (!form.empty() && rpc::IsNamed(form, name)) {
        questions.push_back({method, MakeRequest(site.service(), method, "anna", name)});
      }
    }
  }
  return questions;
}

// Replaces what differs from one world to the next by chance alone: sealed tokens and salted hashes, by their length.
void Mask(Message* message) {
  const auto& reflection = *message->GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(*message, &fields);
  for (const FieldDescriptor* field : fields) {
    const int size = field->is_repeated() ? reflection.FieldSize(*message, field) : 1;
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      for (int i = 0; i < size; ++i) {
        Mask(field->is_repeated() ? reflection.MutableRepeatedMessage(message, field, i)
                                  : reflection.MutableMessage(message, field));
      }
      continue;
    }
    const bool journal = absl::StartsWith(field->full_name(), kJournal);
    if (journal && field->name() == "entry") {
      journal::v1::Entry entry;
      entry.ParseFromString(reflection.GetString(*message, field));
      entry.clear_digest();
      entry.clear_previous();
      reflection.SetString(message, field, entry.SerializeAsString());
    } else if (field->name() == "next_page_token" ||
               (journal && (field->name() == "hash" || field->name() == "salt"))) {
      reflection.SetString(message, field, absl::StrCat(reflection.GetString(*message, field).size()));
    }
  }
}

// All that the persona is told, page by page where there are pages.
std::string Told(Site& site, const Question& question, const Persona& persona, int page_size) {
  std::unique_ptr<Message> request(question.request.message->New());
  request->CopyFrom(*question.request.message);
  const FieldDescriptor* size = request->GetDescriptor()->FindFieldByName("page_size");
  if (size != nullptr) request->GetReflection()->SetInt32(request.get(), size, page_size);
  std::string told;
  for (int page = 0; page < 50; ++page) {
    const rpc::Reply reply = site.Ask(question.method, *request, persona);
    absl::StrAppend(&told, rpc::ToRpcStatus(reply.status, "").SerializeAsString(), " ", reply.position.size(), " ",
                    reply.response.size(), " ");
    const auto* type = rpc::FindMethod(question.method)->output_type();
    std::unique_ptr<Message> response(MessageFactory::generated_factory()->GetPrototype(type)->New());
    response->ParseFromString(reply.response);
    const FieldDescriptor* next = type->FindFieldByName("next_page_token");
    const std::string token = next == nullptr ? "" : response->GetReflection()->GetString(*response, next);
    Mask(response.get());
    absl::StrAppend(&told, response->SerializeAsString());
    if (token.empty()) break;
    SetText(request.get(), "page_token", token);
  }
  return told;
}

bool HasPages(const Question& question) {
  return question.request.message->GetDescriptor()->FindFieldByName("page_size") != nullptr;
}

// Compares what each persona is told in the two worlds of the secret.
class Comparison {
 public:
  explicit Comparison(const Secret& secret)
      : secret_(secret), one_(MakeWorld(secret.one)), other_(MakeWorld(secret.other)) {}

  void Run() {
    for (size_t i = 0; i < one_.size(); ++i) {
      if (!secret_.type.empty() && !one_[i]->Knows(secret_.type)) continue;
      for (const Question& question : QuestionsFor(*one_[i], secret_)) {
        OpenPhaseFor(i, question.method);
        for (const Persona& persona : Personas()) {
          if (secret_.type.empty() && !persona.barred_from_case) continue;
          for (int page_size = 0; page_size <= (HasPages(question) ? 1 : 0); ++page_size) {
            Compare(i, question, persona, page_size);
          }
        }
      }
    }
    for (const std::string& persona : secret_.told) {
      EXPECT_EQ(seeing_.count(persona), 1) << secret_.name << ": " << persona << " may see it, and nothing shows it";
    }
  }

 private:
  // Opens a phase that the method asks for.
  void OpenPhaseFor(size_t at, const std::string& method) {
    const auto& phases = rpc::FindRule(method)->phases();
    const auto phase = phases.empty() ? access::v1::PHASE_UNSPECIFIED : static_cast<access::v1::Phase>(phases.Get(0));
    if (phase == open_) return;
    one_[at]->OpenPhase(phase);
    other_[at]->OpenPhase(phase);
    open_ = phase;
  }

  void Compare(size_t at, const Question& question, const Persona& persona, int page_size) {
    ++TheTally().pairs;
    if (Told(*one_[at], question, persona, page_size) == Told(*other_[at], question, persona, page_size)) return;
    if (!IsKeptFrom(secret_, persona)) {
      seeing_.insert(persona.name);
      return;
    }
    if (++TheTally().silent <= 20) {
      ADD_FAILURE() << secret_.name << ": " << question.method << " of " << question.request.resource << " tells "
                    << persona.name << " at " << one_[at]->service();
    }
  }

  const Secret& secret_;
  std::vector<std::unique_ptr<Site>> one_, other_;
  access::v1::Phase open_ = access::v1::PHASE_UNSPECIFIED;
  std::set<std::string> seeing_;
};

TEST(TwoWorldsTest, WhoMayNotKnowASecretIsToldTheSameInBoth) {
  for (const Secret& secret : Secrets()) Comparison(secret).Run();
}

TEST(TwoWorldsTest, NoJournalNamesTheCaseToAnAuditorInConflict) {
  const std::vector<Record> year = Year(Stage::kConsensus);
  const Secret secret{"", year, year, {}, "none"};
  int withheld = 0;
  for (const auto& site : MakeWorld(year)) {
    for (const Question& question : QuestionsFor(*site, secret)) {
      if (!absl::StartsWith(question.method, kJournal)) continue;
      const rpc::Reply reply = site->Ask(question.method, *question.request.message, PersonaOf("auditor-in-conflict"));
      if (absl::StrContains(reply.response, kCase)) {
        ++TheTally().silent;
        ADD_FAILURE() << question.method << " of " << question.request.resource << " at " << site->service();
      }
      journal::v1::ReadResponse read;
      if (!absl::EndsWith(question.method, "/Read") || !read.ParseFromString(reply.response)) continue;
      for (const auto& entry : read.entries()) withheld += entry.entry().empty() ? 1 : 0;
    }
  }
  EXPECT_GT(withheld, 10);
}

}  // namespace
}  // namespace krans::proof
