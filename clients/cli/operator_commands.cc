#include <ostream>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/arguments.h"
#include "clients/cli/command.h"
#include "clients/cli/completion.h"
#include "clients/cli/help.h"
#include "clients/cli/operators.h"
#include "clients/cli/refusal.h"
#include "clients/cli/schema.h"
#include "clients/cli/session.h"
#include "clients/cli/textproto.h"

namespace krans::cli {
namespace {

constexpr char kVersion[] = "0.1";

Argument StoreArgument() {
  return {.name = "DIR", .required = true, .help = {"the store's folder", "databasens katalog"}};
}

Argument ServiceArgument() {
  return {.name = "--service", .help = {"whose it is; else the folder's name", "vems den är; annars katalogens namn"}};
}

int RunToken(const Line& line, Session& session) {
  absl::StatusOr<std::string> token = session.Token();
  if (!token.ok()) return session.Fail(token.status());
  if (token->empty()) {
    return session.Fail(absl::InvalidArgumentError(
        line.globals.language == Language::kSwedish ? "Ange vem med --as PERSON." : "Say who with --as PERSON."));
  }
  session.out() << *token << "\n";
  return kDone;
}

// The method with that name, or the only one whose name ends so.
const google::protobuf::MethodDescriptor* MethodCalled(absl::string_view name, std::vector<std::string>* known) {
  const google::protobuf::MethodDescriptor* found = nullptr;
  int count = 0;
  for (const auto* service : Services()) {
    for (int i = 0; i < service->method_count(); ++i) {
      const std::string whole = NameOf(*service->method(i));
      known->push_back(whole);
      if (whole == name) return service->method(i);
      if (absl::EndsWith(whole, absl::StrCat(".", name)) || absl::EndsWith(whole, absl::StrCat("/", name))) {
        found = service->method(i);
        ++count;
      }
    }
  }
  return count == 1 ? found : nullptr;
}

int RunCall(const Line& line, Session& session) {
  const Language language = line.globals.language;
  std::vector<std::string> known;
  const std::string name = *line.Find("METHOD");
  const auto* method = MethodCalled(name, &known);
  if (method == nullptr) {
    const std::string none = language == Language::kSwedish ? "Det finns ingen metod " : "There is no method ";
    return session.Fail(
        absl::InvalidArgumentError(absl::StrCat(none, name, ".", DidYouMean(Nearest(name, known), language))));
  }
  const std::unique_ptr<google::protobuf::Message> request = NewMessage(*method->input_type());
  const std::string* text = line.Find("TEXTPROTO");
  if (text != nullptr) {
    const absl::Status parsed = ParseTextproto(*text, request.get());
    if (!parsed.ok()) return session.Fail(parsed);
  }
  const std::string* service = line.Find("--service");
  if (service == nullptr && clients::ServiceOf(NameOf(*method)) == "journal") {
    return session.Fail(absl::InvalidArgumentError(
        language == Language::kSwedish ? "Alla tjänster har en journal: ange vilkens med --service, som scoring."
                                       : "Every service has a journal: say whose with --service, as scoring."));
  }
  absl::StatusOr<clients::Answer> answer =
      session.CallAt(service == nullptr ? clients::ServiceOf(NameOf(*method)) : absl::string_view(*service),
                     NameOf(*method), *request);
  if (!answer.ok()) return session.Fail(answer.status());
  if (!answer->ok()) return PrintRefusal(answer->status, line.globals, session.err());
  const std::unique_ptr<google::protobuf::Message> response = NewMessage(*method->output_type());
  if (!response->ParseFromString(answer->response))
    return session.Fail(absl::DataLossError("an answer does not parse"));
  session.Show(*response);
  return kDone;
}

int RunHelp(const Line& line, Session& session) {
  std::vector<std::string> words = line.All("WORD...");
  if (Beginning(words).empty()) {
    absl::StatusOr<Line> why = Parse(words, [](absl::string_view) { return std::string(); });
    return session.Fail(why.status());
  }
  PrintHelp(words, session.view(), session.out());
  return kDone;
}

int RunVersion(const Line& line, Session& session) {
  session.out() << "krans " << kVersion << "\n";
  return kDone;
}

int RunBash(const Line& line, Session& session) {
  session.out() << kBashCompletion;
  return kDone;
}

int RunWords(const Line& line, Session& session) {
  for (const std::string& word : Complete(line.All("WORD..."))) session.out() << word << "\n";
  return kDone;
}

}  // namespace

std::vector<Command> OperatorCommands() {
  return {
      {.words = "status",
       .help =
           {"Shows each service's health, the head of its journal, and which others it is behind or has lost.",
            "Visar hur varje tjänst mår, var dess journal står, och vilka andra den ligger efter eller har tappat."},
       .example = "krans status",
       .run = RunStatus},
      {.words = "verify",
       .help = {"Has every service verify its journal and its store. Ends with 4 where there is a fault.",
                "Låter varje tjänst kontrollera sin journal och sin databas. Slutar med 4 om något är fel."},
       .example = "krans verify",
       .run = RunVerify},
      {.words = "history",
       .help = {"Shows what happened to a record: who, when, by which method.",
                "Visar vad som hänt med en post: vem, när, genom vilken metod."},
       .arguments = {{.name = "NAME",
                      .required = true,
                      .help = {"its whole name, as --json shows it; short with --type",
                               "hela namnet, som --json visar det; kort med --type"}},
                     {.name = "--type", .help = {"what it is, as participation", "vad det är, som participation"}}},
       .example = "krans history 2024/ungdomsjouren --type participation",
       .run = RunHistory},
      {.words = "journal",
       .help =
           {"Shows a service's journal, or its log of who read what, for auditors; --json also the records.",
            "Visar en tjänsts journal, eller dess logg över vem som läst vad, för revisorer; --json även posterna."},
       .arguments = {{.name = "SERVICE", .required = true, .help = {"as scoring", "som scoring"}},
                     {.name = "--chain", .help = {"journal, or access_log", "journal, eller access_log"}},
                     {.name = "--after",
                      .help = {"only what comes after this position", "bara det efter den platsen"}}},
       .example = "krans journal scoring --chain access_log --as ragnar-ek",
       .run = RunJournal},
      {.words = "checkpoint",
       .help = {"Has every service copy its store while it runs, to checkpoints/NAME/SERVICE in the data folder.",
                "Låter varje tjänst kopiera sin databas medan den går, till checkpoints/NAMN/TJÄNST i datakatalogen."},
       .arguments = {{.name = "NAME", .help = {"of the copies; else the time", "kopiornas namn; annars tiden"}}},
       .example = "krans checkpoint monday",
       .run = RunCheckpoint},
      {.words = "store verify",
       .help = {"Verifies a store that no daemon has open. Ends with 4 where there is a fault.",
                "Kontrollerar en databas som ingen tjänst har öppen. Slutar med 4 om något är fel."},
       .arguments = {StoreArgument(), ServiceArgument()},
       .example = "krans store verify .krans/award/scoring",
       .run = RunStoreVerify},
      {.words = "store dump",
       .help = {"Shows the journal of a store; --json also the records, one entry a line at a time.",
                "Visar journalen i en databas; --json även posterna, en i taget."},
       .arguments = {StoreArgument(), ServiceArgument()},
       .example = "krans store dump .krans/award/scoring",
       .run = RunStoreDump},
      {.words = "store adopt",
       .help = {"Accepts a store that its anchor refuses, as it is, as after a restore. A new epoch begins.",
                "Godtar en databas som dess ankare vägrar, som den är, som efter en återläsning. En ny epok börjar."},
       .arguments = {StoreArgument(),
                     {.name = "--reason", .required = true, .help = {"why", "varför"}},
                     ServiceArgument()},
       .example = "krans store adopt .krans/award/scoring --reason \"Återställd från gårdagens kopia\"",
       .run = RunStoreAdopt},
      {.words = "store follow-again",
       .help =
           {"Drops what a store has copied of another service, whose journal it has lost. The service follows it from "
            "the start when it runs again.",
            "Slänger det en databas har kopierat från en annan tjänst, vars journal den har tappat. Tjänsten följer "
            "den från början när den går igen."},
       .arguments = {StoreArgument(),
                     {.name = "SOURCE",
                      .required = true,
                      .help = {"the service that is followed, as scoring", "tjänsten som följs, som scoring"}},
                     {.name = "--reason", .required = true, .help = {"why", "varför"}},
                     ServiceArgument()},
       .example = "krans store follow-again .krans/award/jury scoring --reason \"Poängen återställda från igår\"",
       .run = RunStoreFollowAgain},
      {.words = "token",
       .help = {"Prints a token that speaks for a person, for a minute.",
                "Skriver ut en biljett som talar för en person, i en minut."},
       .example = "krans token --as olga-office",
       .run = RunToken},
      {.words = "call",
       .help = {"Calls any method with a request in text format.", "Anropar en metod med en begäran i textformat."},
       .arguments = {{.name = "METHOD",
                      .required = true,
                      .help = {"as krans.submissions.v1.People/GetMe, or its end",
                               "som krans.submissions.v1.People/GetMe, eller slutet av det"}},
                     {.name = "TEXTPROTO", .help = {"the request; empty without", "begäran; tom utan"}},
                     {.name = "--service",
                      .help = {"whose journal, for the methods of krans.journal.v1",
                               "vems journal, för metoderna i krans.journal.v1"}}},
       .example = "krans call Teams/GetTeam 'name: \"awards/kvalitetsutmarkelsen/cycles/2024/teams/a\"'",
       .run = RunCall},
      {.words = "completion bash",
       .help = {"Prints what makes bash complete commands: source <(krans completion bash)",
                "Skriver ut det som får bash att fylla i kommandon: source <(krans completion bash)"},
       .example = "krans completion bash",
       .run = RunBash},
      {.words = "completion words",
       .help = {"Lists what may stand where the last word stands.", "Visar vad som kan stå där sista ordet står."},
       .arguments = {{.name = "WORD...", .help = {"the words so far", "orden hittills"}}},
       .example = "krans completion words -- board ''",
       .run = RunWords},
      {.words = "help",
       .help = {"Shows what a command does and takes.", "Visar vad ett kommando gör och tar."},
       .arguments = {{.name = "WORD...", .help = {"of the command", "i kommandot"}}},
       .example = "krans help board save",
       .run = RunHelp},
      {.words = "version",
       .help = {"Says which version this is.", "Säger vilken version detta är."},
       .example = "krans version",
       .run = RunVersion},
  };
}

}  // namespace krans::cli
