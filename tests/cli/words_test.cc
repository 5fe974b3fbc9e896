// Words in both languages for what services answer, refuse and need.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include "clients/cli/hints.h"
#include "clients/cli/schema.h"
#include "clients/cli/values.h"

namespace krans::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;

void AddEnums(const Descriptor& type, std::set<const Descriptor*>* seen, std::set<const EnumDescriptor*>* enums) {
  if (!seen->insert(&type).second) return;
  for (int i = 0; i < type.field_count(); ++i) {
    if (type.field(i)->enum_type() != nullptr) enums->insert(type.field(i)->enum_type());
    if (type.field(i)->message_type() != nullptr) AddEnums(*type.field(i)->message_type(), seen, enums);
  }
}

// All matches of the first group in the sources of the services.
std::set<std::string> InSources(const std::string& pattern) {
  std::set<std::string> found;
  const std::regex expression(pattern);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(KRANS_ROOT "/services")) {
    if (entry.path().extension() != ".cc") continue;
    std::ifstream in(entry.path());
    const std::string text((std::istreambuf_iterator<char>(in)), {});
    for (std::sregex_iterator at(text.begin(), text.end(), expression), end; at != end; ++at) found.insert((*at)[1]);
  }
  return found;
}

TEST(WordsTest, EveryValueThatServicesAnswerWithHasWords) {
  std::set<const Descriptor*> seen;
  std::set<const EnumDescriptor*> enums;
  for (const auto* service : Services()) {
    for (int i = 0; i < service->method_count(); ++i) AddEnums(*service->method(i)->output_type(), &seen, &enums);
  }
  EXPECT_GT(enums.size(), 30u);
  for (const EnumDescriptor* type : enums) {
    for (int i = 0; i < type->value_count(); ++i) {
      if (type->value(i)->number() == 0) continue;
      EXPECT_TRUE(HasWords(type->value(i)->name())) << type->value(i)->full_name();
    }
  }
}

TEST(WordsTest, EverythingThatServicesSayOfAFieldIsAlsoSaidInSwedish) {
  const std::set<std::string> said = InSources("FIELD_[A-Z_0-9]+,\\s*\"([^\"]+)\"");
  EXPECT_GT(said.size(), 60u);
  for (const std::string& description : said) EXPECT_TRUE(IsTranslatedHint(description)) << description;
}

TEST(WordsTest, EverythingThatARefusalNeedsIsAlsoSaidInSwedish) {
  const std::set<std::string> said = InSources("\"(?:needs|state)\", \"([^\"]+)\"");
  EXPECT_GT(said.size(), 20u);
  for (const std::string& text : said) {
    EXPECT_NE(InWords(text, Language::kSwedish), text) << text;
  }
}

TEST(WordsTest, CodesOfRulesComeWithWhomTheyAreAbout) {
  EXPECT_EQ(InWords("TEAM_SIZE,CONFLICT:elsa", Language::kSwedish),
            "så många medlemmar som året anger, ingen som är jävig (elsa)");
  EXPECT_EQ(InWords("k1,k2", Language::kSwedish), "k1, k2");
  EXPECT_EQ(InWords("2024-09-02T12:00:00", Language::kEnglish), "2024-09-02T12:00:00");
}

}  // namespace
}  // namespace krans::cli
