#include "tests/access/requests.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "google/api/field_behavior.pb.h"
#include "krans/access/v1/access.pb.h"
#include "services/rpc/access.h"
#include "tests/access/year.h"

namespace krans::proof {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MessageFactory;

constexpr char kHistory[] = "krans.journal.v1.Journal/History";

const std::set<absl::string_view> kPersonal = {"assessments", "conflicts", "examiners", "notes", "people", "votes"};

// A record per service whose history is asked for: of the case, or of its matter.
const std::map<std::string, std::pair<std::string, std::string>> kHistories = {
    {"submissions", {"krans.submissions.v1.Participation", kCase}},
    {"scoring", {"krans.scoring.v1.Scorebook", absl::StrCat(kCase, "/scorebook")}},
    {"sitevisits", {"krans.sitevisits.v1.SiteVisit", absl::StrCat(kCase, "/visits/k1")}},
    {"jury", {"krans.jury.v1.Decision", absl::StrCat(kMatter, "/decision")}}};

bool HasBehavior(const FieldDescriptor& field, google::api::FieldBehavior behavior) {
  const auto& options = field.options();
  for (int i = 0; i < options.ExtensionSize(google::api::field_behavior); ++i) {
    if (options.GetExtension(google::api::field_behavior, i) == behavior) return true;
  }
  return false;
}

std::string NameFor(absl::string_view form, const std::string& person) {
  const std::map<absl::string_view, std::string> ids = {
      {"awards", "kvalitet"}, {"cycles", "2026"},  {"participations", "kruton"}, {"units", "kruton"},
      {"bodies", "soc"},      {"targets", "2026"}, {"distinctions", "2019"},     {"roles", "fia-office"},
      {"boardMatters", "1"},  {"teams", "t"},      {"matters", "social"},        {"consensus", "pre"}};
  std::vector<std::string> segments = absl::StrSplit(form, '/');
  for (size_t i = 1; i < segments.size(); ++i) {
    if (segments[i] != "*") continue;
    auto known = ids.find(segments[i - 1]);
    segments[i] = kPersonal.count(segments[i - 1]) > 0 ? person : known == ids.end() ? "k1" : known->second;
  }
  return absl::StrJoin(segments, "/");
}

// The form of the name of the records that the method answers with, where its request does not say.
std::string FormOfAnswer(const Descriptor& response) {
  const FieldDescriptor* name = response.FindFieldByName("name");
  return name == nullptr ? "" : name->options().GetExtension(access::v1::limits).resource();
}

const FieldDescriptor* ResourceField(const Descriptor& request, const std::string& path) {
  const Descriptor* type = &request;
  const FieldDescriptor* field = nullptr;
  for (const std::string& step : std::vector<std::string>(absl::StrSplit(path, '.', absl::SkipEmpty()))) {
    field = type->FindFieldByName(step);
    type = field->message_type();
  }
  return field;
}

std::string Text(const FieldDescriptor& field, const std::string& person) {
  const access::v1::Limits& limits = field.options().GetExtension(access::v1::limits);
  if (!limits.resource().empty()) return NameFor(limits.resource(), person);
  if (field.name() == "etag") return "*";
  if (limits.pattern() == "date") return "2026-09-01";
  if (limits.pattern() == "month") return "2026-09";
  if (limits.pattern() == "time") return "09:30";
  if (limits.pattern() == "sha256") return std::string(64, 'a');
  if (limits.pattern() == "email") return "a@b";
  if (absl::StrContains(field.name(), "class")) return "social";
  if (!limits.pattern().empty()) return "k1";
  return std::string(std::max(1, limits.min_length()), 'k');
}

// Sets what must be given, and what lies on `path`, whose end is `resource` where that is given.
void Fill(Message* message, const std::string& path, const std::string& resource, const std::string& person) {
  const std::pair<std::string, std::string> steps = absl::StrSplit(path, absl::MaxSplits('.', 1));
  const auto& reflection = *message->GetReflection();
  for (int i = 0; i < message->GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = message->GetDescriptor()->field(i);
    const bool on_path = !path.empty() && field->name() == steps.first;
    if (!on_path && field->name() != "etag" && !HasBehavior(*field, google::api::REQUIRED)) continue;
    if (HasBehavior(*field, google::api::OUTPUT_ONLY)) continue;
    const access::v1::Limits& limits = field->options().GetExtension(access::v1::limits);
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_MESSAGE:
        Fill(field->is_repeated() ? reflection.AddMessage(message, field) : reflection.MutableMessage(message, field),
             on_path ? steps.second : "", resource, person);
        break;
      case FieldDescriptor::CPPTYPE_STRING: {
        const bool end = on_path && steps.second.empty() && !resource.empty();
        const std::string text = end ? resource : Text(*field, person);
        field->is_repeated() ? reflection.AddString(message, field, text) : reflection.SetString(message, field, text);
        break;
      }
      case FieldDescriptor::CPPTYPE_ENUM: {
        const auto* value = field->enum_type()->value(1);
        field->is_repeated() ? reflection.AddEnum(message, field, value) : reflection.SetEnum(message, field, value);
        break;
      }
      case FieldDescriptor::CPPTYPE_INT32:
        reflection.SetInt32(message, field, static_cast<int32_t>(std::max<int64_t>(1, limits.min())));
        break;
      case FieldDescriptor::CPPTYPE_INT64:
        reflection.SetInt64(message, field, std::max<int64_t>(1, limits.min()));
        break;
      default:
        break;
    }
  }
}

}  // namespace

std::string FormOf(const std::string& service, const std::string& method) {
  const auto* descriptor = rpc::FindMethod(method);
  const access::v1::Rule& rule = *rpc::FindRule(method);
  if (rule.resource().empty()) return "";
  if (method == kHistory) return kHistories.at(service).second;
  const FieldDescriptor* field = ResourceField(*descriptor->input_type(), rule.resource());
  const std::string& form = field->options().GetExtension(access::v1::limits).resource();
  return form.empty() ? FormOfAnswer(*descriptor->output_type()) : form;
}

bool IsSomebodys(const std::string& form) {
  const std::vector<absl::string_view> segments = absl::StrSplit(form, '/');
  for (size_t i = 1; i < segments.size(); ++i) {
    if (segments[i] == "*" && kPersonal.count(segments[i - 1]) > 0) return true;
  }
  return false;
}

Request MakeRequest(const std::string& service, const std::string& method, const std::string& person,
                    const std::string& resource) {
  const auto* descriptor = rpc::FindMethod(method);
  Request request;
  request.message.reset(MessageFactory::generated_factory()->GetPrototype(descriptor->input_type())->New());
  request.resource = resource.empty() ? NameFor(FormOf(service, method), person) : resource;
  Fill(request.message.get(), rpc::FindRule(method)->resource(), request.resource, person);
  if (method == kHistory) {
    const auto* type = descriptor->input_type()->FindFieldByName("type");
    request.message->GetReflection()->SetString(request.message.get(), type, kHistories.at(service).first);
  }
  return request;
}

}  // namespace krans::proof
