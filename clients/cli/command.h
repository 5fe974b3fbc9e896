#ifndef KRANS_CLIENTS_CLI_COMMAND_H_
#define KRANS_CLIENTS_CLI_COMMAND_H_

#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace krans::cli {

enum class Language { kEnglish, kSwedish };

// A sentence in both languages.
struct Text {
  const char* en = "";
  const char* sv = "";

  absl::string_view in(Language language) const { return language == Language::kSwedish ? sv : en; }
};

// What a person gives a command: a positional ("CASE"; "WORD..." for all that follow) or a flag ("--class"). A flag
// whose field is a plain bool takes no value; one whose field is an optional bool takes yes or no; one whose field is
// repeated may be given again.
struct Argument {
  const char* name = "";
  // The request's field, dots for nested ones. "comments[].text" begins a new element of a repeated message;
  // "^.motivation" sets a field of the element begun last. Empty where only `Command::fills` uses the value.
  std::string path = "";
  // How a resource is named in short: "awards/@/cycles/*/participations/*" lets "2024/ungdomsjouren" stand for the
  // whole name, @ being the award. Empty: the value is taken as it is.
  const char* shape = "";
  // Set together with `path` in the same element: "kind=STRENGTH".
  const char* also = "";
  bool required = false;
  Text help;
};

// A request field that is made from several arguments: "{CASE}/assessments/{me}/items/{CRITERION}", where {me} is the
// caller's id.
struct Fill {
  const char* path = "";
  const char* value = "";
};

struct Line;
struct View;
class Session;

// One thing a person does: one call to one method, or, where `run` is set, whatever that does.
struct Command {
  const char* words = "";   // "opening propose"
  const char* method = "";  // empty where `run` is set
  Text help;
  std::vector<Argument> arguments;
  std::vector<Fill> fills;
  // Of a list: the fields shown as columns.
  std::vector<const char*> columns;
  const char* example = "";

  // Shows the answer, where neither a table of `columns` nor a list of fields is what a person wants to see.
  void (*show)(const google::protobuf::Message& answer, const View& view, std::ostream& out) = nullptr;

  // Does the whole of it and returns the exit code.
  int (*run)(const Line& line, Session& session) = nullptr;
};

// All of them, in the order of the award's year.
const std::vector<Command>& Commands();

// The tables that make it up: one per service, and what is done to the services and to this program.
std::vector<Command> OrganisationCommands();
std::vector<Command> SubmissionsCommands();
std::vector<Command> ScoringCommands();
std::vector<Command> SiteVisitsCommands();
std::vector<Command> JuryCommands();
std::vector<Command> OperatorCommands();

// The arguments that several tables use: a year, a participation, a reason.
Argument CycleArgument(std::string path);
Argument CaseArgument(std::string path);
Argument ReasonArgument();

// The shapes that several tables use.
inline constexpr char kCycle[] = "awards/@/cycles/*";
inline constexpr char kCase[] = "awards/@/cycles/*/participations/*";
inline constexpr char kPerson[] = "people/*";
inline constexpr char kUnit[] = "units/*";
inline constexpr char kBody[] = "bodies/*";

}  // namespace krans::cli

#endif  // KRANS_CLIENTS_CLI_COMMAND_H_
