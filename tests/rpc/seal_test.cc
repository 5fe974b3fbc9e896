#include "services/rpc/seal.h"

#include <set>
#include <string>

#include "gtest/gtest.h"
#include "services/rpc/base64url.h"

namespace krans::rpc {
namespace {

constexpr Purpose kPurposes[] = {Purpose::kPosition, Purpose::kPage, Purpose::kWatch};

Seal::Key TestKey(unsigned char fill) {
  Seal::Key key;
  key.fill(fill);
  return key;
}

class SealTest : public testing::Test {
 protected:
  const Seal seal_{TestKey(7)};
};

TEST_F(SealTest, OpensWhatItClosed) {
  for (Purpose purpose : kPurposes) {
    const size_t capacity = Seal::Capacity(purpose);
    for (const std::string& content :
         {std::string(), std::string("x"), std::string(3, '\0'), std::string(capacity, '\xFF')}) {
      const std::string token = seal_.Close(purpose, content, "context").value();
      EXPECT_EQ(seal_.Open(purpose, token, "context").value(), content);
    }
  }
}

TEST_F(SealTest, HasOneLengthPerPurposeWhateverIsInside) {
  std::set<size_t> lengths;
  for (Purpose purpose : kPurposes) {
    lengths.insert(Seal::Length(purpose));
    for (size_t size = 0; size <= Seal::Capacity(purpose); ++size) {
      const std::string token = seal_.Close(purpose, std::string(size, 'x'), std::string(size, 'y')).value();
      ASSERT_EQ(token.size(), Seal::Length(purpose));
    }
  }
  EXPECT_EQ(lengths.size(), 3);
}

TEST_F(SealTest, NeverGivesTheSameTokenTwice) {
  std::set<std::string> tokens;
  for (int i = 0; i < 10'000; ++i) tokens.insert(seal_.Close(Purpose::kWatch, "same", "same").value());
  EXPECT_EQ(tokens.size(), 10'000);
}

TEST_F(SealTest, RefusesContentThatDoesNotFit) {
  for (Purpose purpose : kPurposes) {
    const auto token = seal_.Close(purpose, std::string(Seal::Capacity(purpose) + 1, 'x'), "");
    EXPECT_EQ(token.status().code(), absl::StatusCode::kInvalidArgument);
  }
}

TEST_F(SealTest, RefusesAnotherPurposeContextOrKey) {
  const std::string token = seal_.Close(Purpose::kPage, "awards/kvalitet", "List/anna/f1").value();
  EXPECT_TRUE(seal_.Open(Purpose::kPage, token, "List/anna/f1").ok());
  EXPECT_FALSE(seal_.Open(Purpose::kPage, token, "List/anna/f2").ok());
  EXPECT_FALSE(seal_.Open(Purpose::kPage, token, "").ok());
  EXPECT_FALSE(seal_.Open(Purpose::kPosition, token, "List/anna/f1").ok());
  EXPECT_FALSE(seal_.Open(Purpose::kWatch, token, "List/anna/f1").ok());
  EXPECT_FALSE(Seal(TestKey(8)).Open(Purpose::kPage, token, "List/anna/f1").ok());
}

TEST_F(SealTest, BindsThePurposeEvenWhereLengthsAgree) {
  const std::string token = seal_.Close(Purpose::kWatch, "w", "\x01").value();
  EXPECT_FALSE(seal_.Open(Purpose::kWatch, token, std::string("\x03\x01")).ok());
  EXPECT_FALSE(seal_.Open(Purpose::kWatch, token, "").ok());
}

TEST_F(SealTest, RefusesEachFlippedBit) {
  for (Purpose purpose : kPurposes) {
    std::string bytes;
    ASSERT_TRUE(FromBase64Url(seal_.Close(purpose, "content", "context").value(), &bytes));
    for (size_t bit = 0; bit < bytes.size() * 8; ++bit) {
      std::string flipped = bytes;
      flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
      ASSERT_FALSE(seal_.Open(purpose, Base64Url(flipped), "context").ok()) << bit;
    }
  }
}

TEST_F(SealTest, RefusesOtherTextsWithTheSameError) {
  const std::string token = seal_.Close(Purpose::kWatch, "w", "").value();
  const absl::Status error = seal_.Open(Purpose::kWatch, "", "").status();
  EXPECT_EQ(error.code(), absl::StatusCode::kInvalidArgument);
  for (const std::string& text : {token.substr(1), token + "A", token + "=", std::string(token.size(), 'A'),
                                  std::string(token.size(), ' '), std::string(token.size(), '\0')}) {
    EXPECT_EQ(seal_.Open(Purpose::kWatch, text, "").status(), error);
  }
}

TEST_F(SealTest, OpensWhatTheKeyBeforeSealedAndSealsWithTheNewOne) {
  const std::string before = seal_.Close(Purpose::kWatch, "w", "").value();
  Seal seal(TestKey(7));
  seal.Replace(TestKey(8));
  EXPECT_EQ(seal.Open(Purpose::kWatch, before, "").value(), "w");
  const std::string after = seal.Close(Purpose::kWatch, "w", "").value();
  EXPECT_FALSE(seal_.Open(Purpose::kWatch, after, "").ok());
  EXPECT_EQ(Seal(TestKey(8)).Open(Purpose::kWatch, after, "").value(), "w");
  seal.Replace(TestKey(8));
  EXPECT_TRUE(seal.Open(Purpose::kWatch, before, "").ok()) << "the same key is no other";
  seal.Replace(TestKey(9));
  EXPECT_FALSE(seal.Open(Purpose::kWatch, before, "").ok());
  EXPECT_TRUE(seal.Open(Purpose::kWatch, after, "").ok());
}

}  // namespace
}  // namespace krans::rpc
