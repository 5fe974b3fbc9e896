#include "services/rpc/fields.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "google/api/field_behavior.pb.h"
#include "google/protobuf/unknown_field_set.h"
#include "krans/journal/v1/record.pb.h"
#include "services/rpc/text.h"

namespace krans::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr int kDefaultLength = 200;
constexpr int kDefaultItems = 100;
constexpr int kTokenLength = 1024;
constexpr int kDeepest = 16;  // of messages that are searched for what is not UTF-8

template <typename Allowed>
bool All(absl::string_view text, size_t from, size_t to, Allowed allowed) {
  return text.size() >= from && text.size() <= to && std::all_of(text.begin(), text.end(), allowed);
}

bool IsSlugCharacter(char c) { return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-'; }
bool IsHexCharacter(char c) { return absl::ascii_isdigit(c) || (c >= 'a' && c <= 'f'); }

// Digits where `shape` has 0, else the same character.
bool Shaped(absl::string_view shape, absl::string_view text) {
  return text.size() == shape.size() && std::equal(text.begin(), text.end(), shape.begin(), [](char c, char s) {
           return s == '0' ? absl::ascii_isdigit(c) : c == s;
         });
}

int Number(absl::string_view digits) {
  int value = 0;
  return absl::SimpleAtoi(digits, &value) ? value : -1;
}

bool IsDate(absl::string_view text) {
  if (!Shaped("0000-00-00", text)) return false;
  const int year = Number(text.substr(0, 4)), month = Number(text.substr(5, 2)), day = Number(text.substr(8, 2));
  const absl::CivilDay normal(year, month, day);
  return normal.year() == year && normal.month() == month && normal.day() == day;
}

bool IsMonth(absl::string_view text) {
  return Shaped("0000-00", text) && Number(text.substr(5)) >= 1 && Number(text.substr(5)) <= 12;
}

bool IsTime(absl::string_view text) {
  return Shaped("00:00", text) && Number(text.substr(0, 2)) < 24 && Number(text.substr(3)) < 60;
}

bool IsEmail(absl::string_view text) {
  const std::vector<absl::string_view> sides = absl::StrSplit(text, '@');
  return sides.size() == 2 && !sides[0].empty() && !sides[1].empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return absl::ascii_isgraph(c) || c < 0; });
}

struct Form {
  const char* name;
  bool (*has)(absl::string_view text);
};
constexpr Form kForms[] = {
    {"slug", [](absl::string_view t) { return All(t, 1, 63, IsSlugCharacter); }},
    {"date", IsDate},
    {"month", IsMonth},
    {"time", IsTime},
    {"sha256", [](absl::string_view t) { return All(t, 64, 64, IsHexCharacter); }},
    {"person", [](absl::string_view t) { return All(t, 1, 64, IsSlugCharacter); }},
    {"email", IsEmail},
};

const Form* FindForm(absl::string_view name) {
  const auto* form = std::find_if(std::begin(kForms), std::end(kForms), [&](const Form& f) { return f.name == name; });
  return form == std::end(kForms) ? nullptr : form;
}

int64_t CodePoints(const std::string& text) {
  return std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
}

bool HasBehavior(const FieldDescriptor& field, google::api::FieldBehavior behavior) {
  const auto& options = field.options();
  for (int i = 0; i < options.ExtensionSize(google::api::field_behavior); ++i) {
    if (options.GetExtension(google::api::field_behavior, i) == behavior) return true;
  }
  return false;
}

}  // namespace

bool HasForm(absl::string_view form, absl::string_view text) {
  const Form* found = FindForm(form);
  return found != nullptr && found->has(text);
}

bool IsForm(absl::string_view form) { return FindForm(form) != nullptr; }

bool IsNamed(absl::string_view form, absl::string_view name) {
  const auto wanted = absl::StrSplit(form, '/'), given = absl::StrSplit(name, '/');
  return std::equal(
      wanted.begin(), wanted.end(), given.begin(), given.end(),
      [](absl::string_view w, absl::string_view g) { return w == "*" ? All(g, 1, 63, IsSlugCharacter) : w == g; });
}

struct FieldChecks::Field {
  const FieldDescriptor* descriptor;
  bool required = false;
  bool output_only = false;
  bool request_id = false;
  access::v1::Limits limits;  // with the defaults in place
  const Form* form = nullptr;
  const Plan* message = nullptr;
};

struct FieldChecks::Plan {
  std::vector<Field> fields;
};

FieldChecks::FieldChecks(const Descriptor& request) { root_ = PlanOf(request, false); }
FieldChecks::~FieldChecks() = default;

// `record`: a record that is a field of the request, whose etag may be given.
const FieldChecks::Plan* FieldChecks::PlanOf(const Descriptor& type, bool record) {
  auto [place, fresh] = plans_.try_emplace({&type, record});
  if (!fresh) return place->second.get();
  place->second = std::make_unique<Plan>();
  Plan* plan = place->second.get();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor* descriptor = type.field(i);
    Field field{descriptor};
    field.required = HasBehavior(*descriptor, google::api::REQUIRED);
    field.output_only = HasBehavior(*descriptor, google::api::OUTPUT_ONLY) && !(record && descriptor->name() == "etag");
    field.request_id = descriptor->name() == "request_id";
    field.limits = descriptor->options().GetExtension(access::v1::limits);
    if (field.limits.max_length() == 0) {
      field.limits.set_max_length(descriptor->name() == "page_token" ? kTokenLength : kDefaultLength);
    }
    if (field.limits.max_items() == 0) field.limits.set_max_items(kDefaultItems);
    if (!field.limits.pattern().empty()) {
      field.form = FindForm(field.limits.pattern());
      if (field.form == nullptr) faults_.push_back(absl::StrCat(descriptor->full_name(), ": no such pattern"));
    }
    if (descriptor->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !field.output_only) {
      const Descriptor& child = *descriptor->message_type();
      field.message = PlanOf(child, child.options().HasExtension(krans::journal::v1::record));
    }
    plan->fields.push_back(std::move(field));
  }
  return plan;
}

// One pass over one request.
class FieldChecks::Walk {
 public:
  void Visit(Message* message, const Plan& plan) {
    message_ = message;
    const Reflection& reflection = *message->GetReflection();
    if (!reflection.GetUnknownFields(*message).empty()) reflection.MutableUnknownFields(message)->Clear();
    for (const Field& field : plan.fields) {
      if (field.descriptor->is_repeated()) {
        VisitList(message, reflection, field);
      } else {
        VisitOne(message, reflection, field);
      }
    }
  }

  absl::Status status() const { return violations_.status(); }

 private:
  using Path = std::vector<std::pair<const FieldDescriptor*, int>>;

  // `right` is a description or a bound.
  template <typename Right>
  void Fault(const Field& field, int index, access::v1::Reason reason, const Right& right) {
    std::string path;
    for (const auto& [step, at] : path_) {
      absl::StrAppend(&path, step->name(), at < 0 ? "" : absl::StrCat("[", at, "]"), ".");
    }
    absl::StrAppend(&path, field.descriptor->name(), index < 0 ? "" : absl::StrCat("[", index, "]"));
    violations_.Add(path, reason, right);
    Clear(field, index);
  }

  // What follows sees nothing of what is refused; an element leaves its place empty, so that the others keep theirs.
  void Clear(const Field& field, int index) {
    const Reflection& reflection = *message_->GetReflection();
    const FieldDescriptor* d = field.descriptor;
    if (index < 0) return reflection.ClearField(message_, d);
    switch (d->cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING:
        return reflection.SetRepeatedString(message_, d, index, "");
      case FieldDescriptor::CPPTYPE_ENUM:
        return reflection.SetRepeatedEnumValue(message_, d, index, 0);
      case FieldDescriptor::CPPTYPE_INT32:
        return reflection.SetRepeatedInt32(message_, d, index, 0);
      case FieldDescriptor::CPPTYPE_INT64:
        return reflection.SetRepeatedInt64(message_, d, index, 0);
      case FieldDescriptor::CPPTYPE_UINT32:
        return reflection.SetRepeatedUInt32(message_, d, index, 0);
      default:
        return;
    }
  }

  void VisitList(Message* message, const Reflection& reflection, const Field& field) {
    const int size = reflection.FieldSize(*message, field.descriptor);
    if (size == 0) {
      if (field.required) Fault(field, -1, access::v1::FIELD_REQUIRED, "at least one is needed");
      return;
    }
    if (field.output_only) return Fault(field, -1, access::v1::FIELD_OUTPUT_ONLY, "set by the service only");
    if (size > field.limits.max_items()) {
      return Fault(field, -1, access::v1::FIELD_TOO_MANY, AtMost(field.limits.max_items()));
    }
    std::string scratch;
    for (int i = 0; i < size; ++i) {
      const FieldDescriptor* d = field.descriptor;
      switch (d->cpp_type()) {
        case FieldDescriptor::CPPTYPE_MESSAGE:
          Enter(reflection.MutableRepeatedMessage(message, d, i), field, i);
          break;
        case FieldDescriptor::CPPTYPE_STRING:
          CheckText(reflection.GetRepeatedStringReference(*message, d, i, &scratch), field, i);
          break;
        case FieldDescriptor::CPPTYPE_ENUM:
          CheckEnum(reflection.GetRepeatedEnumValue(*message, d, i), true, field, i);
          break;
        case FieldDescriptor::CPPTYPE_INT32:
          CheckNumber(reflection.GetRepeatedInt32(*message, d, i), field, i);
          break;
        case FieldDescriptor::CPPTYPE_INT64:
          CheckNumber(reflection.GetRepeatedInt64(*message, d, i), field, i);
          break;
        case FieldDescriptor::CPPTYPE_UINT32:
          CheckNumber(reflection.GetRepeatedUInt32(*message, d, i), field, i);
          break;
        default:
          break;
      }
    }
  }

  void VisitOne(Message* message, const Reflection& reflection, const Field& field) {
    const FieldDescriptor* d = field.descriptor;
    if (!reflection.HasField(*message, d)) {
      const bool number = d->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE &&
                          d->cpp_type() != FieldDescriptor::CPPTYPE_STRING && !d->has_presence();
      if (!field.required) return;
      if (d->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
        return Fault(field, -1, access::v1::FIELD_UNKNOWN_VALUE, "must be one of its values");
      }
      if (!number) return Fault(field, -1, access::v1::FIELD_REQUIRED, "must be given");
    } else if (field.output_only) {
      return Fault(field, -1, access::v1::FIELD_OUTPUT_ONLY, "set by the service only");
    }
    std::string scratch;
    switch (d->cpp_type()) {
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return Enter(reflection.MutableMessage(message, d), field, -1);
      case FieldDescriptor::CPPTYPE_STRING:
        return CheckText(reflection.GetStringReference(*message, d, &scratch), field, -1);
      case FieldDescriptor::CPPTYPE_ENUM:
        return CheckEnum(reflection.GetEnumValue(*message, d), field.required, field, -1);
      case FieldDescriptor::CPPTYPE_INT32:
        return CheckNumber(reflection.GetInt32(*message, d), field, -1);
      case FieldDescriptor::CPPTYPE_INT64:
        return CheckNumber(reflection.GetInt64(*message, d), field, -1);
      case FieldDescriptor::CPPTYPE_UINT32:
        return CheckNumber(reflection.GetUInt32(*message, d), field, -1);
      default:
        return;
    }
  }

  void Enter(Message* message, const Field& field, int index) {
    Message* above = message_;
    path_.emplace_back(field.descriptor, index);
    Visit(message, *field.message);
    path_.pop_back();
    message_ = above;
  }

  void CheckText(const std::string& text, const Field& field, int index) {
    const auto& limits = field.limits;
    const bool is_text = field.descriptor->type() == FieldDescriptor::TYPE_STRING;
    if (field.required && (is_text ? IsBlank(text) : text.empty()))
      return Fault(field, index, access::v1::FIELD_REQUIRED, "must be given");
    if (text.empty() && index < 0) return;
    if (const bool lines = limits.max_length() > kDefaultLength; is_text && HoldsControl(text, lines)) {
      return Fault(field, index, access::v1::FIELD_PATTERN, OfForm(lines ? "text" : "line"));
    }
    if (field.request_id && !All(text, 8, 64, [](char c) { return absl::ascii_isalnum(c) || c == '-'; })) {
      return Fault(field, index, access::v1::FIELD_PATTERN, OfForm("request_id"));
    }
    if (static_cast<int64_t>(text.size()) > limits.max_length() || limits.min_length() > 0) {
      const int64_t length = is_text ? CodePoints(text) : static_cast<int64_t>(text.size());
      if (length > limits.max_length()) {
        return Fault(field, index, access::v1::FIELD_TOO_LONG, AtMost(limits.max_length()));
      }
      if (length < limits.min_length()) {
        return Fault(field, index, access::v1::FIELD_TOO_SHORT, AtLeast(limits.min_length()));
      }
    }
    if (field.form != nullptr && !field.form->has(text)) {
      const bool date = field.limits.pattern() == "date" || field.limits.pattern() == "month";
      return Fault(field, index, date ? access::v1::FIELD_DATE : access::v1::FIELD_PATTERN, OfForm(limits.pattern()));
    }
    if (!limits.resource().empty() && !IsNamed(limits.resource(), text)) {
      return Fault(field, index, access::v1::FIELD_PATTERN, OfForm(limits.resource()));
    }
  }

  void CheckEnum(int value, bool required, const Field& field, int index) {
    if ((value == 0 && required) || field.descriptor->enum_type()->FindValueByNumber(value) == nullptr) {
      Fault(field, index, access::v1::FIELD_UNKNOWN_VALUE, "must be one of its values");
    }
  }

  void CheckNumber(int64_t value, const Field& field, int index) {
    const auto& limits = field.limits;
    if (limits.min() == 0 && limits.max() == 0) return;
    if (value < limits.min() || value > limits.max()) {
      Fault(field, index, access::v1::FIELD_OUT_OF_RANGE, Between(limits.min(), limits.max()));
    }
  }

  Message* message_ = nullptr;  // that which is visited
  Path path_;
  Violations violations_;
};

namespace {

// Text is checked where the schema has some; what is no message there is left to the parser.
void FindNotUtf8(const Descriptor& type, absl::string_view bytes, absl::string_view path, int depth,
                 Violations* violations) {
  google::protobuf::UnknownFieldSet fields;
  if (depth == kDeepest || !fields.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return;
  std::map<int, int> seen;  // elements of repeated fields
  for (int i = 0; i < fields.field_count(); ++i) {
    const google::protobuf::UnknownField& field = fields.field(i);
    const FieldDescriptor* d = type.FindFieldByNumber(field.number());
    if (d == nullptr || field.type() != google::protobuf::UnknownField::TYPE_LENGTH_DELIMITED) continue;
    const std::string at = absl::StrCat(path, path.empty() ? "" : ".", d->name(),
                                        d->is_repeated() ? absl::StrCat("[", seen[d->number()]++, "]") : "");
    if (d->type() == FieldDescriptor::TYPE_STRING && !IsUtf8(field.length_delimited())) {
      violations->Add(at, access::v1::FIELD_NOT_UTF8, "must be UTF-8");
    }
    if (d->type() == FieldDescriptor::TYPE_MESSAGE) {
      FindNotUtf8(*d->message_type(), field.length_delimited(), at, depth + 1, violations);
    }
  }
}

}  // namespace

absl::Status CheckUtf8(const Descriptor& request, absl::string_view bytes) {
  Violations violations;
  FindNotUtf8(request, bytes, "", 0, &violations);
  return violations.status();
}

absl::Status FieldChecks::Check(Message* request) const {
  Walk walk;
  walk.Visit(request, *root_);
  return walk.status();
}

}  // namespace krans::rpc
