#include "clients/cli/arguments.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "clients/cli/schema.h"

namespace krans::cli {
namespace {

using Words = std::vector<std::string>;

// A dash and something other than a number.
bool IsFlag(absl::string_view text) {
  return text.size() > 1 && text[0] == '-' && !absl::ascii_isdigit(static_cast<unsigned char>(text[1]));
}
bool IsRest(const Argument& argument) { return absl::EndsWith(argument.name, "..."); }

Words WordsOf(const Command& command) { return absl::StrSplit(command.words, ' '); }

bool BeginsWith(const Words& words, const Words& beginning) {
  return beginning.size() <= words.size() && std::equal(beginning.begin(), beginning.end(), words.begin());
}

std::string Say(Language language, absl::string_view en, absl::string_view sv) {
  return std::string(language == Language::kSwedish ? sv : en);
}

// Reads one command line. Each step takes what is its own from the front.
class Reading {
 public:
  Reading(const Words& args, const Environment& environment) : args_(args) {
    Globals& globals = line_.globals;
    globals.language = LanguageOf(args, environment);
    if (const std::string data = environment("KRANS_DATA"); !data.empty()) globals.data = data;
    globals.person = environment("KRANS_AS");
    globals.token = environment("KRANS_TOKEN");
    globals.clock = environment("KRANS_CLOCK");
  }

  absl::StatusOr<Line> Run() {
    for (auto step :
         {&Reading::TakeLeadingGlobals, &Reading::TakeWords, &Reading::TakeArguments, &Reading::CheckMissing}) {
      if (absl::Status status = (this->*step)(); !status.ok()) return status;
    }
    return std::move(line_);
  }

 private:
  absl::Status Wrong(absl::string_view en, absl::string_view sv) const {
    return absl::InvalidArgumentError(Say(line_.globals.language, en, sv));
  }

  absl::Status TakeLeadingGlobals() {
    while (at_ < args_.size() && IsFlag(args_[at_])) {
      if (absl::Status status = TakeFlag(); !status.ok()) return status;
    }
    return absl::OkStatus();
  }

  // The longest run of words that a command has.
  absl::Status TakeWords() {
    if (at_ == args_.size()) return absl::OkStatus();
    for (const Command& command : Commands()) {
      const Words words = WordsOf(command);
      if (words.size() > line_.words.size() && BeginsWith(Rest(), words)) {
        line_.command = &command;
        line_.words = words;
      }
    }
    if (line_.command == nullptr) return UnknownWord();
    at_ += line_.words.size();
    return absl::OkStatus();
  }

  absl::Status UnknownWord() {
    const Words rest = Rest();
    Words group;
    while (group.size() < rest.size()) {
      Words longer = group;
      longer.push_back(rest[group.size()]);
      if (Beginning(longer).empty()) break;
      group = std::move(longer);
    }
    Words next;
    for (const Command* command : Beginning(group)) next.push_back(WordsOf(*command)[group.size()]);
    std::sort(next.begin(), next.end());
    next.erase(std::unique(next.begin(), next.end()), next.end());
    const std::string said = absl::StrJoin(group, " ");
    if (group.size() == rest.size() || IsFlag(rest[group.size()])) {
      if (std::find_if(rest.begin(), rest.end(),
                       [](absl::string_view word) { return word == "--help" || word == "-h"; }) != rest.end()) {
        line_.globals.help = true;
        line_.words = group;
        at_ = args_.size();
        return absl::OkStatus();
      }
      return Wrong(absl::StrCat("krans ", said, ": say which: ", absl::StrJoin(next, ", ")),
                   absl::StrCat("krans ", said, ": ange vilket: ", absl::StrJoin(next, ", ")));
    }
    const std::string& word = rest[group.size()];
    std::string nearest = Nearest(word, next);
    if (!nearest.empty() && !group.empty()) nearest = absl::StrCat(said, " ", nearest);
    const std::string whole = group.empty() ? word : absl::StrCat(said, " ", word);
    const std::string guess = DidYouMean(nearest, line_.globals.language);
    return Wrong(absl::StrCat("There is no command \"", whole, "\".", guess, " `krans help` lists them all."),
                 absl::StrCat("Det finns inget kommando \"", whole, "\".", guess, " `krans help` visar alla."));
  }

  absl::Status TakeArguments() {
    bool only_positionals = false;
    while (at_ < args_.size()) {
      if (!only_positionals && args_[at_] == "--") {
        only_positionals = true;
        ++at_;
      } else {
        const bool flag = !only_positionals && IsFlag(args_[at_]);
        const absl::Status status = flag ? TakeFlag() : TakePositional(args_[at_++]);
        if (!status.ok()) line_.wrong.emplace_back(status.message());
      }
    }
    return absl::OkStatus();
  }

  absl::Status TakePositional(const std::string& value) {
    size_t passed = 0;
    const size_t taken = static_cast<size_t>(std::count_if(
        line_.given.begin(), line_.given.end(), [](const Given& given) { return given.argument->name[0] != '-'; }));
    for (const Argument& argument : line_.command->arguments) {
      if (argument.name[0] == '-') continue;
      if (passed++ < taken && !IsRest(argument)) continue;
      line_.given.push_back({&argument, value});
      return absl::OkStatus();
    }
    return Wrong(absl::StrCat("\"", value, "\" is one too many. ", Usage()),
                 absl::StrCat("\"", value, "\" är ett för mycket. ", Usage()));
  }

  absl::Status TakeFlag() {
    const std::pair<std::string, std::string> parts = absl::StrSplit(args_[at_], absl::MaxSplits('=', 1));
    const std::string name = parts.first == "-h" ? "--help" : parts.first;
    const bool attached = parts.first.size() < args_[at_].size();
    const Argument* argument = FindFlag(name);
    ++at_;
    if (argument == nullptr) {
      if (!attached && line_.command != nullptr && at_ < args_.size() && !IsFlag(args_[at_])) ++at_;  // its value
      return UnknownFlag(name);
    }
    const bool global = IsGlobal(*argument);
    const bool without_value = global ? name == "--json" || name == "--help" : IsSwitch(*line_.command, *argument);
    std::string value = parts.second;
    if (without_value) {
      if (attached) return Wrong(absl::StrCat(name, " takes no value."), absl::StrCat(name, " har inget värde."));
    } else if (!attached) {
      if (at_ == args_.size() || absl::StartsWith(args_[at_], "--")) {
        return Wrong(absl::StrCat(name, " needs a value: ", argument->help.en, "."),
                     absl::StrCat(name, " behöver ett värde: ", argument->help.sv, "."));
      }
      value = args_[at_++];
    }
    if (global) return SetGlobal(name, value);
    line_.given.push_back({argument, std::move(value)});
    return absl::OkStatus();
  }

  const Argument* FindFlag(absl::string_view name) const {
    if (line_.command != nullptr) {
      for (const Argument& argument : line_.command->arguments) {
        if (name == argument.name) return &argument;
      }
    }
    for (const Argument& argument : GlobalArguments()) {
      if (name == argument.name) return &argument;
    }
    return nullptr;
  }

  static bool IsGlobal(const Argument& argument) {
    const std::vector<Argument>& all = GlobalArguments();
    return &argument >= all.data() && &argument < all.data() + all.size();
  }

  absl::Status UnknownFlag(const std::string& name) const {
    Words known;
    if (line_.command != nullptr) {
      for (const Argument& argument : line_.command->arguments) {
        if (argument.name[0] == '-') known.emplace_back(argument.name);
      }
    }
    for (const Argument& argument : GlobalArguments()) known.emplace_back(argument.name);
    const std::string where = absl::StrJoin(line_.words, " ");
    const std::string guess = DidYouMean(Nearest(name, known), line_.globals.language);
    const std::string see = line_.command == nullptr ? "" : absl::StrCat(" ", Usage());
    return Wrong(absl::StrCat("There is no flag ", name, where.empty() ? "" : " of ", where, ".", guess, see),
                 absl::StrCat("Det finns ingen flagga ", name, where.empty() ? "" : " till ", where, ".", guess, see));
  }

  absl::Status SetGlobal(absl::string_view name, const std::string& value) {
    Globals& globals = line_.globals;
    if (name == "--lang" && value != "sv" && value != "en") {
      return Wrong("--lang is sv or en.", "--lang är sv eller en.");
    }
    if (name == "--json") globals.json = true;
    if (name == "--help") globals.help = true;
    if (name == "--as") globals.token.clear();
    const std::pair<absl::string_view, std::string*> texts[] = {
        {"--as", &globals.person},           {"--data", &globals.data},
        {"--clock", &globals.clock},         {"--award", &globals.award},
        {"--etag", &globals.etag},           {"--request-id", &globals.request_id},
        {"--page-size", &globals.page_size}, {"--page-token", &globals.page_token}};
    for (const auto& [flag, text] : texts) {
      if (flag == name) *text = value;
    }
    return absl::OkStatus();
  }

  absl::Status CheckMissing() {
    if (line_.command == nullptr || line_.globals.help) return absl::OkStatus();
    Words en, sv;
    for (const Argument& argument : line_.command->arguments) {
      if (!argument.required || line_.Find(argument.name) != nullptr) continue;
      en.push_back(absl::StrCat(argument.name, " (", argument.help.en, ")"));
      sv.push_back(absl::StrCat(argument.name, " (", argument.help.sv, ")"));
    }
    if (en.empty()) return absl::OkStatus();
    line_.wrong.push_back(Say(line_.globals.language, absl::StrCat("Missing: ", absl::StrJoin(en, ", "), ". ", Usage()),
                              absl::StrCat("Det saknas: ", absl::StrJoin(sv, ", "), ". ", Usage())));
    return absl::OkStatus();
  }

  std::string Usage() const { return Say(line_.globals.language, "As: ", "Så här: ") + line_.command->example; }

  Words Rest() const { return Words(args_.begin() + static_cast<ptrdiff_t>(at_), args_.end()); }

  const Words args_;
  size_t at_ = 0;
  Line line_;
};

// How many characters must be put in, taken out, changed or swapped with the next.
size_t Distance(absl::string_view a, absl::string_view b) {
  std::vector<std::vector<size_t>> cost(a.size() + 1, std::vector<size_t>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i) cost[i][0] = i;
  std::iota(cost[0].begin(), cost[0].end(), 0);
  for (size_t i = 1; i <= a.size(); ++i) {
    for (size_t j = 1; j <= b.size(); ++j) {
      cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, cost[i - 1][j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
      }
    }
  }
  return cost[a.size()][b.size()];
}

}  // namespace

const std::string* Line::Find(absl::string_view name) const {
  const std::string* value = nullptr;
  for (const Given& one : given) {
    if (one.argument->name == name) value = &one.value;
  }
  return value;
}

std::vector<std::string> Line::All(absl::string_view name) const {
  std::vector<std::string> values;
  for (const Given& one : given) {
    if (one.argument->name == name) values.push_back(one.value);
  }
  return values;
}

const std::vector<Argument>& GlobalArguments() {
  static const auto* arguments = new std::vector<Argument>{
      {.name = "--as",
       .help = {"who you are, or KRANS_AS; else a token in KRANS_TOKEN",
                "vem du är, eller KRANS_AS; annars KRANS_TOKEN"}},
      {.name = "--json", .help = {"answers and errors as JSON", "svar och fel som JSON"}},
      {.name = "--etag",
       .help = {"the version you saw; * for whatever is there", "versionen du såg; * för den som finns"}},
      {.name = "--request-id", .help = {"the same again is not done twice", "samma en gång till görs inte två gånger"}},
      {.name = "--page-size", .help = {"of a list: so many, and no more pages", "i en lista: så många, en sida"}},
      {.name = "--page-token",
       .help = {"of a list: from where the last page ended", "i en lista: där förra sidan slutade"}},
      {.name = "--award", .help = {"the award; else kvalitetsutmarkelsen", "utmärkelsen; annars kvalitetsutmarkelsen"}},
      {.name = "--data",
       .help = {"the installation's folder, or KRANS_DATA", "installationens katalog, eller KRANS_DATA"}},
      {.name = "--clock", .help = {"a file with the time, or KRANS_CLOCK", "en fil med tiden, eller KRANS_CLOCK"}},
      {.name = "--lang", .help = {"sv or en", "sv eller en"}},
      {.name = "--help", .help = {"help with the command", "hjälp om kommandot"}},
  };
  return *arguments;
}

Language LanguageOf(const std::vector<std::string>& args, const Environment& environment) {
  std::string language;
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    if (language.empty()) language = environment(name);
  }
  for (size_t i = 0; i < args.size(); ++i) {
    if (args[i] == "--lang" && i + 1 < args.size()) language = args[i + 1];
    if (absl::StartsWith(args[i], "--lang=")) language = args[i].substr(7);
  }
  return absl::StartsWith(language, "sv") ? Language::kSwedish : Language::kEnglish;
}

absl::StatusOr<Line> Parse(const std::vector<std::string>& args, const Environment& environment) {
  return Reading(args, environment).Run();
}

std::vector<const Command*> Beginning(const std::vector<std::string>& words) {
  std::vector<const Command*> commands;
  for (const Command& command : Commands()) {
    if (BeginsWith(WordsOf(command), words)) commands.push_back(&command);
  }
  return commands;
}

std::string Nearest(absl::string_view word, const std::vector<std::string>& known) {
  std::string nearest;
  size_t least = std::max<size_t>(1, word.size() / 3) + 1;
  for (const std::string& candidate : known) {
    const size_t distance = Distance(word, candidate);
    if (distance < least) {
      least = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

std::string DidYouMean(absl::string_view nearest, Language language) {
  if (nearest.empty()) return "";
  return absl::StrCat(Say(language, " Did you mean ", " Menade du "), nearest, "?");
}

}  // namespace krans::cli
