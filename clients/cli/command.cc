#include "clients/cli/command.h"

#include <iterator>
#include <utility>

namespace krans::cli {

const std::vector<Command>& Commands() {
  static const auto* commands = [] {
    auto* all = new std::vector<Command>();
    for (auto table : {OrganisationCommands, SubmissionsCommands, ScoringCommands, SiteVisitsCommands, JuryCommands,
                       OperatorCommands}) {
      std::vector<Command> rows = table();
      all->insert(all->end(), std::make_move_iterator(rows.begin()), std::make_move_iterator(rows.end()));
    }
    return all;
  }();
  return *commands;
}

Argument CycleArgument(std::string path) {
  return {.name = "CYCLE", .path = std::move(path), .shape = kCycle, .required = true, .help = {"the year", "året"}};
}

Argument CaseArgument(std::string path) {
  return {.name = "CASE",
          .path = std::move(path),
          .shape = kCase,
          .required = true,
          .help = {"year and unit, as 2024/ungdomsjouren", "år och enhet, som 2024/ungdomsjouren"}};
}

Argument ReasonArgument() {
  return {.name = "--reason", .path = "reason", .required = true, .help = {"why", "varför"}};
}

}  // namespace krans::cli
