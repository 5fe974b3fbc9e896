#include "clients/cli/run.h"

#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/help.h"
#include "clients/cli/record.h"
#include "clients/cli/refusal.h"
#include "clients/cli/request.h"
#include "clients/cli/schema.h"
#include "clients/cli/session.h"

namespace krans::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

// Takes the token for the next page out of `answer`; empty where there is none.
std::string TakePageToken(Message* answer) {
  const FieldDescriptor* field = answer->GetDescriptor()->FindFieldByName("next_page_token");
  if (field == nullptr) return "";
  std::string token = answer->GetReflection()->GetString(*answer, field);
  answer->GetReflection()->ClearField(answer, field);
  return token;
}

void SetText(Message* message, const char* name, const std::string& text) {
  const FieldDescriptor* field = message->GetDescriptor()->FindFieldByName(name);
  if (field != nullptr) message->GetReflection()->SetString(message, field, text);
}

void Show(const Line& line, const Message& answer, const Session& session) {
  const Command& command = *line.command;
  if (line.globals.json || (command.show == nullptr && command.columns.empty())) return session.Show(answer);
  if (command.show != nullptr) return command.show(answer, session.view(), session.out());
  PrintList(answer, command.columns, session.view(), session.out());
}

// Says what is wrong with the arguments, and what the service finds wrong with the others. A change is not made: its
// request_id is none that a service takes. Where the service does not answer, only what is known here.
int Refuse(const Line& line, Request request, Session& session) {
  google::rpc::Status status;
  if (request.message->GetDescriptor()->FindFieldByName("request_id") != nullptr) {
    SetText(request.message.get(), "request_id", "-");
    request.at_fault.insert("--request-id");
    absl::StatusOr<clients::Answer> answer = session.Call(line.command->method, *request.message);
    if (answer.ok()) status = answer->status;
  }
  return PrintRefusal(status, line, request, session.err());
}

// One call; of a list all pages, unless the person asks for one.
int RunMethod(const Line& line, Session& session) {
  Request request = MakeRequest(line, session.Person());
  if (!request.wrong.empty()) return Refuse(line, std::move(request), session);
  if (line.globals.request_id.empty()) SetText(request.message.get(), "request_id", NewRequestId());

  const MethodDescriptor& method = *FindMethod(line.command->method);
  const std::unique_ptr<Message> whole = NewMessage(*method.output_type());
  const bool one_page = !line.globals.page_size.empty() || !line.globals.page_token.empty();
  while (true) {
    absl::StatusOr<clients::Answer> answer = session.Call(line.command->method, *request.message);
    if (!answer.ok()) return session.Fail(answer.status());
    if (!answer->ok()) return PrintRefusal(answer->status, line, request, session.err());
    if (answer->warning.code() != 0) PrintRefusal(answer->warning, line, request, session.err());
    const std::unique_ptr<Message> page = NewMessage(*method.output_type());
    if (!page->ParseFromString(answer->response)) return session.Fail(absl::DataLossError("an answer does not parse"));
    whole->MergeFrom(*page);
    const std::string next = TakePageToken(page.get());
    if (next.empty() || one_page) break;
    SetText(request.message.get(), "page_token", next);
    TakePageToken(whole.get());
  }
  const std::string next = line.globals.json ? "" : TakePageToken(whole.get());
  Show(line, *whole, session);
  if (!next.empty()) session.out() << "--page-token " << next << "\n";
  return kDone;
}

}  // namespace

int Run(const std::vector<std::string>& args, const Environment& environment, size_t width, std::ostream& out,
        std::ostream& err) {
  absl::StatusOr<Line> line = Parse(args, environment);
  if (!line.ok()) {
    Globals globals;
    for (const std::string& arg : args) globals.json |= arg == "--json";
    return PrintFailure(line.status(), globals, err);
  }
  const View view{line->globals.language, line->globals.award, width};
  if (line->globals.help || line->command == nullptr) {
    PrintHelp(line->words, view, out);
    return line->globals.help ? kDone : kUsage;
  }
  if (line->command->run != nullptr && !line->wrong.empty()) {
    return PrintFailure(absl::InvalidArgumentError(absl::StrJoin(line->wrong, "\n")), line->globals, err);
  }
  Session session(line->globals, view, out, err);
  return line->command->run != nullptr ? line->command->run(*line, session) : RunMethod(*line, session);
}

}  // namespace krans::cli
