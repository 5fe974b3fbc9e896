#include <set>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "clients/cli/entry.h"
#include "clients/cli/names.h"
#include "clients/cli/operators.h"
#include "clients/cli/record.h"
#include "clients/cli/refusal.h"
#include "clients/cli/schema.h"
#include "krans/access/v1/access.pb.h"
#include "krans/journal/v1/journal.pb.h"
#include "krans/journal/v1/record.pb.h"

namespace krans::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

constexpr char kHistory[] = "krans.journal.v1.Journal/History";

// A record type and the form of its names.
struct Kind {
  const Descriptor* type;
  std::string shape;  // "awards/@/cycles/*"

  // "board-matter"
  std::string name() const {
    std::string words;
    for (char c : type->name()) {
      if (absl::ascii_isupper(c) && !words.empty()) words.push_back('-');
      words.push_back(absl::ascii_tolower(c));
    }
    return words;
  }
};

std::string ShapeIn(const Descriptor& message) {
  const FieldDescriptor* name = message.FindFieldByName("name");
  if (name == nullptr) return "";
  const std::string& form = name->options().GetExtension(access::v1::limits).resource();
  return absl::StrReplaceAll(form, {{"awards/*", "awards/@"}});
}

bool IsRecord(const Descriptor& type) { return type.options().HasExtension(journal::v1::record); }

// Whether the method gets one such record, alone or as what its view is of.
bool Gets(const google::protobuf::MethodDescriptor& method, const Descriptor& type) {
  const Descriptor& output = *method.output_type();
  return absl::StartsWith(method.name(), "Get") && (&output == &type || output.name() == type.name() + "View");
}

// Whether the method changes one such record, and is called after it: RevokeRole.
bool Changes(const google::protobuf::MethodDescriptor& method, const Descriptor& type) {
  return method.output_type() == &type && absl::EndsWith(method.name(), type.name());
}

// The record types whose names have a stated form: by their own field, or by the request that gets or changes one.
std::vector<Kind> Kinds() {
  std::vector<Kind> kinds;
  std::set<std::string> seen;
  auto add = [&](const Descriptor& type, const std::string& shape) {
    if (IsRecord(type) && !shape.empty() && seen.insert(type.full_name()).second) kinds.push_back({&type, shape});
  };
  for (const auto* service : Services()) {
    const auto* file = service->file();
    for (int i = 0; i < file->message_type_count(); ++i) {
      add(*file->message_type(i), ShapeIn(*file->message_type(i)));
    }
    for (const auto& concerns : {Gets, Changes}) {
      for (int i = 0; i < service->method_count(); ++i) {
        for (int t = 0; t < file->message_type_count(); ++t) {
          if (!concerns(*service->method(i), *file->message_type(t))) continue;
          add(*file->message_type(t), ShapeIn(*service->method(i)->input_type()));
        }
      }
    }
  }
  return kinds;
}

// What the line means: the one kind whose names look like that, or the one that is named.
absl::StatusOr<std::pair<Kind, std::string>> Meant(const Line& line) {
  const std::string& name = *line.Find("NAME");
  const std::string* wanted = line.Find("--type");
  const bool swedish = line.globals.language == Language::kSwedish;
  std::vector<std::string> names;
  std::vector<std::pair<Kind, std::string>> fitting;
  for (const Kind& kind : Kinds()) {
    names.push_back(kind.name());
    absl::StatusOr<std::string> whole = Expand(kind.shape, name, line.globals.award);
    const bool fits = whole.ok() && (*whole == name || wanted != nullptr);
    if (wanted == nullptr ? fits : kind.name() == *wanted) {
      if (!whole.ok()) {
        return absl::InvalidArgumentError(absl::StrCat("NAME: ", swedish ? "så här: " : "as ", Parts(kind.shape), ", ",
                                                       swedish ? "inte " : "not ", name));
      }
      fitting.emplace_back(kind, *std::move(whole));
    }
  }
  if (fitting.size() == 1) return fitting.front();
  return absl::InvalidArgumentError(absl::StrCat(
      swedish ? "Ange vad det är med --type: " : "Say what it is with --type: ", absl::StrJoin(names, ", ")));
}

}  // namespace

int RunHistory(const Line& line, Session& session) {
  const auto meant = Meant(line);
  if (!meant.ok()) return session.Fail(meant.status());
  const auto& [kind, name] = *meant;
  journal::v1::HistoryRequest request;
  request.set_type(kind.type->full_name());
  request.set_name(name);
  Table table({"version", "time", "actor", "method", "kind"});
  std::vector<std::string> whole;
  for (bool more = true; more;) {
    const absl::StatusOr<clients::Answer> answer =
        session.CallAt(clients::ServiceOf(kind.type->full_name()), kHistory, request);
    if (!answer.ok()) return session.Fail(answer.status());
    if (!answer->ok()) return PrintRefusal(answer->status, line.globals, session.err());
    journal::v1::HistoryResponse response;
    if (!response.ParseFromString(answer->response)) {
      return session.Fail(absl::DataLossError("an answer does not parse"));
    }
    more = response.more();
    for (const journal::v1::Delivered& delivered : response.entries()) {
      request.set_after(delivered.position());
      journal::v1::Entry entry;
      if (!entry.ParseFromString(delivered.entry())) continue;
      table.Add({absl::StrCat(entry.version()), ValueAt(entry, "time", session.view()), entry.actor(), entry.method(),
                 ValueAt(entry, "kind", session.view())});
      whole.push_back(EntryToJson(entry, delivered.has_payload(), delivered.payload()));
    }
  }
  if (line.globals.json) {
    session.out() << "[" << absl::StrJoin(whole, ", ") << "]\n";
  } else {
    session.Show(table);
  }
  return kDone;
}

}  // namespace krans::cli
