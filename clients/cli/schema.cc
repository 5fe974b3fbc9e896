#include "clients/cli/schema.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "krans/journal/v1/journal.pb.h"
#include "krans/jury/v1/decisions.pb.h"
#include "krans/jury/v1/juries.pb.h"
#include "krans/jury/v1/matters.pb.h"
#include "krans/scoring/v1/assessments.pb.h"
#include "krans/scoring/v1/conflicts.pb.h"
#include "krans/scoring/v1/consensus.pb.h"
#include "krans/scoring/v1/examiners.pb.h"
#include "krans/scoring/v1/scorebooks.pb.h"
#include "krans/scoring/v1/teams.pb.h"
#include "krans/sitevisits/v1/issues.pb.h"
#include "krans/sitevisits/v1/notes.pb.h"
#include "krans/sitevisits/v1/visits.pb.h"
#include "krans/submissions/v1/board_matters.pb.h"
#include "krans/submissions/v1/cycles.pb.h"
#include "krans/submissions/v1/extracts.pb.h"
#include "krans/submissions/v1/organisation.pb.h"
#include "krans/submissions/v1/participations.pb.h"
#include "krans/submissions/v1/people.pb.h"
#include "krans/submissions/v1/submissions.pb.h"

namespace krans::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;

// A type of each file that states services.
std::vector<const FileDescriptor*> Files() {
  const Descriptor* types[] = {
      submissions::v1::Person::descriptor(),      submissions::v1::Body::descriptor(),
      submissions::v1::Cycle::descriptor(),       submissions::v1::Participation::descriptor(),
      submissions::v1::BoardMatter::descriptor(), submissions::v1::Submission::descriptor(),
      scoring::v1::Examiner::descriptor(),        scoring::v1::Team::descriptor(),
      scoring::v1::Conflict::descriptor(),        scoring::v1::Assessment::descriptor(),
      scoring::v1::ConsensusItem::descriptor(),   scoring::v1::Scorebook::descriptor(),
      sitevisits::v1::SiteVisit::descriptor(),    sitevisits::v1::VisitIssue::descriptor(),
      sitevisits::v1::Note::descriptor(),         jury::v1::Jury::descriptor(),
      journal::v1::Position::descriptor(),        jury::v1::Matter::descriptor(),
      jury::v1::Decision::descriptor(),           submissions::v1::Extract::descriptor(),
  };
  std::vector<const FileDescriptor*> files;
  for (const Descriptor* type : types) files.push_back(type->file());
  return files;
}

}  // namespace

std::vector<const ServiceDescriptor*> Services() {
  std::vector<const ServiceDescriptor*> services;
  for (const FileDescriptor* file : Files()) {
    for (int i = 0; i < file->service_count(); ++i) services.push_back(file->service(i));
  }
  return services;
}

const MethodDescriptor* FindMethod(absl::string_view method) {
  for (const ServiceDescriptor* service : Services()) {
    absl::string_view rest = method;
    if (absl::ConsumePrefix(&rest, absl::StrCat(service->full_name(), "/"))) {
      return service->FindMethodByName(std::string(rest));
    }
  }
  return nullptr;
}

std::string NameOf(const MethodDescriptor& method) {
  return absl::StrCat(method.service()->full_name(), "/", method.name());
}

std::unique_ptr<Message> NewMessage(const Descriptor& type) {
  return std::unique_ptr<Message>(google::protobuf::MessageFactory::generated_factory()->GetPrototype(&type)->New());
}

const FieldDescriptor* FindField(const Descriptor& type, absl::string_view path) {
  const Descriptor* at = &type;
  const FieldDescriptor* field = nullptr;
  for (absl::string_view step : absl::StrSplit(path, '.')) {
    if (at == nullptr) return nullptr;
    const bool element = absl::ConsumeSuffix(&step, "[]");
    field = at->FindFieldByName(std::string(step));
    if (field == nullptr || (element && !field->is_repeated())) return nullptr;
    at = field->message_type();
  }
  return field;
}

const FieldDescriptor* FieldOf(const Command& command, const Argument& argument) {
  const MethodDescriptor* method = FindMethod(command.method);
  if (method == nullptr || argument.path.empty()) return nullptr;
  absl::string_view path = argument.path;
  if (!absl::ConsumePrefix(&path, "^.")) return FindField(*method->input_type(), path);
  // Whichever element it follows: the first of those before it that begins one and has the field.
  for (const Argument& before : command.arguments) {
    if (&before == &argument) break;
    const size_t element = before.path.rfind("[]");
    if (element == std::string::npos) continue;
    const FieldDescriptor* field =
        FindField(*method->input_type(), absl::StrCat(before.path.substr(0, element), ".", path));
    if (field != nullptr) return field;
  }
  return nullptr;
}

bool IsSwitch(const Command& command, const Argument& argument) {
  if (argument.name[0] != '-') return false;
  const FieldDescriptor* field = FieldOf(command, argument);
  return field != nullptr && field->cpp_type() == FieldDescriptor::CPPTYPE_BOOL && !field->has_presence();
}

std::string ValueName(const google::protobuf::EnumValueDescriptor& value) {
  return absl::AsciiStrToLower(value.name());
}

std::vector<std::string> ValueNames(const EnumDescriptor& type) {
  std::vector<std::string> names;
  for (int i = 0; i < type.value_count(); ++i) {
    if (type.value(i)->number() != 0) names.push_back(ValueName(*type.value(i)));
  }
  return names;
}

const FieldDescriptor* ListField(const Descriptor& response) {
  for (int i = 0; i < response.field_count(); ++i) {
    const FieldDescriptor* field = response.field(i);
    if (field->is_repeated() && field->message_type() != nullptr) return field;
  }
  return nullptr;
}

std::string EtagPath(const Descriptor& request) {
  if (request.FindFieldByName("etag") != nullptr) return "etag";
  for (int i = 0; i < request.field_count(); ++i) {
    const FieldDescriptor* field = request.field(i);
    if (!field->is_repeated() && field->message_type() != nullptr &&
        field->message_type()->FindFieldByName("etag") != nullptr) {
      return absl::StrCat(field->name(), ".etag");
    }
  }
  return "";
}

}  // namespace krans::cli
