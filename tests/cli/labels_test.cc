// A Swedish word for every field that a person may see.

#include "clients/cli/labels.h"

#include <set>

#include "clients/cli/record.h"
#include "clients/cli/schema.h"
#include "gtest/gtest.h"

namespace krans::cli {
namespace {

using google::protobuf::Descriptor;

void AddLabels(const Descriptor& type, std::set<const Descriptor*>* seen, std::set<std::string>* labels) {
  if (!seen->insert(&type).second || type.full_name() == "google.protobuf.Timestamp") return;
  for (int i = 0; i < type.field_count(); ++i) {
    labels->insert(LabelOf(type.field(i)->name()));
    if (type.field(i)->message_type() != nullptr) AddLabels(*type.field(i)->message_type(), seen, labels);
  }
}

// Of all that the services answer with, and of all columns.
std::set<std::string> AllLabels() {
  std::set<const Descriptor*> seen;
  std::set<std::string> labels;
  for (const auto* service : Services()) {
    for (int i = 0; i < service->method_count(); ++i) AddLabels(*service->method(i)->output_type(), &seen, &labels);
  }
  for (const Command& command : Commands()) {
    for (const char* column : command.columns) labels.insert(TitleOf(column));
  }
  for (const char* title : {"service", "address", "health", "behind", "access log", "position", "type", "resource"}) {
    labels.insert(title);
  }
  return labels;
}

TEST(LabelsTest, EveryFieldAndColumnHasASwedishWord) {
  const std::set<std::string> labels = AllLabels();
  EXPECT_GT(labels.size(), 200u);
  for (const std::string& label : labels) EXPECT_TRUE(IsTranslated(label)) << label;
}

TEST(LabelsTest, SwedishIsNotEnglishAndEnglishStays) {
  EXPECT_EQ(Translated("unit display name", Language::kSwedish), "enhetens namn");
  EXPECT_EQ(Translated("unit display name", Language::kEnglish), "unit display name");
  EXPECT_EQ(Translated("anna-berg", Language::kSwedish), "anna-berg");
  int same = 0;
  for (const std::string& label : AllLabels()) same += Translated(label, Language::kSwedish) == label;
  EXPECT_LT(same, 20);
}

}  // namespace
}  // namespace krans::cli
