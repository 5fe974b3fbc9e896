// A sentence for every reason, in both languages.

#include "clients/cli/messages.h"

#include <gtest/gtest.h>

#include "absl/strings/str_split.h"

namespace krans::cli {
namespace {

constexpr Text kSentence = {"It is closed[: {phases}]. Ask {whom}[, at {place} or {time}].", "Stängt[: {phases}]."};

TEST(MessagesTest, SaySomethingForEveryReasonInBothLanguages) {
  const auto* reasons = access::v1::Reason_descriptor();
  for (int i = 0; i < reasons->value_count(); ++i) {
    const auto reason = static_cast<access::v1::Reason>(reasons->value(i)->number());
    const Text* sentence = SentenceOf(reason);
    ASSERT_EQ(sentence == nullptr, reason == access::v1::REASON_UNSPECIFIED) << reasons->value(i)->name();
    if (sentence == nullptr) continue;
    EXPECT_GT(sentence->in(Language::kEnglish).size(), 8u) << reasons->value(i)->name();
    EXPECT_GT(sentence->in(Language::kSwedish).size(), 8u) << reasons->value(i)->name();
    EXPECT_STRNE(sentence->en, sentence->sv) << reasons->value(i)->name();
  }
}

TEST(MessagesTest, EveryBracketAndBraceIsClosedAndValuesAreTheSameInBothLanguages) {
  const auto* reasons = access::v1::Reason_descriptor();
  for (int i = 0; i < reasons->value_count(); ++i) {
    const Text* sentence = SentenceOf(static_cast<access::v1::Reason>(reasons->value(i)->number()));
    if (sentence == nullptr) continue;
    std::vector<size_t> counts;
    for (Language language : {Language::kEnglish, Language::kSwedish}) {
      const absl::string_view text = sentence->in(language);
      for (const char* pair : {"[]", "{}"}) {
        const auto opened = std::count(text.begin(), text.end(), pair[0]);
        EXPECT_EQ(opened, std::count(text.begin(), text.end(), pair[1])) << text;
        counts.push_back(static_cast<size_t>(opened));
      }
      EXPECT_EQ(Say(*sentence, language, {}).find_first_of("[]{}"), std::string::npos) << text;
    }
    EXPECT_EQ(counts[1], counts[3]) << sentence->en;
  }
}

TEST(MessagesTest, LeaveOutThePartsWhoseValuesAreNotKnown) {
  EXPECT_EQ(Say(kSentence, Language::kEnglish, {{"whom", "Olga"}}), "It is closed. Ask Olga.");
  EXPECT_EQ(Say(kSentence, Language::kEnglish, {{"whom", "Olga"}, {"phases", "JURY"}, {"place", "here"}}),
            "It is closed: JURY. Ask Olga.");
  EXPECT_EQ(Say(kSentence, Language::kSwedish, {{"phases", "JURY"}}), "Stängt: JURY.");
}

}  // namespace
}  // namespace krans::cli
