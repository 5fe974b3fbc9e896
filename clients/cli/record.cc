#include "clients/cli/record.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "clients/cli/labels.h"
#include "clients/cli/names.h"
#include "clients/cli/schema.h"
#include "clients/cli/values.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/protobuf/util/json_util.h"

namespace krans::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr size_t kLongestInline = 100;

std::string FormatInstant(const google::protobuf::Timestamp& time) {
  static const absl::TimeZone zone = [] {
    absl::TimeZone stockholm;
    return absl::LoadTimeZone("Europe/Stockholm", &stockholm) ? stockholm : absl::UTCTimeZone();
  }();
  return absl::FormatTime("%Y-%m-%d %H:%M:%S", absl::FromUnixSeconds(time.seconds()), zone);
}

bool IsInstant(const FieldDescriptor& field) {
  return field.message_type() == google::protobuf::Timestamp::descriptor();
}

// A field's value, or that of its element `index`, which is not a message other than an instant.
std::string ValueOf(const Message& message, const FieldDescriptor& field, int index, const View& view) {
  const Reflection& reflection = *message.GetReflection();
  std::string scratch;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING: {
      const std::string& text = index < 0 ? reflection.GetStringReference(message, &field, &scratch)
                                          : reflection.GetRepeatedStringReference(message, &field, index, &scratch);
      return field.type() == FieldDescriptor::TYPE_BYTES ? absl::BytesToHexString(text) : Shorten(text, view.award);
    }
    case FieldDescriptor::CPPTYPE_BOOL: {
      const bool swedish = view.language == Language::kSwedish;
      return reflection.GetBool(message, &field) ? (swedish ? "ja" : "yes") : (swedish ? "nej" : "no");
    }
    case FieldDescriptor::CPPTYPE_ENUM: {
      const auto* value =
          index < 0 ? reflection.GetEnum(message, &field) : reflection.GetRepeatedEnum(message, &field, index);
      return value->number() == 0 ? "" : WordFor(*value, view.language);
    }
    case FieldDescriptor::CPPTYPE_INT32:
      return absl::StrCat(index < 0 ? reflection.GetInt32(message, &field)
                                    : reflection.GetRepeatedInt32(message, &field, index));
    case FieldDescriptor::CPPTYPE_INT64:
      return absl::StrCat(index < 0 ? reflection.GetInt64(message, &field)
                                    : reflection.GetRepeatedInt64(message, &field, index));
    case FieldDescriptor::CPPTYPE_MESSAGE: {
      google::protobuf::Timestamp time;
      time.CopyFrom(index < 0 ? reflection.GetMessage(message, &field)
                              : reflection.GetRepeatedMessage(message, &field, index));
      return FormatInstant(time);
    }
    default:
      return "";
  }
}

bool IsSet(const Message& message, const FieldDescriptor& field) {
  const Reflection& reflection = *message.GetReflection();
  return field.is_repeated() ? reflection.FieldSize(message, &field) > 0 : reflection.HasField(message, &field);
}

std::string Label(const FieldDescriptor& field, const View& view) {
  return Translated(LabelOf(field.name()), view.language);
}

// All that the message says in one line, empty where that would be long or hold lists of messages.
std::string Inline(const Message& message, const View& view) {
  std::vector<std::string> parts;
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    std::vector<std::string> values;
    const bool nested = field->message_type() != nullptr && !IsInstant(*field);
    if (nested) {
      if (field->is_repeated()) return "";
      const Message& within = message.GetReflection()->GetMessage(message, field);
      const std::string line = Inline(within, view);
      if (line.empty()) return "";
      values.push_back(absl::StrCat("(", line, ")"));
    }
    const int size = field->is_repeated() ? message.GetReflection()->FieldSize(message, field) : (nested ? 0 : 1);
    for (int i = 0; i < size; ++i) values.push_back(ValueOf(message, *field, field->is_repeated() ? i : -1, view));
    parts.push_back(absl::StrCat(Label(*field, view), " ", absl::StrJoin(values, " + ")));
  }
  std::string line = absl::StrJoin(parts, ", ");
  return line.size() > kLongestInline || absl::StrContains(line, '\n') ? "" : line;
}

class Printing {
 public:
  Printing(const View& view, std::ostream& out) : view_(view), out_(out) {}

  void Print(const Message& message, size_t indent) {
    std::vector<const FieldDescriptor*> fields;
    message.GetReflection()->ListFields(message, &fields);
    std::sort(fields.begin(), fields.end(), [](const auto* a, const auto* b) { return a->index() < b->index(); });
    for (const FieldDescriptor* field : fields) PrintField(message, *field, indent);
  }

 private:
  void PrintField(const Message& message, const FieldDescriptor& field, size_t indent) {
    const Reflection& reflection = *message.GetReflection();
    const std::string label = Label(field, view_);
    const bool nested = field.message_type() != nullptr && !IsInstant(field);
    if (!field.is_repeated()) {
      if (!nested) return PrintValue(label, ValueOf(message, field, -1, view_), indent);
      const Message& within = reflection.GetMessage(message, &field);
      if (const std::string line = Inline(within, view_); !line.empty()) return PrintValue(label, line, indent);
      Begin(indent) << label << ":\n";
      return Print(within, indent + 2);
    }
    const int size = reflection.FieldSize(message, &field);
    if (!nested) {
      std::vector<std::string> values;
      values.reserve(static_cast<size_t>(size));
      for (int i = 0; i < size; ++i) values.push_back(ValueOf(message, field, i, view_));
      return PrintValue(label, absl::StrJoin(values, ", "), indent);
    }
    Begin(indent) << label << ":\n";
    for (int i = 0; i < size; ++i) {
      const Message& element = reflection.GetRepeatedMessage(message, &field, i);
      if (const std::string line = Inline(element, view_); !line.empty()) {
        Begin(indent + 2) << "- " << line << "\n";
      } else {
        Begin(indent + 2) << "-\n";
        Print(element, indent + 4);
      }
    }
  }

  // On the label's line where it fits there, else below it.
  void PrintValue(absl::string_view label, absl::string_view value, size_t indent) {
    const size_t room = view_.width > indent + 40 ? view_.width - indent - 2 : std::string::npos;
    if (!absl::StrContains(value, '\n') && (room == std::string::npos || Width(label) + 2 + Width(value) <= room)) {
      Begin(indent) << label << ": " << value << "\n";
      return;
    }
    Begin(indent) << label << ":\n";
    for (const std::string& line : Wrap(value, room)) Begin(indent + 2) << line << "\n";
  }

  std::ostream& Begin(size_t indent) { return out_ << std::string(indent, ' '); }

  const View& view_;
  std::ostream& out_;
};

void Collect(const Message& message, absl::string_view path, const View& view, std::vector<std::string>* values) {
  const std::pair<absl::string_view, absl::string_view> steps = absl::StrSplit(path, absl::MaxSplits('.', 1));
  const char* language = view.language == Language::kSwedish ? "sv" : "en";
  const std::string name = absl::StrReplaceAll(steps.first, {{"@", language}});
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name);
  if (field == nullptr) return;
  if (!IsSet(message, *field)) {
    // A bool or number without presence has a value all the same.
    const bool counts =
        !field->is_repeated() && !field->has_presence() && steps.second.empty() &&
        (field->cpp_type() == FieldDescriptor::CPPTYPE_BOOL || field->cpp_type() == FieldDescriptor::CPPTYPE_INT32 ||
         field->cpp_type() == FieldDescriptor::CPPTYPE_INT64);
    if (counts) values->push_back(ValueOf(message, *field, -1, view));
    return;
  }
  const Reflection& reflection = *message.GetReflection();
  const int size = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
  for (int i = 0; i < size; ++i) {
    const int index = field->is_repeated() ? i : -1;
    if (field->message_type() == nullptr || IsInstant(*field)) {
      values->push_back(ValueOf(message, *field, index, view));
      continue;
    }
    const Message& within =
        index < 0 ? reflection.GetMessage(message, field) : reflection.GetRepeatedMessage(message, field, i);
    if (steps.second.empty()) {
      values->push_back(Inline(within, view));
    } else {
      Collect(within, steps.second, view, values);
    }
  }
}

}  // namespace

std::string ValueAt(const Message& message, absl::string_view path, const View& view) {
  std::vector<std::string> values;
  Collect(message, path, view, &values);
  return absl::StrJoin(values, ", ");
}

std::string TitleOf(absl::string_view path) {
  const size_t dot = path.rfind('.');
  return LabelOf(absl::StripSuffix(dot == absl::string_view::npos ? path : path.substr(dot + 1), "_@"));
}

void PrintList(const Message& response, const std::vector<const char*>& columns, const View& view, std::ostream& out) {
  std::vector<std::string> titles;
  titles.reserve(columns.size());
  for (const char* column : columns) titles.push_back(TitleOf(column));
  Table table(std::move(titles));
  const FieldDescriptor* list = ListField(*response.GetDescriptor());
  const Reflection& reflection = *response.GetReflection();
  for (int i = 0; i < reflection.FieldSize(response, list); ++i) {
    std::vector<std::string> row;
    row.reserve(columns.size());
    for (const char* column : columns) {
      row.push_back(ValueAt(reflection.GetRepeatedMessage(response, list, i), column, view));
    }
    table.Add(std::move(row));
  }
  table.Print(view, out);
}

void PrintRecord(const Message& record, const View& view, std::ostream& out) { Printing(view, out).Print(record, 0); }

std::string ToJson(const Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.always_print_primitive_fields = true;
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(message, &json, options).ok()) json = "{}\n";
  return json;
}

}  // namespace krans::cli
