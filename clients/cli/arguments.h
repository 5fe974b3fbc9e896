#ifndef KRANS_CLIENTS_CLI_ARGUMENTS_H_
#define KRANS_CLIENTS_CLI_ARGUMENTS_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clients/cli/command.h"

namespace krans::cli {

// The value of an environment variable; empty where it is not set.
using Environment = std::function<std::string(absl::string_view name)>;

// What holds for every command: a flag, else the environment, else a default.
struct Globals {
  Language language = Language::kEnglish;
  std::string data = ".krans/award";  // where deploy/run keeps it; --data, KRANS_DATA
  std::string person;                 // --as, KRANS_AS
  std::string token;                  // KRANS_TOKEN
  std::string clock;                  // --clock, KRANS_CLOCK
  std::string award = "kvalitetsutmarkelsen";
  std::string etag;
  std::string request_id;
  std::string page_size;
  std::string page_token;
  bool json = false;
  bool help = false;
};

// The flags that set them, for help and completion.
const std::vector<Argument>& GlobalArguments();

// One argument as given.
struct Given {
  const Argument* argument;
  std::string value;  // empty for a switch
};

// What a person wrote after "krans".
struct Line {
  Globals globals;
  const Command* command = nullptr;  // null where there are no words, or only --help
  std::vector<std::string> words;    // those of the command, or of a group that help is asked for
  std::vector<Given> given;          // in the order written
  std::vector<std::string> wrong;    // sentences for the person: what is missing, and what the command does not have

  // The last value of an argument; null where it is not given.
  const std::string* Find(absl::string_view name) const;

  // All values of it.
  std::vector<std::string> All(absl::string_view name) const;
};

// The language that LC_ALL, LC_MESSAGES or LANG asks for, English where none is Swedish; --lang goes before.
Language LanguageOf(const std::vector<std::string>& args, const Environment& environment);

// Reads a command line against the table. INVALID_ARGUMENT, in the person's language, where no command can be made out,
// says what was probably meant; of a command, all that is wrong is in the line.
absl::StatusOr<Line> Parse(const std::vector<std::string>& args, const Environment& environment);

// The commands that begin with these words, in the table's order.
std::vector<const Command*> Beginning(const std::vector<std::string>& words);

// That of `known` which is nearest to `word`; empty where none is near.
std::string Nearest(absl::string_view word, const std::vector<std::string>& known);

// " Did you mean X?", or nothing where X is empty.
std::string DidYouMean(absl::string_view nearest, Language language);

}  // namespace krans::cli

#endif  // KRANS_CLIENTS_CLI_ARGUMENTS_H_
