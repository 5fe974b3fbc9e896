#include "clients/cli/completion.h"

#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "clients/cli/arguments.h"
#include "clients/cli/command.h"
#include "clients/cli/schema.h"

namespace krans::cli {
namespace {

using google::protobuf::FieldDescriptor;

std::vector<std::string> ValuesOf(const Command& command, const Argument& argument) {
  if (argument.name == absl::string_view("--lang")) return {"en", "sv"};
  const FieldDescriptor* field = FieldOf(command, argument);
  if (field == nullptr) return {};
  if (field->enum_type() != nullptr) return ValueNames(*field->enum_type());
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_BOOL && field->has_presence()) return {"yes", "no"};
  return {};
}

// Follows the words before the one to be completed.
class Following {
 public:
  void Take(const std::string& word) {
    if (pending_ != nullptr) {
      pending_ = nullptr;
    } else if (absl::StartsWith(word, "-")) {
      TakeFlag(word);
    } else if (TakeWord(word)) {
      return;
    } else {
      ++positionals_;
    }
  }

  std::set<std::string> Next() const {
    if (pending_ != nullptr) return Set(ValuesOf(Current(), *pending_));
    std::set<std::string> next;
    if (positionals_ == 0) {
      for (const Command* command : Beginning(words_)) {
        const std::vector<std::string> all = absl::StrSplit(command->words, ' ');
        if (all.size() > words_.size()) next.insert(all[words_.size()]);
      }
    }
    if (command_ == nullptr) return next;
    size_t passed = 0;
    for (const Argument& argument : command_->arguments) {
      if (argument.name[0] == '-') {
        next.insert(argument.name);
      } else if (passed++ == positionals_) {
        next.merge(Set(ValuesOf(*command_, argument)));
      }
    }
    for (const Argument& argument : GlobalArguments()) next.insert(argument.name);
    return next;
  }

 private:
  static std::set<std::string> Set(const std::vector<std::string>& values) { return {values.begin(), values.end()}; }

  const Command& Current() const {
    static const auto* none = new Command();
    return command_ == nullptr ? *none : *command_;
  }

  void TakeFlag(const std::string& word) {
    if (absl::StrContains(word, '=') || word == "--json" || word == "--help") return;
    for (const std::vector<Argument>* arguments : {&Current().arguments, &GlobalArguments()}) {
      for (const Argument& argument : *arguments) {
        if (argument.name == word && !IsSwitch(Current(), argument)) pending_ = &argument;
      }
    }
  }

  bool TakeWord(const std::string& word) {
    std::vector<std::string> longer = words_;
    longer.push_back(word);
    const std::vector<const Command*> commands = Beginning(longer);
    if (positionals_ > 0 || commands.empty()) return false;
    words_ = std::move(longer);
    command_ = nullptr;
    for (const Command* command : commands) {
      if (std::vector<std::string>(absl::StrSplit(command->words, ' ')) == words_) command_ = command;
    }
    return true;
  }

  std::vector<std::string> words_;
  const Command* command_ = nullptr;
  size_t positionals_ = 0;
  const Argument* pending_ = nullptr;  // a flag that waits for its value
};

}  // namespace

const char kBashCompletion[] = R"bash(_krans() {
  local IFS=$'\n'
  COMPREPLY=($(compgen -W "$(krans completion words -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)" \
    -- "${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _krans krans
)bash";

std::vector<std::string> Complete(const std::vector<std::string>& words) {
  Following following;
  for (size_t i = 0; i + 1 < words.size(); ++i) following.Take(words[i]);
  const std::string last = words.empty() ? "" : words.back();
  std::vector<std::string> fitting;
  for (const std::string& candidate : following.Next()) {
    if (absl::StartsWith(candidate, last)) fitting.push_back(candidate);
  }
  return fitting;
}

}  // namespace krans::cli
