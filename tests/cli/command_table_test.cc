// The table of commands against the schemas: nothing is missing, and nothing names what does not exist.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/cli/arguments.h"
#include "clients/cli/command.h"
#include "clients/cli/request.h"
#include "clients/cli/schema.h"
#include "google/api/field_behavior.pb.h"

namespace krans::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::MethodDescriptor;

std::string ReadAll(const std::filesystem::path& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Each method that the proto files state, as they stand in the tree.
std::set<std::string> StatedMethods() {
  std::set<std::string> methods;
  for (const char* package : {"submissions", "scoring", "sitevisits", "jury"}) {
    const std::filesystem::path folder = absl::StrCat(KRANS_ROOT, "/proto/krans/", package, "/v1");
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
      const std::string text = ReadAll(file.path());
      const std::regex line(R"(\n(?:service (\w+)|  rpc (\w+)))");
      std::string service;
      for (auto at = std::sregex_iterator(text.begin(), text.end(), line); at != std::sregex_iterator(); ++at) {
        if ((*at)[1].matched) service = (*at)[1];
        if ((*at)[2].matched) methods.insert(absl::StrCat("krans.", package, ".v1.", service, "/", (*at)[2].str()));
      }
    }
  }
  return methods;
}

const Descriptor& RequestOf(const Command& command) { return *FindMethod(command.method)->input_type(); }

std::set<std::string> ArgumentNames(const Command& command) {
  std::set<std::string> names;
  for (const Argument& argument : command.arguments) names.insert(argument.name);
  return names;
}

// The methods that a command calls as parts of what it does itself.
const std::map<absl::string_view, std::set<std::string>> kWithin = {
    {"board send", {"krans.submissions.v1.Extracts/SaveExtract", "krans.submissions.v1.Extracts/SaveExtractPart"}},
    {"board fetch", {"krans.submissions.v1.Extracts/GetExtractPart"}}};

// As a shell would split it, with double and single quotes.
std::vector<std::string> Split(absl::string_view line) {
  std::vector<std::string> words;
  std::string word;
  bool any = false;
  char quote = 0;
  for (char c : line) {
    if (quote != 0 ? c == quote : (c == '"' || c == '\'')) {
      quote = quote == 0 ? c : 0;
      any = true;
    } else if (c == ' ' && quote == 0) {
      if (any || !word.empty()) words.push_back(std::exchange(word, ""));
      any = false;
    } else {
      word.push_back(c);
    }
  }
  if (any || !word.empty()) words.push_back(word);
  return words;
}

TEST(CommandTableTest, EveryMethodOfTheFourServicesHasACommand) {
  const std::set<std::string> stated = StatedMethods();
  ASSERT_GT(stated.size(), 60u);
  std::set<std::string> known;
  for (const Command& command : Commands()) {
    known.insert(command.method);
    const auto within = kWithin.find(command.words);
    if (within != kWithin.end()) known.insert(within->second.begin(), within->second.end());
  }
  for (const std::string& method : stated) EXPECT_EQ(known.count(method), 1u) << method;
}

TEST(CommandTableTest, EveryCommandCallsAMethodOrDoesItItself) {
  for (const Command& command : Commands()) {
    EXPECT_EQ(FindMethod(command.method) == nullptr, command.run != nullptr) << command.words;
  }
}

TEST(CommandTableTest, NoTwoCommandsHaveTheSameWords) {
  std::set<std::string> words;
  for (const Command& command : Commands()) EXPECT_TRUE(words.insert(command.words).second) << command.words;
}

TEST(CommandTableTest, EveryArgumentFillsAFieldThatExists) {
  for (const Command& command : Commands()) {
    for (const Argument& argument : command.arguments) {
      SCOPED_TRACE(absl::StrCat(command.words, " ", argument.name));
      if (argument.path.empty()) continue;
      const FieldDescriptor* field = FieldOf(command, argument);
      ASSERT_NE(field, nullptr) << argument.path;
      const bool message = field->message_type() != nullptr;
      EXPECT_EQ(message, argument.shape == absl::string_view("textproto"));
      if (argument.also[0] == '\0') continue;
      const std::vector<std::string> also = absl::StrSplit(argument.also, '=');
      const FieldDescriptor* kind = field->containing_type()->FindFieldByName(also[0]);
      ASSERT_NE(kind, nullptr) << argument.also;
      EXPECT_NE(kind->enum_type()->FindValueByName(also[1]), nullptr) << argument.also;
    }
  }
}

TEST(CommandTableTest, EveryFillNamesATextFieldAndArgumentsThatExist) {
  const std::regex mark(R"(\{([^}]*)\})");
  for (const Command& command : Commands()) {
    const std::set<std::string> names = ArgumentNames(command);
    for (const Fill& fill : command.fills) {
      SCOPED_TRACE(absl::StrCat(command.words, " ", fill.path));
      const FieldDescriptor* field = FindField(RequestOf(command), fill.path);
      ASSERT_NE(field, nullptr);
      EXPECT_EQ(field->cpp_type(), FieldDescriptor::CPPTYPE_STRING);
      const std::string value = fill.value;
      for (auto at = std::sregex_iterator(value.begin(), value.end(), mark); at != std::sregex_iterator(); ++at) {
        const std::string name = (*at)[1];
        EXPECT_TRUE(name == "me" || name == "award" || names.count(name) == 1) << name;
      }
    }
  }
}

TEST(CommandTableTest, NoArgumentIsWithoutUse) {
  for (const Command& command : Commands()) {
    if (command.run != nullptr) continue;
    for (const Argument& argument : command.arguments) {
      bool used = !argument.path.empty();
      for (const Fill& fill : command.fills)
        used |= absl::StrContains(fill.value, absl::StrCat("{", argument.name, "}"));
      EXPECT_TRUE(used) << command.words << " " << argument.name;
    }
  }
}

TEST(CommandTableTest, EveryColumnExistsInTheElementsOfTheList) {
  for (const Command& command : Commands()) {
    if (command.columns.empty()) continue;
    const FieldDescriptor* list = ListField(*FindMethod(command.method)->output_type());
    ASSERT_NE(list, nullptr) << command.words;
    for (absl::string_view column : command.columns) {
      for (const char* language : {"sv", "en"}) {
        std::string path(column);
        if (absl::EndsWith(path, "@")) path = path.substr(0, path.size() - 1) + language;
        EXPECT_NE(FindField(*list->message_type(), path), nullptr) << command.words << " " << path;
      }
    }
  }
}

// What a caller must give, at the top of the request and in the record in it.
void RequiredFields(const Descriptor& type, const std::string& prefix, std::set<std::string>* paths) {
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    const auto& options = field.options();
    for (int j = 0; j < options.ExtensionSize(google::api::field_behavior); ++j) {
      if (options.GetExtension(google::api::field_behavior, j) != google::api::REQUIRED) continue;
      paths->insert(prefix + field.name());
      if (field.message_type() != nullptr && !field.is_repeated() && prefix.empty()) {
        RequiredFields(*field.message_type(), field.name() + ".", paths);
      }
    }
  }
}

TEST(CommandTableTest, AsksForEveryFieldThatTheServiceRequires) {
  for (const Command& command : Commands()) {
    if (command.run != nullptr) continue;
    std::set<std::string> required;
    RequiredFields(RequestOf(command), "", &required);
    for (const std::string& path : required) {
      bool asked = path == "etag";
      for (const Argument& argument : command.arguments) {
        const bool whole_file = argument.shape == absl::string_view("textproto");
        asked |= argument.required && (argument.path == path || absl::StartsWith(argument.path, path + "[]") ||
                                       (whole_file && absl::StartsWith(path, argument.path)));
        asked |= absl::StartsWith(argument.path, path + ".");
      }
      for (const Fill& fill : command.fills) asked |= fill.path == path || absl::StartsWith(fill.path, path + ".");
      EXPECT_TRUE(asked) << command.words << ": " << path;
    }
  }
}

TEST(CommandTableTest, SaysWhatEachCommandAndArgumentIsForInBothLanguages) {
  for (const Command& command : Commands()) {
    SCOPED_TRACE(command.words);
    for (Language language : {Language::kEnglish, Language::kSwedish}) {
      EXPECT_FALSE(command.help.in(language).empty());
      for (const Argument& argument : command.arguments) EXPECT_FALSE(argument.help.in(language).empty());
    }
  }
}

class ExamplesTest : public testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(folder_ + "/deploy/cycles");
    std::filesystem::copy_file(KRANS_ROOT "/deploy/cycles/2019.textproto", folder_ + "/deploy/cycles/2019.textproto",
                               std::filesystem::copy_options::overwrite_existing);
    for (const char* name : {"svar.txt", "presentation.txt"}) std::ofstream(folder_ + "/" + name) << "text";
    std::filesystem::current_path(folder_);
  }

  const std::string folder_ = testing::TempDir() + "/krans-examples";
};

TEST_F(ExamplesTest, EveryExampleIsACommandLineThatFillsItsRequest) {
  for (const Command& command : Commands()) {
    SCOPED_TRACE(command.example);
    std::vector<std::string> words = Split(command.example);
    ASSERT_FALSE(words.empty());
    EXPECT_EQ(words.front(), "krans");
    words.erase(words.begin());
    absl::StatusOr<Line> line = Parse(words, [](absl::string_view) { return std::string(); });
    ASSERT_TRUE(line.ok()) << line.status().message();
    EXPECT_EQ(line->command, &command);
    if (command.run != nullptr) continue;
    EXPECT_THAT(line->wrong, testing::IsEmpty());
    EXPECT_THAT(MakeRequest(*line, "olga").wrong, testing::IsEmpty());
  }
}

}  // namespace
}  // namespace krans::cli
