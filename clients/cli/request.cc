#include "clients/cli/request.h"

#include <algorithm>
#include <iostream>
#include <iterator>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "clients/cli/names.h"
#include "clients/cli/schema.h"
#include "clients/cli/textproto.h"
#include "services/rpc/file.h"
#include "services/rpc/text.h"

namespace krans::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr absl::string_view kTextproto = "textproto";

absl::StatusOr<std::string> Read(const std::string& path) {
  if (path == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
  return rpc::ReadFile(path);
}

class Filling {
 public:
  Filling(const Line& line, absl::string_view person) : line_(line), person_(person) {}

  Request Run() {
    request_.message = NewMessage(*FindMethod(line_.command->method)->input_type());
    request_.wrong = line_.wrong;
    for (const Argument& argument : line_.command->arguments) {
      if (argument.required && line_.Find(argument.name) == nullptr) request_.at_fault.insert(argument.name);
    }
    for (const Given& given : line_.given) Put(given);
    for (const Fill& fill : line_.command->fills) PutFill(fill);
    PutGlobals();
    return std::move(request_);
  }

 private:
  // A message of the request, and the path to it with a dot at the end.
  struct Place {
    Message* message = nullptr;
    std::string path;
  };

  void Wrong(absl::string_view name, absl::string_view en, absl::string_view sv) {
    request_.wrong.push_back(absl::StrCat(name, ": ", line_.globals.language == Language::kSwedish ? sv : en));
    request_.at_fault.emplace(name);
  }

  void Put(const Given& given) {
    const Argument& argument = *given.argument;
    if (argument.path.empty()) return;
    absl::string_view path = argument.path;
    Place place{request_.message.get(), ""};
    if (absl::ConsumePrefix(&path, "^.")) {
      place = element_;
      if (place.message == nullptr || place.message->GetDescriptor()->FindFieldByName(std::string(path)) == nullptr) {
        return Wrong(argument.name, absl::StrCat("must follow ", Openers(argument)),
                     absl::StrCat("måste följa efter ", Openers(argument)));
      }
    }
    PutAt(place, path, given);
  }

  // The flags that begin an element which the argument may set a field of.
  std::string Openers(const Argument& argument) const {
    std::vector<std::string> names;
    for (const Argument& other : line_.command->arguments) {
      if (&other == &argument) break;
      const size_t element = other.path.rfind("[]");
      if (element != std::string::npos &&
          FindField(*request_.message->GetDescriptor(),
                    absl::StrCat(other.path.substr(0, element), argument.path.substr(1))) != nullptr) {
        names.emplace_back(other.name);
      }
    }
    return absl::StrJoin(names, line_.globals.language == Language::kSwedish ? " eller " : " or ");
  }

  void PutAt(Place place, absl::string_view path, const Given& given) {
    const Place above = Descend(place, &path);
    const FieldDescriptor* field = above.message->GetDescriptor()->FindFieldByName(std::string(path));
    if (!SetField(above, *field, given)) return;
    if (given.argument->also[0] != '\0') {
      const std::pair<std::string, std::string> also = absl::StrSplit(given.argument->also, '=');
      const FieldDescriptor* kind = above.message->GetDescriptor()->FindFieldByName(also.first);
      above.message->GetReflection()->SetEnum(above.message, kind, kind->enum_type()->FindValueByName(also.second));
    }
  }

  // The message that holds the last step of `path`, which is what is left of it.
  Place Descend(Place place, absl::string_view* path) {
    while (path->find('.') != absl::string_view::npos) {
      const std::pair<absl::string_view, absl::string_view> steps = absl::StrSplit(*path, absl::MaxSplits('.', 1));
      absl::string_view step = steps.first;
      const bool element = absl::ConsumeSuffix(&step, "[]");
      const FieldDescriptor* field = place.message->GetDescriptor()->FindFieldByName(std::string(step));
      const Reflection* reflection = place.message->GetReflection();
      if (element) {
        const int index = reflection->FieldSize(*place.message, field);
        place = {reflection->AddMessage(place.message, field), absl::StrCat(place.path, step, "[", index, "].")};
        element_ = place;
      } else {
        place = {reflection->MutableMessage(place.message, field), absl::StrCat(place.path, step, ".")};
      }
      *path = steps.second;
    }
    return place;
  }

  bool SetField(const Place& place, const FieldDescriptor& field, const Given& given) {
    const char* name = given.argument->name;
    std::string path = absl::StrCat(place.path, field.name());
    if (field.is_repeated()) {
      absl::StrAppend(&path, "[", place.message->GetReflection()->FieldSize(*place.message, &field), "]");
    }
    if (!request_.from.emplace(path, name).second) {
      Wrong(name, "given twice", "angiven två gånger");
      return false;
    }
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING:
        return SetText(place.message, field, given);
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return SetMessage(place.message, field, given);
      case FieldDescriptor::CPPTYPE_BOOL:
        return SetBool(place.message, field, given);
      case FieldDescriptor::CPPTYPE_ENUM:
        return SetEnum(place.message, field, given);
      default:
        return SetNumber(place.message, field, given);
    }
  }

  bool SetText(Message* message, const FieldDescriptor& field, const Given& given) {
    const absl::StatusOr<std::string> text = TextOf(*given.argument, given.value);
    if (!text.ok()) return false;
    if (field.is_repeated()) {
      message->GetReflection()->AddString(message, &field, *text);
    } else {
      message->GetReflection()->SetString(message, &field, *text);
    }
    return true;
  }

  // What the value stands for: a whole name where the argument has a shape, a file's content where it begins with @.
  absl::StatusOr<std::string> TextOf(const Argument& argument, const std::string& value) {
    if (argument.shape[0] != '\0') {
      absl::StatusOr<std::string> name = Expand(argument.shape, value, line_.globals.award);
      if (!name.ok()) {
        const std::string parts = Parts(argument.shape);
        Wrong(argument.name, absl::StrCat("\"", value, "\" is not ", parts, ": ", argument.help.en),
              absl::StrCat("\"", value, "\" är inte ", parts, ": ", argument.help.sv));
      }
      return name;
    }
    absl::StatusOr<std::string> content = absl::StartsWith(value, "@") ? Read(value.substr(1)) : value;
    if (!content.ok()) {
      NoFile(argument.name, value.substr(1));
    } else if (!rpc::IsUtf8(*content)) {
      Wrong(argument.name, "not UTF-8; save the text as UTF-8", "inte UTF-8; spara texten som UTF-8");
      return absl::InvalidArgumentError("not UTF-8");
    }
    return content;
  }

  void NoFile(absl::string_view name, absl::string_view path) {
    Wrong(name, absl::StrCat("there is no file ", path, " to read"),
          absl::StrCat("det finns ingen fil ", path, " att läsa"));
  }

  bool SetMessage(Message* message, const FieldDescriptor& field, const Given& given) {
    const absl::StatusOr<std::string> content = Read(given.value);
    if (!content.ok()) {
      NoFile(given.argument->name, given.value);
      return false;
    }
    const absl::Status parsed = ParseTextproto(*content, message->GetReflection()->MutableMessage(message, &field));
    if (parsed.ok()) return true;
    request_.wrong.push_back(absl::StrCat(given.value, ":", parsed.message()));
    request_.at_fault.insert(given.argument->name);
    return false;
  }

  bool SetBool(Message* message, const FieldDescriptor& field, const Given& given) {
    bool value = true;
    if (field.has_presence()) {
      const std::string text = absl::AsciiStrToLower(given.value);
      value = text == "yes" || text == "ja" || text == "true";
      if (!value && text != "no" && text != "nej" && text != "false") {
        Wrong(given.argument->name, absl::StrCat("yes or no, not \"", given.value, "\""),
              absl::StrCat("yes eller no, inte \"", given.value, "\""));
        return false;
      }
    }
    message->GetReflection()->SetBool(message, &field, value);
    return true;
  }

  bool SetEnum(Message* message, const FieldDescriptor& field, const Given& given) {
    const std::string name = absl::StrReplaceAll(absl::AsciiStrToUpper(given.value), {{"-", "_"}});
    const auto* value = field.enum_type()->FindValueByName(name);
    if (value == nullptr || value->number() == 0) {
      const std::vector<std::string> names = ValueNames(*field.enum_type());
      const std::string guess = DidYouMean(Nearest(absl::AsciiStrToLower(name), names), line_.globals.language);
      const std::string list = absl::StrJoin(names, ", ");
      Wrong(given.argument->name, absl::StrCat("one of ", list, ", not \"", given.value, "\".", guess),
            absl::StrCat("något av ", list, ", inte \"", given.value, "\".", guess));
      return false;
    }
    message->GetReflection()->SetEnum(message, &field, value);
    return true;
  }

  bool SetNumber(Message* message, const FieldDescriptor& field, const Given& given) {
    int32_t small = 0;
    int64_t large = 0;
    const bool is_small = field.cpp_type() == FieldDescriptor::CPPTYPE_INT32;
    if (is_small ? !absl::SimpleAtoi(given.value, &small) : !absl::SimpleAtoi(given.value, &large)) {
      Wrong(given.argument->name, absl::StrCat("a whole number, not \"", given.value, "\""),
            absl::StrCat("ett heltal, inte \"", given.value, "\""));
      return false;
    }
    if (is_small) {
      message->GetReflection()->SetInt32(message, &field, small);
    } else {
      message->GetReflection()->SetInt64(message, &field, large);
    }
    return true;
  }

  void PutFill(const Fill& fill) {
    std::vector<std::pair<std::string, std::string>> values = {{"{award}", line_.globals.award}};
    for (const Argument& argument : line_.command->arguments) {
      const std::string mark = absl::StrCat("{", argument.name, "}");
      if (!absl::StrContains(fill.value, mark)) continue;
      const std::string* value = line_.Find(argument.name);
      if (value == nullptr) return;
      const absl::StatusOr<std::string> text = TextOf(argument, *value);
      if (!text.ok()) return;
      values.emplace_back(mark, *text);
    }
    if (absl::StrContains(fill.value, "{me}")) {
      if (person_.empty()) return Wrong("--as", "say who you are", "ange vem du är");
      values.emplace_back("{me}", person_);
    }
    absl::string_view path = fill.path;
    const Place place = Descend({request_.message.get(), ""}, &path);
    const FieldDescriptor* field = place.message->GetDescriptor()->FindFieldByName(std::string(path));
    place.message->GetReflection()->SetString(place.message, field, absl::StrReplaceAll(fill.value, values));
  }

  void PutGlobals() {
    const Globals& globals = line_.globals;
    PutGlobal("--etag", globals.etag, EtagPath(*request_.message->GetDescriptor()));
    PutGlobal("--request-id", globals.request_id, "request_id");
    PutGlobal("--page-size", globals.page_size, "page_size");
    PutGlobal("--page-token", globals.page_token, "page_token");
  }

  void PutGlobal(absl::string_view name, const std::string& value, const std::string& path) {
    if (value.empty()) return;
    if (path.empty() || FindField(*request_.message->GetDescriptor(), path) == nullptr) {
      return Wrong(name, "has no use here", "har ingen mening här");
    }
    for (const Argument& argument : GlobalArguments()) {
      if (argument.name == name) PutAt({request_.message.get(), ""}, path, {&argument, value});
    }
  }

  const Line& line_;
  const absl::string_view person_;
  Request request_;
  Place element_;  // the one begun last
};

// "item.comments[1].text" as a table writes it: "item.comments[].text".
std::string WithoutIndexes(absl::string_view field) {
  std::string plain;
  bool inside = false;
  for (char c : field) {
    if (c == ']') inside = false;
    if (!inside) plain.push_back(c);
    if (c == '[') inside = true;
  }
  return plain;
}

// Which of the arguments that a name is made of is not as it must be: the one that no name has a part like, else the
// first where the service says that it is what the name begins with, else the last.
std::string PartAtFault(const Line& line, const Fill& fill, absl::string_view description) {
  std::vector<std::string> parts;
  for (const Argument& argument : line.command->arguments) {
    if (!absl::StrContains(fill.value, absl::StrCat("{", argument.name, "}"))) continue;
    const std::string* value = line.Find(argument.name);
    const bool fits = value != nullptr && !value->empty() && std::all_of(value->begin(), value->end(), [](char c) {
                        return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-' || c == '/';
                      });
    if (!fits) return argument.name;
    parts.emplace_back(argument.name);
  }
  if (parts.empty()) return "--as";
  return absl::StartsWith(description, "begins with") ? parts.front() : parts.back();
}

}  // namespace

Request MakeRequest(const Line& line, absl::string_view person) { return Filling(line, person).Run(); }

std::string ArgumentOf(const Line& line, const Request& request,
                       const google::rpc::BadRequest::FieldViolation& violation) {
  const std::string& field = violation.field();
  const std::string plain = WithoutIndexes(field);
  for (const Fill& fill : line.command->fills) {
    if (plain == fill.path) return PartAtFault(line, fill, violation.description());
  }
  const auto found = request.from.find(field);
  if (found != request.from.end()) return found->second;
  // What another field of the same element came from, for an error of the element or of a field left out.
  for (const auto& [path, name] : request.from) {
    if (absl::StartsWith(path, absl::StrCat(field, ".")) && absl::EndsWith(field, "]")) return name;
  }
  std::vector<std::string> openers;
  for (const Argument& argument : line.command->arguments) {
    const size_t element = plain.rfind("[].");
    const std::string tail = element == std::string::npos ? plain : absl::StrCat("^", plain.substr(element + 2));
    if (argument.path == plain || argument.path == tail) return argument.name;
    if (absl::StartsWith(argument.path, absl::StrCat(plain, "[]."))) openers.emplace_back(argument.name);
  }
  if (!openers.empty()) return absl::StrJoin(openers, ", ");
  if (absl::EndsWith(plain, "etag")) return "--etag";
  for (const char* global : {"request_id", "page_size", "page_token"}) {
    if (plain == global) return absl::StrCat("--", absl::StrReplaceAll(plain, {{"_", "-"}}));
  }
  return field;
}

}  // namespace krans::cli
