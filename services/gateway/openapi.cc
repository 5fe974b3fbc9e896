#include "services/gateway/openapi.h"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "google/api/field_behavior.pb.h"
#include "krans/access/v1/access.pb.h"

namespace krans::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;

constexpr char kJournal[] = "journal";

std::string Quoted(absl::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      absl::StrAppend(&out, "\\", std::string(1, c));
    } else if (static_cast<unsigned char>(c) < 0x20) {
      absl::StrAppend(&out, absl::StrFormat("\\u%04x", static_cast<int>(c)));
    } else {
      out.push_back(c);
    }
  }
  return out + "\"";
}

std::string Ref(absl::string_view name) { return absl::StrCat(R"({"$ref":"#/components/schemas/)", name, "\"}"); }

// The comment before a thing of the schema, in one line.
template <typename T>
std::string CommentOf(const T& described) {
  google::protobuf::SourceLocation location;
  if (!described.GetSourceLocation(&location)) return "";
  std::string text = location.leading_comments.empty() ? location.trailing_comments : location.leading_comments;
  absl::RemoveExtraAsciiWhitespace(&text);
  return text;
}

// Who may call, in words.
std::string RuleOf(const Schema::Method& method) {
  const access::v1::Rule& rule = method.descriptor->options().GetExtension(access::v1::rule);
  std::vector<std::string> relations, phases;
  for (const int relation : rule.relations()) {
    relations.push_back(access::v1::Relation_Name(static_cast<access::v1::Relation>(relation)));
  }
  for (const int phase : rule.phases()) phases.push_back(access::v1::Phase_Name(static_cast<access::v1::Phase>(phase)));
  std::string text = absl::StrCat(method.read ? "Reads. For " : "Changes. For ", absl::StrJoin(relations, ", "), ".");
  if (!phases.empty()) absl::StrAppend(&text, " In ", absl::StrJoin(phases, ", "), ".");
  if (rule.sign_in() != access::v1::SIGN_IN_UNSPECIFIED) {
    absl::StrAppend(&text, " Sign-in: ", access::v1::SignIn_Name(rule.sign_in()), ".");
  }
  return text;
}

std::string PathOf(const Schema::Method& method) {
  return absl::StrCat(method.service == kJournal ? "/{service}/" : "/", method.path);
}

// Messages that JSON writes as text.
bool IsText(const Descriptor& type) {
  static const auto* const texts = new std::set<std::string>{"google.protobuf.Timestamp", "google.protobuf.Duration"};
  return texts->count(type.full_name()) > 0;
}

std::string SingleType(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      if (!IsText(*field.message_type())) return Ref(field.message_type()->full_name());
      return field.message_type()->name() == "Timestamp" ? R"({"type":"string","format":"date-time"})"
                                                         : R"({"type":"string"})";
    case FieldDescriptor::CPPTYPE_ENUM:
      return Ref(field.enum_type()->full_name());
    case FieldDescriptor::CPPTYPE_BOOL:
      return R"({"type":"boolean"})";
    case FieldDescriptor::CPPTYPE_INT64:
    case FieldDescriptor::CPPTYPE_UINT64:
      return R"({"type":"string","format":"int64"})";
    case FieldDescriptor::CPPTYPE_STRING:
      return field.type() == FieldDescriptor::TYPE_BYTES ? R"({"type":"string","contentEncoding":"base64"})"
                                                         : R"({"type":"string"})";
    case FieldDescriptor::CPPTYPE_FLOAT:
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return R"({"type":"number"})";
    default:
      return R"({"type":"integer","format":"int32"})";
  }
}

// The field's schema with its bounds and comment.
std::string FieldSchema(const FieldDescriptor& field) {
  const access::v1::Limits& limits = field.options().GetExtension(access::v1::limits);
  std::string type = SingleType(field);
  if (field.is_repeated()) type = absl::StrCat(R"({"type":"array","items":)", type, "}");
  type.pop_back();
  if (field.is_repeated() && limits.max_items() > 0) absl::StrAppend(&type, ",\"maxItems\":", limits.max_items());
  if (!field.is_repeated() && field.type() == FieldDescriptor::TYPE_STRING) {
    if (limits.max_length() > 0) absl::StrAppend(&type, ",\"maxLength\":", limits.max_length());
    if (limits.min_length() > 0) absl::StrAppend(&type, ",\"minLength\":", limits.min_length());
  }
  if (!field.is_repeated() && field.cpp_type() == FieldDescriptor::CPPTYPE_INT32 && limits.max() != limits.min()) {
    absl::StrAppend(&type, ",\"minimum\":", limits.min(), ",\"maximum\":", limits.max());
  }
  const auto& options = field.options();
  for (int i = 0; i < options.ExtensionSize(google::api::field_behavior); ++i) {
    if (options.GetExtension(google::api::field_behavior, i) == google::api::OUTPUT_ONLY) type += ",\"readOnly\":true";
  }
  std::string comment = CommentOf(field);
  if (!limits.resource().empty()) {
    comment = absl::StrCat(comment, comment.empty() ? "" : " ", "A name like ", limits.resource(), ".");
  }
  if (!comment.empty()) absl::StrAppend(&type, ",\"description\":", Quoted(comment));
  return type + "}";
}

bool IsRequired(const FieldDescriptor& field) {
  const auto& options = field.options();
  for (int i = 0; i < options.ExtensionSize(google::api::field_behavior); ++i) {
    if (options.GetExtension(google::api::field_behavior, i) == google::api::REQUIRED) return true;
  }
  return false;
}

using Schemas = std::map<std::string, std::string>;

void AddEnum(const EnumDescriptor& type, Schemas* schemas) {
  std::vector<std::string> values;
  values.reserve(static_cast<size_t>(type.value_count()));
  for (int i = 0; i < type.value_count(); ++i) values.push_back(Quoted(type.value(i)->name()));
  (*schemas)[type.full_name()] = absl::StrCat(R"({"type":"string","enum":[)", absl::StrJoin(values, ","),
                                              "],\"description\":", Quoted(CommentOf(type)), "}");
}

// Adds the message and all that it is made of.
void AddMessage(const Descriptor& type, Schemas* schemas) {
  if (IsText(type) || !schemas->try_emplace(type.full_name()).second) return;
  std::vector<std::string> properties, required;
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    properties.push_back(absl::StrCat(Quoted(field.json_name()), ":", FieldSchema(field)));
    if (IsRequired(field)) required.push_back(Quoted(field.json_name()));
    if (field.message_type() != nullptr) AddMessage(*field.message_type(), schemas);
    if (field.enum_type() != nullptr) AddEnum(*field.enum_type(), schemas);
  }
  std::string text = absl::StrCat(R"({"type":"object","properties":{)", absl::StrJoin(properties, ","), "}");
  if (!required.empty()) absl::StrAppend(&text, ",\"required\":[", absl::StrJoin(required, ","), "]");
  (*schemas)[type.full_name()] = absl::StrCat(text, ",\"description\":", Quoted(CommentOf(type)), "}");
}

std::string Operation(const Schema::Method& method, bool get) {
  const char* content = method.stream ? "application/connect+json" : "application/json";
  const std::string request = absl::StrCat("\"content\":{", Quoted("application/json"),
                                           ":{\"schema\":", Ref(method.descriptor->input_type()->full_name()), "}}");
  std::vector<std::string> parameters;
  if (method.service == kJournal) {
    parameters.emplace_back(R"({"name":"service","in":"path","required":true,"schema":{"type":"string"}})");
  }
  std::string body;
  if (get) {
    parameters.emplace_back(
        R"({"name":"encoding","in":"query","required":true,"schema":{"type":"string","enum":["json"]}})");
    parameters.push_back(absl::StrCat(R"({"name":"message","in":"query","required":true,)", request, "}"));
  } else {
    body = absl::StrCat(R"("requestBody":{"required":true,"content":{")", content,
                        "\":{\"schema\":", Ref(method.descriptor->input_type()->full_name()), "}}},");
  }
  const std::string id = absl::StrReplaceAll(method.path, {{"/", "."}});
  return absl::StrCat(
      "{\"operationId\":", Quoted(get ? id + ".get" : id), ",\"tags\":[",
      Quoted(method.descriptor->service()->full_name()), "],\"summary\":", Quoted(method.descriptor->name()),
      ",\"description\":", Quoted(absl::StrCat(RuleOf(method), " ", CommentOf(*method.descriptor))),
      ",\"parameters\":[", absl::StrJoin(parameters, ","), "],", body,
      R"("responses":{"200":{"description":"The answer.","content":{")", content,
      "\":{\"schema\":", Ref(method.descriptor->output_type()->full_name()),
      R"(}}},"default":{"description":"A refusal.","content":{"application/json":{"schema":)", Ref("Error"), "}}}}}");
}

// What is called without the Connect protocol.
std::string FilesPath() {
  const std::string refusal = absl::StrCat(
      R"("default":{"description":"A refusal.","content":{"application/json":{"schema":)", Ref("Error"), "}}}");
  return absl::StrCat(
      R"("/files/{name}":{"servers":[{"url":"/"}],"parameters":[{"name":"name","in":"path","required":true,)",
      R"("description":"An extract's: awards/A/cycles/Y/boardMatters/M/extract, with its slashes.","schema":{"type":"string"}}],)",
      R"("get":{"operationId":"files.get","summary":"Fetches the extract of a board's minutes","responses":{)",
      R"("200":{"description":"The file.","content":{"*/*":{}}},)", refusal, "}},",
      R"("put":{"operationId":"files.put","summary":"Sends the extract of a board's minutes in","parameters":[)",
      R"({"name":"file_name","in":"query","required":true,"schema":{"type":"string"}},)",
      R"({"name":"request_id","in":"query","schema":{"type":"string"}},)",
      R"({"name":"If-Match","in":"header","description":"The etag of the extract that it replaces, in quotes.","schema":{"type":"string"}}],)",
      R"("requestBody":{"required":true,"content":{"*/*":{}}},"responses":{)",
      R"("200":{"description":"What is known of the file.","content":{"application/json":{"schema":)",
      Ref("krans.submissions.v1.Extract"), "}}},", refusal, "}}}");
}

std::string Escaped(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}});
}

}  // namespace

std::string OpenApiJson(const Schema& schema) {
  Schemas schemas;
  schemas["Error"] = R"({"type":"object","properties":{"code":{"type":"string"},"message":{"type":"string"},)"
                     R"("details":{"type":"array","items":{"type":"object","properties":{"type":{"type":"string"},)"
                     R"("value":{"type":"string","contentEncoding":"base64"}}}}},"required":["code"]})";
  std::vector<std::string> paths;
  for (const auto& [path, method] : schema.methods()) {
    AddMessage(*method.descriptor->input_type(), &schemas);
    AddMessage(*method.descriptor->output_type(), &schemas);
    std::string operations = absl::StrCat("\"post\":", Operation(method, false));
    if (method.read && !method.stream) absl::StrAppend(&operations, ",\"get\":", Operation(method, true));
    paths.push_back(absl::StrCat(Quoted(PathOf(method)), ":{", operations, "}"));
  }
  if (schema.Find("krans.submissions.v1.Extracts/SaveExtract") != nullptr) paths.push_back(FilesPath());
  std::vector<std::string> components;
  components.reserve(schemas.size());
  for (const auto& [name, text] : schemas) components.push_back(absl::StrCat(Quoted(name), ":", text));
  return absl::StrCat(
      R"({"openapi":"3.1.0","info":{"title":"Krans","version":"1","description":)",
      Quoted("The quality award's methods, called by the Connect protocol: POST of JSON, or GET of what only reads."),
      R"(},"servers":[{"url":"/api"}],"security":[{"session":[]}],"paths":{)", absl::StrJoin(paths, ",\n"),
      R"(},"components":{"securitySchemes":{"session":{"type":"apiKey","in":"cookie","name":"__Host-krans"}},"schemas":{)",
      absl::StrJoin(components, ",\n"), "}}}\n");
}

std::string OpenApiPage(const Schema& schema) {
  std::string page =
      "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>Krans: methods</title>"
      "<meta name=\"viewport\" content=\"width=device-width\"></head>\n<body>\n<main>\n<h1>What can be called</h1>\n"
      "<p>Each method is a POST of JSON to /api and its path; what only reads may also be a GET. For programs: "
      "<a href=\"/openapi.json\">openapi.json</a>.</p>\n";
  std::string service;
  for (const auto& [path, method] : schema.methods()) {
    if (service != method.descriptor->service()->full_name()) {
      if (!service.empty()) page += "</dl>\n";
      service = method.descriptor->service()->full_name();
      absl::StrAppend(&page, "<h2>", Escaped(service), "</h2>\n<dl>\n");
    }
    absl::StrAppend(&page, "<dt><code>", Escaped(PathOf(method)), "</code></dt>\n<dd><p>", Escaped(RuleOf(method)),
                    "</p>");
    const std::string comment = CommentOf(*method.descriptor);
    if (!comment.empty()) absl::StrAppend(&page, "<p>", Escaped(comment), "</p>");
    absl::StrAppend(&page, "<p>Takes ", Escaped(method.descriptor->input_type()->full_name()), ", answers ",
                    method.stream ? "a stream of " : "", Escaped(method.descriptor->output_type()->full_name()),
                    ".</p></dd>\n");
  }
  return page + "</dl>\n</main>\n</body>\n</html>\n";
}

}  // namespace krans::gateway
