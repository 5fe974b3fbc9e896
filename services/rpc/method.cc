#include "services/rpc/method.h"

#include <algorithm>
#include <memory>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "krans/journal/v1/record.pb.h"

namespace krans::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

const FieldDescriptor* TextField(const Descriptor& type, absl::string_view name) {
  const FieldDescriptor* field = type.FindFieldByName(std::string(name));
  return field != nullptr && field->type() == FieldDescriptor::TYPE_STRING && !field->is_repeated() ? field : nullptr;
}

bool IsRecord(const Descriptor& type) {
  return type.options().HasExtension(journal::v1::record) && TextField(type, "name") != nullptr &&
         TextField(type, "etag") != nullptr;
}

const Message* Prototype(const Descriptor& type) {
  return google::protobuf::MessageFactory::generated_factory()->GetPrototype(&type);
}

// The one field that is a record; null where there is none, or more than one.
const FieldDescriptor* RecordField(const Descriptor& type) {
  const FieldDescriptor* found = nullptr;
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor* field = type.field(i);
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE || field->is_repeated()) continue;
    if (!IsRecord(*field->message_type())) continue;
    if (found != nullptr) return nullptr;
    found = field;
  }
  return found;
}

// Whether the relation may hold without regard to a resource.
bool Global(int relation) {
  return relation == access::v1::ANYONE || relation == access::v1::SIGNED_IN || relation == access::v1::SERVICE ||
         relation == access::v1::OFFICE || relation == access::v1::AUDITOR || relation == access::v1::REGISTRAR;
}

}  // namespace

Door::Method::Method(absl::string_view method, const Descriptor& request_type, const Descriptor& response_type)
    : name(method),
      descriptor(FindMethod(method)),
      rule(FindRule(method)),
      request(Prototype(request_type)),
      response(Prototype(response_type)),
      fields(request_type),
      request_id(TextField(request_type, "request_id")),
      reason(TextField(request_type, "reason")) {
  if (rule == nullptr) return;
  const Descriptor* type = &request_type;
  for (absl::string_view step : absl::StrSplit(rule->resource(), '.', absl::SkipEmpty())) {
    const FieldDescriptor* field = type == nullptr ? nullptr : type->FindFieldByName(std::string(step));
    if (field == nullptr || field->is_repeated()) {
      resource_.clear();
      break;
    }
    resource_.push_back(field);
    type = field->message_type();
  }
  if (rule->effect() == access::v1::CHANGE) {
    record_ = RecordField(request_type);
    if (record_ != nullptr) {
      stored_ = Prototype(*record_->message_type());
    } else if (TextField(request_type, "name") && TextField(request_type, "etag") && IsRecord(response_type)) {
      stored_ = response;
    }
  }
  if (stored_ != nullptr) {
    const Descriptor& holder = record_ == nullptr ? request_type : *record_->message_type();
    name_ = TextField(holder, "name");
    etag_ = TextField(holder, "etag");
    stored_etag_ = TextField(*stored_->GetDescriptor(), "etag");
  }
  const google::protobuf::ServiceDescriptor* service = descriptor->service();
  for (int i = 0; i < service->method_count(); ++i) {
    const google::protobuf::MethodDescriptor* other = service->method(i);
    if (absl::StartsWith(other->name(), "Get") && other->options().HasExtension(access::v1::rule)) {
      get_rules.push_back(&other->options().GetExtension(access::v1::rule));
    }
  }
}

std::vector<std::string> Door::Method::Faults(const Access& access) const {
  if (descriptor == nullptr) return {absl::StrCat(name, ": no such method in the schema")};
  if (rule == nullptr) return {absl::StrCat(name, ": no rule")};
  std::vector<std::string> faults = fields.faults();
  auto fault = [&](absl::string_view what) { faults.push_back(absl::StrCat(name, ": ", what)); };
  const bool changes = rule->effect() == access::v1::CHANGE;
  if (descriptor->input_type() != request->GetDescriptor() || descriptor->output_type() != response->GetDescriptor()) {
    fault("the handler is for other messages");
  }
  if (descriptor->client_streaming()) fault("client streams are not served");
  if (rule->effect() != access::v1::READ && !changes) fault("the rule has no effect");
  if (descriptor->server_streaming() ? !streamer : changes ? !writer : !reader) fault("no handler of its kind");
  if (rule->relations().empty()) fault("the rule has no relations");
  for (int relation : rule->relations()) {
    if (changes && relation == access::v1::ANYONE) fault("a change by anyone");
    if (rule->resource().empty() && !Global(relation)) fault("a relation to a resource, and none is named");
  }
  for (access::v1::Relation relation : access.Undefined(*rule)) {
    fault(absl::StrCat("undefined relation ", access::v1::Relation_Name(relation)));
  }
  if (!rule->phases().empty() && !access.KnowsPhases()) fault("phases are not defined");
  if (!rule->resource().empty() && (resource_.empty() || resource_.back()->type() != FieldDescriptor::TYPE_STRING)) {
    fault("the rule's resource is not a text field of the request");
  }
  if (changes && request_id != nullptr && !IsRecord(*response->GetDescriptor())) {
    fault("a request_id, and the response is no record");
  }
  return faults;
}

std::string Door::Method::Resource(const Message& message) const {
  if (resource_.empty()) return "";
  const Message* at = &message;
  for (size_t i = 0; i + 1 < resource_.size(); ++i) at = &at->GetReflection()->GetMessage(*at, resource_[i]);
  return Text(*at, resource_.back());
}

std::string Door::Method::Text(const Message& message, const FieldDescriptor* field) {
  return field == nullptr ? "" : message.GetReflection()->GetString(message, field);
}

absl::Status Door::Method::CheckEtag(const Message& message, const storage::ReadTransaction& state) const {
  if (stored_ == nullptr) return absl::OkStatus();
  const Message& holder = record_ == nullptr ? message : message.GetReflection()->GetMessage(message, record_);
  const std::string resource = Text(holder, name_);
  const std::string given = Text(holder, etag_);
  if (resource.empty() || given == "*" || (record_ == nullptr && given.empty())) return absl::OkStatus();
  KRANS_ASSIGN(const std::shared_ptr<const Message> stored, state.LookMessage(*stored_, resource));
  if (stored == nullptr && (record_ == nullptr || given.empty())) return absl::OkStatus();
  const std::string current = stored == nullptr ? "" : Text(*stored, stored_etag_);
  if (stored != nullptr && given == current) return absl::OkStatus();
  return Refuse(access::v1::ETAG_MISMATCH, {{"resource", resource}, {"current", current}});
}

}  // namespace krans::rpc
