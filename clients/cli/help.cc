#include "clients/cli/help.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/arguments.h"
#include "clients/cli/command.h"
#include "clients/cli/names.h"
#include "clients/cli/schema.h"
#include "clients/cli/values.h"
#include "krans/access/v1/access.pb.h"

namespace krans::cli {
namespace {

using google::protobuf::FieldDescriptor;

constexpr std::pair<const char*, Text> kParts[] = {
    {"krans.submissions.", {"The year, the units and their submissions", "Året, enheterna och deras bidrag"}},
    {"krans.scoring.", {"Examiners, assessment and consensus", "Examinatorer, bedömning och konsensus"}},
    {"krans.sitevisits.", {"Visits", "Platsbesök"}},
    {"krans.jury.", {"The jury and what it decides", "Domarkommittén och dess beslut"}},
    {"", {"Krans itself", "Krans självt"}},
};

// Who may, as people say it. `whoami` shows the roles that somebody has.
constexpr std::pair<access::v1::Relation, Text> kWho[] = {
    {access::v1::ANYONE, {"anyone", "vem som helst"}},
    {access::v1::SIGNED_IN, {"anyone signed in", "alla inloggade"}},
    {access::v1::SERVICE, {"Krans' own services", "Krans egna tjänster"}},
    {access::v1::OFFICE, {"the process office", "processkontoret"}},
    {access::v1::AUDITOR, {"an auditor", "en revisor"}},
    {access::v1::REGISTRAR, {"the board's registrar", "nämndens registrator"}},
    {access::v1::UNIT_MANAGER, {"the unit's manager or contact", "enhetens chef eller kontaktperson"}},
    {access::v1::EXAMINER, {"the year's examiners", "årets examinatorer"}},
    {access::v1::TEAM_MEMBER, {"the case's team, once free of conflict", "bidragets lag, när jäv är prövat"}},
    {access::v1::TEAM_LEAD, {"the lead of the case's team", "lagledaren för bidraget"}},
    {access::v1::OWN_ASSESSMENT, {"the examiner whose assessment it is", "examinatorn vars bedömning det är"}},
    {access::v1::ASSIGNED, {"the case's team", "bidragets lag"}},
    {access::v1::JUROR, {"the jury, but who is recused", "domarkommittén, utom den som är jävig"}},
    {access::v1::JURY_CHAIR, {"who presides at the matter", "den som leder ärendet"}},
    {access::v1::JURY_MEMBER, {"the jury", "domarkommittén"}},
    {access::v1::OWN_NOTE, {"the team member who writes it", "den i laget som skriver den"}},
    {access::v1::TEAM_SCORER,
     {"the case's team but its observers, once free of conflict",
      "bidragets lag utom observatörer, när jäv är prövat"}},
    {access::v1::OFFICE_UNBARRED,
     {"the process office, but who has a conflict in the year", "processkontoret, utom den som är jävig under året"}},
};

std::string WhoIs(int relation, Language language) {
  const auto* row =
      std::find_if(std::begin(kWho), std::end(kWho), [&](const auto& one) { return one.first == relation; });
  return row == std::end(kWho) ? ValueName(*access::v1::Relation_descriptor()->FindValueByNumber(relation))
                               : std::string(row->second.in(language));
}

// Names and what they are, indented, the second column where the longest name ends.
void PrintPairs(const std::vector<std::pair<std::string, std::string>>& pairs, const View& view, std::ostream& out) {
  size_t longest = 0;
  for (const auto& [name, what] : pairs) longest = std::max(longest, Width(name));
  const size_t indent = longest + 4;
  const size_t room = view.width > indent + 30 ? view.width - indent : std::string::npos;
  for (const auto& [name, what] : pairs) {
    const std::vector<std::string> lines = Wrap(what, room);
    out << "  " << name << std::string(indent - 2 - Width(name), ' ') << lines[0] << "\n";
    for (size_t i = 1; i < lines.size(); ++i) out << std::string(indent, ' ') << lines[i] << "\n";
  }
}

void PrintCommands(const std::vector<const Command*>& commands, const View& view, std::ostream& out) {
  std::vector<std::pair<std::string, std::string>> pairs;
  pairs.reserve(commands.size());
  for (const Command* command : commands) {
    pairs.emplace_back(command->words, std::string(command->help.in(view.language)));
  }
  PrintPairs(pairs, view, out);
}

void PrintOverview(const View& view, std::ostream& out) {
  const bool swedish = view.language == Language::kSwedish;
  out << (swedish ? "krans KOMMANDO: Stockholms kvalitetsutmärkelse, från anmälan till tillkännagivande.\n"
                  : "krans COMMAND: Stockholm's quality award, from registration to announcement.\n");
  for (const auto& [package, title] : kParts) {
    std::vector<const Command*> commands;
    for (const Command& command : Commands()) {
      const absl::string_view method = command.method;
      if (package[0] == '\0' ? method.empty() : absl::StartsWith(method, package)) commands.push_back(&command);
    }
    out << "\n" << title.in(view.language) << "\n";
    PrintCommands(commands, view, out);
  }
  out << "\n" << (swedish ? "Gäller alla" : "For every command") << "\n";
  std::vector<std::pair<std::string, std::string>> globals;
  for (const Argument& argument : GlobalArguments()) {
    globals.emplace_back(argument.name, std::string(argument.help.in(view.language)));
  }
  PrintPairs(globals, view, out);
  out << "\n"
      << (swedish ? "`krans help KOMMANDO` visar mer. Slutar med 0: gjort, 1: nekat, 2: fel skrivet, 3: inget svar,\n"
                    "4: fel i det som lagras.\n"
                  : "`krans help COMMAND` shows more. Ends with 0: done, 1: refused, 2: not understood, 3: no answer,\n"
                    "4: a fault in what is stored.\n");
}

std::string UsageOf(const Command& command) {
  std::string usage = absl::StrCat("krans ", command.words);
  bool optional = false;
  for (const Argument& argument : command.arguments) {
    const bool flag = argument.name[0] == '-';
    if (!argument.required && flag) optional = true;
    if (!argument.required && !flag) absl::StrAppend(&usage, " [", argument.name, "]");
    if (argument.required) absl::StrAppend(&usage, " ", argument.name, flag ? " ..." : "");
  }
  return optional ? usage + " [FLAGS]" : usage;
}

// What the argument's help leaves unsaid: the parts of a name, the values that there are.
std::string HelpOf(const Command& command, const Argument& argument, const View& view) {
  std::string help(argument.help.in(view.language));
  const FieldDescriptor* field = FieldOf(command, argument);
  if (field != nullptr && field->enum_type() != nullptr) {
    const std::vector<std::string> values = ValueNames(*field->enum_type());
    const bool said = std::all_of(values.begin(), values.end(),
                                  [&](const std::string& value) { return absl::StrContains(help, value); });
    if (!said) absl::StrAppend(&help, ": ", absl::StrJoin(values, ", "));
  }
  return help;
}

// Who may call it and when, as the schema has it.
std::string RuleOf(const Command& command, const View& view) {
  const auto* method = FindMethod(command.method);
  if (method == nullptr || !method->options().HasExtension(access::v1::rule)) return "";
  const access::v1::Rule& rule = method->options().GetExtension(access::v1::rule);
  std::vector<std::string> relations, phases;
  for (int relation : rule.relations()) {
    relations.push_back(WhoIs(relation, view.language));
  }
  for (int phase : rule.phases()) {
    phases.push_back(InWords(access::v1::Phase_Name(static_cast<access::v1::Phase>(phase)), view.language));
  }
  const bool swedish = view.language == Language::kSwedish;
  std::string text = absl::StrCat(swedish ? "Vem: " : "Who: ", absl::StrJoin(relations, ", "));
  if (!phases.empty()) absl::StrAppend(&text, swedish ? "\nNär: " : "\nWhen: ", absl::StrJoin(phases, ", "));
  return text + "\n";
}

void PrintCommand(const Command& command, const View& view, std::ostream& out) {
  const bool swedish = view.language == Language::kSwedish;
  out << UsageOf(command) << "\n\n" << command.help.in(view.language) << "\n";
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const Argument& argument : command.arguments) {
    pairs.emplace_back(argument.name, HelpOf(command, argument, view));
    if (argument.required && argument.name[0] == '-') pairs.back().second += swedish ? " (krävs)" : " (required)";
  }
  if (!pairs.empty()) out << "\n";
  PrintPairs(pairs, view, out);
  if (const std::string rule = RuleOf(command, view); !rule.empty()) out << "\n" << rule;
  out << "\n" << (swedish ? "Exempel: " : "Example: ") << command.example << "\n";
}

}  // namespace

void PrintHelp(const std::vector<std::string>& words, const View& view, std::ostream& out) {
  if (words.empty()) return PrintOverview(view, out);
  const std::string said = absl::StrJoin(words, " ");
  const std::vector<const Command*> commands = Beginning(words);
  if (commands.size() == 1) return PrintCommand(*commands.front(), view, out);
  PrintCommands(commands, view, out);
  for (const Command* command : commands) {
    if (command->words == said) {
      out << "\n";
      PrintCommand(*command, view, out);
    }
  }
}

}  // namespace krans::cli
