#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "services/rpc/fields.h"
#include "tests/deploy/cycle_file.h"
#include "tests/deploy/seed_lines.h"

namespace krans {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using submissions::v1::Band;
using submissions::v1::CompetitionClass;
using submissions::v1::Criterion;
using submissions::v1::CycleFile;
using submissions::v1::EligibilityRule;
using submissions::v1::ImportCycleRequest;
using submissions::v1::Milestone;
using submissions::v1::Question;
using submissions::v1::Source;

const std::vector<std::string> kYears = {"2012", "2014", "2019", "2024"};

const std::map<std::string, std::string>& SeedLines() {
  static const auto& lines = *[] {
    auto* read = new std::map<std::string, std::string>;
    for (absl::string_view line : absl::StrSplit(kSeedLines, '\n', absl::SkipEmpty())) {
      const std::pair<std::string, std::string> parts = absl::StrSplit(line, absl::MaxSplits('|', 1));
      read->insert(parts);
    }
    return read;
  }();
  return lines;
}

// The document:line references at the head of "000:39, 001:35: words of our own 002:1".
std::vector<std::string> References(const Source& source) {
  std::vector<std::string> references;
  for (absl::string_view part : absl::StrSplit(source.reference(), ", ")) {
    const std::vector<std::string> pieces = absl::StrSplit(part, ':');
    if (pieces.size() < 2 || pieces[0].size() != 3) break;
    references.push_back(absl::StrCat(pieces[0], ":", pieces[1]));
    if (pieces.size() > 2) break;
  }
  return references;
}

// The text from a line on, as far as the test holds the lines that follow; words that a line's end divides are whole.
std::string PassageFrom(const std::string& reference) {
  const std::vector<std::string> parts = absl::StrSplit(reference, ':');
  int line = 0;
  EXPECT_TRUE(absl::SimpleAtoi(parts[1], &line));
  std::string passage;
  for (int last = line; line <= last + 2; ++line) {
    const auto held = SeedLines().find(absl::StrCat(parts[0], ":", line));
    if (held == SeedLines().end()) continue;
    last = line;
    absl::StrAppend(&passage, passage.empty() ? "" : " ", held->second);
  }
  return absl::StrReplaceAll(passage, {{"äld- re", "äldre"}, {"utmär- kel", "utmärkel"}});
}

// Calls `visit` for every message in `message`, itself included.
void ForEach(const Message& message, const std::function<void(const Message&)>& visit) {
  visit(message);
  std::vector<const FieldDescriptor*> set;
  message.GetReflection()->ListFields(message, &set);
  for (const FieldDescriptor* field : set) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (!field->is_repeated()) {
      ForEach(message.GetReflection()->GetMessage(message, field), visit);
      continue;
    }
    for (int i = 0; i < message.GetReflection()->FieldSize(message, field); ++i) {
      ForEach(message.GetReflection()->GetRepeatedMessage(message, field, i), visit);
    }
  }
}

// Calls `visit` for the source of every value in the file; fails where a message that has one leaves it unset.
void ForEachSource(const CycleFile& file, const std::function<void(const Source&)>& visit) {
  ForEach(file, [&](const Message& message) {
    if (message.GetDescriptor() == Source::descriptor()) visit(static_cast<const Source&>(message));
    for (const char* name : {"source", "sources"}) {
      const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name);
      if (field == nullptr) continue;
      EXPECT_TRUE(field->is_repeated() ? message.GetReflection()->FieldSize(message, field) > 0
                                       : message.GetReflection()->HasField(message, field))
          << message.ShortDebugString();
    }
  });
}

TEST(CycleFiles, OfYearsMayBeImportedAsTheyStand) {
  const rpc::FieldChecks checks(*ImportCycleRequest::descriptor());
  for (const std::string& year : kYears) {
    ImportCycleRequest request;
    *request.mutable_file() = ReadCycleFile(year);
    EXPECT_TRUE(checks.Check(&request).ok()) << year << " " << checks.Check(&request);
    EXPECT_EQ(request.file().cycle().name(), absl::StrCat("awards/kvalitetsutmarkelsen/cycles/", year));
    EXPECT_EQ(request.file().calendar().name(), request.file().cycle().name() + "/calendar");
    EXPECT_EQ(request.file().eligibility().name(), request.file().cycle().name() + "/eligibilityRules");
    EXPECT_EQ(absl::StrCat(request.file().cycle().year()), year);
  }
}

TEST(CycleFiles, OfYearsGiveEveryValueALineOfADocument) {
  for (const std::string& year : kYears) {
    ForEachSource(ReadCycleFile(year), [&](const Source& source) {
      EXPECT_EQ(source.origin(), submissions::v1::STATED) << year << " " << source.ShortDebugString();
      EXPECT_FALSE(References(source).empty()) << year << " " << source.ShortDebugString();
      for (const std::string& reference : References(source)) {
        EXPECT_TRUE(SeedLines().contains(reference)) << year << " " << reference;
      }
    });
  }
}

TEST(CycleFiles, ReferToTheDocumentsOfTheirOwnYear) {
  const std::map<std::string, std::set<std::string>> documents = {
      {"2012", {"004"}}, {"2014", {"003"}}, {"2019", {"002"}}, {"2024", {"000", "001"}}};
  for (const std::string& year : kYears) {
    ForEachSource(ReadCycleFile(year), [&](const Source& source) {
      for (const std::string& reference : References(source)) {
        EXPECT_TRUE(documents.at(year).contains(reference.substr(0, 3))) << year << " " << reference;
      }
    });
  }
}

TEST(CycleFiles, HeldLinesLieWithinTheirDocuments) {
  for (const auto& [reference, text] : SeedLines()) {
    const std::vector<std::string> parts = absl::StrSplit(reference, ':');
    int line = 0;
    ASSERT_TRUE(absl::SimpleAtoi(parts[1], &line)) << reference;
    bool within = false;
    for (const SeedLength& seed : kSeedLengths) within |= parts[0] == seed.document && line >= 1 && line <= seed.lines;
    EXPECT_TRUE(within) << reference;
    EXPECT_FALSE(text.empty()) << reference;
  }
}

TEST(CycleFiles, QuoteTheRulesOfEligibilityWordForWord) {
  for (const std::string& year : kYears) {
    const CycleFile file = ReadCycleFile(year);
    EXPECT_GT(file.eligibility().rules_size(), 0) << year;
    for (const EligibilityRule& rule : file.eligibility().rules()) {
      EXPECT_FALSE(rule.text_sv().empty()) << year << " " << rule.ShortDebugString();
      const std::string passage = PassageFrom(References(rule.source()).at(0));
      EXPECT_TRUE(absl::StrContains(passage, rule.text_sv())) << year << "\n" << rule.text_sv() << "\n" << passage;
    }
  }
}

TEST(CycleFiles, NameTheClassesInTheDocumentsWords) {
  for (const std::string& year : kYears) {
    const CycleFile file = ReadCycleFile(year);
    for (const CompetitionClass& one : file.cycle().classes()) {
      // Without the first letter, which may be a capital in the one and not in the other.
      const size_t second = (one.label_sv()[0] & 0x80) != 0 ? 2 : 1;
      bool found = false;
      for (const std::string& reference : References(one.source())) {
        found |= absl::StrContains(PassageFrom(reference), one.label_sv().substr(second));
      }
      EXPECT_TRUE(found) << year << " " << one.label_sv();
    }
  }
}

TEST(CycleFiles, DateTheMilestonesAsALineOfTheDocumentDoes) {
  const char* months[] = {"", "", "", "mars", "", "maj", "juni", "", "", "", "", "november", ""};
  for (const std::string& year : kYears) {
    const CycleFile file = ReadCycleFile(year);
    for (const Milestone& milestone : file.calendar().milestones()) {
      int month = 0, day = 0;
      ASSERT_TRUE(absl::SimpleAtoi(milestone.due().substr(5, 2), &month));
      ASSERT_TRUE(absl::SimpleAtoi(milestone.due().substr(8, 2), &day));
      EXPECT_EQ(milestone.due().substr(0, 4), year);
      bool found = false;
      for (const std::string& reference : References(milestone.source())) {
        found |= absl::StrContains(SeedLines().at(reference), absl::StrCat(day, " ", months[month]));
      }
      EXPECT_TRUE(found) << year << " " << milestone.ShortDebugString();
    }
  }
}

TEST(CycleFiles, PromiseWinnersWhatTheDocumentsPromise) {
  EXPECT_TRUE(absl::StrContains(PassageFrom("002:108"), ReadCycleFile("2019").cycle().recognition().winner_gets()));
  EXPECT_TRUE(absl::StrContains(PassageFrom("000:35"), ReadCycleFile("2024").cycle().recognition().winner_gets()));
}

TEST(HouseFile, IsOursInEveryValue) {
  ForEachSource(ReadCycleFile("house"), [](const Source& source) {
    EXPECT_EQ(source.origin(), submissions::v1::HOUSE) << source.ShortDebugString();
  });
}

TEST(HouseFile, MayBeImportedOnceItHasANameAndAYear) {
  const rpc::FieldChecks checks(*ImportCycleRequest::descriptor());
  ImportCycleRequest request;
  CycleFile& file = *request.mutable_file();
  file = ReadCycleFile("house");
  const std::string name = "awards/a/cycles/2030";
  file.mutable_cycle()->set_name(name);
  file.mutable_cycle()->set_year(2030);
  file.mutable_cycle()->set_display_name("2030");
  file.mutable_calendar()->set_name(name + "/calendar");
  file.mutable_questions()->set_name(name + "/questions");
  file.mutable_scheme()->set_name(name + "/scheme");
  EXPECT_TRUE(checks.Check(&request).ok()) << checks.Check(&request);
}

TEST(HouseFile, WeighsEightCriteriaToAThousandPoints) {
  const CycleFile file = ReadCycleFile("house");
  EXPECT_EQ(file.scheme().criteria_size(), 8);
  int points = 0;
  for (const Criterion& criterion : file.scheme().criteria()) points += criterion.weight();
  EXPECT_EQ(points, 1000);
  EXPECT_EQ(file.scheme().total_points(), points);
}

TEST(HouseFile, HasABandForEveryStepAndNoStepInTwo) {
  const CycleFile file = ReadCycleFile("house");
  for (int score = file.scheme().min(); score <= file.scheme().max(); score += file.scheme().step()) {
    int bands = 0;
    for (const Band& band : file.scheme().bands()) bands += band.low() <= score && score <= band.high();
    EXPECT_EQ(bands, 1) << score;
  }
  EXPECT_EQ(file.scheme().bands_size(), 6);
}

TEST(HouseFile, AsksOfEveryCriterionAndOfNothingElse) {
  const CycleFile file = ReadCycleFile("house");
  std::map<std::string, int> asked;
  for (const Criterion& criterion : file.scheme().criteria()) asked[criterion.code()] = 0;
  for (const Question& question : file.questions().questions()) {
    for (const std::string& criterion : question.criteria()) {
      ASSERT_TRUE(asked.contains(criterion)) << question.code();
      ++asked[criterion];
    }
  }
  for (const auto& [criterion, times] : asked) EXPECT_TRUE(times == 1 || times == 2) << criterion;
}

TEST(HouseFile, HasEveryPhaseAndEveryGateOnce) {
  const CycleFile file = ReadCycleFile("house");
  std::set<int> phases, gates;
  for (const auto& window : file.calendar().phases()) EXPECT_TRUE(phases.insert(window.phase()).second);
  for (const auto& gate : file.calendar().gates()) EXPECT_TRUE(gate.on() && gates.insert(gate.code()).second);
  EXPECT_EQ(static_cast<int>(phases.size()), access::v1::Phase_MAX);
  EXPECT_EQ(static_cast<int>(gates.size()), submissions::v1::Gate::Code_MAX);
}

}  // namespace
}  // namespace krans
